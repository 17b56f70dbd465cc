//! Refusals, each with its error, and that nothing is made then.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::too_many_lines, reason = "a table reads best in one piece")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

fn good() -> Value {
    deal(
        "9001",
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        json!({}),
    )
}

fn with(pointer: &str, value: Value) -> Value {
    let mut event = good();
    match event.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => event[pointer.trim_start_matches('/')] = value,
    }
    event
}

fn without(parent: &str, key: &str) -> Value {
    let mut event = good();
    event
        .pointer_mut(parent)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(key);
    event
}

/// Each bad event, the error it gets, and what the message must name.
fn cases() -> Vec<(Value, &'static str, &'static str)> {
    let line = "/record/line_items/0/properties";
    let amount = "/record/line_items/0/properties/amount";
    let quantity = "/record/line_items/0/properties/quantity";
    let price = "/record/line_items/0/properties/price";
    vec![
        (json!({}), "InvalidRequest", "connection"),
        (
            with("/record/object_type", json!("contact")),
            "InvalidRequest",
            "record.object_type",
        ),
        (
            with("/record/object_type", json!("payment")),
            "InvalidRequest",
            "record.object_type",
        ),
        (
            with(amount, json!("1,5")),
            "InvalidRequest",
            "line item 7001",
        ),
        (with(amount, json!("NaN")), "InvalidRequest", "amount"),
        (with(price, json!("-92.50")), "InvalidRequest", "price"),
        (with(quantity, json!("0")), "InvalidRequest", "quantity"),
        (
            with("/record/properties/amount", json!("1,5")),
            "InvalidRequest",
            "deal 9001",
        ),
        (
            with("/record/line_items", json!([])),
            "RecordIncomplete",
            "deal 9001",
        ),
        (
            with("/record/contacts", json!([])),
            "RecordIncomplete",
            "deal 9001",
        ),
        (
            with("/run", json!({"options": {"dry_run": true}})),
            "InvalidRequest",
            "options.dry_run",
        ),
        (
            with(
                "/record/contacts/0",
                json!({"id": "51", "dry_run": true, "properties": {"lastname": "x"}}),
            ),
            "InvalidRequest",
            "options.dry_run",
        ),
        (
            with(
                "/record/properties",
                json!({"hs_merged_object_ids": "9570.0"}),
            ),
            "InvalidRequest",
            "hs_merged_object_ids",
        ),
        (
            with("/options", json!({"transaction_date": "0026-03-09"})),
            "InvalidRequest",
            "1970 to 2099",
        ),
        (
            with("/record/contacts/0/properties", json!({})),
            "RecordIncomplete",
            "contact 51",
        ),
        (
            with("/options", json!({"payment_term": "3"})),
            "InvalidRequest",
            "payment_term",
        ),
        (
            with("/options", json!({"payment_terms": "Net 31"})),
            "InvalidRequest",
            "payment_terms",
        ),
        (
            with("/options", json!({"class": "Nowhere"})),
            "InvalidRequest",
            "options.class",
        ),
        (
            with(
                "/options",
                json!({"document_number": "1234567890123456789012"}),
            ),
            "InvalidRequest",
            "document_number",
        ),
        (
            with(
                "/options",
                json!({"transaction_date": "2026-11-23", "due_date": "2026-11-22"}),
            ),
            "InvalidRequest",
            "due_date",
        ),
        (
            with("/connection", json!("mars-books")),
            "ConnectionNotFound",
            "mars-books",
        ),
        (
            with("/connection", json!("Mars Books")),
            "InvalidRequest",
            "connection",
        ),
        (
            with("/record/properties/deal_currency_code", json!("EUR")),
            "InvalidRequest",
            "deal_currency_code",
        ),
        (
            with(&format!("{line}/name"), json!("Unheard of")),
            "ProductNotFound",
            "line item 7001",
        ),
        (without("/record", "id"), "InvalidRequest", "record"),
    ]
}

#[tokio::test]
async fn bad_input_gets_its_error_and_makes_nothing() {
    let stage = Rehearsal::start().await;
    for (event, error_type, named) in cases() {
        let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
        let message = error.to_string();
        assert_eq!(error.error_type(), error_type, "{event}: {message}");
        assert!(message.contains(named), "{named}: {message}");
        assert!(
            !message.contains("Ada") && !message.contains("ada@"),
            "{message}"
        );
    }
    assert_eq!(stage.made("Invoice").len(), 0);
    let writes: Vec<_> = stage
        .sandbox
        .journal()
        .into_iter()
        .filter(|entry| entry.is_write)
        .collect();
    assert_eq!(writes.len(), 0, "{writes:#?}");
    stage.run::<CreateInvoice>(&good()).await.unwrap();
}

#[tokio::test]
async fn garbage_is_refused_without_a_request() {
    let stage = Rehearsal::start().await;
    let garbage: [&[u8]; 4] = [b"", b"not JSON", b"null", &vec![0xff; 10 << 20]];
    for event in garbage {
        let error = stage.run_bytes::<CreateInvoice>(event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_contact_that_does_not_meet_the_filter_makes_nothing_anywhere() {
    let filter = json!([{"filters": [
        {"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"},
    ]}]);
    let settings = json!({"customers": {"mode": "sync_filter", "filter_groups": filter}});
    let stage = Rehearsal::with_settings(settings).await;

    let mut event = good();
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "ContactNotEligible");
    assert!(error.to_string().contains("lifecyclestage"), "{error}");
    assert_eq!(stage.requests(), [""; 0]);

    event["record"]["contacts"][0]["properties"]["lifecyclestage"] = json!("customer");
    stage.run::<CreateInvoice>(&event).await.unwrap();
}

#[tokio::test]
async fn every_line_without_a_product_is_named() {
    let stage = Rehearsal::start().await;
    let lines = vec![
        line(1, "Hours", "1", "1", "1.00"),
        line(2, "Unheard of", "1", "1", "1.00"),
        line(3, "Nor this", "1", "1", "1.00"),
    ];
    let error = stage
        .run::<CreateInvoice>(&deal("1", "3", lines, json!({})))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "ProductNotFound");
    let message = error.to_string();
    assert!(message.contains("7002") && message.contains("7003") && !message.contains("7001"));
}

#[tokio::test]
async fn a_record_whose_content_changed_after_its_invoice_is_a_conflict() {
    let stage = Rehearsal::start().await;
    stage.run::<CreateInvoice>(&good()).await.unwrap();
    let changed = with("/record/line_items/0/properties/amount", json!("90.00"));
    let error = stage.run::<CreateInvoice>(&changed).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    let id = stage.made("Invoice")[0]["Id"].as_str().unwrap().to_owned();
    assert!(error.to_string().contains(&format!("(id {id})")), "{error}");
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_total_that_does_not_tie_out_warns_or_is_refused_by_settings() {
    let event = with("/record/properties/amount", json!("100.00"));
    let stage = Rehearsal::start().await;
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    let warning = &response.warnings[0];
    assert_eq!(warning.code, "total_differs");
    assert!(
        warning.message.contains("100.00") && warning.message.contains("92.50"),
        "{warning:?}"
    );

    let strict = Rehearsal::with_settings(json!({"amounts": {"on_mismatch": "refuse"}})).await;
    let error = strict.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert_eq!(strict.made("Invoice").len(), 0);
}
