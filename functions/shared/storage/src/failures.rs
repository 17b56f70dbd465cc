//! The last failure of a connection, for whoever asks how it is.

pub(crate) mod runs;

use std::future::Future;

#[cfg(any(feature = "aws", feature = "embedded"))]
use jiff::SignedDuration;
use jiff::Timestamp;
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

    /// The last failure of a connection that was kept; the store may forget it after 90 days.
    fn last_failure(
        &self,
        connection: &Connection,
    ) -> impl Future<Output = Result<Option<LastFailure>, StorageError>> + Send;
}

/// For how long a failure is of interest: that of a connection, and that of a run.
#[cfg(any(feature = "aws", feature = "embedded"))]
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
