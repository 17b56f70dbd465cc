//! Tokens as an adapter stores them.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::TokenSet;

/// The tokens in the clear, between [`TokenSet`] and the store; no `Debug`.
#[derive(Serialize, Deserialize)]
pub(crate) struct PlainTokens {
    realm_id: String,
    access_token: String,
    access_expires_at: Timestamp,
    refresh_token: String,
    refresh_expires_at: Timestamp,
}

impl From<&TokenSet> for PlainTokens {
    fn from(tokens: &TokenSet) -> Self {
        Self {
            realm_id: tokens.realm_id.clone(),
            access_token: tokens.access_token.expose_secret().to_owned(),
            access_expires_at: tokens.access_expires_at,
            refresh_token: tokens.refresh_token.expose_secret().to_owned(),
            refresh_expires_at: tokens.refresh_expires_at,
        }
    }
}

impl From<PlainTokens> for TokenSet {
    fn from(stored: PlainTokens) -> Self {
        Self {
            realm_id: stored.realm_id,
            access_token: SecretString::from(stored.access_token),
            access_expires_at: stored.access_expires_at,
            refresh_token: SecretString::from(stored.refresh_token),
            refresh_expires_at: stored.refresh_expires_at,
        }
    }
}
