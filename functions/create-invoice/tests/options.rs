//! The fields that options put on an invoice.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::Status;
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

fn event(options: Value) -> Value {
    let mut event = deal(
        "1",
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        options,
    );
    event["record"]["properties"]["dealname"] = json!("Garden redesign");
    event["record"]["properties"]["po"] = json!("4500017733");
    event["record"]["properties"]["visit"] = json!("2026-03-09T15:20:40.912Z");
    event
}

#[tokio::test]
async fn record_properties_stand_in_memo_note_number_custom_fields_and_service_date() {
    let stage = Rehearsal::with_settings(json!({"custom_fields": {"po_number": "2"}})).await;
    let options = json!({
        "memo": "For {{dealname}}", "private_note": "PO {{ po }}", "document_number": "HS-{{po}}",
        "custom_fields": {"po_number": "{{po}}", "1": "Crew 7"}, "service_date": "{{visit}}",
    });
    stage.run::<CreateInvoice>(&event(options)).await.unwrap();
    let invoice = &stage.made("Invoice")[0];
    assert_eq!(invoice["CustomerMemo"]["value"], "For Garden redesign");
    assert!(
        invoice["PrivateNote"]
            .as_str()
            .unwrap()
            .starts_with("PO 4500017733\n")
    );
    assert_eq!(invoice["DocNumber"], "HS-4500017733");
    assert_eq!(
        invoice["Line"][0]["SalesItemLineDetail"]["ServiceDate"],
        "2026-03-09"
    );
    let fields = invoice["CustomField"].as_array().unwrap();
    let value = |id: &str| {
        fields
            .iter()
            .find(|field| field["DefinitionId"] == id)
            .unwrap()["StringValue"]
            .clone()
    };
    assert_eq!(
        (value("1"), value("2")),
        (json!("Crew 7"), json!("4500017733"))
    );
}

#[tokio::test]
async fn a_moment_in_a_text_is_the_day_it_is_in_the_company_s_time_zone() {
    let stage = Rehearsal::start().await;
    let options = json!({"memo": "Closed {{closedate}}, visited {{visit}}", "document_number": "{{ hs_createdate }}",
        "custom_fields": {"1": "{{po}}", "2": "{{closedate}}"}});
    let mut event = event(options);
    let properties = &mut event["record"]["properties"];
    properties["closedate"] = json!("2026-01-01T05:30:00Z");
    properties["hs_createdate"] = json!("1767245400000");
    properties["po"] = json!("1767245400000");
    stage.run::<CreateInvoice>(&event).await.unwrap();
    let invoice = &stage.made("Invoice")[0];
    let memo = &invoice["CustomerMemo"]["value"];
    assert_eq!(memo, "Closed 2025-12-31, visited 2026-03-09");
    assert_eq!(invoice["DocNumber"], "2025-12-31");
    let fields = invoice["CustomField"].to_string();
    assert!(
        fields.contains("\"2025-12-31\"") && fields.contains("\"1767245400000\""),
        "{fields}"
    );
}

#[tokio::test]
async fn a_custom_field_that_the_company_does_not_define_is_told() {
    let stage = Rehearsal::start().await;
    let options = json!({"custom_fields": {"1": "Crew 7", "3": "lost"}});
    let response = stage.run::<CreateInvoice>(&event(options)).await.unwrap();
    let warnings: Vec<_> = response
        .warnings
        .iter()
        .map(|warning| &*warning.code)
        .collect();
    assert_eq!(warnings, ["custom_field_left_out"]);
    let message = &response.warnings[0].message;
    assert!(
        message.contains("custom field 3") && !message.contains("Crew"),
        "{message}"
    );
}

#[tokio::test]
async fn an_unknown_property_or_custom_field_is_refused_before_anything_is_made() {
    let stage = Rehearsal::start().await;
    let cases = [
        (json!({"memo": "For {{dealnam}}"}), "dealnam"),
        (
            json!({"custom_fields": {"crew": "7"}}),
            "options.custom_fields.crew",
        ),
        (
            json!({"custom_fields": {"1": "a number of more than 31 characters"}}),
            "31",
        ),
        (json!({"service_date": "soon"}), "service_date"),
        (json!({"bill_email_cc": "x".repeat(201)}), "bill_email_cc"),
        (
            json!({"bill_email_cc": "{{aprover}}"}),
            "no property `aprover`",
        ),
    ];
    for (options, named) in cases {
        let error = stage
            .run::<CreateInvoice>(&event(options))
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest", "{error}");
        assert!(error.to_string().contains(named), "{error}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn copies_and_online_payment_are_asked_for() {
    let stage = Rehearsal::start().await;
    let options = json!({"bill_email_cc": "books@example.com", "bill_email_bcc": "boss@example.com",
        "online_card_payment": true, "online_bank_payment": "false", "payment_link": true,
        "send_email": "later"});
    let response = stage.run::<CreateInvoice>(&event(options)).await.unwrap();
    let invoice = &stage.made("Invoice")[0];
    assert_eq!(invoice["BillEmailCc"]["Address"], "books@example.com");
    assert_eq!(invoice["BillEmailBcc"]["Address"], "boss@example.com");
    assert_eq!(invoice["AllowOnlineCreditCardPayment"], true);
    assert_eq!(invoice["AllowOnlineACHPayment"], false);
    assert_eq!(invoice["EmailStatus"], "NeedToSend");
    assert!(response.document.unwrap().payment_link.is_some());
}

#[tokio::test]
async fn copies_go_to_addresses_that_properties_of_the_record_hold_and_to_nobody_where_they_are_empty()
 {
    let stage = Rehearsal::start().await;
    let options = json!({"bill_email_cc": "{{approver}}, books@example.com", "bill_email_bcc": "{{ observers }}",
        "send_email": "later"});
    let mut event = event(options);
    event["record"]["properties"]["approver"] = json!("ann@example.com;bob@example.com");
    event["record"]["properties"]["observers"] = Value::Null;
    stage.run::<CreateInvoice>(&event).await.unwrap();
    let invoice = &stage.made("Invoice")[0];
    assert_eq!(
        invoice["BillEmailCc"]["Address"],
        "ann@example.com, bob@example.com, books@example.com"
    );
    assert_eq!(invoice.get("BillEmailBcc"), None);

    event["record"]["properties"]["approver"] = json!("eve@example.com");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(
        error.error_type(),
        "IdempotencyConflict",
        "other copies are other content"
    );
    let message = error.to_string();
    assert!(!message.contains("@example.com"), "{message}");
}

#[tokio::test]
async fn of_a_property_only_addresses_get_a_copy_and_what_else_it_holds_is_told() {
    let copies = [
        ("n/a", None),
        ("tilda,fern@example.com", None),
        ("ann@example.com\u{7}", None),
        ("ann@example.com; n/a", Some("ann@example.com")),
    ];
    for (approver, sent) in copies {
        let stage = Rehearsal::start().await;
        let options = json!({"bill_email_cc": "{{approver}}", "bill_email_bcc": "boss@example.com, {{approver}}"});
        let mut event = event(options);
        event["record"]["properties"]["approver"] = json!(approver);
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        let invoice = &stage.made("Invoice")[0];
        let sent = sent.map(str::to_owned);
        let blind = ["boss@example.com".to_owned()]
            .into_iter()
            .chain(sent.clone());
        let blind = blind.collect::<Vec<_>>().join(", ");
        assert_eq!(
            invoice["BillEmailCc"]["Address"],
            json!(sent),
            "{approver:?}"
        );
        assert_eq!(invoice["BillEmailBcc"]["Address"], blind, "{approver:?}");
        let told = response.warnings.iter();
        let told: Vec<_> = told.filter(|told| told.code == "email_left_out").collect();
        assert_eq!(told.len(), 2, "{approver:?}: {told:?}");
        for word in ["deal ", "`options.bill_email_cc`", "`approver`"] {
            assert!(told[0].message.contains(word), "{told:?}");
        }
        assert!(!told[0].message.contains("example.com"), "{told:?}");
    }
}

#[tokio::test]
async fn a_class_stands_on_the_document_or_on_each_line_by_settings() {
    for (position, on_document) in [("document", true), ("line", false)] {
        let stage = Rehearsal::with_settings(json!({"class_position": position})).await;
        let class = stage.sandbox.documents("Class")[0].clone();
        let options = json!({"class": class["FullyQualifiedName"]});
        stage.run::<CreateInvoice>(&event(options)).await.unwrap();
        let invoice = &stage.made("Invoice")[0];
        let line = &invoice["Line"][0]["SalesItemLineDetail"];
        assert_eq!(
            invoice["ClassRef"]["value"] == class["Id"],
            on_document,
            "{position}"
        );
        assert_eq!(
            line["ClassRef"]["value"] == class["Id"],
            !on_document,
            "{position}"
        );
    }
}

#[tokio::test]
async fn lines_are_coded_for_tax_as_hubspot_taxes_them() {
    let stage = Rehearsal::start().await;
    let mut event = event(json!({}));
    let mut taxed = line(2, "Design", "1", "10", "10.00");
    taxed["properties"]["hs_tax_rate_group_id"] = json!("501");
    taxed["properties"]["hs_tax_amount"] = json!("0.00");
    let mut rated = line(3, "Design", "1", "10", "10.00");
    rated["properties"]["hs_tax_rate"] = json!("8.25");
    event["record"]["line_items"] = json!([line(1, "Hours", "1", "1", "1.00"), taxed, rated]);
    stage.run::<CreateInvoice>(&event).await.unwrap();
    let invoice = &stage.made("Invoice")[0];
    let code =
        |line: usize| invoice["Line"][line]["SalesItemLineDetail"]["TaxCodeRef"]["value"].clone();
    assert_eq!(
        [code(0), code(1), code(2)],
        [json!("NON"), json!("NON"), json!("TAX")]
    );
}

#[tokio::test]
async fn what_hubspots_editor_always_sends_is_the_same_as_nothing_given() {
    let stage = Rehearsal::start().await;
    let mut event = deal(
        "9001",
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        json!({}),
    );
    stage.run::<CreateInvoice>(&event).await.unwrap();
    event["options"] = json!({"customer": "associated_contact", "products": "line_items",
        "send_email": "false", "create_missing_products": true});
    let again = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    event["options"]["send_email"] = json!("later");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
}

#[tokio::test]
async fn one_product_for_all_lines_needs_no_names_of_them() {
    let mut nameless = deal(
        "1",
        "10.00",
        vec![line(1, "", "2", "5", "10.00")],
        json!({}),
    );
    let stage = Rehearsal::start().await;
    let error = stage.run::<CreateInvoice>(&nameless).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordIncomplete");
    let message = error.to_string();
    assert!(
        message.contains("line item 7001: `name` is empty"),
        "{message}"
    );
    assert!(message.contains("`options.products`"), "{message}");

    nameless["options"] = json!({"products": {"quickbooks_id": "2"}});
    stage.run::<CreateInvoice>(&nameless).await.unwrap();
    let made = &stage.made("Invoice")[0]["Line"][0];
    assert_eq!(made["SalesItemLineDetail"]["ItemRef"]["value"], "2");
    assert_eq!(made["Amount"].to_string(), "10.00");
}
