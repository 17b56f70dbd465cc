//! The fee of a payment of a HubSpot invoice, which is booked where the payment is booked here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::fees::payment;
use actions::Status;
use create_expense::CreateExpense;
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_sales_receipt::CreateSalesReceipt;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

/// Payment 1 of a HubSpot invoice, and of deal 10.
fn of_invoice() -> Value {
    let mut event = payment("1", json!({"vendor": "Cal Telephone"}));
    let record = &mut event["record"];
    record["properties"]["hs_payment_source_app"] = json!("INVOICE");
    record["deals"] = json!([{"id": "10", "properties": {}}]);
    event
}

/// The same, or its deal, as what is sold.
fn sold(object_type: &str, options: &Value) -> Value {
    let mut event = of_invoice();
    event["options"] = options.clone();
    let record = &mut event["record"];
    record["contacts"] = json!([{"id": "51", "properties": {
        "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com"}}]);
    record["line_items"] = json!([{"id": "7", "properties": {
        "name": "Hours", "quantity": "1", "price": "150.00", "amount": "150.00"}}]);
    if object_type == "deal" {
        record["object_type"] = json!("deal");
        record["id"] = json!("10");
        record["properties"] = json!({"amount": "150.00"});
        record["deals"] = json!([]);
    }
    event
}

/// Checks that the fee is refused with its way out, and nothing is booked.
async fn assert_refused(stage: &Rehearsal) {
    let error = stage.run::<CreateExpense>(&of_invoice()).await.unwrap_err();
    let message = error.to_string();
    assert_eq!(error.error_type(), "InvalidRequest", "{message}");
    for part in ["payment 1: ", "is not booked here", "`options.book_anyway`"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(stage.made("Purchase").is_empty());
}

async fn assert_booked(stage: &Rehearsal) {
    for status in [Status::Created, Status::AlreadyCreated] {
        let booked = stage.run::<CreateExpense>(&of_invoice()).await.unwrap();
        assert_eq!(booked.status, status);
    }
    assert_eq!(stage.made("Purchase").len(), 1);
}

#[tokio::test]
async fn it_is_booked_once_the_payment_is_received_on_the_invoice_of_its_deal() {
    let stage = Rehearsal::start().await;
    assert_refused(&stage).await;
    let deal = sold("deal", &json!({}));
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    assert_refused(&stage).await;
    let received = sold("payment", &json!({}));
    stage.run::<CreatePaidInvoice>(&received).await.unwrap();
    assert_booked(&stage).await;
}

#[tokio::test]
async fn it_is_booked_where_the_payment_or_its_deal_has_a_sales_receipt() {
    for (object_type, options) in [
        ("payment", json!({"book_anyway": true})),
        ("deal", json!({})),
    ] {
        let stage = Rehearsal::start().await;
        let sale = sold(object_type, &options);
        stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
        assert_booked(&stage).await;
    }
}

#[tokio::test]
async fn it_waits_while_it_is_not_known_whether_the_payment_was_booked() {
    let stage = Rehearsal::start().await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect).entity("SalesReceipt");
    let lost = lost.operation(Operation::Create).next(2);
    stage.sandbox.script(lost);
    let sale = sold("payment", &json!({"book_anyway": true}));
    stage.run::<CreateSalesReceipt>(&sale).await.unwrap_err();
    let error = stage.run::<CreateExpense>(&of_invoice()).await.unwrap_err();
    assert_eq!(error.error_type(), "InProgress", "{error}");
    stage.environment.advance(SignedDuration::from_secs(60));
    stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
    assert_booked(&stage).await;
}

#[tokio::test]
async fn a_fee_that_was_booked_anyway_is_repeated_without_the_option() {
    let stage = Rehearsal::start().await;
    let mut event = of_invoice();
    event["options"]["book_anyway"] = json!(true);
    stage.run::<CreateExpense>(&event).await.unwrap();
    let again = stage.run::<CreateExpense>(&of_invoice()).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}
