//! A record that names its deal or quote only once its document is made is of their sale from then on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::payment;
use actions::{Action, ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// Payment 41, which names what is given.
fn naming(named: &Value) -> Value {
    let mut event = payment("41", json!({}));
    for (list, id) in named.as_object().unwrap() {
        event["record"][list] = json!([{"id": id, "properties": {}}]);
    }
    event
}

/// Deal 49, of the same lines.
fn deal() -> Value {
    let mut event = payment("49", json!({}));
    event["record"]["object_type"] = json!("deal");
    event["record"]["properties"] = json!({"amount": "150.00"});
    event
}

async fn run<A: Action>(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    // The connection holds itself to QuickBooks' requests per minute.
    stage.environment.advance(SignedDuration::from_secs(1));
    stage.run::<A>(event).await
}

fn status(result: Result<Response, ActionError>) -> String {
    match result {
        Ok(response) => response.status.to_string(),
        Err(error) => error.error_type().to_owned(),
    }
}

#[tokio::test]
async fn what_a_repeat_names_for_the_first_time_is_booked_and_named_to_whoever_comes_next() {
    let stage = Rehearsal::start().await;
    let first = run::<CreatePaidInvoice>(&stage, &naming(&json!({}))).await;
    assert_eq!(status(first), "created");
    stage.sandbox.clear_journal();
    for _ in 0..2 {
        let repeat = run::<CreatePaidInvoice>(&stage, &naming(&json!({"deals": "49"}))).await;
        let repeat = repeat.unwrap();
        assert_eq!(repeat.status.to_string(), "already_created");
        assert_eq!(repeat.warnings, []);
    }
    let error = run::<CreateInvoice>(&stage, &deal()).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked");
    let named = ", by create-paid-invoice of payment 41";
    assert!(error.to_string().contains(named), "{error}");
    assert_eq!(stage.requests(), [""; 0]);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_preview_of_what_is_made_reserves_nothing() {
    let stage = Rehearsal::start().await;
    run::<CreatePaidInvoice>(&stage, &naming(&json!({})))
        .await
        .unwrap();
    let mut preview = naming(&json!({"deals": "49"}));
    preview["options"] = json!({"dry_run": true});
    run::<CreatePaidInvoice>(&stage, &preview).await.unwrap();
    let invoiced = run::<CreateInvoice>(&stage, &deal()).await;
    assert_eq!(status(invoiced), "created");
}

#[tokio::test]
async fn what_was_booked_meanwhile_is_told_by_each_repeat() {
    let stage = Rehearsal::start().await;
    run::<CreatePaidInvoice>(&stage, &naming(&json!({})))
        .await
        .unwrap();
    let invoiced = run::<CreateInvoice>(&stage, &deal()).await.unwrap();
    let invoice = invoiced.document.unwrap().named();
    for _ in 0..2 {
        let repeat = run::<CreatePaidInvoice>(&stage, &naming(&json!({"deals": "49"}))).await;
        let repeat = repeat.unwrap();
        assert_eq!(repeat.status.to_string(), "already_created");
        let [told] = &repeat.warnings[..] else {
            panic!("{:?}", repeat.warnings);
        };
        assert_eq!(told.code, "sale_booked_twice");
        let named = format!("{invoice}, by create-invoice of deal 49");
        assert!(told.message.contains(&named), "{}", told.message);
    }
}

#[tokio::test]
async fn a_repeat_that_names_the_deal_and_the_deal_at_once_are_one_sale_or_are_told() {
    for _ in 0..5 {
        let stage = Rehearsal::start().await;
        run::<CreatePaidInvoice>(&stage, &naming(&json!({})))
            .await
            .unwrap();
        let (later, deal) = (naming(&json!({"deals": "49"})), deal());
        let (repeat, invoiced) = tokio::join!(
            Box::pin(run::<CreatePaidInvoice>(&stage, &later)),
            Box::pin(run::<CreateInvoice>(&stage, &deal))
        );
        let invoiced = status(invoiced);
        if let Err(error) = &repeat {
            assert_eq!(error.error_type(), "InProgress", "{error}");
        }
        stage.environment.advance(SignedDuration::from_secs(60));
        let invoiced = match &*invoiced {
            "InProgress" => status(run::<CreateInvoice>(&stage, &deal).await),
            _ => invoiced,
        };
        let again = run::<CreatePaidInvoice>(&stage, &later).await.unwrap();
        match &*invoiced {
            "AlreadyBooked" => assert_eq!(again.warnings, []),
            "created" => assert_eq!(again.warnings[0].code, "sale_booked_twice"),
            other => panic!("{other}"),
        }
    }
}
