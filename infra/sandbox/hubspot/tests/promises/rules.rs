//! Rules that some types have for themselves, and the account's own.

use sandbox_hubspot::{
    LockedQuotes, ObjectType, ProcessedPayments, SandboxOptions, ValidationRule,
};
use serde_json::{Value, json};

use crate::client::{Answer, Portal};

#[tokio::test]
async fn a_new_record_needs_what_its_type_needs() {
    let portal = Portal::start_empty().await;
    for (object_type, properties, missing) in [
        (
            "notes",
            json!({ "hs_note_body": "Paid" }),
            json!(["hs_timestamp"]),
        ),
        (
            "invoices",
            json!({ "hs_number": "1" }),
            json!(["hs_currency"]),
        ),
        (
            "commerce_payments",
            json!({}),
            json!(["hs_initial_amount", "hs_initiated_date"]),
        ),
    ] {
        let path = format!("/crm/v3/objects/{object_type}");
        let refused = portal
            .post(&path, &json!({ "properties": properties }))
            .await;
        assert_eq!(
            (refused.status, &refused.body["context"]["properties"]),
            (400, &missing)
        );
        let message = refused.body["message"].as_str().unwrap();
        assert!(
            message.ends_with("Some required properties were not set."),
            "{message}"
        );
    }
}

#[tokio::test]
async fn an_invoice_is_opened_with_a_contact_and_a_line_only() {
    let portal = Portal::start_empty().await;
    let invoice = portal
        .create("invoices", json!({ "hs_currency": "USD" }))
        .await;
    let contact = portal
        .create("contacts", json!({ "email": "ada@example.com" }))
        .await;
    let line = portal
        .create("line_items", json!({ "name": "Hours" }))
        .await;
    let path = format!("/crm/v3/objects/invoices/{invoice}");
    let open = json!({ "properties": { "hs_invoice_status": "open" } });
    assert_eq!(portal.patch(&path, &open).await.status, 400);
    portal
        .associate(("invoices", &invoice), ("contacts", &contact))
        .await;
    assert_eq!(portal.patch(&path, &open).await.status, 400);
    portal
        .associate(("invoices", &invoice), ("line_items", &line))
        .await;
    assert_eq!(portal.patch(&path, &open).await.status, 200);
}

#[tokio::test]
async fn a_lines_price_is_not_below_zero() {
    let portal = Portal::start_empty().await;
    let body = json!({ "properties": { "name": "Credit", "price": "-5" } });
    assert_eq!(
        portal
            .post("/crm/v3/objects/line_items", &body)
            .await
            .status,
        400
    );
}

/// A payment of that processor.
fn payment(processor: &str) -> Value {
    json!({ "id": "8001", "properties": { "hs_initial_amount": "5", "hs_processor_type": processor } })
}

#[tokio::test]
async fn a_payment_that_hubspot_processed_is_left_as_it_is() {
    let portal = Portal::start_empty().await;
    let path = "/crm/v3/objects/commerce_payments";
    let change = json!({ "properties": { "hs_internal_comment": "booked" } });
    let batch =
        json!({ "inputs": [{ "id": "8001", "properties": { "bookkeeping_note": "1037" } }] });
    for (processor, status) in [("hs_payments", 400), ("byo_stripe", 400), ("none", 200)] {
        portal.plant("commerce_payments", payment(processor));
        assert_eq!(
            portal.patch(&format!("{path}/8001"), &change).await.status,
            status
        );
        let answer = portal.post(&format!("{path}/batch/update"), &batch).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        let archived = portal.delete(&format!("{path}/8001")).await;
        assert_eq!(archived.status == 204, processor == "none");
    }
}

#[tokio::test]
async fn whether_own_properties_of_a_processed_payment_can_be_written_is_a_choice() {
    let processed_payments = ProcessedPayments::OwnPropertiesMayChange;
    let portal = Portal::start_with(SandboxOptions {
        processed_payments,
        ..SandboxOptions::default()
    })
    .await;
    portal.plant("commerce_payments", payment("hs_payments"));
    let path = "/crm/v3/objects/commerce_payments/8001";
    let own = json!({ "bookkeeping_note": "1037" });
    let both = json!({ "bookkeeping_note": "1037", "hs_internal_comment": "booked" });
    assert_eq!(
        portal
            .patch(path, &json!({ "properties": own }))
            .await
            .status,
        200
    );
    assert_eq!(
        portal
            .patch(path, &json!({ "properties": both }))
            .await
            .status,
        400
    );
    assert_eq!(portal.delete(path).await.status, 400);
    portal
        .sandbox
        .edit(
            "commerce_payments",
            "8001",
            json!({ "hs_latest_status": "refunded" }),
        )
        .unwrap();
}

#[tokio::test]
async fn a_locked_quote_keeps_what_it_says_and_may_keep_the_accounts_own_properties_too() {
    for (locked_quotes, own) in [
        (LockedQuotes::OwnPropertiesMayChange, 200),
        (LockedQuotes::ReadOnly, 400),
    ] {
        let options = SandboxOptions {
            locked_quotes,
            ..SandboxOptions::default()
        };
        let portal = Portal::start_with(options).await;
        let property = json!({ "name": "bookkeeping_note", "label": "Note", "type": "string",
            "fieldType": "text", "groupName": "quoteinformation" });
        let made = portal.post("/crm/v3/properties/quotes", &property).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let path = "/crm/v3/objects/quotes/8001";
        for (is_locked, own) in [("false", 200), ("true", own)] {
            let quote = json!({ "id": "8001", "properties": { "hs_title": "Pond", "hs_locked": is_locked } });
            portal.plant("quotes", quote);
            let title = if is_locked == "true" { 400 } else { 200 };
            for (properties, status) in [
                (json!({ "bookkeeping_note": "1037" }), own),
                (json!({ "hs_title": "Lake" }), title),
                (
                    json!({ "bookkeeping_note": "1037", "hs_title": "Lake" }),
                    title,
                ),
                (json!({ "hs_status": "DRAFT" }), 200),
            ] {
                let change = json!({ "properties": properties });
                let answer = portal.patch(path, &change).await;
                assert_eq!(
                    answer.status, status,
                    "{locked_quotes:?} {is_locked}: {change}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_accounts_rules_count_for_writes_under_their_date_alone() {
    let rule = ValidationRule {
        object_type: ObjectType::Deals,
        property: "description".to_owned(),
        longest: 5,
    };
    let portal = Portal::start_with(SandboxOptions {
        validation_rules: vec![rule],
        ..SandboxOptions::default()
    })
    .await;
    let long = json!({ "dealname": "Long", "description": "123456" });
    let one = json!({ "properties": long });
    let many = json!({ "inputs": [{ "properties": long }] });
    for (path, body, status) in [
        ("/crm/v3/objects/deals", &one, 201),
        ("/crm/objects/2026-03/deals", &one, 201),
        ("/crm/objects/2026-09/deals", &one, 400),
        ("/crm/objects/2026-09/deals/batch/create", &many, 400),
        (
            "/crm/objects/2026-09/deals/search",
            &json!({ "query": "123456" }),
            200,
        ),
    ] {
        assert_eq!(portal.post(path, body).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_body_has_to_be_said_to_be_json() {
    let portal = Portal::start_empty().await;
    let request = portal
        .request(reqwest::Method::POST, "/crm/v3/objects/deals")
        .body("{}");
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.status, 415);
}
