//! The cost of an estimate in requests, its expiration, and that it is made once.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::Status;
use create_estimate::CreateEstimate;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

fn quote(id: &str, expires: &Value, options: &Value) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "quote", "id": id,
            "properties": {"hs_quote_amount": "92.50", "hs_currency": "USD", "hs_expiration_date": expires},
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": [{"id": "7001", "properties": {
                "name": "Hours", "quantity": "1", "price": "92.50", "amount": "92.50",
            }}],
        },
        "options": options,
    })
}

#[tokio::test]
async fn a_mapped_customer_with_mapped_products_takes_one_request_and_no_read() {
    let stage = Rehearsal::start().await;
    let first = quote("1", &json!(null), &json!({}));
    stage.run::<CreateEstimate>(&first).await.unwrap();
    stage.sandbox.clear_journal();
    let second = quote("2", &json!("2027-01-31"), &json!({}));
    stage.run::<CreateEstimate>(&second).await.unwrap();
    assert_eq!(stage.requests(), ["create Estimate"]);
}

#[tokio::test]
async fn an_estimate_is_made_once_even_when_the_answer_is_lost() {
    let stage = Rehearsal::start().await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect).entity("Estimate");
    stage.sandbox.script(lost.operation(Operation::Create));
    let event = quote("1", &json!(null), &json!({}));
    let response = stage.run::<CreateEstimate>(&event).await.unwrap();
    assert_eq!(response.status, Status::Created);
    let again = stage.run::<CreateEstimate>(&event).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(stage.made("Estimate").len(), 1);
}

fn with_status(id: &str, status: &str) -> Value {
    let mut event = quote(id, &json!(null), &json!({}));
    event["record"]["properties"]["hs_status"] = json!(status);
    event
}

#[tokio::test]
async fn a_quote_that_is_not_offered_becomes_no_estimate_and_one_that_waits_or_has_expired_does() {
    let stage = Rehearsal::start().await;
    for status in ["REJECTED", "LOST", "DECLINED"] {
        let refused = with_status("1", status);
        let error = stage.run::<CreateEstimate>(&refused).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        let expected = format!("quote 1: its `hs_status` is {status}");
        assert!(message.starts_with(&expected), "{message}");
    }
    assert_eq!(stage.requests(), [""; 0]);
    let offered = [
        ("2", "DRAFT"),
        ("3", "PENDING_APPROVAL"),
        ("4", "APPROVED"),
        ("5", "EXPIRED"),
    ];
    for (id, status) in offered {
        let event = with_status(id, status);
        stage.run::<CreateEstimate>(&event).await.unwrap();
    }
    assert_eq!(stage.made("Estimate").len(), 4);
}

#[tokio::test]
async fn an_estimate_of_a_quote_that_is_lost_since_is_repeated() {
    let stage = Rehearsal::start().await;
    stage
        .run::<CreateEstimate>(&with_status("1", "APPROVED"))
        .await
        .unwrap();
    let lost = with_status("1", "LOST");
    let again = stage.run::<CreateEstimate>(&lost).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}

#[tokio::test]
async fn a_status_that_is_not_known_is_an_estimate_with_a_warning() {
    let stage = Rehearsal::start().await;
    let event = with_status("1", "PENDING_BUYER_ACTION");
    let response = stage.run::<CreateEstimate>(&event).await.unwrap();
    assert_eq!(rehearsal::codes(&response), ["quote_status_unknown"]);
}

#[tokio::test]
async fn the_option_decides_the_last_day_before_the_quote_does() {
    let own = json!("2027-01-31");
    let cases = [
        (json!({}), json!("2027-01-31")),
        (json!({"expiration_date": ""}), json!("2027-01-31")),
        (
            json!({"expiration_date": "2027-06-30"}),
            json!("2027-06-30"),
        ),
        (json!({"expiration_date": "none"}), Value::Null),
    ];
    for (options, expected) in cases {
        let stage = Rehearsal::start().await;
        let event = quote("1", &own, &options);
        stage.run::<CreateEstimate>(&event).await.unwrap();
        assert_eq!(
            stage.made("Estimate")[0]["ExpirationDate"],
            expected,
            "{options}"
        );
    }
}

#[tokio::test]
async fn a_last_day_that_cannot_be_is_refused_and_nothing_is_made() {
    let stage = Rehearsal::start().await;
    let (dates, words) = (
        json!({"transaction_date": "2026-11-20", "expiration_date": "2026-11-19"}),
        json!({"expiration_date": "in a month"}),
    );
    let cases = [
        (quote("1", &json!(null), &dates), "options.expiration_date"),
        (quote("1", &json!(null), &words), "options.expiration_date"),
        (quote("1", &json!("soon"), &json!({})), "hs_expiration_date"),
        (
            quote("1", &json!(null), &json!({"payment_terms": "Net 30"})),
            "payment_terms",
        ),
    ];
    for (event, named) in cases {
        let error = stage.run::<CreateEstimate>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        assert!(error.to_string().contains(named), "{named}: {error}");
    }
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
}

#[tokio::test]
async fn a_payment_has_no_estimate() {
    let stage = Rehearsal::start().await;
    let mut event = quote("1", &json!(null), &json!({}));
    event["record"]["object_type"] = json!("payment");
    let error = stage.run::<CreateEstimate>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert_eq!(stage.requests(), [""; 0]);
}
