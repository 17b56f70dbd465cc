//! A store that fails when told, and counts what is asked of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use storage::embedded::EmbeddedStore;
use storage::{Connection, Lease, StorageError, TokenSet, Tokens, Version, Versioned};

/// A way in which one write of tokens fails.
#[derive(Clone, Copy, Debug)]
pub(super) enum Failure {
    /// Nothing is written.
    NotWritten,
    /// It is written, and the answer lost.
    AnswerLost,
}

/// The number of calls of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Calls {
    pub(super) reads: u32,
    pub(super) writes: u32,
    pub(super) leases: u32,
    pub(super) releases: u32,
}

#[derive(Clone)]
pub(super) struct Unreliable {
    store: EmbeddedStore,
    failures: Arc<Mutex<VecDeque<Failure>>>,
    calls: Arc<Mutex<Calls>>,
    latency: Arc<Mutex<Duration>>,
}

impl Unreliable {
    pub(super) fn over(store: EmbeddedStore) -> Self {
        let (failures, calls, latency) = (Arc::default(), Arc::default(), Arc::default());
        Self {
            store,
            failures,
            calls,
            latency,
        }
    }

    /// From now on a read's answer is this old when it arrives, and a write takes this long to
    /// come about.
    pub(super) fn is_slow(&self, latency: Duration) {
        *self.latency.lock().unwrap() = latency;
    }

    async fn travel(&self) {
        let latency = *self.latency.lock().unwrap();
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
    }

    /// The failures of the next writes of tokens; after that all goes well.
    pub(super) fn will_fail(&self, failures: impl IntoIterator<Item = Failure>) {
        self.failures.lock().unwrap().extend(failures);
    }

    pub(super) fn calls(&self) -> Calls {
        *self.calls.lock().unwrap()
    }

    pub(super) fn forget_calls(&self) {
        *self.calls.lock().unwrap() = Calls::default();
    }

    fn count(&self, count: impl FnOnce(&mut Calls)) {
        count(&mut self.calls.lock().unwrap());
    }
}

impl Tokens for Unreliable {
    async fn load_tokens(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<TokenSet>>, StorageError> {
        self.count(|calls| calls.reads += 1);
        let stored = self.store.load_tokens(connection).await;
        self.travel().await;
        stored
    }

    async fn store_tokens(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        tokens: &TokenSet,
    ) -> Result<Option<Version>, StorageError> {
        self.count(|calls| calls.writes += 1);
        self.travel().await;
        let failure = self.failures.lock().unwrap().pop_front();
        let written = match failure {
            Some(Failure::NotWritten) => None,
            Some(Failure::AnswerLost) | None => {
                self.store
                    .store_tokens(connection, expected, tokens)
                    .await?
            }
        };
        match failure {
            Some(_) => Err(StorageError::Unavailable {
                detail: "told to fail".into(),
            }),
            None => Ok(written),
        }
    }

    async fn delete_tokens(&self, connection: &Connection) -> Result<(), StorageError> {
        self.store.delete_tokens(connection).await
    }

    async fn acquire_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        self.count(|calls| calls.leases += 1);
        self.travel().await;
        self.store.acquire_lease(connection, lease, now).await
    }

    async fn release_lease(
        &self,
        connection: &Connection,
        owner: &str,
    ) -> Result<(), StorageError> {
        self.count(|calls| calls.releases += 1);
        self.travel().await;
        self.store.release_lease(connection, owner).await
    }
}
