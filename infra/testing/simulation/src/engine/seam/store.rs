//! The store: the real adapter, every call of which can fail.

mod tokens;

use std::future::Future;
use std::sync::Arc;

use jiff::Timestamp;
use storage::{
    CompareAndPut, Connection, DocumentRef, Ledger, LedgerEntry, LedgerKey, Mapping, MappingKey,
    Mappings, PortalId, PortalSecret, Portals, Quota, Quotas, ReadRequest, ReservationPut,
    Reservations, Reserve, Snapshot, SnapshotReader, StorageError, Version,
};

use super::{NoAnswer, Seam, pending};
use crate::fault::RequestKind;
use crate::observer::Writer;
use crate::scheduler::Scheduler;

/// A process's way to the store.
#[derive(Clone)]
pub(crate) struct SimulatedStore(pub(crate) Seam);

impl SimulatedStore {
    async fn call<R, F>(
        &self,
        kind: RequestKind,
        label: impl Into<String>,
        effect: impl Fn(Arc<Scheduler>) -> F,
    ) -> Result<R, StorageError>
    where
        R: Send + 'static,
        F: Future<Output = Result<R, StorageError>> + Send + 'static,
    {
        let scheduler = &self.0.scheduler;
        let effect = || effect(Arc::clone(scheduler));
        let answer = self.0.perform(pending(kind, label), None, effect).await;
        match answer {
            Ok(answer) => answer,
            Err(
                NoAnswer::NotSent
                | NoAnswer::Lost
                | NoAnswer::Gateway
                | NoAnswer::Unauthorized
                | NoAnswer::Instead(_),
            ) => Err(StorageError::Unavailable {
                detail: "no answer".to_owned(),
            }),
        }
    }
}

impl SnapshotReader for SimulatedStore {
    async fn read(&self, request: &ReadRequest) -> Result<Snapshot, StorageError> {
        let read = self
            .call(RequestKind::StoreRead, "read the store", |scheduler| {
                let request = request.clone();
                async move { SnapshotReader::read(&scheduler.store, &request).await }
            })
            .await;
        if read.is_ok() {
            let now = self.0.scheduler.now();
            self.0.scheduler.remember(self.0.process, |memory, _| {
                memory.settings_seen = Some(now);
            });
        }
        read
    }
}

impl Portals for SimulatedStore {
    async fn load_portal(&self, portal: &PortalId) -> Result<Option<PortalSecret>, StorageError> {
        let loaded = self
            .call(
                RequestKind::StoreRead,
                "load the portal's secret",
                |scheduler| {
                    let portal = portal.clone();
                    async move { scheduler.store.load_portal(&portal).await }
                },
            )
            .await;
        if loaded.is_ok() {
            self.0.scheduler.remember(self.0.process, |memory, _| {
                memory.has_portal_secret = true;
            });
        }
        loaded
    }

    async fn store_portal(
        &self,
        portal: &PortalId,
        secret: &PortalSecret,
    ) -> Result<(), StorageError> {
        self.call(
            RequestKind::StoreWrite,
            "store the portal's secret",
            |scheduler| {
                let (portal, secret) = (portal.clone(), secret.clone());
                async move { scheduler.store.store_portal(&portal, &secret).await }
            },
        )
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
        self.call(RequestKind::ConditionalWrite, label, |scheduler| {
            let (connection, key, entry) = (connection.clone(), key.clone(), entry.clone());
            async move {
                let put = scheduler
                    .store
                    .compare_and_put(&connection, &key, expected, &entry)
                    .await?;
                if let CompareAndPut::Written(version) = put {
                    let writer = Writer {
                        process,
                        company: &scheduler.company,
                        now: scheduler.now(),
                    };
                    let mut state = scheduler.lock();
                    state
                        .observer
                        .ledger_written(&writer, &key, version, &entry);
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
        self.call(RequestKind::StoreRead, "find by document", |scheduler| {
            let (connection, document) = (connection.clone(), document.clone());
            async move {
                scheduler
                    .store
                    .find_by_document(&connection, &document)
                    .await
            }
        })
        .await
    }

    async fn has_entries(&self, connection: &Connection) -> Result<bool, StorageError> {
        self.call(RequestKind::StoreRead, "look for entries", |scheduler| {
            let connection = connection.clone();
            async move { scheduler.store.has_entries(&connection).await }
        })
        .await
    }
}

impl Reservations for SimulatedStore {
    async fn put_with_reservations(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
        reservations: &[ReservationPut],
    ) -> Result<Reserve, StorageError> {
        let label = format!("write {} as {}", key.0, state_of(entry));
        let process = self.0.process;
        self.call(RequestKind::ConditionalWrite, label, |scheduler| {
            let (connection, key, entry) = (connection.clone(), key.clone(), entry.clone());
            let reservations = reservations.to_vec();
            async move {
                let put = scheduler
                    .store
                    .put_with_reservations(&connection, &key, expected, &entry, &reservations)
                    .await?;
                if let Reserve::Written(version) = put {
                    let writer = Writer {
                        process,
                        company: &scheduler.company,
                        now: scheduler.now(),
                    };
                    let mut state = scheduler.lock();
                    let observer = &mut state.observer;
                    observer.ledger_written(&writer, &key, version, &entry);
                    observer.reserved(reservations);
                }
                Ok(put)
            }
        })
        .await
    }
}

impl Quotas for SimulatedStore {
    async fn record_used_up(
        &self,
        connection: &Connection,
        quota: Quota,
        until: Timestamp,
    ) -> Result<(), StorageError> {
        self.call(
            RequestKind::StoreWrite,
            "note a used-up quota",
            |scheduler| {
                let connection = connection.clone();
                async move {
                    scheduler
                        .store
                        .record_used_up(&connection, quota, until)
                        .await
                }
            },
        )
        .await
    }
}

impl Mappings for SimulatedStore {
    async fn put_mappings(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
    ) -> Result<(), StorageError> {
        self.call(RequestKind::StoreWrite, "write mappings", |scheduler| {
            let (connection, mappings) = (connection.clone(), mappings.to_vec());
            async move {
                scheduler.store.put_mappings(&connection, &mappings).await?;
                scheduler.lock().observer.mapped(&mappings);
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
        self.call(RequestKind::StoreWrite, "delete mappings", |scheduler| {
            let (connection, keys) = (connection.clone(), keys.to_vec());
            async move {
                scheduler.store.delete_mappings(&connection, &keys).await?;
                scheduler.lock().observer.unmapped(&keys);
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
        self.call(RequestKind::StoreRead, "list mappings", |scheduler| {
            let (connection, after) = (connection.clone(), after.cloned());
            async move {
                scheduler
                    .store
                    .list_mappings(&connection, after.as_ref(), limit)
                    .await
            }
        })
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
