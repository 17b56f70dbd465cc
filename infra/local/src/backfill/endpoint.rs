//! A function behind a Lambda Invoke API: that of `serve`, of `sam local start-lambda`, of Lambda's
//! Runtime Interface Emulator.
//!
//! <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>. Requests are not signed.

use std::time::Duration;

use actions::Response;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Request, StatusCode};
use quickbooks::{ReqwestTransport, Transport, TransportError};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::target::{Failure, Remedy, Target};
use crate::error::LocalError;

/// Longer than a function may take: it answers before its own end.
const TIMEOUT: Duration = Duration::from_mins(3);

/// A function behind an Invoke API.
pub(crate) struct Endpoint {
    url: String,
    function: String,
    transport: ReqwestTransport,
}

/// A function's error, as Lambda gives it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FunctionError {
    error_type: String,
    #[serde(default)]
    error_message: String,
}

impl Endpoint {
    /// The function of this name at the endpoint.
    pub(crate) fn new(endpoint: &str, function: &str) -> Result<Self, LocalError> {
        let endpoint = endpoint.trim_end_matches('/');
        let url = format!("{endpoint}/2015-03-31/functions/{function}/invocations");
        let is_http = endpoint.starts_with("http://") || endpoint.starts_with("https://");
        if !is_http || url.parse::<http::Uri>().is_err() {
            return Err(LocalError::Usage(
                "--endpoint is a URL, such as http://127.0.0.1:9400",
            ));
        }
        let transport = ReqwestTransport::with_or_without_roots()?;
        let function = function.to_owned();
        Ok(Self {
            url,
            function,
            transport,
        })
    }
}

impl Target for Endpoint {
    async fn invoke(&self, event: Bytes) -> Result<Response, Failure> {
        self.call(event).await
    }
}

impl Endpoint {
    /// The function's answer to an event.
    pub(crate) async fn call<A: DeserializeOwned>(&self, event: Bytes) -> Result<A, Failure> {
        let request = Request::post(&self.url).header(CONTENT_TYPE, "application/json");
        let request = request.body(event).map_err(|error| unusable(&error))?;
        match self.transport.send(request, TIMEOUT).await {
            Ok(answer) => read(&answer, &self.function),
            Err(error) => Err(unreachable(&error, &self.url)),
        }
    }
}

fn read<A: DeserializeOwned>(answer: &http::Response<Bytes>, function: &str) -> Result<A, Failure> {
    let status = answer.status();
    let body = answer.body();
    if status.is_success() && !answer.headers().contains_key("x-amz-function-error") {
        // The Runtime Interface Emulator gives a function's error without the header.
        if let Ok(error) = serde_json::from_slice::<FunctionError>(body) {
            return Err(Failure::named(&error.error_type, &error.error_message));
        }
        return serde_json::from_slice(body).map_err(|error| unusable(&error));
    }
    if status.is_success() {
        let error = serde_json::from_slice::<FunctionError>(body);
        let error = error.map_err(|error| unusable(&error))?;
        return Err(Failure::named(&error.error_type, &error.error_message));
    }
    let name = answer.headers().get("x-amzn-errortype");
    let name = name.and_then(|name| name.to_str().ok());
    let error_type = format!("Lambda.{}", name.unwrap_or(status.as_str()));
    if status == StatusCode::NOT_FOUND {
        let is_lambda = name.is_some_and(|name| name.starts_with("ResourceNotFound"));
        return Err(not_there(error_type, is_lambda, function));
    }
    let passing = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
    Err(Failure {
        error_type,
        message: format!("the endpoint answered {status}"),
        remedy: if passing {
            Remedy::WhenItServes
        } else {
            Remedy::Correction
        },
    })
}

/// Nothing there, or no function of that name: no other record fares better.
fn not_there(error_type: String, is_lambda: bool, function: &str) -> Failure {
    let message = if is_lambda {
        format!(
            "the endpoint has no function {function}: say its name there with --function-name, where it has another than the \
             action"
        )
    } else {
        "the endpoint answered 404 Not Found, so it is no Lambda Invoke API: that of `serve` is at its --port (9400), not at \
         those of the company, the portal or the gateway"
            .to_owned()
    };
    Failure {
        error_type,
        message,
        remedy: Remedy::Connection,
    }
}

/// Asking again is safe even if the function ran: the ledger answers what it did.
fn unreachable(error: &TransportError, url: &str) -> Failure {
    let advice = if url.starts_with("https://") {
        "is `serve` running there? It speaks http://"
    } else {
        "is `serve` running there?"
    };
    Failure {
        error_type: "Lambda.SdkClientException".to_owned(),
        message: format!("the endpoint cannot be reached: {error}: {advice}"),
        remedy: Remedy::WhenReachable,
    }
}

fn unusable(error: &dyn std::error::Error) -> Failure {
    Failure {
        error_type: "Lambda.Unknown".to_owned(),
        message: format!("the endpoint's answer cannot be used: {error}"),
        remedy: Remedy::Correction,
    }
}
