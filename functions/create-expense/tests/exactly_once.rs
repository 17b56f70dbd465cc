//! One expense per payment, whatever fails on the way, and at what price.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fees;

use actions::Status;
use create_expense::CreateExpense;
use fees::payment;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, RequestIdPolicy, SandboxOptions};
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
async fn an_expense_that_quickbooks_has_forgotten_making_is_found_by_its_marker() {
    let request_ids = RequestIdPolicy {
        honoured: false,
        ..RequestIdPolicy::default()
    };
    let options = SandboxOptions {
        request_ids,
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    stage
        .sandbox
        .script(lost(FaultEffect::CloseAfterEffect).nth(1));
    stage
        .sandbox
        .script(lost(FaultEffect::CloseBeforeEffect).nth(2));
    let event = payment("1", json!({"vendor": PAID_BY}));
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");
    stage.environment.advance(SignedDuration::from_hours(2));
    let response = stage.run::<CreateExpense>(&event).await.unwrap();
    let made = stage.made("Purchase");
    assert_eq!(made.len(), 1);
    assert_eq!(
        response.document.unwrap().id.as_deref(),
        made[0]["Id"].as_str()
    );
}

#[tokio::test]
async fn the_warm_path_is_one_request_and_no_read_and_a_repeat_is_none() {
    let stage = Rehearsal::start().await;
    let options = json!({"vendor": PAID_BY});
    stage
        .run::<CreateExpense>(&payment("1", options.clone()))
        .await
        .unwrap();
    stage.sandbox.clear_journal();
    let event = payment("2", options);
    stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(stage.requests(), ["create Purchase"]);
    stage.sandbox.clear_journal();
    let again = stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(stage.requests(), [""; 0]);
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
async fn defaults_of_the_connection_stand_in_for_options() {
    let stage = Rehearsal::with_settings(json!({"defaults": {
        "all": {"vendor": PAID_BY, "memo": "Thank you"},
        "actions": {"create-expense": {"payment_account": "Checking", "expense_account": "Bank Charges"}},
    }}))
    .await;
    let mut event = payment("1", json!({}));
    event["options"] = json!({"class": null});
    let response = stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(response.document.unwrap().total, "4.65");
}

#[tokio::test]
async fn a_payment_that_came_from_quickbooks_is_refused_unless_asked_for() {
    let stage = Rehearsal::start().await;
    let mut event = payment("1", json!({"vendor": PAID_BY}));
    event["record"]["properties"]["hs_processor_type"] = json!("quickbooks");
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(error.to_string().contains("options.book_anyway"), "{error}");
    event["options"]["book_anyway"] = json!(true);
    stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(stage.made("Purchase").len(), 1);
}

#[tokio::test]
async fn the_class_stands_on_the_line_wherever_sales_have_theirs() {
    for position in ["document", "line"] {
        let stage = Rehearsal::with_settings(json!({"class_position": position})).await;
        let classes = stage.sandbox.documents("Class");
        let class = classes[0]["Id"].as_str().unwrap();
        let event = payment("1", json!({"vendor": PAID_BY, "class": class}));
        stage.run::<CreateExpense>(&event).await.unwrap();
        let expense = &stage.made("Purchase")[0];
        let detail = &expense["Line"][0]["AccountBasedExpenseLineDetail"];
        assert_eq!(detail["ClassRef"]["value"], class, "{position}");
    }
}

#[tokio::test]
async fn an_account_of_the_wrong_type_is_quickbooks_refusal() {
    let stage = Rehearsal::start().await;
    let event = payment("1", json!({"vendor": PAID_BY, "payment_account": "Visa"}));
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    let event = payment(
        "1",
        json!({"vendor": PAID_BY, "payment_account": "Visa", "payment_type": "credit card"}),
    );
    stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(stage.made("Purchase").len(), 1);
}
