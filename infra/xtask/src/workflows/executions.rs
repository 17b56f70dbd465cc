//! Runs of state machines.

use std::time::Duration;

use serde_json::{Value, json};

use super::moto::Service;
use super::stage::{Stage, workflow_arn};
use crate::error::XtaskError;

/// A run that has ended.
#[derive(Debug)]
pub(super) struct Execution {
    /// Its ARN.
    pub(super) arn: String,
    /// `SUCCEEDED` or `FAILED`.
    pub(super) status: String,
    /// The error it failed with.
    pub(super) error: String,
    /// Its output; null if it failed.
    pub(super) output: Value,
}

impl Stage {
    /// Runs a workflow of the template to its end.
    pub(super) async fn run(&self, workflow: &str, input: &Value) -> Result<Execution, XtaskError> {
        self.run_machine(&workflow_arn(workflow), input).await
    }

    /// Runs a state machine to its end.
    pub(super) async fn run_machine(
        &self,
        machine: &str,
        input: &Value,
    ) -> Result<Execution, XtaskError> {
        let input = json!({
            "stateMachineArn": machine,
            "name": format!("proof-{}", self.fresh_id()),
            "input": input.to_string(),
        });
        let started = self
            .moto
            .call(Service::StepFunctions, "StartExecution", &input)
            .await?;
        let arn = started["executionArn"].as_str().unwrap_or_default();
        self.ended(arn).await
    }

    /// Waits for the end of an execution.
    pub(super) async fn ended(&self, arn: &str) -> Result<Execution, XtaskError> {
        for _ in 0..600 {
            let input = json!({ "executionArn": arn });
            let call = self
                .moto
                .call(Service::StepFunctions, "DescribeExecution", &input);
            let found = call.await?;
            if found["status"] != "RUNNING" {
                return Ok(execution(&found));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(XtaskError::broken("an execution ends within a minute", arn))
    }

    /// How many states an execution has gone through.
    pub(super) async fn states_entered(&self, arn: &str) -> Result<usize, XtaskError> {
        let input = json!({ "executionArn": arn, "maxResults": 1_000 });
        let call = self
            .moto
            .call(Service::StepFunctions, "GetExecutionHistory", &input);
        let found = call.await?;
        let events = found["events"].as_array().into_iter().flatten();
        let types = events.filter_map(|event| event["type"].as_str());
        Ok(types.filter(|name| name.ends_with("StateEntered")).count())
    }

    /// The executions of a workflow.
    pub(super) async fn executions(&self, workflow: &str) -> Result<Vec<Value>, XtaskError> {
        let input = json!({ "stateMachineArn": workflow_arn(workflow) });
        let call = self
            .moto
            .call(Service::StepFunctions, "ListExecutions", &input);
        let found = call.await?;
        Ok(found["executions"].as_array().cloned().unwrap_or_default())
    }
}

fn execution(found: &Value) -> Execution {
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    Execution {
        arn: text("executionArn"),
        status: text("status"),
        error: text("error"),
        output: serde_json::from_str(&text("output")).unwrap_or_default(),
    }
}
