//! One run, in the order of the definitions: the actions side by side, then the queue for what failed, then the report.

use std::sync::Arc;

use futures_util::future::join_all;
use hubspot_gateway::RunState;
use jiff::Timestamp;
use registry::RegisteredAction;
use report_outcome::ReportOutcome;
use serde_json::{Value, json};

use super::failed_runs::FailedRun;
use super::order::{Order, Workflow};
use super::retry::until_done;
use super::{LocalWorkflows, QUEUED};
use crate::functions::{self, FunctionError, Outcome, TriedAgain};

/// One action of a run, ended.
struct Ended {
    action: RegisteredAction,
    options: Value,
    result: Result<Value, FunctionError>,
}

impl LocalWorkflows {
    /// Runs to the end, and tells how it ended.
    pub(super) async fn run(&self, workflow: Workflow, name: &str, input: &Value) -> RunState {
        let order = match workflow.order(input) {
            Ok(order) => order,
            Err(cause) => return failed("InvalidRequest", cause),
        };
        let actions = order.actions.iter();
        let all = actions.map(|(action, options)| self.act(&order, *action, options));
        let all = join_all(all).await;
        let failures = all.iter().filter_map(|ended| {
            let error = ended.result.as_ref().err()?;
            Some((ended, error))
        });
        let failures: Vec<(&Ended, &FunctionError)> = failures.collect();
        for ended in all.iter().filter(|ended| ended.result.is_ok()) {
            self.made_good(&order, ended.action.name()).await;
        }
        for (ended, error) in &failures {
            let waits_for = self.0.definition.waits_for(&error.error_type);
            self.keep_failed(&order, name, (ended, error), waits_for);
        }
        let outcomes: Vec<Value> = all.iter().map(|ended| self.outcome(ended)).collect();
        if let Err(error) = self.report(&order, &outcomes).await {
            for ended in &all {
                self.keep_failed(&order, name, (ended, &error), "report");
            }
            let cause = "the action ended, but its outcome could not be reported";
            return failed(&error.error_type, &format!("{QUEUED}{cause}"));
        }
        match failures.first() {
            Some((_, error)) => {
                let cause = format!("{QUEUED}the run waits for a person. {}", json!(error));
                failed(&error.error_type, &cause)
            }
            None => RunState::Succeeded {
                output: json!({ "request": input, "outcomes": outcomes }),
            },
        }
    }

    /// Runs an action until it is done, or failed for good.
    async fn act(&self, order: &Order, action: RegisteredAction, options: &Value) -> Ended {
        let event = order.request(options).to_string().into_bytes();
        let attempt = || invoke(self, action, event.clone());
        let result = until_done(&self.0.definition.action, self.closing(), attempt).await;
        Ended {
            action,
            options: options.clone(),
            result,
        }
    }

    /// The outcome as the workflows report it: the document, and no person.
    fn outcome(&self, ended: &Ended) -> Value {
        match &ended.result {
            Ok(response) => json!({
                "action": ended.action.name(),
                "status": "succeeded",
                "response": {
                    "status": response["status"],
                    "document": response["document"],
                    "documents": list(&response["documents"]),
                    "customer": {
                        "id": response["customer"]["id"],
                        "matched_by": response["customer"]["matched_by"],
                    },
                    "warnings": list(&response["warnings"]),
                },
            }),
            Err(error) => json!({
                "action": ended.action.name(),
                "status": "failed",
                "waits_for": self.0.definition.waits_for(&error.error_type),
                "failure": { "Error": error.error_type, "Cause": json!(error).to_string() },
            }),
        }
    }

    fn keep_failed(
        &self,
        order: &Order,
        name: &str,
        (ended, error): (&Ended, &FunctionError),
        waits_for: &str,
    ) {
        let mut input = order.request(&ended.options);
        input["action"] = ended.action.name().into();
        let name = if order.actions.len() == 1 {
            name.to_owned()
        } else {
            format!("{name}-{}", ended.action)
        };
        self.0.failed.keep(FailedRun {
            name,
            record: order.label(),
            action: ended.action.name().to_owned(),
            connection: order.connection.clone(),
            error: error.error_type.clone(),
            message: error.error_message.clone(),
            waits_for: waits_for.to_owned(),
            failed_at: Timestamp::now(),
            input,
        });
    }

    /// Tells HubSpot. Each try has the same event, by which the function knows what the earlier ones have done.
    async fn report(&self, order: &Order, outcomes: &[Value]) -> Result<(), FunctionError> {
        let event = json!({
            "connection": order.connection,
            "record": order.subject(),
            "run": order.run,
            "outcomes": outcomes,
            "at": Timestamp::now(),
        });
        let event = event.to_string().into_bytes();
        let attempt = || async {
            let process = &self.0;
            let report = ReportOutcome {
                store: &process.company.engine.store,
                client: &process.hubspot,
                environment: &process.company.engine.environment,
                own_tokens: &process.own_tokens,
            };
            let told = report.run(&event, functions::deadline()).await;
            told.map_err(|error| FunctionError::from(&error))
        };
        let answer = until_done(&self.0.definition.report, self.closing(), attempt).await?;
        for warning in &answer.warnings {
            let code: &str = warning.into();
            tracing::warn!(code, %warning);
        }
        Ok(())
    }
}

/// Runs an action once, as Lambda does for a workflow.
async fn invoke(
    workflows: &LocalWorkflows,
    action: RegisteredAction,
    event: Vec<u8>,
) -> Result<Value, FunctionError> {
    let company = Arc::clone(&workflows.0.company);
    match functions::invoked(action, company, event.into(), TriedAgain::ByWorkflow).await {
        Outcome::Response(response) => serde_json::from_str(&response)
            .map_err(|error| FunctionError::new("Runtime.MarshalError", error.to_string())),
        Outcome::Error(error) => Err(error),
    }
}

fn failed(error: &str, cause: &str) -> RunState {
    RunState::Failed {
        error: error.to_owned(),
        cause: cause.to_owned(),
    }
}

/// A list, also where a response has none.
fn list(value: &Value) -> Value {
    if value.is_null() {
        json!([])
    } else {
        value.clone()
    }
}
