//! A run that failed, started once more as the workflow `run-again` does it: under the name of its message, which is
//! deleted then, so that both together start it once.

use actions::ActionError;
use aws_sdk_sfn::error::ProvideErrorMetadata;
use serde_json::Value;

use super::{RunsOnAws, Waiting, is_of_record, unavailable};
use crate::traced::RunToStart;

/// A workflow and the input that it is started with.
struct Start {
    workflow: String,
    input: String,
}

impl RunsOnAws {
    /// Starts what waits of a run in the queue, else the run as the store keeps it.
    pub(super) async fn start_again(
        &self,
        run: &RunToStart<'_>,
    ) -> Result<Vec<String>, ActionError> {
        let (messages, are_all) = self.messages(|body| self.is_of_run(body, run)).await?;
        let mut started = Vec::new();
        for message in &messages {
            let start = self.start_of(message, run).await?;
            let name = format!("again-{}", message.id);
            self.start(&start, &name).await?;
            self.delete(message).await;
            started.push(name);
        }
        if started.is_empty()
            && let (Some(kept), Some(workflow)) = (&run.kept, self.workflows.first())
        {
            let start = Start {
                workflow: workflow.clone(),
                input: kept.input.to_string(),
            };
            self.start(&start, &kept.name).await?;
            started.push(kept.name.clone());
        }
        if started.is_empty() && !are_all {
            let (object_type, id) = run.record;
            return Err(ActionError::invalid(format!(
                "{object_type} {id}: more runs wait than were looked through, and it is none of those: run all again by the \
                 workflow `run-again`"
            )));
        }
        Ok(started)
    }

    /// Whoever can write to the queue can write anything, so only the workflows of the stack are started.
    fn is_of_run(&self, body: &Value, run: &RunToStart<'_>) -> bool {
        let workflow = body["workflow"].as_str();
        is_of_record(body, run.record)
            && is_of_action(body, run.action)
            && body["input"]["connection"] == run.connection.as_str()
            && workflow.is_some_and(|arn| self.workflows.iter().any(|known| known == arn))
    }

    /// A message has no more of a record than its id: a run that was given it whole is started as it was.
    async fn start_of(
        &self,
        message: &Waiting,
        run: &RunToStart<'_>,
    ) -> Result<Start, ActionError> {
        let text = |name: &str| message.body[name].as_str().unwrap_or_default().to_owned();
        if message.body["is_whole"] != true {
            return Ok(Start {
                workflow: text("workflow"),
                input: message.body["input"].to_string(),
            });
        }
        let describe = self.step_functions.describe_execution();
        let described = describe.execution_arn(text("execution")).send().await;
        match described {
            Ok(described) => Ok(Start {
                workflow: described.state_machine_arn().to_owned(),
                input: described.input().unwrap_or_default().to_owned(),
            }),
            Err(error) if error.code() == Some("ExecutionDoesNotExist") => {
                let (object_type, id) = run.record;
                Err(ActionError::invalid(format!(
                    "{object_type} {id}: its record was given whole, and the execution that had it is forgotten: send \
                     the request again"
                )))
            }
            Err(error) => Err(unavailable(
                "Step Functions: DescribeExecution",
                error.code(),
            )),
        }
    }

    async fn start(&self, start: &Start, name: &str) -> Result<(), ActionError> {
        let execution = self.step_functions.start_execution();
        let started = execution
            .state_machine_arn(&start.workflow)
            .name(name)
            .input(&start.input)
            .send()
            .await;
        match started {
            Ok(_) => Ok(()),
            // Started before, by this or by the workflow `run-again`.
            Err(error) if error.code() == Some("ExecutionAlreadyExists") => Ok(()),
            Err(error) => Err(unavailable("Step Functions: StartExecution", error.code())),
        }
    }

    /// A message that stays shows again, and the name of its run keeps that from being started twice.
    async fn delete(&self, message: &Waiting) {
        let delete = self.queues.delete_message();
        let deleted = delete
            .queue_url(&self.failed_runs)
            .receipt_handle(&message.receipt)
            .send()
            .await;
        if let Err(error) = deleted {
            let code = error.code().unwrap_or("no answer");
            tracing::warn!(
                code,
                "the message of a run that was started stays in the queue"
            );
        }
    }
}

/// Tells whether a message starts a run of this action. The input of a workflow that has but one, or a payment's two, does
/// not name it.
fn is_of_action(body: &Value, action: &str) -> bool {
    let input = &body["input"];
    if let Some(named) = input["action"].as_str() {
        return named == action;
    }
    let workflow = body["workflow"].as_str().unwrap_or_default();
    if workflow.ends_with("refund-payment") {
        return action == "create-refund-receipt";
    }
    let document = input["document_action"].as_str();
    workflow.ends_with("settle-payment")
        && (action == "create-expense" || action == document.unwrap_or("create-paid-invoice"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::is_of_action;

    #[test]
    fn a_message_is_of_the_actions_of_its_workflow_where_it_names_none() {
        let table = [
            (
                "quickbooks-action",
                json!({"action": "create-invoice"}),
                "create-invoice",
                true,
            ),
            (
                "quickbooks-action",
                json!({"action": "create-invoice"}),
                "create-expense",
                false,
            ),
            ("quickbooks-action", json!({}), "create-invoice", false),
            ("refund-payment", json!({}), "create-refund-receipt", true),
            ("refund-payment", json!({}), "create-expense", false),
            ("settle-payment", json!({}), "create-paid-invoice", true),
            ("settle-payment", json!({}), "create-expense", true),
            ("settle-payment", json!({}), "create-sales-receipt", false),
            (
                "settle-payment",
                json!({"document_action": "create-sales-receipt"}),
                "create-sales-receipt",
                true,
            ),
        ];
        for (workflow, input, action, expected) in table {
            let workflow = format!("arn:aws:states:us-east-1:1:stateMachine:books-{workflow}");
            let body = json!({ "workflow": workflow, "input": input });
            assert_eq!(is_of_action(&body, action), expected, "{body} {action}");
        }
    }
}
