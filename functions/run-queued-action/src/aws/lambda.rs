//! Actions in Lambda.

use std::time::Duration;

use aws_sdk_lambda::config::Builder;
use aws_sdk_lambda::config::retry::{ReconnectMode, RetryConfig};
use aws_sdk_lambda::config::timeout::TimeoutConfig;
use aws_sdk_lambda::error::ProvideErrorMetadata;
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
    /// The functions whose ARNs begin so. A call is made once: the workflow knows what to try again, and when.
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

impl Actions for LambdaActions {
    async fn invoke(&self, action: &str, request: &str) -> Outcome {
        let invoke = self.client.invoke();
        let invoke = invoke
            .function_name(format!("{}{action}", self.functions))
            .payload(Blob::new(request));
        match invoke.send().await {
            Ok(answer) => {
                let payload = answer.payload().map(AsRef::as_ref).unwrap_or_default();
                match answer.function_error() {
                    Some(_) => Outcome::erred(payload),
                    None => Outcome::answered(payload),
                }
            }
            // Its message may name the account's resources; the code is enough to act on.
            Err(error) => Outcome::failed(name(error.code()), error.code().unwrap_or("no answer")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_refusal_of_lambda_s_has_the_name_that_the_workflows_retry() {
        for (code, expected) in [
            (
                Some("TooManyRequestsException"),
                "Lambda.TooManyRequestsException",
            ),
            (Some("ServiceException"), "Lambda.ServiceException"),
            (Some("EC2ThrottledException"), "Lambda.AWSLambdaException"),
            (None, "Lambda.SdkClientException"),
        ] {
            assert_eq!(name(code), expected, "{code:?}");
        }
    }
}
