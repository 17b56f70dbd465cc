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
        let messages = self.messages(|body| self.is_of_run(body, run)).await?;
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
        Ok(started)
    }

    /// Whoever can write to the queue can write anything, so only the workflows of the stack are started.
    fn is_of_run(&self, body: &Value, run: &RunToStart<'_>) -> bool {
        let workflow = body["workflow"].as_str();
        is_of_record(body, run.record)
            && body["input"]["action"] == run.action
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
