//! The workflow `quickbooks-action` in Step Functions.

use aws_sdk_sfn::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sfn::operation::describe_execution::{DescribeExecutionError, DescribeExecutionOutput};
use aws_sdk_sfn::operation::start_execution::StartExecutionError;
use aws_sdk_sfn::primitives::DateTime;
use aws_sdk_sfn::types::ExecutionStatus;
use jiff::Timestamp;
use serde_json::Value;

use crate::ports::{PortError, RunState, Started, Workflows};
use crate::run::Run;

const STEP_FUNCTIONS: &str = "Step Functions";

/// The name of a run that nobody starts.
const NOBODY: &str = "pre-warming";

/// The workflow `quickbooks-action` in Step Functions.
#[derive(Clone, derive_more::Debug)]
#[debug("StepFunctions({state_machine})")]
pub struct StepFunctions {
    client: aws_sdk_sfn::Client,
    state_machine: String,
}

impl StepFunctions {
    /// The state machine of this ARN.
    pub fn new(client: aws_sdk_sfn::Client, state_machine: String) -> Self {
        Self {
            client,
            state_machine,
        }
    }
}

/// The ARN of an execution, which is made of the state machine's and its name.
fn execution_arn(state_machine: &str, name: &str) -> String {
    let machine = state_machine.replacen(":stateMachine:", ":execution:", 1);
    format!("{machine}:{name}")
}

impl StepFunctions {
    /// The number of runs that were started before this moment and have not ended.
    ///
    /// # Errors
    ///
    /// [`PortError`] when Step Functions does not list them.
    pub async fn running_since_before(&self, moment: Timestamp) -> Result<u64, PortError> {
        let list = self.client.list_executions();
        let list = list
            .state_machine_arn(&self.state_machine)
            .status_filter(ExecutionStatus::Running);
        let mut pages = list.into_paginator().items().send();
        let mut count = 0;
        while let Some(execution) = pages.next().await {
            let execution = execution.map_err(|error| refused("ListExecutions", &error))?;
            count += u64::from(self::moment(execution.start_date()) < moment);
        }
        Ok(count)
    }

    /// Opens a connection, by a question about a run that nobody has started.
    pub async fn open(&self) -> bool {
        self.describe(NOBODY).await.is_ok()
    }
}

impl Workflows for StepFunctions {
    async fn start(&self, run: &Run) -> Result<Started, PortError> {
        let start = self.client.start_execution();
        let start = start
            .state_machine_arn(&self.state_machine)
            .name(&run.name)
            .input(run.input.to_string());
        match start.send().await {
            Ok(started) => {
                let since = moment(started.start_date());
                Ok(Started::Running { since })
            }
            Err(error) => match error.as_service_error() {
                Some(StartExecutionError::ExecutionAlreadyExists(_)) => Ok(Started::Before),
                _ => Err(refused("StartExecution", &error)),
            },
        }
    }

    async fn describe(&self, name: &str) -> Result<Option<RunState>, PortError> {
        let describe = self.client.describe_execution();
        let described = describe
            .execution_arn(execution_arn(&self.state_machine, name))
            .send()
            .await;
        match described {
            Ok(execution) => Ok(Some(state(&execution))),
            Err(error) => match error.as_service_error() {
                Some(DescribeExecutionError::ExecutionDoesNotExist(_)) => Ok(None),
                _ => Err(refused("DescribeExecution", &error)),
            },
        }
    }
}

fn state(execution: &DescribeExecutionOutput) -> RunState {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    match execution.status() {
        // A run that waits to be redriven may still end well.
        ExecutionStatus::Running | ExecutionStatus::PendingRedrive => RunState::Running {
            since: moment(execution.start_date()),
        },
        ExecutionStatus::Succeeded => {
            let output = serde_json::from_str(execution.output().unwrap_or_default());
            RunState::Succeeded {
                output: output.unwrap_or(Value::Null),
            }
        }
        _ => RunState::Failed {
            error: text(execution.error()),
            cause: text(execution.cause()),
        },
    }
}

fn moment(date: &DateTime) -> Timestamp {
    let milliseconds = date.to_millis().unwrap_or_default();
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The observation; the service's message may quote what was sent, so only its code is kept.
fn refused<E: ProvideErrorMetadata, R>(operation: &str, error: &SdkError<E, R>) -> PortError {
    let code = error.code().unwrap_or("no answer");
    PortError {
        service: STEP_FUNCTIONS,
        detail: format!("{operation}: {code}"),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sfn::operation::describe_execution::DescribeExecutionOutput;
    use aws_sdk_sfn::primitives::DateTime;
    use aws_sdk_sfn::types::ExecutionStatus;
    use serde_json::json;

    use super::{execution_arn, state};
    use crate::ports::RunState;

    fn described(status: ExecutionStatus) -> DescribeExecutionOutput {
        let execution = DescribeExecutionOutput::builder()
            .execution_arn("arn")
            .state_machine_arn("arn")
            .status(status)
            .start_date(DateTime::from_millis(1_700_000_300_000))
            .output(r#"{"outcomes":[]}"#)
            .error("ProductNotFound")
            .cause("Queued: it waits");
        execution.build().unwrap()
    }

    #[test]
    fn an_execution_s_arn_is_made_of_the_machine_s_even_where_a_name_has_the_same_words() {
        let machine = "arn:aws:states:us-east-1:123456789012:stateMachine:books-quickbooks-action";
        assert_eq!(
            execution_arn(machine, "7-ap-1"),
            "arn:aws:states:us-east-1:123456789012:execution:books-quickbooks-action:7-ap-1"
        );
    }

    #[test]
    fn an_execution_is_running_or_has_ended_well_or_badly() {
        for status in [ExecutionStatus::Running, ExecutionStatus::PendingRedrive] {
            let RunState::Running { since } = state(&described(status)) else {
                panic!("it runs");
            };
            assert_eq!(since.as_millisecond(), 1_700_000_300_000);
        }
        let succeeded = RunState::Succeeded {
            output: json!({"outcomes": []}),
        };
        assert_eq!(state(&described(ExecutionStatus::Succeeded)), succeeded);
        for status in [
            ExecutionStatus::Failed,
            ExecutionStatus::TimedOut,
            ExecutionStatus::Aborted,
        ] {
            let RunState::Failed { error, cause } = state(&described(status)) else {
                panic!("it failed");
            };
            assert_eq!(
                (error.as_str(), cause.as_str()),
                ("ProductNotFound", "Queued: it waits")
            );
        }
    }
}
