//! The customer and the products: matched, created, healed, or an error that says so.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::Response;
use actions::response::MatchedBy;
use create_invoice::CreateInvoice;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

fn hours(id: &str) -> Value {
    deal(
        id,
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        json!({}),
    )
}

fn customer(response: &Response) -> (String, MatchedBy) {
    let customer = response.customer.clone().unwrap();
    (customer.id, customer.matched_by)
}

#[tokio::test]
async fn a_customer_is_found_by_email_and_name_and_mapped() {
    let stage = Rehearsal::start().await;
    let mut event = hours("1");
    event["record"]["contacts"][0]["properties"] =
        json!({"firstname": "Amy", "lastname": "Lauterbach", "email": "birds@intuit.com"});
    let first = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(customer(&first), ("1".into(), MatchedBy::NameAndEmail));
    event["record"]["id"] = json!("2");
    let second = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(customer(&second), ("1".into(), MatchedBy::Mapping));
}

#[tokio::test]
async fn a_company_known_only_by_the_part_of_its_name_that_quickbooks_holds_is_told() {
    let stage = Rehearsal::start().await;
    let name = "International Association of Very Long Names for the Advancement of Practical Landscape Gardening";
    let of_company = |id: &str, region: &str| {
        let mut event = hours(id);
        event["options"] = json!({"customer": "associated_company"});
        event["record"]["companies"] =
            json!([{"id": id, "properties": {"name": format!("{name} in the {region}")}}]);
        event
    };
    let first = stage
        .run::<CreateInvoice>(&of_company("1", "North"))
        .await
        .unwrap();
    assert!(!codes(&first).contains(&"customer_name_in_part"));
    let second = stage
        .run::<CreateInvoice>(&of_company("2", "South"))
        .await
        .unwrap();
    assert!(
        codes(&second).contains(&"customer_name_in_part"),
        "{:?}",
        second.warnings
    );
    let again = stage
        .run::<CreateInvoice>(&of_company("1", "North"))
        .await
        .unwrap();
    assert_eq!(customer(&again).0, customer(&first).0);
}

#[tokio::test]
async fn several_customers_that_fit_equally_are_an_error_that_lists_them() {
    let stage = Rehearsal::start().await;
    let mut ids = Vec::new();
    for name in ["First", "Second"] {
        let row = json!({"DisplayName": name, "PrimaryEmailAddr": {"Address": "ada@example.com"}});
        let row = stage.sandbox.insert("Customer", row).unwrap();
        ids.push(row["Id"].as_str().unwrap().to_owned());
    }
    let error = stage.run::<CreateInvoice>(&hours("1")).await.unwrap_err();
    assert_eq!(error.error_type(), "CustomerAmbiguous");
    assert!(
        ids.iter().all(|id| error.to_string().contains(id)),
        "{error}"
    );
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
}

#[tokio::test]
async fn a_name_taken_by_a_vendor_gets_its_kind_and_one_taken_by_another_person_hubspot_s_id() {
    let ada = json!({"DisplayName": "Ada O'Keefe"});
    let other = json!({"DisplayName": "Ada O'Keefe (customer)",
        "PrimaryEmailAddr": {"Address": "old@example.com"}});
    let stage = Rehearsal::start().await;
    stage.sandbox.insert("Vendor", ada).unwrap();
    let response = stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    assert_eq!(codes(&response), ["name_suffixed"]);
    let name = response.customer.unwrap().name.unwrap();
    assert_eq!(name, "Ada O'Keefe (customer)");

    let stage = Rehearsal::start().await;
    let ada = json!({"DisplayName": "Ada O'Keefe"});
    stage.sandbox.insert("Vendor", ada).unwrap();
    stage.sandbox.insert("Customer", other).unwrap();
    let response = stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    assert_eq!(codes(&response), ["name_suffixed"]);
    let name = response.customer.unwrap().name.unwrap();
    assert_eq!(name, "Ada O'Keefe (HubSpot 51)");
}

#[tokio::test]
async fn a_contact_who_changed_companies_brings_the_old_one_no_invoice_of_the_new() {
    let stage = Rehearsal::start().await;
    let of = |id: &str, company: &str, name: &str| {
        let mut event = hours(id);
        event["options"]["customer"] = json!("associated_company");
        event["record"]["companies"] = json!([{"id": company, "properties": {"name": name}}]);
        event
    };
    let first = of("1", "81", "Acme GmbH");
    let first = stage.run::<CreateInvoice>(&first).await.unwrap();
    let second = of("2", "82", "Beta AG");
    let second = stage.run::<CreateInvoice>(&second).await.unwrap();
    let acme = first.customer.unwrap();
    let beta = second.customer.unwrap();
    assert_ne!(beta.id, acme.id);
    assert_eq!(beta.name.as_deref(), Some("Beta AG"));
    let again = of("3", "83", "Beta AG");
    let again = stage.run::<CreateInvoice>(&again).await.unwrap();
    assert_eq!(
        again.customer.unwrap().id,
        beta.id,
        "by its name and address"
    );
}

#[tokio::test]
async fn a_name_conflict_is_adopted_or_reactivated_by_settings() {
    let other =
        json!({"DisplayName": "Ada O'Keefe", "PrimaryEmailAddr": {"Address": "old@example.com"}});
    let adopt = json!({"customers": {"name_conflict": "adopt"}});
    let stage = Rehearsal::with_settings(adopt).await;
    let row = stage.sandbox.insert("Customer", other.clone()).unwrap();
    let response = stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    assert_eq!(customer(&response).0, row["Id"].as_str().unwrap());
    assert_eq!(codes(&response), ["name_adopted"]);

    let taken = json!({"DisplayName": "Ada O'Keefe"});
    for entity in ["Vendor", "Employee"] {
        for policy in ["adopt", "reactivate", "suffix"] {
            let settings = json!({"customers": {"name_conflict": policy}});
            let stage = Rehearsal::with_settings(settings).await;
            stage.sandbox.insert(entity, taken.clone()).unwrap();
            let response = stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
            assert_eq!(codes(&response), ["name_suffixed"], "{entity} {policy}");
            let name = response.customer.unwrap().name.unwrap();
            assert_eq!(name, "Ada O'Keefe (customer)");
        }
    }
}

#[tokio::test]
async fn an_email_is_enough_and_a_sub_customer_does_not_make_it_ambiguous() {
    let stage = Rehearsal::start().await;
    let row =
        json!({"DisplayName": "Example Ltd", "PrimaryEmailAddr": {"Address": "Ada@Example.com"}});
    let parent = stage.sandbox.insert("Customer", row).unwrap()["Id"].clone();
    let sub = json!({"DisplayName": "Kitchen", "PrimaryEmailAddr": {"Address": "ada@example.com"},
        "Job": true, "ParentRef": {"value": parent}});
    stage.sandbox.insert("Customer", sub).unwrap();
    let response = stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    assert_eq!(
        customer(&response),
        (parent.as_str().unwrap().into(), MatchedBy::Email)
    );
}

#[tokio::test]
async fn a_customer_is_found_by_each_address_of_its_list_and_by_no_part_of_one() {
    let stage = Rehearsal::start().await;
    let list = "office@example.com, Ada@Example.com; bob@example.com";
    let row = |name: &str, list: &str| json!({"DisplayName": name, "PrimaryEmailAddr": {"Address": list}});
    let near = row("Near Ltd", "ada@example.com.au, nada@example.com");
    stage.sandbox.insert("Customer", near).unwrap();
    let listed = stage
        .sandbox
        .insert("Customer", row("Example Ltd", list))
        .unwrap();
    let response = stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    let id = listed["Id"].as_str().unwrap().to_owned();
    assert_eq!(customer(&response), (id, MatchedBy::Email));
    assert_eq!(
        stage.requests().len(),
        2,
        "one batch of queries, one invoice"
    );
}

#[tokio::test]
async fn a_mapped_customer_or_product_made_inactive_is_healed_once() {
    let stage = Rehearsal::start().await;
    let options = json!({"create_missing_products": true});
    let novelty = |id: &str| {
        deal(
            id,
            "5.00",
            vec![line(1, "Novelty", "1", "5", "5.00")],
            options.clone(),
        )
    };
    let first = stage.run::<CreateInvoice>(&novelty("1")).await.unwrap();
    for (entity, id) in [
        ("Customer", &first.customer.as_ref().unwrap().id),
        ("Item", &first.products[0].id),
    ] {
        let rows = stage.sandbox.documents(entity);
        let row = rows
            .into_iter()
            .find(|row| row["Id"] == id.as_str())
            .unwrap();
        let update =
            json!({"Id": id, "SyncToken": row["SyncToken"], "sparse": true, "Active": false});
        stage.sandbox.edit(entity, update).unwrap();
    }

    let second = stage.run::<CreateInvoice>(&novelty("2")).await.unwrap();

    assert_eq!(
        codes(&second).last(),
        Some(&"mapping_healed"),
        "{:?}",
        second.warnings
    );
    assert_ne!(
        second.customer.as_ref().unwrap().id,
        first.customer.unwrap().id
    );
    assert_ne!(second.products[0].id, first.products[0].id);
    assert_eq!(stage.made("Invoice").len(), 2);
    stage.sandbox.clear_journal();
    let third = stage.run::<CreateInvoice>(&novelty("3")).await.unwrap();
    assert_eq!(stage.requests(), ["create Invoice"]);
    assert_eq!(customer(&third).0, customer(&second).0);
}

#[tokio::test]
async fn a_customer_that_was_created_before_a_dead_product_was_healed_is_said_to_be_created() {
    let stage = Rehearsal::start().await;
    let options = json!({"create_missing_products": true});
    let lines = vec![line(1, "Novelty", "1", "5", "5.00")];
    let first = deal("1", "5.00", lines, options);
    let made = stage.run::<CreateInvoice>(&first).await.unwrap();
    let id = made.products[0].id.as_str();
    let rows = stage.sandbox.documents("Item");
    let row = rows.into_iter().find(|row| row["Id"] == id).unwrap();
    let update = json!({"Id": id, "SyncToken": row["SyncToken"], "sparse": true, "Active": false});
    stage.sandbox.edit("Item", update).unwrap();
    let vendor = json!({"DisplayName": "Tilda Fern"});
    stage.sandbox.insert("Vendor", vendor).unwrap();
    let mut second = first;
    second["record"]["id"] = json!("2");
    second["record"]["contacts"][0] = json!({"id": "52", "properties": {
        "firstname": "Tilda", "lastname": "Fern", "email": "tilda@example.com"}});
    let response = stage.run::<CreateInvoice>(&second).await.unwrap();
    assert_eq!(customer(&response).1, MatchedBy::Created);
    let told = codes(&response);
    for code in ["name_suffixed", "mapping_healed"] {
        let times = told.iter().filter(|told| **told == code).count();
        assert_eq!(times, 1, "{code}: {told:?}");
    }
}

#[tokio::test]
async fn a_fixed_customer_and_product_need_no_look_up() {
    let stage = Rehearsal::start().await;
    let options = json!({"customer": {"quickbooks_id": "2"}, "products": {"quickbooks_id": "1"},
        "payment_terms": "3", "transaction_date": "2026-03-01", "document_number": "D-1",
        "memo": "Thank you", "private_note": "By hand"});
    let event = deal(
        "1",
        "92.50",
        vec![line(1, "Whatever", "1", "92.50", "92.50")],
        options,
    );
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(stage.requests(), ["create Invoice"]);
    assert_eq!(response.document.unwrap().number.as_deref(), Some("D-1"));
    let invoice = &stage.made("Invoice")[0];
    assert_eq!(invoice["CustomerRef"]["value"], "2");
    assert_eq!(
        invoice["DueDate"], "2026-03-31",
        "the due date follows the term"
    );
    assert_eq!(invoice["CustomerMemo"]["value"], "Thank you");
    assert!(
        invoice["PrivateNote"]
            .as_str()
            .unwrap()
            .starts_with("By hand\n")
    );
}

#[tokio::test]
async fn an_invoice_is_emailed_when_asked_and_made_even_if_it_cannot_be_sent() {
    use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
    let stage = Rehearsal::start().await;
    let event = |id: &str| {
        deal(
            id,
            "92.50",
            vec![line(1, "Hours", "1", "92.50", "92.50")],
            json!({"send_email": true}),
        )
    };
    let response = stage.run::<CreateInvoice>(&event("1")).await.unwrap();
    assert_eq!(response.warnings, []);
    assert_eq!(stage.made("Invoice")[0]["EmailStatus"], "EmailSent");

    stage
        .sandbox
        .script(FaultScript::new(FaultEffect::CloseBeforeEffect).operation(Operation::Send));
    let response = stage.run::<CreateInvoice>(&event("2")).await.unwrap();
    assert_eq!(codes(&response), ["email_not_sent"]);
    assert_eq!(stage.made("Invoice").len(), 2);

    let mut silent = event("3");
    silent["record"]["contacts"][0]["properties"]["email"] = json!(null);
    let error = stage.run::<CreateInvoice>(&silent).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordIncomplete");
}

#[tokio::test]
async fn discounts_stand_in_the_prices_or_on_a_line_of_their_own_by_settings() {
    let lines = || {
        vec![
            line(1, "Hours", "16", "92.50", "1332.00"),
            line(2, "Design", "1.5", "10", "15.00"),
        ]
    };
    for (style, kinds) in [("net_unit_price", 0), ("discount_line", 1)] {
        let stage = Rehearsal::with_settings(json!({"amounts": {"discount_style": style}})).await;
        let event = deal("1", "1347.00", lines(), json!({}));
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.document.unwrap().total, "1347.00", "{style}");
        assert_eq!(response.warnings, [], "{style}");
        let invoice = &stage.made("Invoice")[0];
        let discounts = invoice["Line"].as_array().unwrap().iter();
        let discounts = discounts.filter(|line| line["DetailType"] == "DiscountLineDetail");
        assert_eq!(discounts.count(), kinds, "{style}");
    }
}

#[tokio::test]
async fn a_slip_in_an_address_bills_nobody_else_and_mails_nothing() {
    let stage = Rehearsal::start().await;
    let stranger =
        json!({"DisplayName": "Mr Stranger", "PrimaryEmailAddr": {"Address": "in@example.com"}});
    let stranger = stage.sandbox.insert("Customer", stranger).unwrap();
    let mut event = hours("202");
    event["record"]["contacts"][0] = json!({"id": "202", "properties":
        {"firstname": "Tilda", "lastname": "Fern", "email": "tilda in@example.com"}});
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    let (id, matched_by) = customer(&response);
    assert_ne!(json!(id), stranger["Id"]);
    assert_eq!(matched_by, MatchedBy::Created);
    assert_eq!(codes(&response), ["email_left_out"]);
    let invoice = stage.made("Invoice").remove(0);
    assert!(invoice.get("BillEmail").is_none(), "{invoice}");
}
