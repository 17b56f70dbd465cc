//! Lines and discounts that a subscription's first payment was for: a later one is not for them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::paid::{assert_settled_once, payment};
use crate::parts_of_invoices::receive;

/// A payment of so much of a subscription: a line of 50.00 a month, beside one of 100.00 that is billed once.
fn of_subscription(id: &str, kind: &str, paid: &str) -> Value {
    let mut event = payment(id, json!({}));
    let record = &mut event["record"];
    record["properties"]["hs_initial_amount"] = json!(paid);
    record["properties"]["hs_payment_type"] = json!(kind);
    record["deals"] = json!([{"id": "9", "properties": {}}]);
    let monthly = &mut record["line_items"][1]["properties"];
    monthly["recurringbillingfrequency"] = json!("monthly");
    monthly["hs_recurring_billing_start_date"] = json!("2026-03-04");
    event
}

fn refund_of(mut event: Value, amount: &str) -> Value {
    let properties = &mut event["record"]["properties"];
    properties["hs_latest_status"] = json!("refunded");
    properties["hs_refunds_amount"] = json!(amount);
    event["options"] = json!({"refund_account": "Checking"});
    event
}

#[tokio::test]
async fn a_recurring_payment_is_booked_without_the_line_that_the_first_payment_was_for() {
    let stage = Rehearsal::start().await;
    let event = of_subscription("2", "recurring", "50.00");
    let response = receive(&stage, &event).await.unwrap();
    assert_eq!(codes(&response), ["billed_before"]);
    let message = &response.warnings[0].message;
    assert!(
        message.contains("50.00, which is without line item 7001, which is billed once"),
        "{message}"
    );
    assert_eq!(response.products.len(), 1);
    assert_settled_once(&stage, "50.00");
    let again = receive(&stage, &event).await.unwrap();
    assert_eq!(again.status.to_string(), "already_created");
    let refund = refund_of(event, "50.00");
    let response = stage.run::<CreateRefundReceipt>(&refund).await.unwrap();
    assert_eq!(response.document.unwrap().total, "50.00");
    assert_eq!(response.products.len(), 1);
}

#[tokio::test]
async fn a_refund_of_a_recurring_payment_whose_sale_is_not_booked_gives_its_own_line_back() {
    let stage = Rehearsal::start().await;
    let refund = refund_of(of_subscription("2", "recurring", "50.00"), "50.00");
    let response = stage.run::<CreateRefundReceipt>(&refund).await.unwrap();
    assert_eq!(response.products.len(), 1);
    assert_eq!(response.document.unwrap().total, "50.00");
}

#[tokio::test]
async fn a_discount_that_is_given_once_is_no_part_of_a_recurring_payment() {
    let stage = Rehearsal::start().await;
    let mut event = of_subscription("2", "recurring", "50.00");
    event["record"]["discounts"] = json!([{"id": "8", "properties": {"hs_type": "PERCENT", "hs_value": "10",
        "hs_sort_order": "1", "hs_duration": "ONCE"}}]);
    let response = receive(&stage, &event).await.unwrap();
    let message = &response.warnings[0].message;
    assert!(
        message.contains("discount 8, which is given once"),
        "{message}"
    );
    assert_settled_once(&stage, "50.00");
}

#[tokio::test]
async fn a_recurring_payment_of_neither_is_refused_with_the_line_that_is_billed_once() {
    let told = "150.00 (50.00 without line item 7001, which is billed once)";
    for (kind, paid, is_told) in [
        ("recurring", "45.00", true),
        ("recurring", "100.00", true),
        ("initial", "50.00", false),
    ] {
        let stage = Rehearsal::start().await;
        let event = of_subscription("2", kind, paid);
        let error = receive(&stage, &event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        assert_eq!(message.contains(told), is_told, "{message}");
    }
}
