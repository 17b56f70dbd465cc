//! `run_again` of `manage-connection`: one run, as the workflow `run-again` starts all.

use manage_connection::aws::RunsOnAws;
use manage_connection::{KeptRun, RunToStart, RunsElsewhere};
use serde_json::{Value, json};
use storage::Connection;
use workflows::{Answer, Stage, Variant, configuration, record, stage_alone, workflow_arn};

use crate::again::{called, failed, runs_again};
use crate::failure::only;
use crate::request::{REFUNDED, by_id, for_action};

const ACTION: &str = "create-estimate";
const REFUND: &str = "create-refund-receipt";

fn runs(stage: &Stage) -> RunsOnAws {
    let configuration = configuration(&stage.aws);
    let workflows = ["quickbooks-action", "settle-payment", "refund-payment"];
    RunsOnAws {
        step_functions: aws_sdk_sfn::Client::new(&configuration),
        queues: aws_sdk_sqs::Client::new(&configuration),
        workflows: workflows.map(workflow_arn).into(),
        failed_runs: stage.failed_runs.clone(),
    }
}

/// The names of the executions that are started for a deal's estimate.
async fn run_again(stage: &Stage, id: &str, kept: Option<Value>) -> Vec<String> {
    let connection = Connection::try_from(workflows::CONNECTION).unwrap();
    let run = RunToStart {
        connection: &connection,
        action: ACTION,
        record: ("deal", id),
        kept: kept.map(|input| KeptRun {
            name: format!("deal-{id}-{ACTION}-again-1"),
            input,
        }),
    };
    runs(stage).run_again(&run).await.unwrap()
}

#[tokio::test]
async fn the_message_of_one_run_is_taken_and_the_others_still_show() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let (id, other) = (stage.fresh_id(), stage.fresh_id());
    failed(&stage, ACTION, &id, "ProductNotFound").await;
    failed(&stage, ACTION, &other, "ProductNotFound").await;
    let kept = for_action(ACTION, &id);
    let started = run_again(&stage, &id, Some(kept)).await;
    assert_eq!(started.len(), 1, "{started:?}");
    assert!(started[0].starts_with("again-"), "{started:?}");
    let run = only(runs_again(&stage, &id).await);
    assert_eq!(run["status"], "SUCCEEDED", "{run}");
    assert_eq!(run["name"], started[0].as_str(), "named after its message");
    let left = stage.count_of_failed_runs().await;
    assert_eq!(left, hidden + 1, "the other one waits on");
    // At once, and not when a time is over for which it was hidden.
    let shown = stage.all_messages().await;
    let shown = shown
        .iter()
        .filter(|run| run["input"]["record"]["id"] == other.as_str());
    assert_eq!(shown.count(), 1);
    assert!(
        run_again(&stage, &id, None).await.is_empty(),
        "it waits no longer"
    );
}

#[tokio::test]
async fn the_message_of_a_refund_is_taken_too() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    stage.functions.has(&record(REFUNDED, &id));
    let error = Answer::failing("SettingMissing");
    stage.functions.script(REFUND, &id, error, None);
    let execution = stage.run("refund-payment", &by_id("payment", &id)).await;
    assert_eq!(execution.status, "FAILED", "it fails: {}", execution.output);
    stage.functions.recover(REFUND, &id);
    let connection = Connection::try_from(workflows::CONNECTION).unwrap();
    let run = RunToStart {
        connection: &connection,
        action: REFUND,
        record: ("payment", &id),
        kept: None,
    };
    assert_eq!(runs(&stage).run_again(&run).await.unwrap().len(), 1);
    called(&stage, REFUND, &id, 2).await;
    let left = stage.count_of_failed_runs().await;
    assert_eq!(left, hidden, "it waits no longer");
}

#[tokio::test]
async fn a_record_that_was_given_whole_is_started_with_it() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    let mut input = for_action(ACTION, &id);
    input["record"] = record("create-estimate/events/01-deal", &id);
    let error = Answer::failing("ReauthorizationRequired");
    stage.functions.script(ACTION, &id, error, None);
    let execution = stage.run("quickbooks-action", &input).await;
    assert_eq!(execution.status, "FAILED", "it fails: {}", execution.output);
    stage.functions.recover(ACTION, &id);
    assert_eq!(run_again(&stage, &id, None).await.len(), 1);
    let last = called(&stage, ACTION, &id, 2).await;
    assert_eq!(last["record"], input["record"], "the record is whole");
}

#[tokio::test]
async fn a_run_without_a_message_is_started_once_as_the_store_keeps_it() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    let mut input = for_action(ACTION, &id);
    input["options"]["private_note"] = "as it was".into();
    for _ in 0..2 {
        let started = run_again(&stage, &id, Some(input.clone())).await;
        assert_eq!(started, [format!("deal-{id}-{ACTION}-again-1")]);
    }
    let last = called(&stage, ACTION, &id, 1).await;
    assert_eq!(last["options"]["private_note"], "as it was", "{last}");
}

#[tokio::test]
async fn a_message_that_names_another_workflow_is_not_started() {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    let message = json!({
        "workflow": workflow_arn("start-workflow"), "execution": "", "waits_for": "service",
        "failed_at": "2026-01-01T00:00:00.000Z", "input": for_action(ACTION, &id),
    });
    stage.queue_failed_run(&message).await;
    assert!(run_again(&stage, &id, None).await.is_empty());
    assert_eq!(stage.count_of_failed_runs().await, hidden + 1);
}

#[tokio::test]
async fn what_waits_of_a_record_is_found_and_all_was_looked_through() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    failed(&stage, ACTION, &id, "ProductNotFound").await;
    let traced = runs(&stage).of_record(("deal", &id), &[]).await.unwrap();
    assert_eq!(traced.waiting.len(), 1, "{traced:?}");
    assert!(!traced.incomplete, "{traced:?}");
    let other = stage.fresh_id();
    let none = runs(&stage).of_record(("deal", &other), &[]).await;
    assert!(none.unwrap().waiting.is_empty());
}

/// Nothing is in the ledger yet, no failure is kept, and its name says nothing of the record.
#[tokio::test]
async fn a_run_of_hubspot_s_editor_that_waits_for_its_turn_is_found() {
    let stage = stage_alone().await;
    let (id, other) = (stage.fresh_id(), stage.fresh_id());
    let variant = Variant {
        suffix: "-traced",
        queues_actions: true,
        ..Variant::default()
    };
    let machine = stage.create_variant("quickbooks-action", &variant).await;
    let runs = RunsOnAws {
        workflows: vec![machine.clone()],
        ..runs(&stage)
    };
    let held = stage.hold_turns().await;
    let start = runs.step_functions.start_execution();
    let start = start.state_machine_arn(machine);
    let start = start.name(format!("147147147-ap-1-2-{id}-0"));
    let started = start.input(for_action(ACTION, &id).to_string()).send();
    let arn = started.await.unwrap().execution_arn;

    let found = runs.of_record(("deal", &id), &[]).await.unwrap();
    assert!(!found.incomplete, "{found:?}");
    let [execution] = &found.executions[..] else {
        panic!("one execution: {found:?}");
    };
    assert_eq!(execution.execution, arn);
    assert_eq!(execution.status, "RUNNING");
    for record in [("deal", other.as_str()), ("quote", id.as_str())] {
        let none = runs.of_record(record, &[]).await.unwrap();
        assert!(none.executions.is_empty(), "{none:?}");
    }
    drop(held);
    assert_eq!(stage.ended(&arn).await.status, "SUCCEEDED");
}

#[tokio::test]
async fn more_messages_than_are_looked_through_are_told() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    for place in 0..210 {
        stage.queue_failed_run(&json!({ "place": place })).await;
    }
    let traced = runs(&stage).of_record(("deal", &id), &[]).await.unwrap();
    assert!(traced.incomplete && traced.waiting.is_empty(), "{traced:?}");
    stage.empty_failed_runs().await;
}
