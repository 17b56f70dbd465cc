//! The signatures under which HubSpot calls an app.
//!
//! Source: HubSpot's page "Validating requests" (developers.hubspot.com, `docs/api/webhooks/validating-requests`).

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::options::Signatures;

/// The sequences that the third version decodes in a URI, and what they stand for; no others.
const DECODED: [(&str, char); 12] = [
    ("3A", ':'),
    ("2F", '/'),
    ("3F", '?'),
    ("40", '@'),
    ("21", '!'),
    ("24", '$'),
    ("27", '\''),
    ("28", '('),
    ("29", ')'),
    ("2A", '*'),
    ("2C", ','),
    ("3B", ';'),
];

/// A POST to an app, before it is signed.
#[derive(Clone, Copy)]
pub(super) struct Unsigned<'a> {
    /// The whole URI as it is called.
    pub(super) uri: &'a str,
    pub(super) body: &'a [u8],
    pub(super) now: Timestamp,
}

/// The headers of a POST to the app that has this secret.
pub(super) fn headers(
    secret: &str,
    request: Unsigned<'_>,
    signatures: Signatures,
) -> Vec<(&'static str, String)> {
    let mut headers = Vec::new();
    if signatures.has_v2() {
        let signature = v2(secret, "POST", request.uri, request.body);
        headers.push(("x-hubspot-signature", signature));
        headers.push(("x-hubspot-signature-version", "v2".to_owned()));
    }
    if signatures.has_v3() {
        let time = request.now.as_millisecond();
        let signature = v3(secret, "POST", request.uri, request.body, time);
        headers.push(("x-hubspot-signature-v3", signature));
        headers.push(("x-hubspot-request-timestamp", time.to_string()));
    }
    headers
}

/// The second version: a plain digest that begins with the secret, in hexadecimal digits.
fn v2(secret: &str, method: &str, uri: &str, body: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(secret)
        .chain_update(method)
        .chain_update(uri)
        .chain_update(body)
        .finalize();
    let mut digits = String::new();
    for byte in digest {
        // Text takes whatever is written to it.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The third version: a keyed digest in Base64, of the decoded URI and a time in milliseconds.
fn v3(secret: &str, method: &str, uri: &str, body: &[u8], time: i64) -> String {
    // A key of any length is fine; there is no other way to fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(method.as_bytes());
    mac.update(decoded(uri).as_bytes());
    mac.update(body);
    mac.update(time.to_string().as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A URI with the few sequences decoded that HubSpot decodes.
fn decoded(uri: &str) -> String {
    let mut parts = uri.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = DECODED.iter().find(|(code, _)| {
            part.get(..2)
                .is_some_and(|start| start.eq_ignore_ascii_case(code))
        });
        if let Some((_, character)) = known {
            text.push(*character);
            text.push_str(part.get(2..).unwrap_or_default());
        } else {
            text.push('%');
            text.push_str(part);
        }
    }
    text
}

#[cfg(test)]
mod tests;
