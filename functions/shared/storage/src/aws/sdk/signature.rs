//! Signatures of requests to DynamoDB, with the key that is derived from the credentials kept for its day.
//!
//! The SDK's own signer derives that key for every request anew, and parses and copies every header for it: a sixth of
//! what a warm invocation computes. This one signs what has to be signed: the host, the operation and the body. Whatever is
//! unlike the requests of every day is left to the SDK's own.
//!
//! Algorithm: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

mod canonical;

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4Signer};
use aws_runtime::auth::{PayloadSigningOverride, SigV4OperationSigningConfig, SigningOptions};
use aws_sdk_dynamodb::config::{ConfigBag, Credentials, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{
    AuthScheme, AuthSchemeEndpointConfig, AuthSchemeId, Sign,
};
use aws_smithy_runtime_api::client::identity::{Identity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::GetIdentityResolver;
use aws_types::SigningName;
use aws_types::region::SigningRegion;
use jiff::Timestamp;
use jiff::tz::Offset;
use ring::hmac::{self, HMAC_SHA256};

use canonical::{Canonical, hex};

/// The end of every scope and the last thing that a key is derived with.
const END: &str = "aws4_request";

/// The SDK's scheme of this version of signatures, which it takes the place of in a client.
#[derive(Debug, Default)]
pub struct KeepSigningKey {
    signer: Signer,
}

impl AuthScheme for KeepSigningKey {
    fn scheme_id(&self) -> AuthSchemeId {
        SCHEME_ID
    }

    fn identity_resolver(&self, known: &dyn GetIdentityResolver) -> Option<SharedIdentityResolver> {
        known.identity_resolver(SCHEME_ID)
    }

    fn signer(&self) -> &dyn Sign {
        &self.signer
    }
}

#[derive(derive_more::Debug, Default)]
struct Signer {
    of_sdk: SigV4Signer,
    #[debug(skip)]
    kept: Mutex<Option<Kept>>,
}

/// A key and what it was derived from.
struct Kept {
    access_key: String,
    scope: String,
    key: hmac::Key,
}

/// The things that a signature holds for beside its request.
struct Asked<'a> {
    credentials: &'a Credentials,
    region: &'a str,
    service: &'a str,
    day: String,
    time: String,
}

impl Sign for Signer {
    fn sign_http_request(
        &self,
        request: &mut HttpRequest,
        identity: &Identity,
        endpoint: AuthSchemeEndpointConfig<'_>,
        components: &RuntimeComponents,
        configuration: &ConfigBag,
    ) -> Result<(), BoxError> {
        let now = components.time_source().unwrap_or_default().now();
        let asked = Asked::of(identity, configuration, now);
        let asked = asked.filter(|_| is_empty(&endpoint) && signs_as_usual(configuration));
        let Some(headers) = asked.and_then(|asked| self.headers(request, &asked)) else {
            let own = &self.of_sdk;
            return own.sign_http_request(request, identity, endpoint, components, configuration);
        };
        for (name, value) in headers {
            request.headers_mut().try_insert(name, value)?;
        }
        Ok(())
    }
}

impl Signer {
    /// The headers that sign a request; nothing for one that is unlike those of every day.
    fn headers(
        &self,
        request: &HttpRequest,
        asked: &Asked<'_>,
    ) -> Option<Vec<(&'static str, String)>> {
        let token = asked.credentials.session_token();
        let canonical = Canonical::of(request, &asked.time, token)?;
        let scope = asked.scope();
        let to_sign = format!(
            "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
            asked.time, canonical.digest
        );
        let signature = hmac::sign(&self.key(asked, &scope), to_sign.as_bytes());
        let access_key = asked.credentials.access_key_id();
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={}, Signature={}",
            canonical.signed_headers,
            hex(signature.as_ref())
        );
        let mut headers = vec![
            ("x-amz-date", asked.time.clone()),
            ("authorization", authorization),
        ];
        headers.extend(token.map(|token| ("x-amz-security-token", token.to_owned())));
        Some(headers)
    }

    /// The key of a scope: the one that is kept, where it is of this scope and these credentials.
    fn key(&self, asked: &Asked<'_>, scope: &str) -> hmac::Key {
        let access_key = asked.credentials.access_key_id();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let serving = kept.as_ref();
        let serving = serving.filter(|kept| kept.scope == scope && kept.access_key == access_key);
        if let Some(kept) = serving {
            return kept.key.clone();
        }
        let key = asked.derived_key();
        *kept = Some(Kept {
            access_key: access_key.to_owned(),
            scope: scope.to_owned(),
            key: key.clone(),
        });
        key
    }
}

impl<'a> Asked<'a> {
    fn of(identity: &'a Identity, configuration: &'a ConfigBag, now: SystemTime) -> Option<Self> {
        let utc = Offset::UTC.to_datetime(Timestamp::try_from(now).ok()?);
        let day = format!("{:04}{:02}{:02}", utc.year(), utc.month(), utc.day());
        let time = format!(
            "{day}T{:02}{:02}{:02}Z",
            utc.hour(),
            utc.minute(),
            utc.second()
        );
        Some(Self {
            credentials: identity.data::<Credentials>()?,
            region: configuration.load::<SigningRegion>()?.as_ref(),
            service: configuration.load::<SigningName>()?.as_ref(),
            day,
            time,
        })
    }

    fn scope(&self) -> String {
        format!("{}/{}/{}/{END}", self.day, self.region, self.service)
    }

    fn derived_key(&self) -> hmac::Key {
        let secret = format!("AWS4{}", self.credentials.secret_access_key());
        let first = hmac::Key::new(HMAC_SHA256, secret.as_bytes());
        let parts = [&self.day, self.region, self.service, END];
        parts.into_iter().fold(first, |key, part| {
            let next = hmac::sign(&key, part.as_bytes());
            hmac::Key::new(HMAC_SHA256, next.as_ref())
        })
    }
}

fn is_empty(endpoint: &AuthSchemeEndpointConfig<'_>) -> bool {
    let names = ["signingName", "signingRegion", "disableDoubleEncoding"];
    endpoint.as_document().is_none() && names.iter().all(|name| endpoint.get(name).is_none())
}

/// True for the first attempt of a call that nothing is set for. What is tried again may have been refused for the
/// machine's clock, by which the SDK's own signer then corrects the time.
fn signs_as_usual(configuration: &ConfigBag) -> bool {
    let attempts = configuration.load::<RequestAttempts>();
    let operation = configuration.load::<SigV4OperationSigningConfig>();
    attempts.is_none_or(|attempts| attempts.attempts() <= 1)
        && configuration.load::<PayloadSigningOverride>().is_none()
        && operation.is_some_and(|operation| {
            operation.region.is_none()
                && operation.name.is_none()
                && operation.signing_options == SigningOptions::default()
        })
}

#[cfg(test)]
mod tests;
