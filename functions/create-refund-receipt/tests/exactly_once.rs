//! Each refund once, and after it the next.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::refunds::{partial, refund, total, totals};
use actions::Status;
use create_refund_receipt::CreateRefundReceipt;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{
    FaultEffect, FaultScript, Operation, RequestIdPolicy, SandboxOptions, ScriptedAnswer,
};
use serde_json::json;

const LINES: [&str; 2] = ["30.00", "20.00"];

fn on_create(effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect)
        .entity("RefundReceipt")
        .operation(Operation::Create)
}

fn rejection() -> FaultEffect {
    FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: json!({"Fault": {"Error": [{"Message": "A business validation error has occurred",
            "Detail": "Business Validation Error: No.", "code": "6000"}], "type": "ValidationFault"}})
        .to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    })
}

/// A stage on which 10.00 of 50.00 is refunded and booked.
async fn after_a_first_refund() -> Rehearsal {
    let stage = Rehearsal::with_settings(partial()).await;
    stage
        .run::<CreateRefundReceipt>(&refund("1", "10.00", &LINES))
        .await
        .unwrap();
    stage.sandbox.clear_journal();
    stage
}

#[tokio::test]
async fn the_warm_path_is_one_request_and_no_read_also_for_a_further_refund() {
    let stage = after_a_first_refund().await;
    let further = refund("1", "25.00", &LINES);
    stage.run::<CreateRefundReceipt>(&further).await.unwrap();
    assert_eq!(stage.requests(), ["create RefundReceipt"]);
    stage.sandbox.clear_journal();
    stage.run::<CreateRefundReceipt>(&further).await.unwrap();
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_lost_answer_makes_each_refund_once() {
    for effect in [
        FaultEffect::CloseAfterEffect,
        FaultEffect::HalfAnswer,
        FaultEffect::CloseBeforeEffect,
    ] {
        let stage = after_a_first_refund().await;
        stage.sandbox.script(on_create(effect));
        let further = refund("1", "25.00", &LINES);
        let response = stage.run::<CreateRefundReceipt>(&further).await.unwrap();
        assert_eq!(total(&response), "15.00");
        assert_eq!(totals(&stage), ["10.00", "15.00"]);
    }
}

#[tokio::test]
async fn a_refund_that_quickbooks_refuses_leaves_what_is_booked_as_it_is() {
    let stage = after_a_first_refund().await;
    stage.sandbox.script(on_create(rejection()));
    let further = refund("1", "25.00", &LINES);
    let error = stage
        .run::<CreateRefundReceipt>(&further)
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    let first = refund("1", "10.00", &LINES);
    let again = stage.run::<CreateRefundReceipt>(&first).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(total(&again), "10.00");
    let response = stage.run::<CreateRefundReceipt>(&further).await.unwrap();
    assert_eq!(total(&response), "15.00");
    assert_eq!(totals(&stage), ["10.00", "15.00"]);
}

#[tokio::test]
async fn an_unfinished_refund_is_finished_before_the_next_is_booked() {
    for first in [None, Some("10.00")] {
        let stage = Rehearsal::with_settings(partial()).await;
        if let Some(first) = first {
            let event = refund("1", first, &LINES);
            stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        }
        stage
            .sandbox
            .script(on_create(FaultEffect::CloseAfterEffect).next(2));
        let unfinished = refund("1", "25.00", &LINES);
        let error = stage
            .run::<CreateRefundReceipt>(&unfinished)
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "OutcomeUnknown");
        stage.environment.advance(SignedDuration::from_secs(60));

        let next = refund("1", "50.00", &LINES);
        let response = stage.run::<CreateRefundReceipt>(&next).await.unwrap();

        assert_eq!(total(&response), "25.00");
        assert_eq!(response.refunded_total.as_deref(), Some("50.00"));
        let expected = if first.is_some() {
            &["10.00", "15.00", "25.00"][..]
        } else {
            &["25.00", "25.00"]
        };
        assert_eq!(totals(&stage), expected);
        let again = stage.run::<CreateRefundReceipt>(&unfinished).await.unwrap();
        assert_eq!(again.status, Status::AlreadyCreated);
    }
}

#[tokio::test]
async fn an_unfinished_refund_that_is_refused_after_all_goes_into_the_next() {
    let stage = after_a_first_refund().await;
    stage
        .sandbox
        .script(on_create(FaultEffect::CloseBeforeEffect).next(2));
    let unfinished = refund("1", "25.00", &LINES);
    stage
        .run::<CreateRefundReceipt>(&unfinished)
        .await
        .unwrap_err();
    stage.environment.advance(SignedDuration::from_secs(60));
    stage.sandbox.clear_scripts();
    stage.sandbox.script(on_create(rejection()));
    let next = refund("1", "40.00", &LINES);
    let error = stage.run::<CreateRefundReceipt>(&next).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    let response = stage.run::<CreateRefundReceipt>(&next).await.unwrap();
    assert_eq!(total(&response), "30.00");
    assert_eq!(totals(&stage), ["10.00", "30.00"]);
}

#[tokio::test]
async fn the_look_up_finds_the_refund_that_was_posted_and_not_an_earlier_one() {
    let request_ids = RequestIdPolicy {
        honoured: false,
        ..RequestIdPolicy::default()
    };
    for is_made in [true, false] {
        let options = SandboxOptions {
            request_ids: request_ids.clone(),
            ..SandboxOptions::default()
        };
        let stage = Rehearsal::with(options, partial()).await;
        let mut first = refund("1", "10.00", &LINES);
        first["options"]["transaction_date"] = json!("2026-03-19");
        stage.run::<CreateRefundReceipt>(&first).await.unwrap();
        if is_made {
            stage
                .sandbox
                .script(on_create(FaultEffect::CloseAfterEffect).nth(1));
            stage
                .sandbox
                .script(on_create(FaultEffect::CloseBeforeEffect).nth(2));
        } else {
            stage
                .sandbox
                .script(on_create(FaultEffect::CloseBeforeEffect).next(2));
        }
        let mut further = refund("1", "25.00", &LINES);
        further["options"]["transaction_date"] = json!("2026-03-19");
        let error = stage
            .run::<CreateRefundReceipt>(&further)
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "OutcomeUnknown");

        stage.environment.advance(SignedDuration::from_hours(2));
        let mut last = refund("1", "50.00", &LINES);
        last["options"]["transaction_date"] = json!("2026-03-19");
        let response = stage.run::<CreateRefundReceipt>(&last).await.unwrap();

        assert_eq!(total(&response), "25.00", "{is_made}");
        assert_eq!(totals(&stage), ["10.00", "15.00", "25.00"], "{is_made}");
    }
}
