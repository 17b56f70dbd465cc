//! OAuth tokens of a connection, and the lease that lets only one process refresh them.

use std::future::Future;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::{Connection, StorageError, Version, Versioned};

#[cfg(any(feature = "embedded", feature = "aws"))]
mod plain;

#[cfg(any(feature = "embedded", feature = "aws"))]
pub(crate) use plain::PlainTokens;

/// The tokens of one connection. `Debug` shows neither token.
#[derive(Clone, Debug)]
pub struct TokenSet {
    /// The QuickBooks company the tokens belong to ("realm id").
    pub realm_id: String,
    /// Sent with every request; lives an hour.
    pub access_token: SecretString,
    /// When the access token ends.
    pub access_expires_at: Timestamp,
    /// Buys the next access token; Intuit replaces it from time to time.
    pub refresh_token: SecretString,
    /// When the refresh token ends; a person must reconnect after that.
    pub refresh_expires_at: Timestamp,
}

/// The right of one process to refresh a connection's tokens, until it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The holder: a random name that no other process has.
    pub owner: String,
    /// When anybody may take it.
    pub until: Timestamp,
}

/// The port to the tokens.
pub trait Tokens {
    /// Reads the tokens of a connection; `None` when it was never connected.
    fn load_tokens(
        &self,
        connection: &Connection,
    ) -> impl Future<Output = Result<Option<Versioned<TokenSet>>, StorageError>> + Send;

    /// Stores tokens if the stored version is `expected` (`None`: none stored yet);
    /// `Ok(None)` says that somebody else stored in between.
    ///
    /// Versions go on counting over a deletion: a refresh that began before a person disconnected
    /// and reconnected cannot put the old company's tokens in the new one's place.
    fn store_tokens(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        tokens: &TokenSet,
    ) -> impl Future<Output = Result<Option<Version>, StorageError>> + Send;

    /// Stores tokens in the place of those of this version, as [`Self::store_tokens`] does. Who only refreshes needs neither
    /// the right nor the code to begin a connection's tokens.
    fn replace_tokens(
        &self,
        connection: &Connection,
        expected: Version,
        tokens: &TokenSet,
    ) -> impl Future<Output = Result<Option<Version>, StorageError>> + Send {
        self.store_tokens(connection, Some(expected), tokens)
    }

    /// Deletes the tokens of a connection; that there are none is no error.
    fn delete_tokens(
        &self,
        connection: &Connection,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Takes the refresh lease if nobody holds it at `now`; `Ok(Some(holder))` says who does.
    /// The holder itself may take it again, which moves its end.
    fn acquire_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Lease>, StorageError>> + Send;

    /// Gives the lease back if `owner` still holds it.
    fn release_lease(
        &self,
        connection: &Connection,
        owner: &str,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}
