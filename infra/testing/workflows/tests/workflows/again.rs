//! `run-again`, which a person starts when the cause of a failure is put right.

use std::time::Duration;

use serde_json::{Value, json};
use workflows::{Answer, Service, Stage, Variant, record, stage_alone, workflow_arn};

use crate::failure::only;
use crate::request::{by_id, for_action};
use crate::starting;

/// A failed run of an action for this record; its message waits.
pub(crate) async fn failed(stage: &Stage, action: &str, id: &str, error: &str) {
    stage
        .functions
        .script(action, id, Answer::failing(error), None);
    let workflow = match action {
        "create-expense" => "settle-payment",
        _ => "quickbooks-action",
    };
    let input = match action {
        "create-expense" => by_id("payment", id),
        _ => for_action(action, id),
    };
    let execution = stage.run(workflow, &input).await;
    stage.functions.recover(action, id);
    assert_eq!(execution.error, error, "it fails");
}

#[tokio::test]
async fn runs_that_wait_for_the_connection_are_run_again_and_the_rest_is_left() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let (estimate, fee) = (stage.fresh_id(), stage.fresh_id());
    failed(
        &stage,
        "create-estimate",
        &estimate,
        "ReauthorizationRequired",
    )
    .await;
    failed(&stage, "create-expense", &fee, "SettingMissing").await;
    failed(
        &stage,
        "create-invoice",
        &stage.fresh_id(),
        "ProductNotFound",
    )
    .await;
    let again = stage
        .run("run-again", &json!({ "waits_for": "connection" }))
        .await;
    let expected = json!({ "taken": 3, "started": 2 });
    assert_eq!(again.output, expected, "two are started");
    for (id, document) in [(&estimate, "Estimate"), (&fee, "Purchase")] {
        let run = only(runs_again(&stage, id).await);
        assert_eq!(run["status"], "SUCCEEDED", "{document}: {run}");
        let made = &run["output"]["outcomes"][0]["response"]["document"];
        assert_eq!(made["type"], document, "{document}: {run}");
    }
    let sales = stage.functions.calls("create-paid-invoice", &fee).len();
    assert_eq!(sales, 1, "the sale is not booked again");
    let left = stage.count_of_failed_runs().await;
    assert_eq!(left, hidden + 1, "the third waits on");
}

#[tokio::test]
async fn a_run_that_fails_again_waits_again_and_is_not_taken_twice() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    let error = Answer::failing("ProductNotFound");
    failed(&stage, "create-estimate", &id, "ProductNotFound").await;
    stage.functions.script("create-estimate", &id, error, None);
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(
        again.output["started"], 1,
        "it is started once: {}",
        again.output
    );
    let run = only(runs_again(&stage, &id).await);
    assert_eq!(run["status"], "FAILED", "it fails again: {run}");
    let left = stage.count_of_failed_runs().await;
    assert_eq!(left, hidden + 1, "it waits again");
}

#[tokio::test]
async fn a_message_that_shows_twice_starts_one_run() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    let message = json!({
        "workflow": workflow_arn("quickbooks-action"), "execution": "", "waits_for": "service",
        "failed_at": "2026-01-01T00:00:00.000Z", "input": for_action("create-estimate", &id),
    });
    let message_id = stage.queue_failed_run(&message).await;
    // The run of this message has been started before, by somebody who could not delete it.
    let start = json!({
        "stateMachineArn": workflow_arn("quickbooks-action"),
        "name": format!("again-{message_id}"), "input": message["input"].to_string(),
    });
    let call = stage
        .moto
        .call(Service::StepFunctions, "StartExecution", &start);
    call.await;
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(again.status, "SUCCEEDED", "it succeeds: {}", again.error);
    only(runs_again(&stage, &id).await);
    let calls = stage.functions.calls("create-estimate", &id).len();
    assert_eq!(calls, 1, "the action is run once");
    let left = stage.count_of_failed_runs().await;
    assert_eq!(left, hidden, "the message is gone");
}

#[tokio::test]
async fn a_run_that_was_given_its_record_whole_is_run_again_with_it() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    let mut input = for_action("create-estimate", &id);
    input["record"] = record("create-estimate/events/01-deal", &id);
    let error = Answer::failing("ReauthorizationRequired");
    stage.functions.script("create-estimate", &id, error, None);
    let execution = stage.run("quickbooks-action", &input).await;
    assert_eq!(execution.status, "FAILED", "it fails: {}", execution.output);
    stage.functions.recover("create-estimate", &id);
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(again.output["started"], 1, "{}", again.output);
    let last = called(&stage, "create-estimate", &id, 2).await;
    assert_eq!(last["record"], input["record"], "the record is whole");
    assert_eq!(last["options"], input["options"], "and so are the options");
}

#[tokio::test]
async fn a_start_that_failed_is_started_again() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let (id, later) = (stage.fresh_id(), "-started-later");
    let mut event = starting::event(&id, &json!({}), "e");
    event["workflow"] = format!("{}{later}", workflow_arn("quickbooks-action")).into();
    let start = stage.run("start-workflow", &event).await;
    assert_eq!(start.status, "FAILED", "{}", start.output);
    let variant = Variant {
        suffix: later,
        ..Variant::default()
    };
    stage.create_variant("quickbooks-action", &variant).await;
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(again.output["started"], 1, "{}", again.output);
    let last = called(&stage, "create-estimate", &id, 1).await;
    assert_eq!(last["options"]["private_note"], "an option", "{last}");
}

#[tokio::test]
async fn a_message_that_cannot_be_handled_ends_no_other() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let gone = format!("{}:none", workflow_arn("quickbooks-action"));
    let message = json!({
        "workflow": workflow_arn("quickbooks-action"), "execution": gone,
        "failed_at": "2026-01-01T00:00:00.000Z", "waits_for": "service",
    });
    let nameless = json!({ "execution": gone });
    let almost = message.to_string().replace("\"service\"", "service");
    for bad in [
        "not JSON".to_owned(),
        almost,
        nameless.to_string(),
        message.to_string(),
    ] {
        stage.queue_text(&bad).await;
    }
    let id = stage.fresh_id();
    let mut good = message;
    good["input"] = for_action("create-estimate", &id);
    stage.queue_failed_run(&good).await;
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(again.error, "NotStarted", "it says that some wait on");
    called(&stage, "create-estimate", &id, 1).await;
    let left = stage.count_of_failed_runs().await;
    assert_eq!(left, hidden + 4, "the bad ones wait on");
}

#[tokio::test]
async fn a_run_that_cannot_be_started_waits_on_and_run_again_fails() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let message = json!({
        "workflow": workflow_arn("no-such-workflow"), "execution": "", "waits_for": "service",
        "failed_at": "2026-01-01T00:00:00.000Z", "input": for_action("create-estimate", "1"),
    });
    stage.queue_failed_run(&message).await;
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(again.error, "NotStarted");
    let left = stage.count_of_failed_runs().await;
    assert_eq!(left, hidden + 1, "the message is kept");
    stage.empty_failed_runs().await;
    let unknown = json!({ "waits_for": "nothing" });
    let again = stage.run("run-again", &unknown).await;
    assert_eq!(again.error, "InvalidRequest", "an unknown wish is refused");
}

/// The runs that `run-again` has started for a record, ended.
pub(crate) async fn runs_again(stage: &Stage, id: &str) -> Vec<Value> {
    let mut own = Vec::new();
    for execution in stage.executions("quickbooks-action").await {
        let name = execution["name"].as_str().unwrap();
        if name.starts_with("again-") {
            let arn = execution["executionArn"].as_str().unwrap();
            own.extend(run_of(stage, arn, id).await);
        }
    }
    own
}

async fn run_of(stage: &Stage, arn: &str, id: &str) -> Option<Value> {
    stage.ended(arn).await;
    let input = json!({ "executionArn": arn });
    let call = stage
        .moto
        .call(Service::StepFunctions, "DescribeExecution", &input);
    let mut found = call.await;
    for field in ["input", "output"] {
        let text = found[field].as_str().unwrap_or("null");
        let parsed: Value = serde_json::from_str(text).unwrap();
        found[field] = parsed;
    }
    (found["input"]["record"]["id"] == id).then_some(found)
}

/// The last call of a function for a record, when it has been called so many times.
pub(crate) async fn called(stage: &Stage, function: &str, id: &str, times: usize) -> Value {
    for _ in 0..100 {
        let mut calls = stage.functions.calls(function, id);
        if calls.len() == times {
            return calls.pop().unwrap_or_default();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{function} is not called {times} times for {id}");
}
