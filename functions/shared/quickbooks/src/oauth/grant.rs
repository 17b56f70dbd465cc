//! The tokens of a connection.

use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;

/// The tokens of a connection, with how long each lives from now; `Debug` does not show them.
#[derive(Clone, Debug)]
pub struct TokenGrant {
    /// For the `Authorization` header of calls.
    pub access_token: SecretString,
    /// For the next refresh; differs from the one that was sent.
    pub refresh_token: SecretString,
    /// Life of the access token; an hour.
    pub expires_in: Duration,
    /// Life of the refresh token when it is not used; 100 days.
    pub refresh_expires_in: Duration,
    /// When a person must reconnect no matter what; up to five years, where Intuit says it.
    pub refresh_hard_expires_in: Option<Duration>,
}

#[derive(Deserialize)]
struct WireGrant {
    access_token: String,
    refresh_token: String,
    expires_in: u64,
    x_refresh_token_expires_in: u64,
    x_refresh_token_hard_expires_in: Option<u64>,
}

impl TokenGrant {
    /// Reads the answer of the token endpoint; an empty token is none.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let wire: WireGrant = serde_json::from_slice(body).ok()?;
        if wire.access_token.is_empty() || wire.refresh_token.is_empty() {
            return None;
        }
        Some(Self {
            access_token: wire.access_token.into(),
            refresh_token: wire.refresh_token.into(),
            expires_in: Duration::from_secs(wire.expires_in),
            refresh_expires_in: Duration::from_secs(wire.x_refresh_token_expires_in),
            refresh_hard_expires_in: wire
                .x_refresh_token_hard_expires_in
                .map(Duration::from_secs),
        })
    }
}
