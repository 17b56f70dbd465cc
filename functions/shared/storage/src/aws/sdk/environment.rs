//! The environment of a function, as far as the AWS SDK has a say in it.

use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

/// A variable that is there and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "variables of the SDK's own, which its loader would read"
)]
pub(super) fn text(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    (!value.is_empty()).then_some(value)
}

/// The credentials that Lambda gives a function; without them no request is signed, and none is sent.
pub(super) fn credentials() -> Option<SharedCredentialsProvider> {
    let (key, secret) = (text("AWS_ACCESS_KEY_ID")?, text("AWS_SECRET_ACCESS_KEY")?);
    let session = text("AWS_SESSION_TOKEN");
    let credentials = Credentials::new(key, secret, session, None, "Environment");
    Some(SharedCredentialsProvider::new(credentials))
}

/// The addresses of single services, such as `AWS_ENDPOINT_URL_DYNAMODB`.
#[derive(Debug)]
pub(super) struct Endpoints;

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        text(&variable(key.env(), key.service_id()))
    }
}

/// The variable of a service: "service-specific endpoints" in the reference guide of AWS' SDKs,
/// <https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html>.
fn variable(setting: &str, service: &str) -> String {
    let service = service.replace([' ', '-'], "_").to_uppercase();
    format!("{setting}_{service}")
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn the_address_of_a_service_is_in_the_variable_that_aws_names() {
        for (service, expected) in [
            ("DynamoDB", "AWS_ENDPOINT_URL_DYNAMODB"),
            ("Secrets Manager", "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
            ("SFN", "AWS_ENDPOINT_URL_SFN"),
        ] {
            assert_eq!(variable("AWS_ENDPOINT_URL", service), expected);
        }
    }
}
