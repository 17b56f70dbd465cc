//! The configuration of the AWS clients: one HTTP client, time-outs and retries.

use std::time::Duration;

use aws_config::BehaviorVersion;
pub use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// TCP and TLS: some milliseconds within a region, most of it computing. With 128 MB a function has
/// a fourteenth of a CPU, and its first handshakes share that.
const CONNECT: Duration = Duration::from_millis(1_500);

/// DynamoDB answers in 10 ms and Secrets Manager in 50; this leaves room for a handshake before it.
const ATTEMPT: Duration = Duration::from_secs(2);

/// All attempts together: two that are never answered and one that is.
const OPERATION: Duration = Duration::from_secs(5);

/// The first attempt and two more, on time-outs, refused connections, throttling and 5xx.
const ATTEMPTS: u32 = 3;

/// Region, credentials and endpoints from the environment, with this store's time-outs, retries and
/// HTTP client.
///
/// Everything that talks to AWS in one process should share it: the TLS roots are read once.
pub async fn configuration() -> SdkConfig {
    // ring, so that one implementation of cryptography is in a function and not two.
    let https = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(https)
        .timeout_config(timeouts())
        .retry_config(retries())
        .load()
        .await
}

/// The time-outs of every call.
pub fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .operation_attempt_timeout(ATTEMPT)
        .operation_timeout(OPERATION)
        .build()
}

/// The retries: the SDK's standard mode, with jittered backoff.
///
/// A conditional write whose answer was lost is sent again too and then finds itself: every such
/// write carries something unique by which it is recognised.
pub fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(ATTEMPTS)
}
