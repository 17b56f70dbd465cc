//! A payment that names its quote alone: its sale is that of the quote's deal.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::{assert_settled_once, payment};
use actions::{ActionError, Response, Status};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal};
use serde_json::{Value, json};

/// Deal 10 of the lines of payment 11.
fn deal() -> Value {
    let mut event = payment("10", json!({}));
    event["record"]["object_type"] = json!("deal");
    event["record"]["properties"] = json!({"amount": "150.00"});
    event
}

/// An account with deal 10 and payment 11, which nothing connects yet.
async fn stage() -> (Rehearsal, HubSpotAccount) {
    let account = HubSpotAccount::start().await;
    let events = [deal(), payment("11", json!({}))];
    account.put_all(events.iter().map(|event| &event["record"]));
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    (account.opened_to(stage).await, account)
}

/// Puts quotes of these deals there, which payment 11 names.
fn put_quotes(account: &HubSpotAccount, deals: &[&str]) {
    for (id, deal) in (12..).zip(deals) {
        let quote = json!({"id": id.to_string(), "properties": {"hs_status": "APPROVED"},
            "associations": {"deals": [deal], "commerce_payments": ["11"]}});
        account.sandbox.plant("quotes", quote).unwrap();
    }
}

fn by_id(object_type: &str, id: &str) -> Value {
    json!({"connection": CONNECTION, "record": {"object_type": object_type, "id": id}})
}

async fn receive(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.run::<CreatePaidInvoice>(event).await
}

#[tokio::test]
async fn it_is_received_on_the_invoice_that_the_deal_got_before_there_was_a_quote() {
    let (stage, account) = stage().await;
    let of_deal = stage.run::<CreateInvoice>(&by_id("deal", "10")).await;
    of_deal.unwrap();
    put_quotes(&account, &["10", "10"]);
    account.sandbox.clear_journal();
    account.take_round_trips();
    let received = receive(&stage, &by_id("payment", "11")).await.unwrap();
    assert_eq!(received.documents.unwrap().len(), 1, "the payment alone");
    assert_settled_once(&stage, "150.00");
    // The payment; its contact, lines and quotes, and whose deal these are; the deal.
    let asked = account.requests();
    assert_eq!(asked.len(), 6, "{asked:#?}");
    // What is side by side may end later than what waits for it.
    let taken = account.take_round_trips();
    assert!((2..=3).contains(&taken), "{taken}");
    let again = receive(&stage, &by_id("payment", "11")).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}

#[tokio::test]
async fn the_deal_of_a_quote_whose_payment_was_booked_first_gets_no_invoice() {
    let (stage, account) = stage().await;
    put_quotes(&account, &["10"]);
    receive(&stage, &by_id("payment", "11")).await.unwrap();
    // By its id it names the quote, and given whole nothing: the payment has reserved both.
    for event in [by_id("deal", "10"), deal()] {
        let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "AlreadyBooked", "{error}");
        let named = error.to_string();
        assert!(
            named.contains(", by create-paid-invoice of payment 11"),
            "{named}"
        );
    }
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn a_quote_without_a_deal_is_a_sale_of_its_own() {
    let (stage, account) = stage().await;
    stage.run::<CreateInvoice>(&deal()).await.unwrap();
    let quote =
        json!({"id": "12", "properties": {}, "associations": {"commerce_payments": ["11"]}});
    account.sandbox.plant("quotes", quote).unwrap();
    receive(&stage, &by_id("payment", "11")).await.unwrap();
    assert_eq!(stage.made("Invoice").len(), 2);
}

#[tokio::test]
async fn one_that_is_given_whole_may_bring_the_deals_in_the_associations_of_its_quotes() {
    let stage = Rehearsal::start().await;
    stage.run::<CreateInvoice>(&deal()).await.unwrap();
    let deals = json!({"deals": {"results": [{"id": "10", "type": "quote_to_deal"}]}});
    let mut event = payment("11", json!({}));
    event["record"]["quotes"] = json!([{"id": "12", "properties": {}, "associations": deals}]);
    receive(&stage, &event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}
