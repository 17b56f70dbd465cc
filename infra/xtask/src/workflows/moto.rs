//! The `moto` server: Step Functions' interpreter, queues and event buses.

use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::error::XtaskError;

/// A service of Amazon's and how its JSON protocol calls it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Service {
    StepFunctions,
    Queues,
    Events,
}

/// A running `moto`; it ends with this value.
#[derive(Debug)]
pub(super) struct Moto {
    url: String,
    client: Client,
    _process: components::Moto,
}

impl Moto {
    /// Starts `moto`; what its interpreter calls, it calls at `calls_port`.
    pub(super) async fn start(calls_port: u16) -> Result<Self, XtaskError> {
        // The interpreter takes this port for moto's own, and calls every service there.
        let process = components::Moto::start(&[("MOTO_PORT", calls_port.to_string())])?;
        let moto = Self {
            url: process.url(),
            client: Client::new(),
            _process: process,
        };
        moto.interpret().await?;
        Ok(moto)
    }

    /// Where it listens.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Waits until it answers, and has it interpret state machines instead of making answers up.
    async fn interpret(&self) -> Result<(), XtaskError> {
        let configuration = json!({ "stepfunctions": { "execute_state_machine": true } });
        let configure = || {
            let request = self.client.post(format!("{}/moto-api/config", self.url));
            request.json(&configuration).send()
        };
        for _ in 0..150 {
            if configure()
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Err(XtaskError::broken(
            "moto answers within 30 s",
            "see its log in target/components/logs",
        ))
    }

    /// Calls an operation; an error of the service is an error.
    pub(super) async fn call(
        &self,
        service: Service,
        operation: &str,
        input: &Value,
    ) -> Result<Value, XtaskError> {
        let (prefix, scope) = service.protocol();
        let answer = self
            .client
            .post(&self.url)
            .header("x-amz-target", format!("{prefix}.{operation}"))
            .header("content-type", "application/x-amz-json-1.0")
            .header("authorization", authorization(scope))
            .body(input.to_string())
            .send()
            .await?;
        let status = answer.status();
        let body = answer.text().await?;
        if !status.is_success() {
            return Err(XtaskError::broken(format!("moto does {operation}"), body));
        }
        serde_json::from_str(if body.is_empty() { "null" } else { &body })
            .map_err(|error| XtaskError::broken(format!("{operation} answers JSON"), error))
    }

    /// Creates a bucket.
    pub(super) async fn create_bucket(&self, bucket: &str) -> Result<(), XtaskError> {
        self.put(bucket, String::new()).await
    }

    /// Puts an object into a bucket.
    pub(super) async fn put_object(
        &self,
        bucket: &str,
        key: &str,
        body: String,
    ) -> Result<(), XtaskError> {
        self.put(&format!("{bucket}/{key}"), body).await
    }

    async fn put(&self, path: &str, body: String) -> Result<(), XtaskError> {
        let request = self.client.put(format!("{}/{path}", self.url));
        let request = request.header("authorization", authorization("s3"));
        let answer = request.body(body).send().await?;
        if answer.status().is_success() {
            return Ok(());
        }
        let said = answer.text().await?;
        Err(XtaskError::broken(format!("moto puts {path}"), said))
    }
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
