//! Messages: each names the record, the field and the way out, whoever refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::too_many_lines, reason = "a table reads best in one piece")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{
    CompanyTemplate, FaultEffect, FaultScript, Operation, SandboxOptions, ScriptedAnswer,
};
use serde_json::{Value, json};

fn hours(options: Value) -> Value {
    deal(
        "9801",
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        options,
    )
}

async fn refusal(stage: &Rehearsal, event: &Value) -> String {
    let error = stage.run::<CreateInvoice>(event).await.unwrap_err();
    format!("{}: {error}", error.error_type())
}

#[tokio::test]
async fn an_email_that_is_none_costs_nobody_an_invoice_and_two_are_matched_by_each() {
    let stage = Rehearsal::start().await;
    let of = |id: &str, contact: &str, email: &str| {
        let mut event = hours(json!({}));
        event["record"]["id"] = json!(id);
        event["record"]["contacts"] = json!([{"id": contact, "properties": {
            "firstname": "Petra", "lastname": contact, "email": email}}]);
        event
    };
    for (id, email) in [
        ("1", "n/a"),
        ("2", "petra@host"),
        ("3", "petra@example.com\u{7}x"),
    ] {
        let response = stage
            .run::<CreateInvoice>(&of(id, id, email))
            .await
            .unwrap();
        assert_eq!(response.warnings[0].code, "email_left_out");
        assert!(
            response.warnings[0]
                .message
                .starts_with(&format!("contact {id}: its `email`"))
        );
    }
    assert!(
        stage
            .made("Invoice")
            .iter()
            .all(|invoice| invoice["BillEmail"].is_null())
    );

    let petra = stage
        .run::<CreateInvoice>(&of("4", "71", "petra@example.com"))
        .await
        .unwrap();
    let both = of("5", "72", "second@example.com;petra@example.com");
    let both = stage.run::<CreateInvoice>(&both).await.unwrap();
    assert_eq!(both.customer.unwrap().id, petra.customer.unwrap().id);
    assert_eq!(
        stage.made("Invoice").last().unwrap()["BillEmail"]["Address"],
        "second@example.com"
    );
}

#[tokio::test]
async fn what_goes_out_holds_no_control_characters() {
    let stage = Rehearsal::start().await;
    let mut event = hours(json!({"create_missing_products": true}));
    event["record"]["contacts"][0]["properties"] = json!({
        "firstname": "A\u{0}da", "lastname": "O'Keefe\n", "company": "O'\u{7}Keefe", "phone": "555\u{1}1234",
        "address": "1 Main\r\nStreet", "city": "Bay\u{2}shore", "zip": "9".repeat(31), "country": "US\u{3}"});
    event["record"]["line_items"][0]["properties"]["hs_sku"] = json!("H\u{1}R");
    event["record"]["line_items"][0]["properties"]["name"] = json!("Nov\u{1}elty");
    stage.run::<CreateInvoice>(&event).await.unwrap();
    for entry in stage.sandbox.journal() {
        assert!(!entry.body.contains("\\u00"), "{}", entry.body);
    }
    let customers = stage.sandbox.documents("Customer");
    let ada = customers
        .iter()
        .find(|row| row["DisplayName"] == "A da O'Keefe")
        .unwrap();
    assert_eq!(ada["BillAddr"]["Line1"], "1 Main Street");
    assert!(ada["BillAddr"]["PostalCode"].is_null());
}

#[tokio::test]
async fn what_is_lost_of_an_address_is_told_field_by_field_and_only_where_its_customer_is_made() {
    let stage = Rehearsal::start().await;
    let mut event = hours(json!({}));
    event["record"]["contacts"][0]["properties"] = json!({"lastname": "Long",
        "address": "1 Road".repeat(120), "city": "P".repeat(300), "zip": "1".repeat(40),
        "state": "Ile\u{7}de", "country": "France", "phone": "5".repeat(31)});
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    let told: Vec<&str> = response.warnings.iter().map(|it| &*it.message).collect();
    let expected = [
        "contact 51, `address`: it was cut from 720 to 499 characters",
        "contact 51, `city`: it was cut from 300 to 255 characters",
        "contact 51, `state`: characters that QuickBooks does not take were replaced",
        "contact 51, `zip`: it has 40 characters, of which QuickBooks takes 30, and was left out",
        "contact 51, `phone`: it has 31 characters, of which QuickBooks takes 30, and was left out",
    ];
    assert_eq!(told, expected);
    let mut codes = response.warnings.iter().map(|it| &*it.code);
    assert!(codes.all(|code| code == "text_changed"));
    event["record"]["id"] = json!("2");
    let again = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(again.warnings, []);
}

#[tokio::test]
async fn quickbooks_words_come_with_the_record_the_field_and_the_way_out() {
    let settings = json!({"products": {"income_account": "35"}});
    let stage = Rehearsal::with_settings(settings).await;
    let novelty = |options: Value| {
        deal(
            "9801",
            "5.00",
            vec![line(1, "Novelty", "1", "5", "5.00")],
            options,
        )
    };
    let cases = [
        (
            novelty(json!({"create_missing_products": true})),
            vec![
                "deal 9801: the Item to create for line item 7001",
                "6000",
                "products.income_account",
            ],
        ),
        (
            hours(json!({"products": {"quickbooks_id": "999"}})),
            vec!["deal 9801: ", "2500", "`options.products` names 999"],
        ),
        (
            hours(json!({"payment_terms": "998"})),
            vec!["deal 9801: ", "2500", "`options.payment_terms` names 998"],
        ),
        (
            hours(json!({"customer": {"quickbooks_id": "997"}})),
            vec!["deal 9801: ", "2500", "`options.customer` names 997"],
        ),
    ];
    for (event, expected) in cases {
        let message = refusal(&stage, &event).await;
        assert!(message.starts_with("QuickBooksRejected"), "{message}");
        for part in expected {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
}

#[tokio::test]
async fn dates_and_copies_say_what_is_expected() {
    let stage = Rehearsal::start().await;
    let cases = [
        (
            json!({"due_date": "31.12.2026"}),
            "`options.due_date`",
            "expected YYYY-MM-DD",
        ),
        (
            json!({"transaction_date": "12/31/2026"}),
            "`options.transaction_date`",
            "expected YYYY-MM-DD",
        ),
        (
            json!({"service_date": "soon"}),
            "`options.service_date`",
            "expected YYYY-MM-DD",
        ),
        (
            json!({"bill_email_cc": "a@example.com; n/a"}),
            "`options.bill_email_cc`",
            "address 2 of 2",
        ),
    ];
    for (options, place, expected) in cases {
        let message = refusal(&stage, &hours(options)).await;
        assert!(
            message.starts_with("InvalidRequest: deal 9801: "),
            "{message}"
        );
        assert!(
            message.contains(place) && message.contains(expected),
            "{message}"
        );
    }
    assert!(stage.made("Invoice").is_empty());
}

#[tokio::test]
async fn what_was_not_loaded_is_told_apart_from_what_is_empty() {
    let stage = Rehearsal::start().await;
    let contact = "/record/contacts/0/properties";
    let line = "/record/line_items/0/properties";
    let cases = [
        (
            contact,
            json!({}),
            "contact 51: `firstname`",
            "load them too",
        ),
        (
            contact,
            json!({"email": null}),
            "contact 51: `firstname`",
            "in HubSpot",
        ),
        (
            line,
            json!({"name": "Hours"}),
            "`quantity` is not in the record",
            "load it too",
        ),
        (
            line,
            json!({"name": "Hours", "quantity": ""}),
            "`quantity` is empty",
            "fill it in HubSpot",
        ),
    ];
    for (place, properties, expected, way_out) in cases {
        let mut event = hours(json!({}));
        *event.pointer_mut(place).unwrap() = properties;
        let message = refusal(&stage, &event).await;
        assert!(
            message.starts_with("RecordIncomplete: deal 9801"),
            "{message}"
        );
        assert!(
            message.contains(expected) && message.contains(way_out),
            "{message}"
        );
    }
}

#[tokio::test]
async fn a_canadian_company_whose_settings_say_us_gets_the_hint() {
    let options = SandboxOptions {
        company: CompanyTemplate::Canada,
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    let mut event =
        hours(json!({"customer": {"quickbooks_id": "1"}, "products": {"quickbooks_id": "1"}}));
    event["record"]["properties"]["deal_currency_code"] = json!(null);
    let message = refusal(&stage, &event).await;
    assert!(message.contains("deal 9801: "), "{message}");
    assert!(message.contains("`company.country` is US"), "{message}");
}

#[tokio::test]
async fn after_an_unknown_outcome_nobody_is_told_of_another_invocation() {
    let stage = Rehearsal::start().await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Invoice")
        .operation(Operation::Create)
        .next(2);
    stage.sandbox.script(lost);
    let unknown = refusal(&stage, &hours(json!({}))).await;
    assert!(
        unknown.starts_with("OutcomeUnknown") && unknown.contains("deal 9801"),
        "{unknown}"
    );
    let soon = refusal(&stage, &hours(json!({}))).await;
    assert!(soon.starts_with("InProgress"), "{soon}");
    assert!(
        soon.contains("deal 9801: ") && soon.contains("not known yet"),
        "{soon}"
    );
    assert!(!soon.contains("another invocation"), "{soon}");
    let (_, time) = soon.split_once("try again after ").unwrap();
    let (time, _) = time.split_once(',').unwrap();
    assert!(time.ends_with('Z') && !time.contains('.'), "{soon}");
    stage.environment.advance(SignedDuration::from_secs(60));
    stage.run::<CreateInvoice>(&hours(json!({}))).await.unwrap();
    assert_eq!(stage.made("Invoice").len(), 1);
}

/// QuickBooks quotes what it was sent, and cuts it as it likes.
#[tokio::test]
async fn a_refusal_quotes_nothing_of_a_person_that_was_sent_or_that_quickbooks_holds() {
    let stage = Rehearsal::start().await;
    let mut event = hours(json!({"memo": "Thanks Zoë", "bill_email_cc": "canary-cc@example.com"}));
    event["record"]["contacts"] = json!([{"id": "51", "properties": {"firstname": "Bo",
        "lastname": "Li:Ann-Wolfeschlegelsteinhausen", "country": "Ruritania",
        "jobtitle": "Canary keeper", "email": "canary@example.com"}}]);
    let quotes = "Bo Li-Ann, Li-Ann-Wolfeschlegelsteinhausen, Wolfeschlegelstein, Ruritania, Canary \
        keeper, CANARY@example.com, canary-cc@example.com, thanks zoë, Box of lines";
    let fault = json!({"Fault": {"type": "ValidationFault", "Error": [{"Message": "Invalid String",
        "Detail": format!("Supplied value: {quotes}"), "code": "2050"}]}});
    for operation in [Operation::Batch, Operation::Create] {
        let script = FaultScript::new(FaultEffect::Status(ScriptedAnswer {
            status: 400,
            body: fault.to_string(),
            content_type: "application/json".into(),
            after_effect: false,
        }));
        stage.sandbox.script(script.operation(operation));
        let message = refusal(&stage, &event).await;
        assert!(message.contains("Supplied value"), "{message}");
        assert!(
            message.contains("Box of lines"),
            "whole words only: {message}"
        );
        let told = message.to_lowercase();
        for secret in ["bo ", "li-ann", "wolfe", "ruritania", "canary", "zoë"] {
            assert!(!told.contains(&format!(" {secret}")), "{secret}: {message}");
        }
    }
}

/// The customer is found by the e-mail, and has another name than the contact.
#[tokio::test]
async fn a_refusal_quotes_no_word_of_the_name_under_which_quickbooks_holds_a_customer() {
    let stage = Rehearsal::start().await;
    let of = |id: &str, contact: &str, first: &str, last: &str| {
        let mut event = hours(json!({}));
        event["record"]["id"] = json!(id);
        event["record"]["contacts"] = json!([{"id": contact, "properties": {
            "firstname": first, "lastname": last, "email": "ada@example.com"}}]);
        event
    };
    let known = stage
        .run::<CreateInvoice>(&of("1", "50", "Ada", "King"))
        .await;
    known.unwrap();
    let fault = json!({"Fault": {"type": "ValidationFault", "Error": [{"Message": "Customer King is bad",
        "Detail": "King, Ada; Ada King", "code": "2020"}]}});
    let script = FaultScript::new(FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: fault.to_string(),
        content_type: "application/json".into(),
        after_effect: false,
    }));
    let script = script.entity("Invoice").operation(Operation::Create);
    stage.sandbox.script(script);
    let message = refusal(&stage, &of("2", "51", "Augusta", "Lovelace")).await;
    assert!(
        message.contains("2020") && message.contains("is bad"),
        "{message}"
    );
    assert!(
        !message.contains("King") && !message.contains("Ada"),
        "{message}"
    );
}

#[tokio::test]
async fn a_message_has_a_length_whatever_was_sent() {
    let stage = Rehearsal::start().await;
    let long = "x".repeat(1_000_000);
    let mut events: Vec<Value> = vec![hours(json!({})); 7];
    events[0]["record"]["object_type"] = json!(long);
    events[1]["options"] = json!({long.clone(): 1});
    events[2][long.as_str()] = json!(1);
    events[3]["options"] = json!({"memo": "{{x}}".repeat(20_000)});
    events[4]["options"] = json!({"custom_fields": {long.clone(): "1"}});
    events[5]["options"] = json!({"customer": long});
    events[6]["options"] = json!({"payment_terms": long});
    for event in events {
        let message = refusal(&stage, &event).await;
        assert!(message.starts_with("InvalidRequest"), "{}", &message[..200]);
        assert!(message.len() < 2_000, "{}", message.len());
    }
}
