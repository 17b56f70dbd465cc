//! What the histories of runs keep of people.
//!
//! A history holds what went into an execution and through its tasks: a record that is given whole, or
//! that a task loads, is in it until the workflow forgets it. What is proved is all that can be: nothing
//! personal is in an error or a cause, in anything after the record was forgotten, in what an execution
//! ends with, or in what is sent anywhere but to an action; and no secret is in any of it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::functions::PERSONAL;
use super::super::moto::Service;
use super::super::stage::{Stage, workflow_arn};
use super::super::{hold, proved};
use crate::error::XtaskError;

const WORKFLOWS: [&str; 6] = [
    "quickbooks-action",
    "settle-payment",
    "refund-payment",
    "start-workflow",
    "run-again",
    "backfill",
];

/// What the people of the records are called, and one of the sample events.
const NAMES: [&str; 4] = ["Petra", "Finch", "O'Keefe", "ada@example.com"];

/// Looks through all executions that the other proofs have left.
pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    proved(
        "no history, whatever a run met, holds a secret, or a person where nobody needs to know",
        histories(stage),
    )
    .await
}

async fn histories(stage: &Stage) -> Result<(), XtaskError> {
    let secrets = stage.secrets().await?;
    let mut errors = HashSet::new();
    let mut told = BTreeSet::new();
    let mut loaded = 0;
    for workflow in WORKFLOWS {
        for arn in stage.all_executions(workflow).await? {
            let events = stage.history(&arn).await?;
            for secret in &secrets {
                let found = events
                    .iter()
                    .any(|event| event.to_string().contains(secret));
                hold(!found, "no token is in a history", &arn)?;
            }
            loaded += usize::from(events.iter().any(|event| person_in(&event.to_string())));
            let history = History::of(&events);
            let telling = history
                .persons()
                .map(|event| format!("{workflow}: {event}"));
            told.extend(telling);
            errors.extend(history.errors());
        }
    }
    hold(told.is_empty(), "nobody is told of", format!("{told:#?}"))?;
    // Otherwise the search has been for nothing, or of nothing.
    hold(loaded > 50, "records went through the runs", loaded)?;
    hold(errors.len() > 20, "runs failed of everything", errors.len())
}

/// Whether a text holds something of a person of the proofs.
fn person_in(text: &str) -> bool {
    PERSONAL
        .iter()
        .chain(&NAMES)
        .any(|person| text.contains(person))
}

/// An execution's events, in order.
struct History<'h> {
    events: &'h [Value],
    /// The ids of the events that come after the record was forgotten.
    later: HashSet<i64>,
}

impl<'h> History<'h> {
    fn of(events: &'h [Value]) -> Self {
        let mut later = HashSet::new();
        for event in events {
            let after = event["previousEventId"].as_i64().unwrap_or_default();
            let exited = event["stateExitedEventDetails"]["name"].as_str();
            let forgets = exited.is_some_and(|state| state.starts_with("Forget"));
            if forgets || later.contains(&after) {
                later.extend(event["id"].as_i64());
            }
        }
        Self { events, later }
    }

    /// The events that hold something of a person where they must not, without what they hold.
    fn persons(&self) -> impl Iterator<Item = String> + use<'_, 'h> {
        let telling = self.events.iter().filter(|event| {
            let id = event["id"].as_i64().unwrap_or_default();
            let is_late = self.later.contains(&id) || event["type"] == "ExecutionSucceeded";
            person_in(&if is_late {
                event.to_string()
            } else {
                told(event)
            })
        });
        telling.map(|event| {
            let names = [texts(event, "name"), texts(event, "resource")].concat();
            format!("{} {}", event["type"], names.join(" "))
        })
    }

    /// The errors that tasks and the execution failed with.
    fn errors(&self) -> impl Iterator<Item = String> + use<'h> {
        let events = self.events.iter();
        events.flat_map(|event| texts(event, "error"))
    }
}

/// What an event tells of a failure, and what its state sends to anything but an action or a loader.
fn told(event: &Value) -> String {
    let failure = [texts(event, "error"), texts(event, "cause")].concat();
    let task = &event["taskScheduledEventDetails"];
    let parameters = task["parameters"].as_str().unwrap_or_default();
    let takes_records = parameters.contains(":create-")
        || parameters.contains("-create-")
        || task["resource"] == "startExecution";
    let sent = if takes_records { "" } else { parameters };
    format!("{} {sent}", failure.join(" "))
}

/// The values of all fields of this name in an event's details.
fn texts(event: &Value, field: &str) -> Vec<String> {
    let details = event
        .as_object()
        .into_iter()
        .flat_map(|event| event.values());
    let values = details.filter_map(|details| details.get(field)?.as_str());
    values.map(ToOwned::to_owned).collect()
}

impl Stage {
    /// Every execution of a workflow there was.
    async fn all_executions(&self, workflow: &str) -> Result<Vec<String>, XtaskError> {
        let mut all = Vec::new();
        let mut input = json!({ "stateMachineArn": workflow_arn(workflow) });
        loop {
            let call = self
                .moto
                .call(Service::StepFunctions, "ListExecutions", &input);
            let page = call.await?;
            let executions = page["executions"].as_array().into_iter().flatten();
            let arns = executions.filter_map(|execution| execution["executionArn"].as_str());
            all.extend(arns.map(ToOwned::to_owned));
            match page["nextToken"].as_str() {
                Some(next) => input["nextToken"] = next.into(),
                None => return Ok(all),
            }
        }
    }

    /// The events of an execution, with their data.
    async fn history(&self, arn: &str) -> Result<Vec<Value>, XtaskError> {
        let input = json!({ "executionArn": arn, "includeExecutionData": true });
        let call = self
            .moto
            .call(Service::StepFunctions, "GetExecutionHistory", &input);
        let found = call.await?;
        let events = found["events"].as_array().cloned().unwrap_or_default();
        hold(!events.is_empty(), "there is a history", arn)?;
        Ok(events)
    }
}
