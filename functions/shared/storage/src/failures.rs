//! The last failure of a connection, for whoever asks how it is.

pub(crate) mod runs;

use std::future::Future;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Connection, StorageError};

/// The failure of a function. Its message names records and fields, and no person and no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastFailure {
    /// The function that failed.
    pub function: String,
    /// The kind of error, by its stable name.
    pub error_type: String,
    /// The same in words.
    pub message: String,
    /// The time of the failure.
    pub at: Timestamp,
}

/// The port to the last failures.
pub trait Failures {
    /// Keeps a failure in place of an earlier one; a later one that is kept already stays.
    fn keep_failure(
        &self,
        connection: &Connection,
        failure: &LastFailure,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The last failure of a connection that was kept; the store forgets it some time after 90 days.
    fn last_failure(
        &self,
        connection: &Connection,
    ) -> impl Future<Output = Result<Option<LastFailure>, StorageError>> + Send;
}

/// The time for which a failure is of interest: that of a connection, and that of a run.
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// True if a failure of that moment is of interest still. Stores forget it later: one at the next failure, DynamoDB within
/// two days (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html>).
fn is_of_interest(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) <= KEPT
}

impl LastFailure {
    /// True if it is of the last 90 days.
    pub fn is_of_interest(&self, now: Timestamp) -> bool {
        is_of_interest(self.at, now)
    }
}
