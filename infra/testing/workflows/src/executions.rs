//! Runs of state machines.

use std::time::Duration;

use serde_json::{Value, json};

use crate::arn::workflow_arn;
use crate::moto::Service;
use crate::stage::Stage;

/// A run that has ended.
#[derive(Debug)]
pub struct Execution {
    /// Its ARN.
    pub arn: String,
    /// `SUCCEEDED` or `FAILED`.
    pub status: String,
    /// The error it failed with.
    pub error: String,
    /// The cause it gives for its failure.
    pub cause: String,
    /// Its output; null if it failed.
    pub output: Value,
}

impl Stage {
    /// Runs a workflow of the template to its end.
    pub async fn run(&self, workflow: &str, input: &Value) -> Execution {
        self.run_machine(&workflow_arn(workflow), input).await
    }

    /// Runs a state machine to its end.
    pub async fn run_machine(&self, machine: &str, input: &Value) -> Execution {
        let input = json!({
            "stateMachineArn": machine,
            "name": format!("test-{}", self.fresh_id()),
            "input": input.to_string(),
        });
        let started = self
            .moto
            .call(Service::StepFunctions, "StartExecution", &input)
            .await;
        let arn = started["executionArn"].as_str().unwrap_or_default();
        self.ended(arn).await
    }

    /// Waits for the end of an execution.
    pub async fn ended(&self, arn: &str) -> Execution {
        for _ in 0..600 {
            let input = json!({ "executionArn": arn });
            let call = self
                .moto
                .call(Service::StepFunctions, "DescribeExecution", &input);
            let found = call.await;
            if found["status"] != "RUNNING" {
                return execution(&found);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{arn} does not end within a minute")
    }

    /// The number of states that an execution has gone through.
    pub async fn states_entered(&self, arn: &str) -> usize {
        let events = self.history(arn).await;
        let types = events.iter().filter_map(|event| event["type"].as_str());
        types.filter(|name| name.ends_with("StateEntered")).count()
    }

    /// All executions of a workflow, with their names and ARNs.
    pub async fn executions(&self, workflow: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut input = json!({ "stateMachineArn": workflow_arn(workflow) });
        loop {
            let call = self
                .moto
                .call(Service::StepFunctions, "ListExecutions", &input);
            let page = call.await;
            all.extend(page["executions"].as_array().cloned().unwrap_or_default());
            match page["nextToken"].as_str() {
                Some(next) => input["nextToken"] = next.into(),
                None => return all,
            }
        }
    }

    /// The events of an execution, with their data.
    pub async fn history(&self, arn: &str) -> Vec<Value> {
        let input =
            json!({ "executionArn": arn, "includeExecutionData": true, "maxResults": 1_000 });
        let call = self
            .moto
            .call(Service::StepFunctions, "GetExecutionHistory", &input);
        let found = call.await;
        let events = found["events"].as_array().cloned().unwrap_or_default();
        assert!(!events.is_empty(), "{arn} has no history");
        events
    }
}

fn execution(found: &Value) -> Execution {
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    Execution {
        arn: text("executionArn"),
        status: text("status"),
        error: text("error"),
        cause: text("cause"),
        output: serde_json::from_str(&text("output")).unwrap_or_default(),
    }
}
