//! Runs that fail for good: they wait in the queue, and can be run again.

use futures_util::future::join_all;
use serde_json::{Value, json};
use workflows::{Answer, CAUSE, PERSONAL, Stage, Variant, stage, workflow_arn};

use crate::failure::{QUEUED, again, errors, only, waits_for};
use crate::request::{by_id, for_action, sample};

async fn every_error(stage: &Stage, workflow: &str, action: &str) {
    let errors = errors();
    let runs = errors
        .iter()
        .map(|error| caught(stage, workflow, action, error));
    join_all(runs).await;
}

async fn caught(stage: &Stage, workflow: &str, action: &str, error: &str) {
    let id = stage.fresh_id();
    let answer = Answer::failing(error);
    stage.functions.script(action, &id, answer, None);
    let mut input = by_id("payment", &id);
    if workflow == "quickbooks-action" {
        input["action"] = action.into();
    }
    let execution = stage.run(workflow, &input).await;
    assert_eq!(execution.error, error);
    assert!(execution.cause.starts_with(QUEUED), "{}", execution.cause);
    if workflow == "quickbooks-action" && !error.starts_with("Lambda.") {
        // HubSpot is told the same when it delivers the execution again.
        assert!(execution.cause.contains(CAUSE), "{}", execution.cause);
    }
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(message["error"], error, "{message}");
    assert_eq!(message["waits_for"], waits_for(error), "{error}: {message}");
    assert_eq!(message["workflow"], workflow_arn(workflow), "{message}");
    assert_eq!(message["input"], input, "{message}");
    assert_tells_neither_cause_nor_person(&message);
    let report = only(stage.functions.calls("report-outcome", &id));
    let outcome = &report["outcomes"][0];
    assert_eq!(outcome["status"], "failed", "{report}");
    assert_eq!(outcome["failure"]["Error"], error, "{report}");
    let tries = stage.functions.calls(action, &id).len();
    let is_retried = waits_for(error) == "service" && error != "Unheard.Of";
    assert_eq!(tries, if is_retried { 4 } else { 1 }, "tries of {error}");
}

fn assert_tells_neither_cause_nor_person(message: &Value) {
    let text = message.to_string();
    let secrets = PERSONAL.iter().chain(&[CAUSE]);
    let found: Vec<_> = secrets.filter(|secret| text.contains(**secret)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn what_the_real_function_refuses_waits_for_a_correction() {
    let stage = stage().await;
    let cases = [
        ("07-product-not-found", "ProductNotFound"),
        ("08-contact-not-eligible", "ContactNotEligible"),
    ];
    for (name, error) in cases {
        let input = sample(name, &stage.fresh_id());
        let execution = stage.run("quickbooks-action", &input).await;
        assert_eq!(execution.error, error, "{name}");
        let message = only(stage.waiting(&execution.arn).await);
        assert_eq!(message["waits_for"], "correction", "{name}: {message}");
        let record = &input["record"];
        let by_id = json!({ "object_type": record["object_type"], "id": record["id"] });
        assert_eq!(
            message["input"]["record"], by_id,
            "only type and id are queued: {message}"
        );
    }
}

#[tokio::test]
async fn an_outcome_that_cannot_be_reported_waits_and_the_run_again_reports_it() {
    let stage = stage().await;
    let id = stage.fresh_id();
    stage.functions.script(
        "report-outcome",
        &id,
        Answer::failing("HubSpotUnavailable"),
        None,
    );
    let input = for_action("create-estimate", &id);
    let execution = stage.run("quickbooks-action", &input).await;
    assert_eq!(execution.error, "HubSpotUnavailable", "it fails");
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(
        message["waits_for"], "report",
        "the report waits: {message}"
    );
    stage.functions.recover("report-outcome", &id);
    again(&stage, &message).await;
}

#[tokio::test]
async fn a_waiting_message_starts_the_run_again_and_then_it_succeeds() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let error = Answer::failing("ReauthorizationRequired");
    stage.functions.script("create-estimate", &id, error, None);
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await;
    let message = only(stage.waiting(&execution.arn).await);
    stage.functions.recover("create-estimate", &id);
    again(&stage, &message).await;
}

#[tokio::test]
async fn a_run_that_cannot_even_be_queued_still_fails_and_is_reported() {
    let stage = stage().await;
    let variant = Variant {
        suffix: "-without-queue",
        without_queue: true,
        ..Variant::default()
    };
    let machine = stage.create_variant("quickbooks-action", &variant).await;
    let id = stage.fresh_id();
    stage.functions.script(
        "create-estimate",
        &id,
        Answer::failing("ProductNotFound"),
        None,
    );
    let execution = stage
        .run_machine(&machine, &for_action("create-estimate", &id))
        .await;
    assert_eq!(execution.error, "ProductNotFound", "it fails");
    let is_queued = execution.cause.starts_with(QUEUED);
    assert!(!is_queued, "the net will find it: {}", execution.cause);
    let report = only(stage.functions.calls("report-outcome", &id));
    assert_eq!(
        report["outcomes"][0]["status"], "failed",
        "it is reported: {report}"
    );
}

#[tokio::test]
async fn every_error_of_quickbooks_action_that_stays_is_caught_by_its_name_and_waits_for_a_person()
{
    let stage = stage().await;
    every_error(&stage, "quickbooks-action", "create-estimate").await;
}

#[tokio::test]
async fn every_error_of_refund_payment_that_stays_is_caught_by_its_name_and_waits_for_a_person() {
    let stage = stage().await;
    every_error(&stage, "refund-payment", "create-refund-receipt").await;
}
