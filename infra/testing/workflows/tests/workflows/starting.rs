//! `start-workflow`: one occasion, one execution.

use serde_json::{Value, json};
use template::read_file;
use workflows::{Stage, Variant, stage, workflow_arn};

use crate::failure::{QUEUED, only};
use crate::request::by_id;

/// An event that starts an estimate for a deal.
pub(crate) fn event(id: &str, run: &Value, event_id: &str) -> Value {
    let request = by_id("deal", id);
    json!({
        "workflow": workflow_arn("quickbooks-action"),
        "set": { "action": "create-estimate" },
        "event_id": event_id,
        "request": { "connection": request["connection"], "record": request["record"] },
        "options": [request["options"]],
        "run": [run],
    })
}

/// The names of the executions for a record.
async fn names(stage: &Stage, id: &str) -> Vec<String> {
    let executions = stage.executions("quickbooks-action").await;
    let names = executions
        .iter()
        .filter_map(|execution| execution["name"].as_str());
    let start = format!("{id}-");
    names
        .filter(|name| name.starts_with(&start))
        .map(ToOwned::to_owned)
        .collect()
}

#[tokio::test]
async fn an_event_delivered_twice_starts_one_execution_under_a_name_made_of_the_occasion() {
    let stage = stage().await;
    let id = stage.fresh_id();
    for event_id in ["first", "second"] {
        let run = json!({ "enrollment_id": "e-1", "callback_id": event_id });
        let execution = stage
            .run("start-workflow", &event(&id, &run, event_id))
            .await;
        assert_eq!(
            execution.status, "SUCCEEDED",
            "it succeeds: {}",
            execution.error
        );
        if let Some(started) = execution.output["execution"].as_str() {
            stage.ended(started).await;
        }
    }
    let names = names(&stage, &id).await;
    assert_eq!(names.len(), 1, "there is one execution: {names:?}");
    let length = names[0].len();
    assert!(length == id.len() + 41, "its name fits: {}", names[0]);
    let calls = stage.functions.calls("create-estimate", &id).len();
    assert_eq!(calls, 1, "the action is run once");
}

#[tokio::test]
async fn another_enrolment_and_without_one_another_change_or_event_is_another_occasion() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let occasions = [
        (json!({ "enrollment_id": "e-1" }), "a"),
        (json!({ "enrollment_id": "e-2" }), "a"),
        (json!({ "enrollment_id": null, "callback_id": "c-1" }), "a"),
        (json!({ "enrollment_id": "", "callback_id": null }), "a"),
        (json!({ "occasion": "change-1" }), "a"),
        (json!({ "occasion": "change-1" }), "b"),
        (json!({ "occasion": "change-2" }), "a"),
        (json!({}), "b"),
        (json!({}), "b"),
    ];
    for (run, event_id) in &occasions {
        stage
            .run("start-workflow", &event(&id, run, event_id))
            .await;
    }
    let names = names(&stage, &id).await;
    assert_eq!(names.len(), 7, "each occasion has an execution: {names:?}");
}

#[tokio::test]
async fn a_dry_run_beside_the_options_of_an_event_starts_nothing() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut event = event(&id, &json!({}), "a");
    event["dry_run"] = json!([true]);
    let execution = stage.run("start-workflow", &event).await;
    assert_eq!(execution.error, "InvalidRequest", "{}", execution.output);
    assert!(execution.cause.contains("dry_run"), "{}", execution.cause);
    assert!(names(&stage, &id).await.is_empty(), "nothing was started");
}

#[tokio::test]
async fn the_manual_reckons_a_run_that_an_event_starts_with_the_states_it_goes_through() {
    let stage = stage().await;
    let variant = Variant {
        suffix: "-as-reckoned",
        ..Variant::default()
    };
    let workflow = stage.create_variant("quickbooks-action", &variant).await;
    let id = stage.fresh_id();
    let mut event = event(&id, &json!({}), "a");
    event["workflow"] = workflow.into();
    event["options"] = json!([]);
    event["run"] = json!([]);
    let start = stage.run("start-workflow", &event).await;
    let run = start.output["execution"].as_str().unwrap_or_default();
    let ended = stage.ended(run).await;
    assert_eq!(ended.status, "SUCCEEDED", "it succeeds: {}", ended.error);
    // Step Functions counts the start of an execution as a transition too.
    let transitions =
        stage.states_entered(&start.arn).await + 1 + stage.states_entered(run).await + 1;
    let reckoned = format!("| Step Functions | {transitions} transitions each |");
    assert!(
        read_file("infra/README.md").contains(&reckoned),
        "{reckoned}"
    );
}

#[tokio::test]
async fn a_workflow_that_cannot_be_started_waits_for_a_person() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut event = event(&id, &json!({}), "a");
    event["workflow"] = workflow_arn("no-such-workflow").into();
    let execution = stage.run("start-workflow", &event).await;
    assert_eq!(execution.status, "FAILED", "it fails: {}", execution.output);
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(
        message["workflow"],
        workflow_arn("start-workflow"),
        "its start waits: {message}"
    );
    assert!(execution.cause.starts_with(QUEUED), "{}", execution.cause);
    let execution = stage.run("start-workflow", &json!({ "request": {} })).await;
    assert_eq!(
        execution.error, "InvalidRequest",
        "a malformed event is refused"
    );
}
