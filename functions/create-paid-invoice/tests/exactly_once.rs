//! One invoice and one payment.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use crate::paid::{assert_nothing_left, assert_settled_once, payment};
use actions::{ActionError, Response, Status};
use create_paid_invoice::CreatePaidInvoice;
use jiff::{SignedDuration, Timestamp};
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, Pause, ThrottleAnswer};
use serde_json::{Value, json};

const BOTH: [&str; 2] = ["Invoice", "Payment"];

fn on_create(entity: &str, effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect)
        .entity(entity)
        .operation(Operation::Create)
}

/// Another process runs the event a minute later.
async fn later(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.environment.advance(SignedDuration::from_secs(60));
    let engine = stage.another_process();
    let deadline = Timestamp::now() + SignedDuration::from_hours(24);
    let bytes = event.to_string();
    actions::run::<CreatePaidInvoice, _, _, _>(&engine, bytes.as_bytes(), deadline).await
}

#[tokio::test]
async fn a_lost_answer_at_either_document_makes_both_once() {
    for entity in BOTH {
        for effect in [
            FaultEffect::CloseAfterEffect,
            FaultEffect::HalfAnswer,
            FaultEffect::CloseBeforeEffect,
        ] {
            let stage = Rehearsal::start().await;
            stage.sandbox.script(on_create(entity, effect));
            let event = payment("1", json!({}));
            let response = stage.run::<CreatePaidInvoice>(&event).await.unwrap();
            assert_eq!(response.status, Status::Created);
            assert_settled_once(&stage, "150.00");
        }
    }
}

#[tokio::test]
async fn what_stopped_between_the_two_goes_on_with_the_payment() {
    let stage = Rehearsal::start().await;
    let throttled = FaultEffect::Throttle(ThrottleAnswer::default());
    stage.sandbox.script(on_create("Payment", throttled));
    let event = payment("1", json!({}));
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksThrottled");
    assert_eq!(
        (stage.made("Invoice").len(), stage.made("Payment").len()),
        (1, 0)
    );
    stage.sandbox.clear_journal();
    let response = later(&stage, &event).await.unwrap();
    assert_eq!(stage.requests(), ["create Payment"]);
    assert_eq!(response.status, Status::Created);
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn too_little_time_for_the_payment_leaves_it_to_the_retry() {
    let stage = Rehearsal::start().await;
    let event = payment("1", json!({}));
    let slow = FaultEffect::Delay(Pause {
        milliseconds: 600,
        after_effect: true,
    });
    stage.sandbox.script(on_create("Invoice", slow));
    let run = stage.run::<CreatePaidInvoice>(&event);
    let time_flies = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        stage.environment.advance(SignedDuration::from_secs(29));
    };
    let (result, ()) = tokio::join!(Box::pin(run), time_flies);
    let error = result.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksUnavailable", "{error}");
    later(&stage, &event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn a_preview_shows_both_documents_and_makes_none() {
    let stage = Rehearsal::start().await;
    let response = stage
        .run::<CreatePaidInvoice>(&payment("1", json!({"dry_run": "true"})))
        .await;
    let preview = response.unwrap().preview.unwrap();
    let bodies: Vec<_> = preview
        .iter()
        .map(|one| (one.kind.as_str(), &one.body))
        .collect();
    let [.., ("Invoice", _), ("Payment", payment)] = &bodies[..] else {
        panic!("{bodies:?}");
    };
    assert_eq!(payment["Line"][0]["LinkedTxn"][0]["TxnId"], "(new)");
    assert_nothing_left(&stage);
}
