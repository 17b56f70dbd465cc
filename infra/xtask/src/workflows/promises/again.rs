//! `run-again`: what a person does, once the cause is put right.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::functions::{Answer, record};
use super::super::moto::Service;
use super::super::stage::{Stage, Variant, workflow_arn};
use super::super::{hold, proved};
use super::failing::only;
use super::request::{by_id, for_action};
use crate::error::XtaskError;

pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    proved(
        "what waits for the connection is run again once it is there, and the rest is left",
        for_the_connection(stage),
    )
    .await?;
    proved(
        "a run that fails again waits again, and is not taken twice",
        fails_again(stage),
    )
    .await?;
    proved(
        "a message that shows twice starts one run",
        shows_twice(stage),
    )
    .await?;
    proved(
        "where nothing loads records, the record is the one that the failed run was given",
        without_hubspot(stage),
    )
    .await?;
    proved(
        "what cannot be started waits on, and that is told",
        not_started(stage),
    )
    .await
}

/// A failed run of an action for this record; its message waits.
async fn failed(stage: &Stage, action: &str, id: &str, error: &str) -> Result<(), XtaskError> {
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
    let execution = stage.run(workflow, &input).await?;
    stage.functions.recover(action, id);
    hold(execution.error == error, "it fails", &execution.error)
}

async fn for_the_connection(stage: &Stage) -> Result<(), XtaskError> {
    let hidden = stage.empty_failed_runs().await?;
    let (estimate, fee) = (stage.fresh_id(), stage.fresh_id());
    failed(
        stage,
        "create-estimate",
        &estimate,
        "ReauthorizationRequired",
    )
    .await?;
    failed(stage, "create-expense", &fee, "SettingMissing").await?;
    failed(
        stage,
        "create-invoice",
        &stage.fresh_id(),
        "ProductNotFound",
    )
    .await?;
    let again = stage
        .run("run-again", &json!({ "waits_for": "connection" }))
        .await?;
    let expected = json!({ "taken": 3, "started": 2 });
    hold(again.output == expected, "two are started", &again.output)?;
    for (id, document) in [(&estimate, "Estimate"), (&fee, "Purchase")] {
        let run = only(stage.runs_again(id).await?)?;
        hold(run["status"] == "SUCCEEDED", document, &run)?;
        let made = &run["output"]["outcomes"][0]["response"]["document"];
        hold(made["type"] == document, document, &run)?;
    }
    let sales = stage.functions.calls("create-paid-invoice", &fee).len();
    hold(sales == 1, "the sale is not booked again", sales)?;
    let left = stage.count_of_failed_runs().await?;
    hold(left == hidden + 1, "the third waits on", left)
}

async fn fails_again(stage: &Stage) -> Result<(), XtaskError> {
    let hidden = stage.empty_failed_runs().await?;
    let id = stage.fresh_id();
    let error = Answer::failing("ProductNotFound");
    failed(stage, "create-estimate", &id, "ProductNotFound").await?;
    stage.functions.script("create-estimate", &id, error, None);
    let again = stage.run("run-again", &json!({})).await?;
    hold(
        again.output["started"] == 1,
        "it is started once",
        &again.output,
    )?;
    let run = only(stage.runs_again(&id).await?)?;
    hold(run["status"] == "FAILED", "it fails again", &run)?;
    let left = stage.count_of_failed_runs().await?;
    hold(left == hidden + 1, "it waits again", left)
}

async fn shows_twice(stage: &Stage) -> Result<(), XtaskError> {
    let hidden = stage.empty_failed_runs().await?;
    let id = stage.fresh_id();
    let message = json!({
        "workflow": workflow_arn("quickbooks-action"), "execution": "", "waits_for": "service",
        "failed_at": "2026-01-01T00:00:00.000Z", "input": for_action("create-estimate", &id),
    });
    let message_id = stage.queue_failed_run(&message).await?;
    // The run of this message has been started before, by somebody who could not delete it.
    let start = json!({
        "stateMachineArn": workflow_arn("quickbooks-action"),
        "name": format!("again-{message_id}"), "input": message["input"].to_string(),
    });
    let call = stage
        .moto
        .call(Service::StepFunctions, "StartExecution", &start);
    call.await?;
    let again = stage.run("run-again", &json!({})).await?;
    hold(again.status == "SUCCEEDED", "it succeeds", &again.error)?;
    only(stage.runs_again(&id).await?)?;
    let calls = stage.functions.calls("create-estimate", &id).len();
    hold(calls == 1, "the action is run once", calls)?;
    let left = stage.count_of_failed_runs().await?;
    hold(left == hidden, "the message is gone", left)
}

async fn without_hubspot(stage: &Stage) -> Result<(), XtaskError> {
    stage.empty_failed_runs().await?;
    let variant = Variant {
        suffix: "-without-hubspot",
        without_hubspot: true,
        ..Variant::default()
    };
    let workflow = stage.create_variant("quickbooks-action", &variant).await?;
    let run_again = stage.create_variant("run-again", &variant).await?;
    let id = stage.fresh_id();
    let mut input = for_action("create-estimate", &id);
    input["record"] = record("create-estimate/events/01-deal", &id)?;
    let error = Answer::failing("ReauthorizationRequired");
    stage.functions.script("create-estimate", &id, error, None);
    let execution = stage.run_machine(&workflow, &input).await?;
    hold(execution.status == "FAILED", "it fails", &execution.output)?;
    stage.functions.recover("create-estimate", &id);

    // An event for which no run could be started has its record in another place.
    let (other, later) = (stage.fresh_id(), "-started-later");
    let mut request = input.clone();
    request["record"]["id"] = other.as_str().into();
    let event = json!({
        "workflow": format!("{}{later}", workflow_arn("quickbooks-action")),
        "set": { "action": "create-estimate" }, "event_id": "e", "request": request,
    });
    let start = stage.run("start-workflow", &event).await?;
    hold(start.status == "FAILED", "it is not started", &start.output)?;
    let variant = Variant {
        suffix: later,
        ..variant
    };
    stage.create_variant("quickbooks-action", &variant).await?;

    let again = stage.run_machine(&run_again, &json!({})).await?;
    hold(
        again.output["started"] == 2,
        "both are started",
        &again.output,
    )?;
    for (id, times) in [(&id, 2), (&other, 1)] {
        let last = stage.called("create-estimate", id, times).await?;
        let contact = &last["record"]["contacts"][0]["id"];
        hold(contact == "8051", "the record is whole", &last)?;
        hold(
            last["options"]["private_note"] == "an option",
            "and so are the options",
            &last,
        )?;
    }
    Ok(())
}

async fn not_started(stage: &Stage) -> Result<(), XtaskError> {
    let hidden = stage.empty_failed_runs().await?;
    let message = json!({
        "workflow": workflow_arn("no-such-workflow"), "execution": "", "waits_for": "service",
        "failed_at": "2026-01-01T00:00:00.000Z", "input": for_action("create-estimate", "1"),
    });
    stage.queue_failed_run(&message).await?;
    let again = stage.run("run-again", &json!({})).await?;
    hold(again.error == "NotStarted", "it is told", &again.error)?;
    let left = stage.count_of_failed_runs().await?;
    hold(left == hidden + 1, "the message is kept", left)?;
    stage.empty_failed_runs().await?;
    let unknown = json!({ "waits_for": "nothing" });
    let again = stage.run("run-again", &unknown).await?;
    hold(
        again.error == "InvalidRequest",
        "an unknown wish is refused",
        &again.error,
    )
}

impl Stage {
    /// The runs that `run-again` has started for a record, ended.
    async fn runs_again(&self, id: &str) -> Result<Vec<Value>, XtaskError> {
        let mut own = Vec::new();
        for execution in self.executions("quickbooks-action").await? {
            let name = execution["name"].as_str().unwrap_or_default();
            let arn = execution["executionArn"].as_str().unwrap_or_default();
            if name.starts_with("again-") {
                own.extend(self.run_of(arn, id).await?);
            }
        }
        Ok(own)
    }

    async fn run_of(&self, arn: &str, id: &str) -> Result<Option<Value>, XtaskError> {
        self.ended(arn).await?;
        let input = json!({ "executionArn": arn });
        let call = self
            .moto
            .call(Service::StepFunctions, "DescribeExecution", &input);
        let mut found = call.await?;
        for field in ["input", "output"] {
            let text = found[field].as_str().unwrap_or("null");
            let parsed: Value = serde_json::from_str(text).unwrap_or_default();
            found[field] = parsed;
        }
        Ok((found["input"]["record"]["id"] == id).then_some(found))
    }

    /// Waits until a function was called for a record so many times.
    async fn called(&self, function: &str, id: &str, times: usize) -> Result<Value, XtaskError> {
        for _ in 0..100 {
            let mut calls = self.functions.calls(function, id);
            if calls.len() == times {
                return Ok(calls.pop().unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(XtaskError::broken(
            format!("{function} is called {times} times"),
            id,
        ))
    }
}
