//! Runs that failed, and what became of a record.
//!
//! Documents that were made stand in the ledger. A failure is one item for each record and action, in place of an
//! earlier one. Nothing is written when a document is made, since that would be one more write for each: a failure
//! from before its record's document was recorded is over, and whoever reads compares the two times. A run that
//! succeeds and records nothing forgets it, if the one read has found it. The store forgets a failure after 90 days.

use std::future::Future;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Connection, LedgerEntry, LedgerKey, StorageError, Versioned};

/// A run of an action that failed. Its message names records and fields, and no person and no token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, derive_more::Debug)]
pub struct FailedRun {
    /// The action, such as `create-invoice`.
    pub action: String,
    /// The record, such as `deal/9001`.
    pub record: String,
    /// The kind of error, by its stable name.
    pub error_type: String,
    /// The same in words.
    pub message: String,
    /// The time of the failure.
    pub at: Timestamp,
    /// HubSpot's id of the execution or the enrolment that asked, if one did.
    pub asked_by: Option<String>,
    /// The request with the record's id, its options and its run, as JSON, so that it can be made once more;
    /// absent where the record was given whole, of which nothing is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[debug(skip)]
    pub request: Option<String>,
}

impl FailedRun {
    /// True if one of the entries, which are those of its record and action, was recorded since: the run was
    /// made good.
    pub fn is_over<'e>(&self, entries: impl IntoIterator<Item = &'e LedgerEntry>) -> bool {
        let mut entries = entries.into_iter();
        entries.any(|entry| entry.is_recorded_since(self.at))
    }

    /// True if it is of the last 90 days.
    pub fn is_of_interest(&self, now: Timestamp) -> bool {
        super::is_of_interest(self.at, now)
    }
}

/// The record and the action that a failed run is kept by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedRunKey {
    /// The record, such as `deal/9001`.
    pub record: String,
    /// The action, such as `create-invoice`.
    pub action: String,
}

/// The port to failed runs, and to the entries of a record.
pub trait Runs {
    /// Keeps a failed run in place of an earlier one of the same record and action; a later one stays.
    fn keep_failed_run(
        &self,
        connection: &Connection,
        run: &FailedRun,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Forgets the failed run of a record and action that is kept, if it failed by `until`.
    fn forget_failed_run(
        &self,
        connection: &Connection,
        record_and_action: (&str, &str),
        until: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The failed runs of a connection, or those of one record, in the order of records and actions; those
    /// that were made good since are among them, and those of more than 90 days ago that the store has not forgotten yet.
    fn failed_runs(
        &self,
        connection: &Connection,
        record: Option<&str>,
    ) -> impl Future<Output = Result<Vec<FailedRun>, StorageError>> + Send;

    /// The ledger's entries of a record that an action has begun to make, of every enrolment.
    fn entries_of(
        &self,
        connection: &Connection,
        action: &str,
        record: &str,
    ) -> impl Future<Output = Result<Vec<(LedgerKey, Versioned<LedgerEntry>)>, StorageError>> + Send;

    /// A page of the ledger's entries of a connection, whatever their action and record, in the order of their keys:
    /// at most `limit`, those that come after this key.
    fn page_of_entries(
        &self,
        connection: &Connection,
        after: Option<&LedgerKey>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(LedgerKey, Versioned<LedgerEntry>)>, StorageError>> + Send;
}

/// The beginning of the keys of a record's entries.
#[cfg(any(feature = "embedded", feature = "aws"))]
pub(crate) fn entries_begin_with(action: &str, record: &str) -> String {
    format!("{action}/{record}/")
}
