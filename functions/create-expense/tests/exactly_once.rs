//! One expense per payment.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::fees::payment;
use actions::Status;
use create_expense::CreateExpense;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::json;

const PAID_BY: &str = "Cal Telephone";

fn lost(effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect)
        .entity("Purchase")
        .operation(Operation::Create)
}

#[tokio::test]
async fn a_lost_answer_makes_one_expense() {
    for effect in [
        FaultEffect::CloseAfterEffect,
        FaultEffect::HalfAnswer,
        FaultEffect::CloseBeforeEffect,
    ] {
        let stage = Rehearsal::start().await;
        stage.sandbox.script(lost(effect));
        let event = payment("1", json!({"vendor": PAID_BY}));
        assert_eq!(
            stage.run::<CreateExpense>(&event).await.unwrap().status,
            Status::Created
        );
        let again = stage.run::<CreateExpense>(&event).await.unwrap();
        assert_eq!(again.status, Status::AlreadyCreated);
        assert_eq!(stage.made("Purchase").len(), 1);
    }
}

#[tokio::test]
async fn a_fee_that_changed_after_it_was_booked_is_a_conflict() {
    let stage = Rehearsal::start().await;
    let mut event = payment("1", json!({"vendor": PAID_BY}));
    stage.run::<CreateExpense>(&event).await.unwrap();
    event["record"]["properties"]["hs_fees_amount"] = json!("5.00");
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    assert_eq!(stage.made("Purchase").len(), 1);
}

#[tokio::test]
async fn the_same_fee_written_otherwise_and_a_platform_fee_that_is_not_booked_are_no_conflict() {
    let both = json!({"fees": {"source": "fees_and_platform_fee"}});
    let stage = Rehearsal::start().await;
    let mut event = payment("1", json!({"vendor": PAID_BY}));
    event["record"]["properties"]["hs_fees_amount"] = json!("4.50");
    event["record"]["properties"]["hs_net_amount"] = json!("145.50");
    stage.run::<CreateExpense>(&event).await.unwrap();
    for (fee, platform_fee) in [("4.5", ""), ("4.500", "0"), ("4.50", "0.50")] {
        event["record"]["properties"]["hs_fees_amount"] = json!(fee);
        event["record"]["properties"]["hs_platform_fee"] = json!(platform_fee);
        let again = stage.run::<CreateExpense>(&event).await.unwrap();
        assert_eq!(
            again.status,
            Status::AlreadyCreated,
            "{fee} {platform_fee:?}"
        );
    }

    // One that is booked is compared.
    let stage = Rehearsal::with_settings(both).await;
    let platform_fee = |fee: &str| {
        let mut event = payment("1", json!({"vendor": PAID_BY}));
        event["record"]["properties"]["hs_platform_fee"] = json!(fee);
        event["record"]["properties"]["hs_net_amount"] = json!("");
        event
    };
    let first = platform_fee("0.50");
    stage.run::<CreateExpense>(&first).await.unwrap();
    let again = stage.run::<CreateExpense>(&platform_fee("0.5")).await;
    assert_eq!(again.unwrap().status, Status::AlreadyCreated);
    let changed = stage.run::<CreateExpense>(&platform_fee("0.60")).await;
    let error = changed.unwrap_err();
    assert!(error.to_string().contains("`hs_platform_fee`"), "{error}");
    assert_eq!(stage.made("Purchase").len(), 1);
}

#[tokio::test]
async fn a_fee_that_became_nothing_after_it_was_booked_or_begun_is_a_conflict() {
    for is_lost in [false, true] {
        let stage = Rehearsal::start().await;
        let event = payment("1", json!({"vendor": PAID_BY}));
        if is_lost {
            stage
                .sandbox
                .script(lost(FaultEffect::CloseAfterEffect).next(2));
        }
        let first = stage.run::<CreateExpense>(&event).await;
        assert_eq!(first.is_err(), is_lost);
        stage.environment.advance(SignedDuration::from_secs(60));
        let mut changed = event.clone();
        changed["record"]["properties"]["hs_fees_amount"] = json!("0.00");
        let error = stage.run::<CreateExpense>(&changed).await.unwrap_err();
        assert_eq!(error.error_type(), "IdempotencyConflict");
        assert!(error.to_string().contains("Purchase"), "{error}");
        stage.run::<CreateExpense>(&event).await.unwrap();
        assert_eq!(stage.made("Purchase").len(), 1);
    }
}
