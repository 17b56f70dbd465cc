//! Tokens in the store, and the lease on them.

use jiff::Timestamp;
use secrecy::ExposeSecret;
use storage::{Connection, Lease, StorageError, TokenSet, Tokens, Version, Versioned};

use super::SimulatedStore;
use crate::fault::RequestKind;
use crate::observer::process_of;

impl SimulatedStore {
    /// `true` if QuickBooks has refused the running worker's access token in its present attempt.
    fn was_refused(&self) -> bool {
        let state = self.0.scheduler.lock();
        let slot = state.slots.get(state.current);
        slot.is_some_and(|slot| slot.was_refused)
    }
}

impl Tokens for SimulatedStore {
    async fn load_tokens(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<TokenSet>>, StorageError> {
        let loaded = self
            .call(RequestKind::TokenRead, "load the tokens", |scheduler| {
                let connection = connection.clone();
                async move { scheduler.store.load_tokens(&connection).await }
            })
            .await;
        if loaded.is_ok() {
            let was_refused = self.was_refused();
            self.0
                .scheduler
                .remember(self.0.process, |memory, observer| {
                    let stored = observer.stored_tokens();
                    memory.cached = stored.map(|(place, _)| (place, was_refused));
                });
        }
        loaded
    }

    async fn store_tokens(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        tokens: &TokenSet,
    ) -> Result<Option<Version>, StorageError> {
        let unsaved = tokens.refresh_token.expose_secret().to_owned();
        self.0
            .scheduler
            .remember(self.0.process, |memory, observer| {
                let place = observer.place_of(&unsaved);
                memory.unsaved = expected.map(|version| (place, version));
            });
        let stored = self
            .call(RequestKind::TokenWrite, "store the tokens", |scheduler| {
                let (connection, tokens) = (connection.clone(), tokens.clone());
                async move {
                    let stored = scheduler
                        .store
                        .store_tokens(&connection, expected, &tokens)
                        .await?;
                    if let Some(version) = stored {
                        scheduler.lock().observer.tokens_stored(version, &tokens);
                    }
                    Ok(stored)
                }
            })
            .await;
        if stored.is_ok() {
            self.0
                .scheduler
                .remember(self.0.process, |memory, observer| {
                    let cached = observer.stored_tokens();
                    memory.cached = cached.map(|(place, _)| (place, false));
                    memory.unsaved = None;
                });
        }
        stored
    }

    async fn delete_tokens(&self, connection: &Connection) -> Result<(), StorageError> {
        self.call(RequestKind::TokenWrite, "delete the tokens", |scheduler| {
            let connection = connection.clone();
            async move { scheduler.store.delete_tokens(&connection).await }
        })
        .await
    }

    async fn acquire_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        self.0.scheduler.remember(self.0.process, |memory, _| {
            memory.is_named = true;
        });
        self.call(
            RequestKind::TokenWrite,
            "take the token lease",
            |scheduler| {
                let (connection, lease) = (connection.clone(), lease.clone());
                async move {
                    let holder = scheduler
                        .store
                        .acquire_lease(&connection, &lease, now)
                        .await?;
                    if holder.is_none() {
                        let process = process_of(&lease.owner).unwrap_or(usize::MAX);
                        scheduler.lock().observer.lease = Some((process, lease.until));
                    }
                    Ok(holder)
                }
            },
        )
        .await
    }

    async fn release_lease(
        &self,
        connection: &Connection,
        owner: &str,
    ) -> Result<(), StorageError> {
        self.call(
            RequestKind::TokenWrite,
            "give the token lease back",
            |scheduler| {
                let (connection, owner) = (connection.clone(), owner.to_owned());
                async move {
                    scheduler.store.release_lease(&connection, &owner).await?;
                    let process = process_of(&owner);
                    let mut state = scheduler.lock();
                    if state.observer.lease.map(|(holder, _)| holder) == process {
                        state.observer.lease = None;
                    }
                    Ok(())
                }
            },
        )
        .await
    }
}
