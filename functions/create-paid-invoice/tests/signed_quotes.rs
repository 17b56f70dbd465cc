//! A signed quote that is invoiced, and its payment: one sale, whichever is booked first.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::{assert_settled_once, payment};
use actions::{Action, ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use jiff::SignedDuration;
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal};
use serde_json::{Value, json};

/// Deal 10, its quote 12, and the payment 11 of that, which names what is given.
pub(crate) fn records(named: &Value) -> [Value; 2] {
    let mut quote = payment("12", json!({}))["record"].take();
    quote["object_type"] = json!("quote");
    quote["properties"] = json!({"hs_status": "APPROVED", "hs_quote_amount": "150.00"});
    quote["deals"] = json!([{"id": "10", "properties": {}}]);
    let mut paid = payment("11", json!({}))["record"].take();
    paid["properties"]["hs_payment_source_app"] = json!("QUOTE");
    for (list, id) in named.as_object().unwrap() {
        paid[list] = json!([{"id": id, "properties": {}}]);
    }
    [quote, paid]
}

/// A company whose HubSpot account has these records.
pub(crate) async fn stage(one_sale_per: &str, named: &Value) -> (Rehearsal, HubSpotAccount) {
    let account = HubSpotAccount::start().await;
    let settings = json!({"hubspot": account.setting(), "one_sale_per": one_sale_per});
    let stage = Rehearsal::with_settings(settings).await;
    account.put_all(&records(named));
    (account.opened_to(stage).await, account)
}

async fn run<A: Action>(stage: &Rehearsal, record: (&str, &str)) -> Result<Response, ActionError> {
    let (object_type, id) = record;
    // The connection holds itself to QuickBooks' requests per minute.
    stage.environment.advance(SignedDuration::from_secs(1));
    let record = json!({"object_type": object_type, "id": id});
    let event = json!({"connection": CONNECTION, "record": record});
    stage.run::<A>(&event).await
}

pub(crate) async fn invoiced(stage: &Rehearsal) -> String {
    outcome(run::<CreateInvoice>(stage, ("quote", "12")).await)
}

pub(crate) async fn paid(stage: &Rehearsal) -> String {
    outcome(run::<CreatePaidInvoice>(stage, ("payment", "11")).await)
}

fn outcome(result: Result<Response, ActionError>) -> String {
    match result {
        Ok(response) => response.status.to_string(),
        Err(error) => format!("{}: {error}", error.error_type()),
    }
}

/// Every mode of sales, with what HubSpot associates with the payment.
fn cases() -> impl Iterator<Item = (&'static str, Value)> {
    let modes = ["deal", "record"].into_iter();
    let associated = || {
        [
            json!({"quotes": "12", "deals": "10"}),
            json!({"quotes": "12"}),
        ]
    };
    modes.flat_map(move |mode| associated().map(|named| (mode, named)))
}

#[tokio::test]
async fn the_payment_of_an_invoiced_quote_is_received_on_its_invoice() {
    for (one_sale_per, named) in cases() {
        let (stage, _account) = stage(one_sale_per, &named).await;
        for expected in ["created", "already_created"] {
            assert_eq!(invoiced(&stage).await, expected, "{one_sale_per} {named}");
            assert_eq!(paid(&stage).await, expected, "{one_sale_per} {named}");
        }
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn a_quote_whose_payment_was_booked_first_gets_no_second_invoice_and_is_told_the_first() {
    for (one_sale_per, named) in cases() {
        let (stage, _account) = stage(one_sale_per, &named).await;
        assert_eq!(paid(&stage).await, "created", "{one_sale_per} {named}");
        for _ in 0..2 {
            let refused = invoiced(&stage).await;
            assert!(
                refused.starts_with("AlreadyBooked: quote 12: "),
                "{refused}"
            );
            let first = ", by create-paid-invoice of payment 11";
            assert!(refused.contains(first), "{refused}");
        }
        assert_eq!(paid(&stage).await, "already_created");
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn a_quote_and_its_payment_at_once_are_one_paid_invoice() {
    for (one_sale_per, named) in cases() {
        let (stage, _account) = stage(one_sale_per, &named).await;
        let (quote, payment) = tokio::join!(Box::pin(invoiced(&stage)), Box::pin(paid(&stage)));
        for outcome in [&quote, &payment] {
            let is_expected = ["created", "InProgress", "AlreadyBooked"];
            let is_expected = is_expected.iter().any(|one| outcome.starts_with(one));
            assert!(is_expected, "{one_sale_per} {named}: {outcome}");
        }
        stage.environment.advance(SignedDuration::from_secs(60));
        paid(&stage).await;
        invoiced(&stage).await;
        assert_settled_once(&stage, "150.00");
    }
}
