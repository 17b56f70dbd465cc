//! The `moto` server: Step Functions' interpreter, queues and event buses.

use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use crate::background;

/// A service of Amazon's that is called by its JSON protocol.
#[derive(Clone, Copy, Debug)]
pub enum Service {
    /// Step Functions.
    StepFunctions,
    /// SQS.
    Queues,
    /// `EventBridge`.
    Events,
}

/// A running `moto`; it ends with this value.
#[derive(Debug)]
pub struct Moto {
    caller: Caller,
    _process: components::Moto,
}

/// The way to a running `moto`.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    url: String,
    client: Client,
}

impl Moto {
    /// Starts `moto`, whose interpreter calls every service at `calls_port`.
    pub(crate) async fn start(calls_port: u16) -> Self {
        // The interpreter takes this port for moto's own, and calls every service there.
        let process = components::Moto::start(&[("MOTO_PORT", calls_port.to_string())]);
        let process = process.expect("moto starts");
        let moto = Self {
            caller: Caller {
                url: process.url(),
                client: background::client(),
            },
            _process: process,
        };
        moto.interpret().await;
        moto
    }

    /// The URL at which it listens.
    pub fn url(&self) -> &str {
        &self.caller.url
    }

    /// The way to it, for what runs beside the tests.
    pub(crate) fn caller(&self) -> Caller {
        self.caller.clone()
    }

    /// Waits until it answers, and has it interpret state machines instead of making answers up.
    async fn interpret(&self) {
        let configuration = json!({ "stepfunctions": { "execute_state_machine": true } });
        let configure = || {
            let caller = &self.caller;
            let request = caller
                .client
                .post(format!("{}/moto-api/config", caller.url));
            request.json(&configuration).send()
        };
        for _ in 0..150 {
            if configure()
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("moto does not answer within 30 s; its log is in target/components/logs")
    }

    /// Calls an operation; an error of the service fails the test.
    pub async fn call(&self, service: Service, operation: &str, input: &Value) -> Value {
        self.caller.call(service, operation, input).await
    }

    /// Creates a bucket.
    pub(crate) async fn create_bucket(&self, bucket: &str) {
        self.caller.put(bucket, String::new()).await;
    }

    /// Puts an object into a bucket.
    pub async fn put_object(&self, bucket: &str, key: &str, body: String) {
        self.caller.put(&format!("{bucket}/{key}"), body).await;
    }
}

impl Caller {
    /// Calls an operation; an error of the service fails the caller.
    pub(crate) async fn call(&self, service: Service, operation: &str, input: &Value) -> Value {
        let (prefix, scope) = service.protocol();
        let request = self
            .client
            .post(&self.url)
            .header("x-amz-target", format!("{prefix}.{operation}"))
            .header("content-type", "application/x-amz-json-1.0")
            .header("authorization", authorization(scope))
            .body(input.to_string());
        let body = answered(operation, request).await;
        serde_json::from_str(if body.is_empty() { "null" } else { &body })
            .unwrap_or_else(|error| panic!("{operation} does not answer JSON: {error}: {body}"))
    }

    async fn put(&self, path: &str, body: String) {
        let request = self.client.put(format!("{}/{path}", self.url));
        let request = request.header("authorization", authorization("s3"));
        answered(path, request.body(body)).await;
    }
}

/// The body of the answer to a request that must succeed.
async fn answered(what: &str, request: RequestBuilder) -> String {
    let answer = request.send().await;
    let answer = answer.unwrap_or_else(|error| panic!("{what}: moto does not answer: {error}"));
    let status = answer.status();
    let body = answer.text().await.unwrap_or_default();
    assert!(status.is_success(), "{what}: moto refuses: {status} {body}");
    body
}

impl Service {
    /// The prefix of `X-Amz-Target` and the service's name in a signature.
    fn protocol(self) -> (&'static str, &'static str) {
        match self {
            Self::StepFunctions => ("AWSStepFunctions", "states"),
            Self::Queues => ("AmazonSQS", "sqs"),
            Self::Events => ("AWSEvents", "events"),
        }
    }
}

/// `moto` looks at the scope alone, to know the service and the region.
fn authorization(scope: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=none/20260101/us-east-1/{scope}/aws4_request, \
         SignedHeaders=host, Signature=none"
    )
}
