//! One task's turn at a connection's tokens: read, take the lease or wait, refresh.

use jiff::Timestamp;
use quickbooks::Transport;
use secrecy::{ExposeSecret, SecretString};
use storage::{Connection, Lease, TokenSet, Tokens, Versioned};

use super::slot::{Cached, State};
use super::{Access, AccessError, AccessTokens, pacing};
use crate::books::environment::Environment;

/// A task that holds the connection's lock in this process.
pub(super) struct Turn<'t, S, T, E> {
    pub(super) access: &'t AccessTokens<S, T, E>,
    pub(super) connection: &'t Connection,
    /// The access token that QuickBooks refused, if the caller has one.
    pub(super) refused: Option<&'t SecretString>,
    pub(super) deadline: Timestamp,
    pub(super) state: &'t mut State,
}

impl<S: Tokens + Sync, T: Transport + Sync, E: Environment> Turn<'_, S, T, E> {
    /// An access token from memory, from the store, or from a refresh.
    pub(super) async fn tokens(mut self) -> Result<Access, AccessError> {
        self.save_unsaved().await?;
        if let Some(cached) = &self.state.cached
            && self.is_usable(&cached.access.token, cached.expires_at)
        {
            return Ok(cached.access.clone());
        }
        self.state.cached = None;
        let tokens = self.stored_or_refreshed().await?;
        let access = Access {
            realm_id: tokens.realm_id,
            token: tokens.access_token,
        };
        let expires_at = tokens.access_expires_at;
        self.state.cached = Some(Cached {
            access: access.clone(),
            expires_at,
        });
        Ok(access)
    }

    async fn stored_or_refreshed(&mut self) -> Result<TokenSet, AccessError> {
        let mut waits = 0;
        loop {
            if let Some(usable) = self.stored_if_usable().await? {
                return Ok(usable);
            }
            if self.take_lease().await? {
                let refreshed = self.refresh().await;
                self.give_lease_back().await;
                if let Some(tokens) = refreshed? {
                    return Ok(tokens);
                }
            } else {
                waits += 1;
                self.wait(waits).await?;
            }
        }
    }

    pub(super) async fn stored(&self) -> Result<Versioned<TokenSet>, AccessError> {
        let stored = self.access.store.load_tokens(self.connection).await?;
        stored.ok_or(AccessError::NotConnected)
    }

    async fn stored_if_usable(&self) -> Result<Option<TokenSet>, AccessError> {
        let tokens = self.stored().await?.value;
        Ok(Some(tokens).filter(|tokens| self.are_usable(tokens)))
    }

    pub(super) fn are_usable(&self, tokens: &TokenSet) -> bool {
        self.is_usable(&tokens.access_token, tokens.access_expires_at)
    }

    /// True when the token lives long enough and is not the one that was refused.
    fn is_usable(&self, token: &SecretString, expires_at: Timestamp) -> bool {
        let same = |refused: &SecretString| refused.expose_secret() == token.expose_secret();
        let renewal = pacing::later(expires_at, -pacing::SKEW);
        self.access.environment.now() < renewal && !self.refused.is_some_and(same)
    }

    /// Takes the lease, or moves its end if this process has it; `false` if another has it.
    pub(super) async fn take_lease(&mut self) -> Result<bool, AccessError> {
        let environment = &self.access.environment;
        let now = environment.now();
        let lease = Lease {
            owner: self.state.owner(|| environment.token()).to_owned(),
            until: pacing::later(now, pacing::LEASE),
        };
        let store = &self.access.store;
        let holder = store.acquire_lease(self.connection, &lease, now).await?;
        Ok(holder.is_none())
    }

    /// A lease that cannot be given back ends by itself; what was refreshed counts all the same.
    async fn give_lease_back(&mut self) {
        let environment = &self.access.environment;
        let owner = self.state.owner(|| environment.token());
        let released = self.access.store.release_lease(self.connection, owner);
        if let Err(error) = released.await {
            tracing::warn!(connection = %self.connection, %error, "the lease was not given back");
        }
    }

    /// Waits for whoever has the lease.
    async fn wait(&self, waits: u32) -> Result<(), AccessError> {
        let environment = &self.access.environment;
        let left = pacing::time_until(self.deadline, environment.now());
        if left.is_zero() {
            return Err(AccessError::InProgress);
        }
        let wait = pacing::wait_before(waits, environment.fraction());
        environment.sleep(wait.min(left)).await;
        Ok(())
    }
}
