//! The ledger of what was done: one entry per (connection, action, record, document).

use std::future::Future;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Connection, StorageError};

/// A ledger entry as [`StorageError::Unreadable`] names it.
pub const LEDGER_ENTRY: &str = "ledger entry";

/// The key of a ledger entry within a connection, such as `create-invoice/deal/9001/Invoice`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LedgerKey(pub String);

/// Counts the writes of one stored thing; the fencing token of every conditional write.
///
/// The first write makes version 1. Entries are never deleted by an action, so a version never
/// comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Version(pub u64);

impl Version {
    /// The version of the write that follows `last`; 1 if nothing was ever written.
    pub fn after(last: Option<Self>) -> Self {
        Self(last.map_or(1, |Self(number)| number + 1))
    }
}

/// Something stored, with the version it was read at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The version to hand to the next conditional write.
    pub version: Version,
    /// The stored value.
    pub value: T,
}

/// The knowledge of one document that was or may have been posted.
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// SHA-256 of the request's content, in hexadecimal; a different one is a conflict.
    pub fingerprint: String,
    /// Raised whenever a new request id is needed because QuickBooks may remember a refusal under
    /// the old one.
    pub generation: u32,
    /// The QuickBooks company it is about ("realm id").
    pub company: String,
    /// The state of the document.
    pub state: EntryState,
}

impl LedgerEntry {
    /// True if its document was recorded at this time or later.
    pub fn is_recorded_since(&self, at: Timestamp) -> bool {
        match &self.state {
            EntryState::Done { recorded_at, .. } => *recorded_at >= at,
            EntryState::Open | EntryState::Claimed { .. } => false,
        }
    }
}

/// The state of a document: open, claimed by somebody, or made.
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryState {
    /// Known not to be made, and nobody is at it.
    Open,
    /// Somebody is at it, or was when the process died: it may have been posted.
    Claimed {
        /// The holder of the claim: a fresh random name per invocation.
        owner: String,
        /// Until when nobody else may take over.
        lease_until: Timestamp,
        /// When this body was first claimed; QuickBooks forgets a request id some time after.
        claimed_at: Timestamp,
        /// The `requestid` the body is posted under.
        request_id: String,
        /// The exact bytes to post; a retry posts these again.
        #[debug("{} bytes", body.len())]
        #[serde(with = "body_as_text")]
        body: Bytes,
        /// The caller's own data for finishing from `body` alone; opaque here.
        #[debug("{} bytes", context.len())]
        context: String,
    },
    /// Made.
    Done {
        /// When it was recorded.
        recorded_at: Timestamp,
        /// The document in QuickBooks.
        document: DocumentRef,
        /// The caller's response, to be given again to a repeat; opaque here.
        #[debug("{} bytes", response.len())]
        response: String,
    },
}

/// A document in QuickBooks, by type and id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentRef {
    /// QuickBooks' name of the entity, such as `Invoice`.
    pub entity: String,
    /// QuickBooks' id.
    pub id: String,
}

/// The answer to a conditional write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompareAndPut {
    /// Written; the new version.
    Written(Version),
    /// Not written: this is what stands there now.
    Current(Box<Versioned<LedgerEntry>>),
}

/// The port to the ledger: a compare-and-put per entry, and a look-up by document.
pub trait Ledger {
    /// Writes `entry` in one conditional write if the stored version is `expected`
    /// (`None`: nothing stored yet), else says what is stored.
    ///
    /// The store's own retries may find their own first write: the caller tells by the owner in the
    /// entry that is handed back. A version expected where nothing is stored is an error, since
    /// entries are never deleted.
    fn compare_and_put(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> impl Future<Output = Result<CompareAndPut, StorageError>> + Send;

    /// Finds the keys of the entries that are done with this document; several when a person
    /// pointed two records at one document. An adapter's index may lag a moment behind the entries.
    fn find_by_document(
        &self,
        connection: &Connection,
        document: &DocumentRef,
    ) -> impl Future<Output = Result<Vec<LedgerKey>, StorageError>> + Send;

    /// Tells whether a connection has any entry at all, whatever its state.
    fn has_entries(
        &self,
        connection: &Connection,
    ) -> impl Future<Output = Result<bool, StorageError>> + Send;
}

/// Bodies are JSON text, so they are kept as text and stay legible in the store's console.
mod body_as_text {
    use bytes::Bytes;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _, ser::Error as _};

    pub(super) fn serialize<S: Serializer>(body: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        let text = std::str::from_utf8(body).map_err(|_| S::Error::custom("body is not UTF-8"))?;
        serializer.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Bytes, D::Error> {
        let text = String::deserialize(deserializer).map_err(D::Error::custom)?;
        Ok(Bytes::from(text))
    }
}
