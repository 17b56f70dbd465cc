//! `start-workflow`: one occasion, one execution.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::functions::record;
use super::super::stage::{Stage, Variant, workflow_arn};
use super::super::{hold, proved};
use super::failing::only;
use super::request::by_id;
use crate::costs::{STATES_OF_A_RUN, STATES_OF_A_START};
use crate::error::XtaskError;

pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    proved(
        "an event delivered twice starts one execution, under a name made of the occasion",
        delivered_twice(stage),
    )
    .await?;
    proved(
        "another enrolment, and without one another event, is another occasion",
        other_occasions(stage),
    )
    .await?;
    proved(
        "a run that an event starts goes through as many states as its costs are reckoned with",
        as_reckoned(stage),
    )
    .await?;
    proved(
        "a workflow that cannot be started waits for a person",
        not_started(stage),
    )
    .await
}

fn event(id: &str, run: &Value, event_id: &str) -> Value {
    let mut request = by_id("deal", id);
    request["run"] = run.clone();
    json!({
        "workflow": workflow_arn("quickbooks-action"),
        "set": { "action": "create-estimate" },
        "event_id": event_id,
        "request": request,
    })
}

/// The names of the executions for a record.
async fn names(stage: &Stage, id: &str) -> Result<Vec<String>, XtaskError> {
    let executions = stage.executions("quickbooks-action").await?;
    let names = executions
        .iter()
        .filter_map(|execution| execution["name"].as_str());
    let start = format!("{id}-");
    Ok(names
        .filter(|name| name.starts_with(&start))
        .map(ToOwned::to_owned)
        .collect())
}

async fn delivered_twice(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    for event_id in ["first", "second"] {
        let run = json!({ "enrollment_id": "e-1", "callback_id": event_id });
        let execution = stage
            .run("start-workflow", &event(&id, &run, event_id))
            .await?;
        hold(
            execution.status == "SUCCEEDED",
            "it succeeds",
            &execution.error,
        )?;
        if let Some(started) = execution.output["execution"].as_str() {
            stage.ended(started).await?;
        }
    }
    let names = names(stage, &id).await?;
    hold(
        names.len() == 1,
        "there is one execution",
        format!("{names:?}"),
    )?;
    let length = names[0].len();
    hold(
        length == id.len() + 65 && length <= 80,
        "its name fits",
        &names[0],
    )?;
    let calls = stage.functions.calls("create-estimate", &id).len();
    hold(calls == 1, "the action is run once", calls)
}

async fn other_occasions(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let occasions = [
        (json!({ "enrollment_id": "e-1" }), "a"),
        (json!({ "enrollment_id": "e-2" }), "a"),
        (json!({ "enrollment_id": null, "callback_id": "c-1" }), "a"),
        (json!({ "enrollment_id": "", "callback_id": null }), "a"),
        (json!({}), "b"),
        (json!({}), "b"),
    ];
    for (run, event_id) in &occasions {
        stage
            .run("start-workflow", &event(&id, run, event_id))
            .await?;
    }
    let names = names(stage, &id).await?;
    hold(
        names.len() == 5,
        "each occasion has an execution",
        format!("{names:?}"),
    )
}

async fn as_reckoned(stage: &Stage) -> Result<(), XtaskError> {
    let variant = Variant {
        suffix: "-as-reckoned",
        without_hubspot: true,
        ..Variant::default()
    };
    let workflow = stage.create_variant("quickbooks-action", &variant).await?;
    let id = stage.fresh_id();
    let mut event = event(&id, &json!({}), "a");
    event["workflow"] = workflow.into();
    event["request"]["record"] = record("create-estimate/events/01-deal", &id)?;
    let start = stage.run("start-workflow", &event).await?;
    let run = start.output["execution"].as_str().unwrap_or_default();
    let ended = stage.ended(run).await?;
    hold(ended.status == "SUCCEEDED", "it succeeds", &ended.error)?;
    let states = stage.states_entered(&start.arn).await?;
    hold(states == STATES_OF_A_START, "the start", states)?;
    let states = stage.states_entered(run).await?;
    hold(states == STATES_OF_A_RUN, "the run", states)
}

async fn not_started(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let mut event = event(&id, &json!({}), "a");
    event["workflow"] = workflow_arn("no-such-workflow").into();
    let execution = stage.run("start-workflow", &event).await?;
    hold(execution.status == "FAILED", "it fails", &execution.output)?;
    let message = only(stage.waiting(&execution.arn).await?)?;
    let mut input = by_id("deal", &id);
    input["action"] = "create-estimate".into();
    input["run"] = json!({});
    hold(
        message["input"] == input,
        "it waits with all it needs",
        &message,
    )?;
    let execution = stage
        .run("start-workflow", &json!({ "request": {} }))
        .await?;
    hold(
        execution.error == "InvalidRequest",
        "a malformed event is refused",
        &execution.error,
    )
}
