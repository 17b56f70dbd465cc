//! The store: the real adapter, every call of which can fail.

use std::future::Future;
use std::sync::Arc;

use jiff::Timestamp;
use secrecy::ExposeSecret;
use storage::{
    CompareAndPut, Connection, DocumentRef, Lease, Ledger, LedgerEntry, LedgerKey, Mapping,
    MappingKey, Mappings, Quota, Quotas, ReadRequest, Snapshot, SnapshotReader, StorageError,
    TokenSet, Tokens, Version, Versioned,
};

use super::{NoAnswer, Seam, process_of, want};
use crate::desk::Desk;
use crate::fault::RequestKind;

/// A process's way to the store.
#[derive(Clone)]
pub(crate) struct SimulatedStore(pub(crate) Seam);

impl SimulatedStore {
    async fn call<R, F>(
        &self,
        kind: RequestKind,
        label: impl Into<String>,
        effect: impl Fn(Arc<Desk>) -> F,
    ) -> Result<R, StorageError>
    where
        R: Send + 'static,
        F: Future<Output = Result<R, StorageError>> + Send + 'static,
    {
        let desk = &self.0.desk;
        let effect = || effect(Arc::clone(desk));
        let answer = self.0.perform(want(kind, label), None, effect).await;
        match answer {
            Ok(answer) => answer,
            Err(NoAnswer::NotSent | NoAnswer::Lost | NoAnswer::Unauthorized) => {
                Err(StorageError::Unavailable {
                    detail: "no answer".to_owned(),
                })
            }
        }
    }
}

impl SimulatedStore {
    /// Whether QuickBooks has refused the running worker's access token in its present attempt.
    fn was_refused(&self) -> bool {
        let state = self.0.desk.lock();
        let seat = state.seats.get(state.current);
        seat.is_some_and(|seat| seat.was_refused)
    }
}

impl SnapshotReader for SimulatedStore {
    async fn read(&self, request: &ReadRequest) -> Result<Snapshot, StorageError> {
        self.call(RequestKind::StoreRead, "read the store", |desk| {
            let request = request.clone();
            async move { SnapshotReader::read(&desk.store, &request).await }
        })
        .await
    }
}

impl Ledger for SimulatedStore {
    async fn compare_and_put(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<CompareAndPut, StorageError> {
        let label = format!("write {} as {}", key.0, state_of(entry));
        let process = self.0.process;
        self.call(RequestKind::ConditionalWrite, label, |desk| {
            let (connection, key, entry) = (connection.clone(), key.clone(), entry.clone());
            async move {
                let put = desk
                    .store
                    .compare_and_put(&connection, &key, expected, &entry)
                    .await?;
                if let CompareAndPut::Written(version) = put {
                    let writer = (&*desk, process);
                    let mut state = desk.lock();
                    state.witness.ledger_written(writer, &key, version, &entry);
                }
                Ok(put)
            }
        })
        .await
    }

    async fn find_by_document(
        &self,
        connection: &Connection,
        document: &DocumentRef,
    ) -> Result<Vec<LedgerKey>, StorageError> {
        self.call(RequestKind::StoreRead, "find by document", |desk| {
            let (connection, document) = (connection.clone(), document.clone());
            async move { desk.store.find_by_document(&connection, &document).await }
        })
        .await
    }
}

impl Quotas for SimulatedStore {
    async fn note_used_up(
        &self,
        connection: &Connection,
        quota: Quota,
        until: Timestamp,
    ) -> Result<(), StorageError> {
        self.call(RequestKind::StoreWrite, "note a used-up quota", |desk| {
            let connection = connection.clone();
            async move { desk.store.note_used_up(&connection, quota, until).await }
        })
        .await
    }
}

impl Mappings for SimulatedStore {
    async fn put_mappings(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
    ) -> Result<(), StorageError> {
        self.call(RequestKind::StoreWrite, "write mappings", |desk| {
            let (connection, mappings) = (connection.clone(), mappings.to_vec());
            async move {
                desk.store.put_mappings(&connection, &mappings).await?;
                desk.lock().witness.mapped(&mappings);
                Ok(())
            }
        })
        .await
    }

    async fn delete_mappings(
        &self,
        connection: &Connection,
        keys: &[MappingKey],
    ) -> Result<(), StorageError> {
        self.call(RequestKind::StoreWrite, "delete mappings", |desk| {
            let (connection, keys) = (connection.clone(), keys.to_vec());
            async move {
                desk.store.delete_mappings(&connection, &keys).await?;
                desk.lock().witness.unmapped(&keys);
                Ok(())
            }
        })
        .await
    }

    async fn list_mappings(
        &self,
        connection: &Connection,
        after: Option<&MappingKey>,
        limit: usize,
    ) -> Result<Vec<Mapping>, StorageError> {
        self.call(RequestKind::StoreRead, "list mappings", |desk| {
            let (connection, after) = (connection.clone(), after.cloned());
            async move {
                desk.store
                    .list_mappings(&connection, after.as_ref(), limit)
                    .await
            }
        })
        .await
    }
}

impl Tokens for SimulatedStore {
    async fn load_tokens(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<TokenSet>>, StorageError> {
        let loaded = self
            .call(RequestKind::TokenRead, "load the tokens", |desk| {
                let connection = connection.clone();
                async move { desk.store.load_tokens(&connection).await }
            })
            .await;
        if loaded.is_ok() {
            let was_refused = self.was_refused();
            self.0.desk.remember(self.0.process, |memory, witness| {
                let stored = witness.stored_tokens();
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
        self.0.desk.remember(self.0.process, |memory, witness| {
            let place = witness.place_of(&unsaved);
            memory.unsaved = expected.map(|version| (place, version));
        });
        let stored = self
            .call(RequestKind::TokenWrite, "store the tokens", |desk| {
                let (connection, tokens) = (connection.clone(), tokens.clone());
                async move {
                    let stored = desk
                        .store
                        .store_tokens(&connection, expected, &tokens)
                        .await?;
                    if let Some(version) = stored {
                        desk.lock().witness.tokens_stored(version, &tokens);
                    }
                    Ok(stored)
                }
            })
            .await;
        if stored.is_ok() {
            self.0.desk.remember(self.0.process, |memory, witness| {
                let cached = witness.stored_tokens();
                memory.cached = cached.map(|(place, _)| (place, false));
                memory.unsaved = None;
            });
        }
        stored
    }

    async fn delete_tokens(&self, connection: &Connection) -> Result<(), StorageError> {
        self.call(RequestKind::TokenWrite, "delete the tokens", |desk| {
            let connection = connection.clone();
            async move { desk.store.delete_tokens(&connection).await }
        })
        .await
    }

    async fn acquire_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        self.0.desk.remember(self.0.process, |memory, _| {
            memory.is_named = true;
        });
        self.call(RequestKind::TokenWrite, "take the token lease", |desk| {
            let (connection, lease) = (connection.clone(), lease.clone());
            async move {
                let holder = desk.store.acquire_lease(&connection, &lease, now).await?;
                if holder.is_none() {
                    let process = process_of(&lease.owner).unwrap_or(usize::MAX);
                    desk.lock().witness.lease = Some((process, lease.until));
                }
                Ok(holder)
            }
        })
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
            |desk| {
                let (connection, owner) = (connection.clone(), owner.to_owned());
                async move {
                    desk.store.release_lease(&connection, &owner).await?;
                    let process = process_of(&owner);
                    let mut state = desk.lock();
                    if state.witness.lease.map(|(holder, _)| holder) == process {
                        state.witness.lease = None;
                    }
                    Ok(())
                }
            },
        )
        .await
    }
}

fn state_of(entry: &LedgerEntry) -> &'static str {
    match entry.state {
        storage::EntryState::Open => "open",
        storage::EntryState::Claimed { .. } => "claimed",
        storage::EntryState::Done { .. } => "done",
    }
}
