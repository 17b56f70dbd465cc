//! Refunds of payments whose sale is known here: nobody who is billed is needed, and no other document stands in the way.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_invoice::CreateInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

use crate::refunds::{refund, total};

/// Payment 5 of 100.00 before it was given back.
fn paid() -> Value {
    let mut event = refund("5", "0", &["100.00"]);
    event["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    event["options"] = json!({});
    event
}

#[tokio::test]
async fn a_refund_needs_no_contact_where_the_customer_of_its_sale_is_known() {
    let nameless = json!([{"id": "51", "properties": {}}]);
    for contacts in [json!([]), nameless] {
        let stage = Rehearsal::start().await;
        let sold = stage.run::<CreateSalesReceipt>(&paid()).await.unwrap();
        let mut event = refund("5", "100.00", &["100.00"]);
        event["record"]["contacts"] = contacts.clone();
        for status in ["created", "already_created"] {
            let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
            assert_eq!(response.status.to_string(), status);
            assert_eq!(total(&response), "100.00");
            let customer = response.customer.unwrap().id;
            assert_eq!(customer, sold.customer.as_ref().unwrap().id);
        }
        assert_eq!(stage.made("RefundReceipt").len(), 1);
    }
    // Where no sale is known, there has to be somebody.
    let stage = Rehearsal::start().await;
    let mut event = refund("5", "100.00", &["100.00"]);
    event["record"]["contacts"] = json!([]);
    let error = stage.run::<CreateRefundReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordIncomplete");
}

#[tokio::test]
async fn the_sync_filter_does_not_stop_a_refund_to_the_customer_of_its_sale() {
    let filter = json!([{"filters": [
        {"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"},
    ]}]);
    let settings = json!({"customers": {"mode": "sync_filter", "filter_groups": filter}});
    let stage = Rehearsal::with_settings(settings).await;
    let mut sale = paid();
    sale["record"]["contacts"][0]["properties"]["lifecyclestage"] = json!("customer");
    stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
    let mut event = refund("5", "100.00", &["100.00"]);
    event["record"]["contacts"] = json!([{"id": "52", "properties": {
        "firstname": "Bob", "lastname": "B", "email": "b@example.com"}}]);
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(total(&response), "100.00");
}

#[tokio::test]
async fn a_payment_with_a_receipt_of_its_own_is_refunded_whatever_else_its_deal_has() {
    let stage = Rehearsal::start().await;
    let of_deal = |mut event: Value| {
        event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
        event
    };
    let mut deal = paid();
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["id"] = json!("4");
    deal["record"]["properties"] = json!({"amount": "100.00"});
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    let mut receipt = of_deal(paid());
    receipt["options"] = json!({"book_anyway": true});
    stage.run::<CreateSalesReceipt>(&receipt).await.unwrap();
    let event = of_deal(refund("5", "100.00", &["100.00"]));
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(total(&response), "100.00");
}
