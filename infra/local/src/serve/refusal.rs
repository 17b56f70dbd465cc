//! Answers of the Invoke API when no function was run.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::console::Tone;

/// Why no function was run; the names are AWS Lambda's.
/// <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>, "Errors".
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A page in a browser asks.
    Browser,
    /// No function has this name.
    NoSuchFunction(String),
    /// Nothing is at this path.
    NoSuchPath,
    /// The event is larger than Lambda takes.
    TooLarge {
        /// The most bytes it takes.
        limit: usize,
    },
    /// The event is not JSON.
    NotJson {
        /// Where it stops being JSON.
        line: usize,
        column: usize,
    },
    /// `X-Amz-Invocation-Type` has no value that Lambda knows.
    InvocationType,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Browser => StatusCode::FORBIDDEN,
            Self::NoSuchFunction(_) | Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson { .. } | Self::InvocationType => StatusCode::BAD_REQUEST,
        }
    }

    fn error_type(&self) -> &'static str {
        match self {
            Self::Browser => "AccessDeniedException",
            Self::NoSuchFunction(_) => "ResourceNotFoundException",
            Self::NoSuchPath => "UnknownOperationException",
            Self::TooLarge { .. } => "RequestTooLargeException",
            Self::NotJson { .. } => "InvalidRequestContentException",
            Self::InvocationType => "InvalidParameterValueException",
        }
    }

    /// The line that is shown of it, like those of calls.
    pub(super) fn line(&self, function: &str) -> String {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte);
        let function = match function {
            name if name.len() <= 64 && name.bytes().all(is_name) => name,
            _ => "no function's name",
        };
        let error = Tone::Bad.text(self.error_type());
        format!("{function:<21}  {:<24}  {error}", "not run")
    }

    fn message(&self) -> String {
        match self {
            Self::Browser => "Pages in a browser may not invoke functions".to_owned(),
            Self::NoSuchFunction(name) => format!("Function not found: {name}"),
            Self::NoSuchPath => {
                "Not found: POST to /2015-03-31/functions/{name}/invocations".to_owned()
            }
            Self::TooLarge { limit } => format!(
                "Request must be smaller than {limit} bytes for the InvokeFunction operation"
            ),
            Self::NotJson { line, column } => format!(
                "Could not parse request body into json: error at line {line} column {column}"
            ),
            Self::InvocationType => {
                "X-Amz-Invocation-Type is RequestResponse, Event or DryRun".to_owned()
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(json!({ "Type": "User", "Message": self.message() }));
        let headers = [("x-amzn-errortype", self.error_type())];
        (self.status(), headers, body).into_response()
    }
}
