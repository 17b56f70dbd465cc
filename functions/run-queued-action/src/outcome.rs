//! The outcome of an action, as a workflow's task is told of it.

use std::time::Duration;

use actions::ErrorType;
use serde_json::{Map, Value, json};

/// The most bytes of a task's output.
///
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html>
const LONGEST_OUTPUT: usize = 262_144;

/// The most characters of a task's error and of its cause.
///
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html>
const LONGEST_ERROR: usize = 256;
const LONGEST_CAUSE: usize = 32_768;

/// The longest that a queue keeps a message back.
///
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
const LONGEST_WAIT: Duration = Duration::from_mins(15);

/// The name for an error of a function that has none.
const UNKNOWN: &str = "Lambda.Unknown";

/// The fields of a response that a run goes on with.
const KEPT: [&str; 4] = ["status", "document", "documents", "warnings"];

/// The outcome of an action; `Debug` shows no answer.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The action has answered.
    Succeeded {
        /// Of its response, what a run goes on with.
        #[debug(skip)]
        output: String,
    },
    /// The action failed, or was not run.
    Failed {
        /// The error's name, by which the workflow decides.
        error: String,
        /// The error as the function gave it.
        #[debug(skip)]
        cause: String,
    },
}

impl Outcome {
    /// The outcome of a function that answered. A name of a person stays behind, and so does what grows with a record's lines.
    pub fn answered(payload: &[u8]) -> Self {
        let Ok(response) = serde_json::from_slice::<Map<String, Value>>(payload) else {
            return Self::failed(UNKNOWN, "the function's answer is no JSON object");
        };
        if !response.get("status").is_some_and(Value::is_string) {
            return Self::failed(UNKNOWN, "the function's answer has no status");
        }
        let mut kept: Map<String, Value> = KEPT
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), response.get(*name)?.clone())))
            .collect();
        if let Some(customer) = response.get("customer").filter(|it| it.is_object()) {
            let customer = json!({ "id": customer["id"], "matched_by": customer["matched_by"] });
            kept.insert("customer".to_owned(), customer);
        }
        let output = Value::Object(kept).to_string();
        if output.len() > LONGEST_OUTPUT {
            let cause =
                "the document is made, and its response is larger than Step Functions takes";
            return Self::failed("States.DataLimitExceeded", cause);
        }
        Self::Succeeded { output }
    }

    /// The outcome of a function that failed; its payload is the error.
    pub fn erred(payload: &[u8]) -> Self {
        let error: Value = serde_json::from_slice(payload).unwrap_or_default();
        let name = error["errorType"].as_str().filter(|name| !name.is_empty());
        Self::failed(name.unwrap_or(UNKNOWN), &String::from_utf8_lossy(payload))
    }

    /// The time that the company or the account has told to wait, where its quota was used up and the time is one that the
    /// queue keeps.
    pub fn wait(&self) -> Option<Duration> {
        let Self::Failed { error, cause } = self else {
            return None;
        };
        let (ErrorType::QuickBooksThrottled | ErrorType::HubSpotUnavailable) =
            ErrorType::named(error)?
        else {
            return None;
        };
        let cause: Value = serde_json::from_str(cause).ok()?;
        let wait = ErrorType::retry_after(cause["errorMessage"].as_str()?)?;
        (wait <= LONGEST_WAIT).then_some(wait)
    }

    /// The outcome of this error, within the lengths that Step Functions takes.
    pub fn failed(error: &str, cause: &str) -> Self {
        let cut = |text: &str, longest| text.chars().take(longest).collect();
        Self::Failed {
            error: cut(error, LONGEST_ERROR),
            cause: cut(cause, LONGEST_CAUSE),
        }
    }
}

#[cfg(test)]
mod tests;
