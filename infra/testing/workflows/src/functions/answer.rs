//! Lambda's answers to an invocation.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use run_queued_action::Outcome;
use serde_json::{Value, json};

/// An answer of Lambda.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The function's response.
    Response(Value),
    /// The function's error, with this `errorType` and a message that is made up.
    Error(String),
    /// The function's error, as it gave it.
    Failure {
        /// Its `errorType`.
        error_type: &'static str,
        /// Its message.
        message: String,
    },
    /// The function's error, whole.
    Given(Value),
    /// Lambda did not run the function: the exception's name without `Exception`'s prefix.
    Refused(&'static str),
}

impl Answer {
    /// The answer by which an error of this name comes about: Lambda's own are refusals, all others are the function's.
    pub fn failing(name: &str) -> Self {
        match name {
            "Lambda.ServiceException" => Self::Refused("ServiceException"),
            "Lambda.TooManyRequestsException" => Self::Refused("TooManyRequestsException"),
            other => Self::Error(other.to_owned()),
        }
    }

    /// The answer by which a task that invokes the function itself meets the outcome of its turn.
    pub(super) fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Succeeded { output } => {
                Self::Response(serde_json::from_str(&output).unwrap_or_default())
            }
            Outcome::Failed { error, cause } => match serde_json::from_str::<Value>(&cause) {
                Ok(given) if given["errorType"] == *error => Self::Given(given),
                _ => Self::failing(&error),
            },
        }
    }

    /// The body of the answer.
    pub(super) fn into_body(self) -> Value {
        match self {
            Self::Response(body) | Self::Given(body) => body,
            Self::Error(error_type) => json!({ "errorType": error_type, "errorMessage": CAUSE }),
            Self::Failure {
                error_type,
                message,
            } => json!({ "errorType": error_type, "errorMessage": message }),
            Self::Refused(_) => json!({ "Type": "Service", "Message": "not now" }),
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Response(response) => Json(response).into_response(),
            Self::Error(_) | Self::Failure { .. } | Self::Given(_) => {
                let header = [("x-amz-function-error", "Unhandled")];
                (header, Json(self.into_body())).into_response()
            }
            Self::Refused(exception) => {
                let status = match exception {
                    "TooManyRequestsException" => StatusCode::TOO_MANY_REQUESTS,
                    _ => StatusCode::INTERNAL_SERVER_ERROR,
                };
                let headers = [
                    ("x-amzn-errortype", exception),
                    ("x-amzn-requestid", "00000000-0000-0000-0000-000000000000"),
                ];
                (status, headers, Json(self.into_body())).into_response()
            }
        }
    }
}

/// The message of every error made up here; no queue may hold it.
pub const CAUSE: &str = "the cause, for the execution's history alone";
