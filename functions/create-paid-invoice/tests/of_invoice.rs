//! A payment that names its HubSpot invoice alone: its sale is that of the deal or quote that the invoice is of.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::{assert_settled_once, payment};
use actions::{ActionError, Response, Status};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal};
use serde_json::{Value, json};

/// Deal or quote 10 of the lines of payment 11.
fn sold(object_type: &str) -> Value {
    let mut event = payment("10", json!({}));
    event["record"]["object_type"] = json!(object_type);
    event["record"]["properties"] = match object_type {
        "quote" => json!({"hs_quote_amount": "150.00", "hs_status": "APPROVED"}),
        _ => json!({"amount": "150.00"}),
    };
    event
}

/// Payment 11, which says that it comes from there.
fn paid_by(source: &str) -> Value {
    let mut event = payment("11", json!({}));
    event["record"]["properties"]["hs_payment_source_app"] = json!(source);
    event
}

/// An account with that deal or quote and payment 11, which nothing connects yet.
async fn stage(object_type: &str, source: &str) -> (Rehearsal, HubSpotAccount) {
    let account = HubSpotAccount::start().await;
    let events = [sold(object_type), paid_by(source)];
    account.put_all(events.iter().map(|event| &event["record"]));
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    (account.opened_to(stage).await, account)
}

/// Puts HubSpot invoice 12 there, of these and of payment 11.
fn put_invoice(account: &HubSpotAccount, list: &str) {
    let associations = json!({list: ["10"], "commerce_payments": ["11"]});
    let invoice =
        json!({"id": "12", "properties": {"hs_currency": "USD"}, "associations": associations});
    account.sandbox.plant("invoices", invoice).unwrap();
}

fn by_id(object_type: &str, id: &str) -> Value {
    json!({"connection": CONNECTION, "record": {"object_type": object_type, "id": id}})
}

async fn receive(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.run::<CreatePaidInvoice>(event).await
}

#[tokio::test]
async fn it_is_received_on_the_invoice_that_the_deal_or_quote_of_the_same_hubspot_invoice_got() {
    for (object_type, list) in [("deal", "deals"), ("quote", "quotes")] {
        for source in ["INVOICE", "SALES_CHECKOUT"] {
            let (stage, account) = stage(object_type, source).await;
            put_invoice(&account, list);
            let sale = stage.run::<CreateInvoice>(&by_id(object_type, "10")).await;
            sale.unwrap();
            let received = receive(&stage, &by_id("payment", "11")).await.unwrap();
            assert_eq!(received.documents.unwrap().len(), 1, "the payment alone");
            assert_settled_once(&stage, "150.00");
            let again = receive(&stage, &by_id("payment", "11")).await.unwrap();
            assert_eq!(again.status, Status::AlreadyCreated);
        }
    }
}

#[tokio::test]
async fn it_is_received_on_the_invoice_that_the_deal_got_before_there_was_one_in_hubspot() {
    let (stage, account) = stage("deal", "INVOICE").await;
    let of_deal = stage.run::<CreateInvoice>(&by_id("deal", "10")).await;
    of_deal.unwrap();
    put_invoice(&account, "deals");
    account.sandbox.clear_journal();
    receive(&stage, &by_id("payment", "11")).await.unwrap();
    assert_settled_once(&stage, "150.00");
    // The payment; its contact and lines, and whose deal its invoice is; the deal.
    let asked = account.requests();
    assert_eq!(asked.len(), 5, "{asked:#?}");
}

#[tokio::test]
async fn the_deal_or_quote_gets_no_invoice_where_the_payment_was_booked_first() {
    for (object_type, list) in [("deal", "deals"), ("quote", "quotes")] {
        let (stage, account) = stage(object_type, "SALES_CHECKOUT").await;
        put_invoice(&account, list);
        receive(&stage, &by_id("payment", "11")).await.unwrap();
        let error = stage.run::<CreateInvoice>(&by_id(object_type, "10")).await;
        let error = error.unwrap_err();
        assert_eq!(error.error_type(), "AlreadyBooked", "{error}");
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn records_that_are_given_whole_may_bring_it_in_their_associations() {
    let told = |list: &str, id: &str| json!({list: {"results": [{"id": id, "type": "x"}]}});
    let stage = Rehearsal::start().await;
    let mut deal = sold("deal");
    deal["record"]["associations"] = told("invoices", "12");
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    let mut event = paid_by("INVOICE");
    event["record"]["invoices"] = json!([{"id": "12", "properties": {}}]);
    receive(&stage, &event).await.unwrap();
    assert_settled_once(&stage, "150.00");

    let stage = Rehearsal::start().await;
    stage.run::<CreateInvoice>(&sold("deal")).await.unwrap();
    let invoice = json!({"id": "12", "properties": {}, "associations": told("deals", "10")});
    event["record"]["invoices"] = json!([invoice]);
    receive(&stage, &event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}
