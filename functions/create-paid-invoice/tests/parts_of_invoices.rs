//! Payments in parts of what was invoiced, and what a payment leaves open of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::payment;
use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

async fn stage() -> Rehearsal {
    let settings = json!({"paid_invoices": {"taxable_lines": true, "part_payments": true}});
    Rehearsal::with_settings(settings).await
}

/// A payment of so much of 150.00, of these records, which is booked in any case.
fn part(id: &str, paid: &str, of: &Value) -> Value {
    let mut event = payment(id, json!({"book_anyway": true}));
    event["record"]["properties"]["hs_initial_amount"] = json!(paid);
    for (list, id) in of.as_object().unwrap() {
        event["record"][list] = json!([{"id": id, "properties": {}}]);
    }
    event
}

fn of_hubspot_invoice(id: &str, paid: &str) -> Value {
    let mut event = part(id, paid, &json!({"invoices": "88"}));
    event["record"]["properties"]["hs_payment_source_app"] = json!("INVOICE");
    event
}

pub(crate) async fn receive(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.run::<CreatePaidInvoice>(event).await
}

/// The amounts that are open of the invoices.
pub(crate) fn open(stage: &Rehearsal) -> Vec<String> {
    let balance = |invoice: &Value| {
        let balance: rust_decimal::Decimal = invoice["Balance"].to_string().parse().unwrap();
        balance.normalize().to_string()
    };
    stage.made("Invoice").iter().map(balance).collect()
}

#[tokio::test]
async fn parts_of_a_hubspot_invoice_that_are_booked_anyway_settle_one_invoice() {
    let stage = stage().await;
    receive(&stage, &of_hubspot_invoice("1", "60.00"))
        .await
        .unwrap();
    let rest = of_hubspot_invoice("2", "90.00");
    let response = receive(&stage, &rest).await.unwrap();
    assert_eq!(response.document.unwrap().kind, "Payment");
    assert_eq!(open(&stage), ["0"]);
    let again = receive(&stage, &rest).await.unwrap();
    assert_eq!(again.status.to_string(), "already_created");
    // More than the invoice takes makes none over the whole either, and the way out is one that there is.
    let error = receive(&stage, &of_hubspot_invoice("3", "50.00"))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked");
    assert!(error.to_string().contains("by hand"), "{error}");
    assert!(!error.to_string().contains("book_anyway"), "{error}");
    assert_eq!(open(&stage), ["0"]);
    assert_eq!(stage.made("Payment").len(), 2);
}

#[tokio::test]
async fn parts_of_one_deal_that_are_booked_anyway_settle_one_invoice() {
    let stage = stage().await;
    for (id, paid) in [("1", "60.00"), ("2", "90.00")] {
        let event = part(id, paid, &json!({"deals": "10"}));
        receive(&stage, &event).await.unwrap();
    }
    assert_eq!(open(&stage), ["0"]);
    // One of the whole is a second sale, where that is asked for.
    receive(&stage, &part("3", "150.00", &json!({"deals": "10"})))
        .await
        .unwrap();
    assert_eq!(open(&stage), ["0", "0"]);
}

/// A line of 100.00 with a tax of 7.00 in HubSpot, for which the company computes 8.00.
fn taxed(object_type: &str, properties: Value) -> Value {
    let mut event = payment("9", json!({}));
    event["record"]["object_type"] = json!(object_type);
    event["record"]["properties"] = properties;
    event["record"]["line_items"] = json!([{"id": "7001", "properties": {
        "name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00",
        "hs_tax_rate": "7", "hs_tax_amount": "7.00"}}]);
    event
}

fn paid(id: &str, amount: &str) -> Value {
    let mut event = taxed(
        "payment",
        json!({"hs_latest_status": "succeeded", "hs_initial_amount": amount,
            "hs_initiated_date": "2026-03-04T18:22:31.204Z"}),
    );
    event["record"]["id"] = json!(id);
    event["record"]["deals"] = json!([{"id": "9", "properties": {}}]);
    event
}

#[tokio::test]
async fn a_payment_of_the_whole_that_leaves_a_rest_open_says_so() {
    let stage = stage().await;
    let deal = taxed("deal", json!({"amount": "107.00"}));
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    for _ in 0..2 {
        let response = receive(&stage, &paid("1", "107.00")).await.unwrap();
        assert_eq!(codes(&response), ["rest_open"]);
        let told = &response.warnings[0].message;
        assert!(
            told.contains("107.00 was paid, which leaves 1.00"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_cent_that_is_left_open_does_not_stop_the_refund_of_what_was_paid() {
    let stage = stage().await;
    let mut deal = payment("9", json!({}));
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["properties"] = json!({"amount": "150.01"});
    deal["record"]["line_items"][0]["properties"]["price"] = json!("100.01");
    deal["record"]["line_items"][0]["properties"]["amount"] = json!("100.01");
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    let mut paid = payment("1", json!({}));
    paid["record"]["deals"] = json!([{"id": "9", "properties": {}}]);
    let response = receive(&stage, &paid).await.unwrap();
    assert_eq!(codes(&response), ["rest_open"]);

    let mut refunded = paid;
    refunded["record"]["properties"]["hs_latest_status"] = json!("refunded");
    refunded["record"]["properties"]["hs_refunds_amount"] = json!("150.00");
    refunded["options"] = json!({"refund_account": "Checking"});
    let response = stage.run::<CreateRefundReceipt>(&refunded).await.unwrap();
    assert_eq!(codes(&response), ["rest_open"]);
    assert_eq!(response.document.unwrap().total, "150.00");
    assert_eq!(open(&stage), ["0.01"]);
}

#[tokio::test]
async fn the_last_part_tells_the_cents_that_it_leaves_open_and_a_part_before_it_tells_nothing() {
    let stage = stage().await;
    let deal = taxed("deal", json!({"amount": "107.00"}));
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    let first = receive(&stage, &paid("1", "53.50")).await.unwrap();
    assert_eq!(codes(&first), [""; 0]);
    let last = receive(&stage, &paid("2", "53.50")).await.unwrap();
    assert_eq!(codes(&last), ["rest_open"]);
    assert_eq!(open(&stage), ["1"]);
}
