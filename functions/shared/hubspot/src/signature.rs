//! The signatures of HubSpot's requests to an app.
//!
//! HubSpot signs what its workflows, webhooks and cards send. [`verify`] decides by version 3 if its header is
//! there, and then by version 3 alone; else by version 2. Version 1 signs no address and is refused.
//!
//! - Version 2 is the SHA-256 of secret, method, address and body, and can be replayed: a callback's id must be
//!   taken once only.
//! - Version 3 is an HMAC of method, address, body and a timestamp, good for five minutes.
//!
//! <https://developers.hubspot.com/docs/api/webhooks/validating-requests>

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

mod error;
mod uri;

pub use error::SignatureError;

/// The header of versions 1 and 2.
pub const SIGNATURE: &str = "x-hubspot-signature";
/// The header that tells version 1 from 2.
pub const SIGNATURE_VERSION: &str = "x-hubspot-signature-version";
/// The header of version 3.
pub const SIGNATURE_V3: &str = "x-hubspot-signature-v3";
/// The header of version 3's timestamp, in milliseconds since 1970.
pub const TIMESTAMP: &str = "x-hubspot-request-timestamp";

/// The time by which a timestamp may differ from the clock, to either side.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A request that came in, with what its signature is about; `Debug` shows method and path only.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The whole address that HubSpot called, with scheme, host, path and query. Behind a proxy or a gateway that is
    /// the public one, and not the one that the server sees.
    pub uri: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body's bytes as they came: JSON that was parsed and written again is another text.
    pub body: &'a [u8],
}

impl fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // HubSpot puts the user's e-mail address into the query.
        let uri = self.uri.split(['?', '#']).next().unwrap_or_default();
        write!(formatter, "{} {uri}", self.method)
    }
}

/// The version by which a signature was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureVersion {
    /// Version 2, which has no protection against a replay.
    V2,
    /// Version 3.
    V3,
}

/// Verifies the signature of a request with the app's client secret, in constant time.
pub fn verify(
    client_secret: &SecretString,
    request: &SignedRequest<'_>,
    now: Timestamp,
) -> Result<SignatureVersion, SignatureError> {
    if client_secret.expose_secret().trim().is_empty() {
        return Err(SignatureError::NoSecret);
    }
    if request.headers.contains_key(SIGNATURE_V3) {
        return verify_v3(client_secret, request, now);
    }
    let signature = header(request.headers, SIGNATURE)?;
    match header(request.headers, SIGNATURE_VERSION)? {
        "v2" => {}
        _ => return Err(SignatureError::Version),
    }
    let expected = v2(client_secret, request);
    let is_equal = expected.as_bytes().ct_eq(signature.as_bytes());
    accepted(is_equal.into(), SignatureVersion::V2)
}

fn verify_v3(
    client_secret: &SecretString,
    request: &SignedRequest<'_>,
    now: Timestamp,
) -> Result<SignatureVersion, SignatureError> {
    let signature = header(request.headers, SIGNATURE_V3)?;
    let timestamp = header(request.headers, TIMESTAMP)?;
    if !is_recent(timestamp, now) {
        return Err(SignatureError::Timestamp);
    }
    let mac = mac_v3(client_secret, request, timestamp)?;
    let signature = STANDARD.decode(signature).unwrap_or_default();
    accepted(mac.verify_slice(&signature).is_ok(), SignatureVersion::V3)
}

/// The signature of version 2: SHA-256 in lower-case hexadecimal digits.
pub fn v2(client_secret: &SecretString, request: &SignedRequest<'_>) -> String {
    let digest = Sha256::new()
        .chain_update(client_secret.expose_secret())
        .chain_update(request.method)
        .chain_update(request.uri)
        .chain_update(request.body)
        .finalize();
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// The signature of version 3 with this timestamp, in milliseconds since 1970: HMAC-SHA256 in base64.
pub fn v3(
    client_secret: &SecretString,
    request: &SignedRequest<'_>,
    timestamp: &str,
) -> Result<String, SignatureError> {
    let mac = mac_v3(client_secret, request, timestamp)?;
    Ok(STANDARD.encode(mac.finalize().into_bytes()))
}

fn mac_v3(
    client_secret: &SecretString,
    request: &SignedRequest<'_>,
    timestamp: &str,
) -> Result<Hmac<Sha256>, SignatureError> {
    let key = client_secret.expose_secret().as_bytes();
    // A key of any length will do.
    let mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| SignatureError::NoSecret)?;
    Ok(mac
        .chain_update(request.method)
        .chain_update(uri::decoded(request.uri))
        .chain_update(request.body)
        .chain_update(timestamp))
}

fn accepted(is_equal: bool, version: SignatureVersion) -> Result<SignatureVersion, SignatureError> {
    if is_equal {
        Ok(version)
    } else {
        Err(SignatureError::Mismatch)
    }
}

/// A header that is there once; of two, one might be checked here and the other believed elsewhere.
fn header<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<&'h str, SignatureError> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().map_err(|_| SignatureError::Header(name)),
        (Some(_), Some(_)) => Err(SignatureError::Header(name)),
        (None, _) => Err(SignatureError::Missing(name)),
    }
}

/// Whole milliseconds, within the tolerance before or after now.
fn is_recent(timestamp: &str, now: Timestamp) -> bool {
    let is_number = timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let milliseconds = timestamp.parse().ok().filter(|_| is_number);
    let signed = milliseconds.and_then(|number| Timestamp::from_millisecond(number).ok());
    signed.is_some_and(|signed| now.duration_since(signed).abs() <= TOLERANCE)
}

#[cfg(test)]
mod tests;
