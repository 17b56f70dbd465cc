//! The memory of what was told before, in the ledger: the steps of a try, and whatever may be made once only.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use storage::{
    CompareAndPut, Connection, DocumentRef, EntryState, Ledger, LedgerEntry, LedgerKey,
    ReadRequest, SnapshotReader, StorageError, Version, Versioned,
};

use crate::answer::Steps;

/// The time after which a request that was cut off has been done, or never will be. HubSpot's edge gives up
/// after some ten seconds.
const SETTLED: SignedDuration = SignedDuration::from_secs(60);

/// The memory of the reports on one record.
pub(crate) struct Memory<'m, S> {
    pub(crate) store: &'m S,
    pub(crate) connection: &'m Connection,
    /// The record, such as `deal/9001`.
    pub(crate) record: String,
    /// A name that nobody else draws.
    pub(crate) owner: String,
}

/// The leave to make something, or the reason why not.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It was never begun: make it.
    New(Version),
    /// An earlier try may have made it: look for it first.
    Unsure(Version),
    /// It is made; its id.
    Made(String),
    /// Another try is at it, or was a moment ago.
    Busy,
}

impl<S: Ledger + SnapshotReader + Sync> Memory<'_, S> {
    /// The steps that earlier tries of the same report have done.
    pub(crate) async fn steps(&self, report: &str) -> Result<Steps, StorageError> {
        let entry = self.entry(&self.key("steps", report)).await?;
        let known = entry.and_then(|entry| match entry.value.state {
            EntryState::Claimed { context, .. } => serde_json::from_str(&context).ok(),
            EntryState::Open | EntryState::Done { .. } => None,
        });
        Ok(known.unwrap_or_default())
    }

    /// Keeps the steps that are done for the next try.
    pub(crate) async fn keep(
        &self,
        report: &str,
        steps: Steps,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let key = self.key("steps", report);
        let expected = self.entry(&key).await?.map(|entry| entry.version);
        let context = serde_json::to_string(&steps).unwrap_or_default();
        let entry = self.claimed(report, Bytes::new(), context, (now, now));
        self.put(&key, expected, &entry).await.map(drop)
    }

    /// Asks for the leave to make the one thing of this kind and mark.
    pub(crate) async fn claim(
        &self,
        kind: &str,
        mark: &str,
        now: Timestamp,
    ) -> Result<Claim, StorageError> {
        let key = self.key(kind, mark);
        let stands = self.entry(&key).await?;
        let (expected, is_new) = match stands {
            None => (None, true),
            Some(Versioned { version, value }) => match value.state {
                EntryState::Open => (Some(version), true),
                EntryState::Done { document, .. } => return Ok(Claim::Made(document.id)),
                EntryState::Claimed { lease_until, .. } if lease_until > now => {
                    return Ok(Claim::Busy);
                }
                EntryState::Claimed { .. } => (Some(version), false),
            },
        };
        let until = now.saturating_add(SETTLED).unwrap_or(Timestamp::MAX);
        let entry = self.claimed(mark, Bytes::new(), String::new(), (now, until));
        Ok(match self.put(&key, expected, &entry).await? {
            Some(version) if is_new => Claim::New(version),
            Some(version) => Claim::Unsure(version),
            None => Claim::Busy,
        })
    }

    /// Remembers that it is made.
    pub(crate) async fn made(
        &self,
        (kind, mark): (&str, &str),
        version: Version,
        id: &str,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let document = DocumentRef {
            entity: format!("HubSpot {kind}"),
            id: id.to_owned(),
        };
        let state = EntryState::Done {
            recorded_at: now,
            document,
            response: String::new(),
        };
        let entry = Self::of_state(mark, state);
        self.put(&self.key(kind, mark), Some(version), &entry)
            .await
            .map(drop)
    }

    /// Gives the leave back, as nothing was made.
    pub(crate) async fn release(
        &self,
        (kind, mark): (&str, &str),
        version: Version,
    ) -> Result<(), StorageError> {
        let entry = Self::of_state(mark, EntryState::Open);
        self.put(&self.key(kind, mark), Some(version), &entry)
            .await
            .map(drop)
    }

    fn key(&self, kind: &str, mark: &str) -> LedgerKey {
        LedgerKey(format!("report-outcome/{}/{kind}/{mark}", self.record))
    }

    async fn entry(&self, key: &LedgerKey) -> Result<Option<Versioned<LedgerEntry>>, StorageError> {
        let request = ReadRequest {
            entries: vec![key.clone()],
            ..ReadRequest::of(self.connection.clone())
        };
        Ok(self.store.read(&request).await?.entries.remove(key))
    }

    /// Writes an entry; `None` when somebody else wrote in between.
    async fn put(
        &self,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<Option<Version>, StorageError> {
        let put = self
            .store
            .compare_and_put(self.connection, key, expected, entry);
        Ok(match put.await? {
            CompareAndPut::Written(version) => Some(version),
            // The store's own retry may find its own first write.
            CompareAndPut::Current(stands) if stands.value == *entry => Some(stands.version),
            CompareAndPut::Current(_) => None,
        })
    }

    fn claimed(
        &self,
        mark: &str,
        body: Bytes,
        context: String,
        (claimed_at, lease_until): (Timestamp, Timestamp),
    ) -> LedgerEntry {
        let state = EntryState::Claimed {
            owner: self.owner.clone(),
            lease_until,
            claimed_at,
            request_id: mark.to_owned(),
            body,
            context,
        };
        Self::of_state(mark, state)
    }

    fn of_state(mark: &str, state: EntryState) -> LedgerEntry {
        LedgerEntry {
            fingerprint: mark.to_owned(),
            generation: 0,
            company: String::new(),
            state,
        }
    }
}
