//! Lambda's answers to an invocation.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An answer of Lambda.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The function's response.
    Response(Value),
    /// The function's error, with this `errorType`.
    Error(String),
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
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Response(response) => Json(response).into_response(),
            Self::Error(error_type) => {
                let error = json!({ "errorType": error_type, "errorMessage": CAUSE });
                ([("x-amz-function-error", "Unhandled")], Json(error)).into_response()
            }
            Self::Refused(exception) => {
                let body = Json(json!({ "Type": "Service", "Message": "not now" }));
                let status = match exception {
                    "TooManyRequestsException" => StatusCode::TOO_MANY_REQUESTS,
                    _ => StatusCode::INTERNAL_SERVER_ERROR,
                };
                let headers = [
                    ("x-amzn-errortype", exception),
                    ("x-amzn-requestid", "00000000-0000-0000-0000-000000000000"),
                ];
                (status, headers, body).into_response()
            }
        }
    }
}

/// The message of every error made up here; no queue may hold it.
pub const CAUSE: &str = "the cause, for the execution's history alone";
