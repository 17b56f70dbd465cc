//! Tasks of workflows in Step Functions.

use aws_sdk_sfn::error::{ProvideErrorMetadata, SdkError};

use crate::outcome::Outcome;
use crate::ports::{PortError, Tasks};

/// The errors of a token that nobody waits for: its task has ended or ran out of time, or its execution is gone.
///
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html>
const OVER: [&str; 3] = ["InvalidToken", "TaskDoesNotExist", "TaskTimedOut"];

/// The tasks that wait for their tokens.
#[derive(Clone, Debug)]
pub struct StepFunctionsTasks {
    client: aws_sdk_sfn::Client,
}

impl StepFunctionsTasks {
    /// The tasks behind this client.
    pub fn new(client: aws_sdk_sfn::Client) -> Self {
        Self { client }
    }

    /// Opens a connection, by a question about a token that nobody has.
    pub async fn open(&self) {
        let _ = self.is_waited_for("pre-warming").await;
    }
}

/// `true` for a task that was reached; the service's message may quote what was sent, so only its code is kept.
fn reached<A, E: ProvideErrorMetadata, R>(
    operation: &str,
    answer: Result<A, SdkError<E, R>>,
) -> Result<bool, PortError> {
    let Err(error) = answer else { return Ok(true) };
    let code = error.code().unwrap_or("no answer");
    if OVER.contains(&code) {
        return Ok(false);
    }
    let detail = format!("Step Functions: {operation}: {code}");
    Err(PortError { detail })
}

impl Tasks for StepFunctionsTasks {
    async fn is_waited_for(&self, token: &str) -> Result<bool, PortError> {
        let heartbeat = self.client.send_task_heartbeat().task_token(token);
        reached("SendTaskHeartbeat", heartbeat.send().await)
    }

    async fn tell(&self, token: &str, outcome: &Outcome) -> Result<bool, PortError> {
        match outcome {
            Outcome::Succeeded { output } => {
                let success = self.client.send_task_success();
                let success = success.task_token(token).output(output);
                reached("SendTaskSuccess", success.send().await)
            }
            Outcome::Failed { error, cause } => {
                let failure = self.client.send_task_failure();
                let failure = failure.task_token(token).error(error).cause(cause);
                reached("SendTaskFailure", failure.send().await)
            }
        }
    }
}
