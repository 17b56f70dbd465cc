//! Calls of other services, which are passed on to `moto`, and what a test has happen to them.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::sync::Mutex;

const START: &str = "AWSStepFunctions.StartExecution";
const PUT_EVENTS: &str = "AWSEvents.PutEvents";

/// The way to `moto`.
pub(super) struct Pass {
    client: Client,
    /// Held while an execution is started: `moto` looks a name up and takes it in two steps, where Step Functions does
    /// it in one.
    starting: Mutex<()>,
    /// The number of requests to the bus of which it is to leave out the first event.
    losing: std::sync::Mutex<usize>,
}

/// A call.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Pass {
    pub(super) fn by(client: Client) -> Self {
        Self {
            client,
            starting: Mutex::default(),
            losing: std::sync::Mutex::default(),
        }
    }

    /// Has the bus not take the first event of so many requests.
    pub(super) fn lose_events(&self, requests: usize) {
        *super::lock(&self.losing) = requests;
    }

    /// The answer to a call.
    pub(super) async fn on(&self, call: Call) -> Response {
        let target = call.headers.get("x-amz-target");
        let target = target.and_then(|target| target.to_str().ok());
        match target {
            Some(START) => {
                let _alone = self.starting.lock().await;
                self.forward(call).await
            }
            Some(PUT_EVENTS) if self.loses() => self.put_all_but_one(call).await,
            Some(_) | None => self.forward(call).await,
        }
    }

    fn loses(&self) -> bool {
        let mut losing = super::lock(&self.losing);
        let loses = *losing > 0;
        *losing = losing.saturating_sub(1);
        loses
    }

    /// Puts the events without the first, which is answered as `EventBridge` answers one that it could not take.
    async fn put_all_but_one(&self, call: Call) -> Response {
        let mut request: Value = serde_json::from_slice(&call.body).unwrap_or_default();
        let entries = request["Entries"].as_array_mut();
        let left = entries.map(|entries| {
            entries.remove(0);
            entries.len()
        });
        let mut results = Vec::new();
        if left.is_some_and(|left| left > 0) {
            let call = Call {
                body: Bytes::from(request.to_string()),
                ..call
            };
            let answer = self.forward(call).await.into_body();
            let answer = axum::body::to_bytes(answer, usize::MAX).await;
            let answer: Value =
                serde_json::from_slice(&answer.unwrap_or_default()).unwrap_or_default();
            results = answer["Entries"].as_array().cloned().unwrap_or_default();
        }
        results.insert(
            0,
            json!({ "ErrorCode": "InternalFailure", "ErrorMessage": "not now" }),
        );
        let answer = json!({ "FailedEntryCount": 1, "Entries": results });
        let kind = [(header::CONTENT_TYPE, "application/x-amz-json-1.1")];
        (kind, answer.to_string()).into_response()
    }

    async fn forward(&self, call: Call) -> Response {
        let mut headers = call.headers;
        headers.remove(header::HOST);
        headers.remove(header::CONTENT_LENGTH);
        let request = self.client.request(call.method, call.url);
        let Ok(answer) = request.headers(headers).body(call.body).send().await else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        let mut response = Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            if name != header::TRANSFER_ENCODING && name != header::CONNECTION {
                response = response.header(name, value);
            }
        }
        let body = answer.bytes().await.unwrap_or_default();
        let response = response.body(Body::from(body));
        response.unwrap_or_else(|_| StatusCode::BAD_GATEWAY.into_response())
    }
}
