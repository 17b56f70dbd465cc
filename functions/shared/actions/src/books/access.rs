//! Access tokens: always a valid one, and one refresh at a time for all processes.
//!
//! An access token lives an hour; the refresh token buys the next one, and Intuit replaces it from
//! time to time (it is "rotated"). Two processes that refresh at once may each end with a token
//! that the other's refresh has ended, and a person must connect the company again. Therefore:
//!
//! 1. One task per process and connection: the others wait and take what it got.
//! 2. One process per connection: a lease in the store. Its holder reads the store again first,
//!    since somebody may have refreshed just before; the others wait and read again.
//! 3. The refresh token that came back is stored before the access token is used or kept.
//! 4. A lost answer is asked for again with the same refresh token, which Intuit is said to accept
//!    for a while; the store's version keeps a late writer from replacing newer tokens.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use quickbooks::{OAuthClient, Transport};
use secrecy::SecretString;
use storage::{Connection, Tokens};

use crate::books::environment::Environment;

mod error;
mod grant;
mod pacing;
mod refresh;
mod slot;
#[cfg(test)]
mod tests;
mod turn;

pub use error::AccessError;
pub use grant::tokens_of;

use slot::Slots;
use turn::Turn;

/// Gives valid access tokens, refreshed when they have to be; one per process is enough.
#[derive(derive_more::Debug)]
#[debug("AccessTokens")]
pub struct AccessTokens<S, T, E> {
    store: S,
    oauth: OAuthClient<T>,
    environment: E,
    slots: Slots,
    /// Until when no tokens are asked for, since Intuit throttles.
    held_back: Mutex<HashMap<Connection, Timestamp>>,
}

/// An access token with its company; `Debug` hides the token.
#[derive(Clone, Debug)]
pub struct Access {
    /// The company the token is for ("realm id").
    pub realm_id: String,
    /// The access token.
    pub token: SecretString,
}

impl<S: Tokens + Sync, T: Transport + Sync, E: Environment> AccessTokens<S, T, E> {
    /// Access tokens of the connections in `store`, refreshed through `oauth`.
    pub fn new(store: S, oauth: OAuthClient<T>, environment: E) -> Self {
        Self {
            store,
            oauth,
            environment,
            slots: Slots::default(),
            held_back: Mutex::default(),
        }
    }

    /// Asks Intuit for no tokens of a connection until `wait` after `now`; those at hand are still
    /// given out.
    pub fn hold_back(&self, connection: &Connection, now: Timestamp, wait: Duration) {
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
        let until = pacing::later(now, wait);
        let mut held_back = self
            .held_back
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let stands = held_back.entry(connection.clone()).or_insert(until);
        *stands = until.max(*stands);
    }

    /// The time for which tokens of a connection are still not to be asked for.
    fn held_back_for(&self, connection: &Connection) -> Option<Duration> {
        let held_back = self
            .held_back
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let until = held_back.get(connection)?;
        let left = pacing::time_until(*until, self.environment.now());
        (!left.is_zero()).then_some(left)
    }

    /// An access token that lives at least a minute more; waits for it until `deadline` at most.
    pub async fn access_token(
        &self,
        connection: &Connection,
        deadline: Timestamp,
    ) -> Result<Access, AccessError> {
        self.access(connection, None, deadline).await
    }

    /// An access token in place of `refused`, which QuickBooks answered with 401: a newer one if
    /// there is one already, else that of a refresh.
    pub async fn refused(
        &self,
        connection: &Connection,
        refused: &SecretString,
        deadline: Timestamp,
    ) -> Result<Access, AccessError> {
        self.access(connection, Some(refused), deadline).await
    }

    /// An access token as the store has it, whatever this process remembers.
    pub async fn read_anew(
        &self,
        connection: &Connection,
        deadline: Timestamp,
    ) -> Result<Access, AccessError> {
        let slot = self.slots.of(connection);
        self.enter(&slot, deadline).await?.cached = None;
        self.access(connection, None, deadline).await
    }

    async fn access(
        &self,
        connection: &Connection,
        refused: Option<&SecretString>,
        deadline: Timestamp,
    ) -> Result<Access, AccessError> {
        let slot = self.slots.of(connection);
        let mut state = self.enter(&slot, deadline).await?;
        Turn {
            access: self,
            connection,
            refused,
            deadline,
            state: &mut state,
        }
        .tokens()
        .await
    }
}
