//! The configuration of the AWS clients: one HTTP client, time-outs and retries, and what Lambda says by variables.
//!
//! The SDK's own loader would look for profiles, SSO, STS and a metadata service too. On Lambda region and credentials are
//! variables, and stay what they are for as long as an environment lives:
//! <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.

mod connector;
mod environment;
mod user_agent;

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::{ReconnectMode, RetryConfig};
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, IdentityCache, Region, StalledStreamProtectionConfig,
};
pub use aws_types::SdkConfig;
use rustls::ClientConfig;
pub use user_agent::SteadyUserAgent;

/// TCP and TLS: some milliseconds within a region, most of it computing. With 128 MB a function has
/// a fourteenth of a CPU, and its first handshakes share that.
const CONNECT: Duration = Duration::from_millis(1_500);

/// DynamoDB answers in 10 ms and Secrets Manager in 50; this leaves room for a handshake before it.
const ATTEMPT: Duration = Duration::from_secs(2);

/// All attempts together: two that are never answered and one that is.
const OPERATION: Duration = Duration::from_secs(5);

/// The first attempt and two more, on time-outs, refused connections, throttling and 5xx.
const ATTEMPTS: u32 = 3;

/// The HTTP client of the AWS clients could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client for AWS cannot be set up: {detail}")]
pub struct SetupError {
    detail: String,
}

/// Region, credentials and endpoints from the environment, with this store's time-outs and retries.
///
/// Everything that talks to AWS in one process should share it, with its connections.
///
/// # Errors
///
/// [`SetupError`] when the HTTP client does not take the TLS configuration.
pub fn configuration(tls: ClientConfig) -> Result<SdkConfig, SetupError> {
    let http = connector::client(tls, CONNECT).map_err(|error| SetupError {
        detail: error.to_string(),
    })?;
    let builder = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(environment::text("AWS_REGION").map(Region::new))
        .service_config(environment::Endpoints)
        // Credentials that stay what they are need not be looked at again before each request.
        .identity_cache(IdentityCache::no_cache())
        .http_client(http)
        .timeout_config(timeouts())
        .retry_config(retries())
        // No answer is a stream: the time-out of an attempt is that of its whole answer.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    let mut builder = builder;
    builder.set_credentials_provider(environment::credentials());
    builder.set_endpoint_url(environment::text("AWS_ENDPOINT_URL"));
    Ok(builder.build())
}

/// The same for stand-ins on this machine, which are reached without TLS: it trusts nobody.
///
/// # Errors
///
/// [`SetupError`] when the HTTP client cannot be made.
pub fn of_this_machine() -> Result<SdkConfig, SetupError> {
    let ring = rustls::crypto::ring::default_provider();
    let tls = ClientConfig::builder_with_provider(ring.into())
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError {
            detail: error.to_string(),
        })?;
    let nobody = rustls::RootCertStore::empty();
    configuration(tls.with_root_certificates(nobody).with_no_client_auth())
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
    RetryConfig::standard()
        .with_max_attempts(ATTEMPTS)
        // What is tried again has a connection of its own anyway.
        .with_reconnect_mode(ReconnectMode::ReuseAllConnections)
}
