//! Actions in Lambda.

use std::time::Duration;

use aws_sdk_lambda::config::Builder;
use aws_sdk_lambda::config::retry::{ReconnectMode, RetryConfig};
use aws_sdk_lambda::config::timeout::TimeoutConfig;
use aws_sdk_lambda::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_lambda::operation::invoke::{InvokeError, InvokeOutput};
use aws_sdk_lambda::primitives::Blob;

use crate::outcome::Outcome;
use crate::ports::Actions;

/// Longer than an action is given, 60 s, and shorter than this function is.
const LONGEST: Duration = Duration::from_secs(75);

/// The functions of actions, invoked for their answers.
#[derive(Clone, derive_more::Debug)]
#[debug("LambdaActions({functions})")]
pub struct LambdaActions {
    client: aws_sdk_lambda::Client,
    functions: String,
}

impl LambdaActions {
    /// The functions whose ARNs begin so. What Lambda answers is never asked again here: the workflow knows what to try
    /// again, and when.
    pub fn new(configuration: Builder, functions: String) -> Self {
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(LONGEST)
            .operation_timeout(LONGEST)
            .build();
        let configuration = configuration.timeout_config(timeouts).retry_config(once());
        Self {
            client: aws_sdk_lambda::Client::from_conf(configuration.build()),
            functions,
        }
    }
}

/// No second attempt, and no look for the connection of the first, which the client keeps to itself.
fn once() -> RetryConfig {
    RetryConfig::disabled().with_reconnect_mode(ReconnectMode::ReuseAllConnections)
}

type Answer = Result<InvokeOutput, SdkError<InvokeError>>;

/// Tells whether the connection broke: mostly one that had ended while the function was frozen.
///
/// Lambda may have taken the call all the same. A second one books nothing twice: its claim is held, and it is told
/// `InProgress`, which the workflow tries again, or the ledger has the document, and it is told `already_created`.
fn is_broken(answer: &Answer) -> bool {
    matches!(answer, Err(SdkError::DispatchFailure(failure)) if !failure.is_user())
}

/// The name that Step Functions gives what Lambda refuses.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html>
fn name(code: Option<&str>) -> &'static str {
    match code {
        Some("TooManyRequestsException") => "Lambda.TooManyRequestsException",
        Some("ServiceException") => "Lambda.ServiceException",
        Some(_) => "Lambda.AWSLambdaException",
        None => "Lambda.SdkClientException",
    }
}

impl LambdaActions {
    async fn call(&self, action: &str, request: &str) -> Answer {
        let invoke = self.client.invoke();
        let invoke = invoke
            .function_name(format!("{}{action}", self.functions))
            .payload(Blob::new(request));
        invoke.send().await
    }

    /// Calls, and once more over another connection where the first one broke.
    async fn call_until_sent(&self, action: &str, request: &str) -> Answer {
        let answer = self.call(action, request).await;
        if is_broken(&answer) {
            return self.call(action, request).await;
        }
        answer
    }
}

impl Actions for LambdaActions {
    async fn invoke(&self, action: &str, request: &str) -> Outcome {
        // Both calls have the time of one.
        let called = tokio::time::timeout(LONGEST, self.call_until_sent(action, request));
        match called.await {
            Ok(Ok(answer)) => {
                let payload = answer.payload().map(AsRef::as_ref).unwrap_or_default();
                match answer.function_error() {
                    Some(_) => Outcome::erred(payload),
                    None => Outcome::answered(payload),
                }
            }
            // Its message may name the account's resources; the code is enough to act on.
            Ok(Err(error)) => {
                Outcome::failed(name(error.code()), error.code().unwrap_or("no answer"))
            }
            Err(_) => Outcome::failed(name(None), "no answer"),
        }
    }
}

#[cfg(test)]
mod tests;
