//! A quota that is used up costs one request: the others learn it, wait, and nothing fails.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use crate::deals::{deal, line};
use actions::{ActionError, Response, Status};
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::{Rehearsal, StageEngine};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ThrottleAnswer};
use serde_json::{Value, json};
use storage::{Connection, LedgerKey, ReadRequest, SnapshotReader};

fn hours(id: &str) -> Value {
    deal(
        id,
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        json!({}),
    )
}

fn throttle(retry_after: Option<u64>) -> FaultScript {
    FaultScript::new(FaultEffect::Throttle(ThrottleAnswer {
        retry_after,
        ..ThrottleAnswer::default()
    }))
}

async fn run(engine: &StageEngine, event: &Value) -> Result<Response, ActionError> {
    let deadline = jiff::Timestamp::now() + SignedDuration::from_hours(24);
    actions::run::<CreateInvoice, _, _, _>(engine, event.to_string().as_bytes(), deadline).await
}

/// A company whose customer and product are mapped, with an empty journal.
async fn warm() -> Rehearsal {
    let stage = Rehearsal::start().await;
    stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    stage.sandbox.clear_journal();
    stage
}

async fn has_entry(stage: &Rehearsal, deal: &str) -> bool {
    let request = ReadRequest {
        entries: vec![LedgerKey(format!("create-invoice/deal/{deal}/Invoice"))],
        ..ReadRequest::of(Connection::try_from(rehearsal::CONNECTION).unwrap())
    };
    !stage.store.read(&request).await.unwrap().entries.is_empty()
}

fn assert_throttled(result: Result<Response, ActionError>, seconds: std::ops::RangeInclusive<u64>) {
    let error = result.unwrap_err();
    let ActionError::QuickBooksThrottled { retry_after, .. } = &error else {
        panic!("not throttled: {error}");
    };
    assert!(seconds.contains(&retry_after.as_secs()), "{error}");
    assert!(error.is_retryable());
}

#[tokio::test]
async fn the_others_learn_of_a_used_up_quota_without_a_request_and_leave_no_claim() {
    let stage = warm().await;
    let others = [stage.another_process(), stage.another_process()];
    stage.sandbox.script(throttle(Some(30)).entity("Invoice"));

    assert_throttled(stage.run::<CreateInvoice>(&hours("2")).await, 30..=32);
    assert_eq!(stage.requests(), ["create Invoice"]);
    for other in &others {
        assert_throttled(run(other, &hours("3")).await, 29..=32);
    }
    assert_eq!(stage.requests(), ["create Invoice"], "no further request");
    assert!(!has_entry(&stage, "3").await, "no claim");

    stage.environment.advance(SignedDuration::from_secs(31));
    for (engine, id) in others.iter().zip(["2", "3"]) {
        let response = run(engine, &hours(id)).await.unwrap();
        assert_eq!(response.status, Status::Created);
    }
    assert_eq!(stage.made("Invoice").len(), 3);
}

#[tokio::test]
async fn what_was_made_before_and_previews_are_answered_while_the_quota_is_used_up() {
    let stage = warm().await;
    stage.sandbox.script(throttle(Some(30)).entity("Invoice"));
    assert_throttled(stage.run::<CreateInvoice>(&hours("2")).await, 30..=32);

    let other = stage.another_process();
    let repeated = run(&other, &hours("1")).await.unwrap();
    assert_eq!(repeated.status, Status::AlreadyCreated);
    let mut preview = hours("2");
    preview["options"] = json!({"dry_run": true});
    assert_eq!(run(&other, &preview).await.unwrap().status, Status::Preview);
    preview["record"]["line_items"][0]["properties"]["name"] = json!("Design");
    let unmapped = run(&other, &preview).await.unwrap();
    assert_eq!(unmapped.status, Status::Preview, "a person waits for it");
}

#[tokio::test]
async fn without_a_wait_from_quickbooks_little_of_the_window_is_waited_for() {
    let stage = warm().await;
    stage.sandbox.script(throttle(None).entity("Invoice"));
    assert_throttled(stage.run::<CreateInvoice>(&hours("2")).await, 3..=4);

    let fixed = json!({"quickbooks": {"throttle_wait_seconds": 60}});
    let stage = Rehearsal::with_settings(fixed).await;
    stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    stage.sandbox.script(throttle(None).entity("Invoice"));
    assert_throttled(stage.run::<CreateInvoice>(&hours("2")).await, 60..=62);
}

#[tokio::test]
async fn a_refusal_that_may_be_the_second_s_is_waited_for_a_second_then_two_then_little_of_the_window()
 {
    let stage = Rehearsal::with_settings(json!({"quickbooks": {}})).await;
    stage.run::<CreateInvoice>(&hours("1")).await.unwrap();
    for seconds in [1..=2, 2..=3, 3..=4] {
        stage.sandbox.script(throttle(None).entity("Invoice"));
        let longest = i64::try_from(*seconds.end()).unwrap();
        assert_throttled(stage.run::<CreateInvoice>(&hours("2")).await, seconds);
        let later = SignedDuration::from_secs(longest + 1);
        stage.environment.advance(later);
    }
}

#[tokio::test]
async fn a_used_up_quota_of_batches_does_not_hold_back_who_needs_none() {
    let stage = warm().await;
    let other = stage.another_process();
    stage
        .sandbox
        .script(throttle(Some(30)).operation(Operation::Batch));
    let unmapped = |id: &str| {
        deal(
            id,
            "75.00",
            vec![line(1, "Design", "1", "75", "75.00")],
            json!({}),
        )
    };
    assert_throttled(stage.run::<CreateInvoice>(&unmapped("2")).await, 30..=32);
    stage.sandbox.clear_journal();

    assert_throttled(run(&other, &unmapped("3")).await, 29..=32);
    assert_eq!(stage.requests(), [""; 0]);
    assert_eq!(
        run(&other, &hours("4")).await.unwrap().status,
        Status::Created
    );
}

#[tokio::test]
async fn a_throttled_token_endpoint_is_asked_once_and_a_token_at_hand_still_serves() {
    let stage = warm().await;
    let (with_token, without) = (stage.another_process(), stage.another_process());
    run(&with_token, &hours("2")).await.unwrap();
    stage.environment.advance(SignedDuration::from_hours(2));
    stage.sandbox.clear_journal();
    stage
        .sandbox
        .script(throttle(Some(30)).path("tokens/bearer"));

    assert_throttled(stage.run::<CreateInvoice>(&hours("3")).await, 30..=32);
    assert_eq!(stage.requests(), ["token"]);
    assert_throttled(run(&without, &hours("4")).await, 29..=32);
    assert_eq!(stage.requests(), ["token"], "no further request");

    stage.environment.advance(SignedDuration::from_secs(31));
    assert_eq!(
        run(&without, &hours("3")).await.unwrap().status,
        Status::Created
    );
    assert_eq!(stage.made("Invoice").len(), 3);
}
