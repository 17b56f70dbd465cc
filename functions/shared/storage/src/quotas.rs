//! Quotas that are used up: what one process learned from a refusal, for all the others.

use std::future::Future;

use jiff::Timestamp;

use crate::{Connection, StorageError};

/// A quota that the requests of a connection count against.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumString,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Quota {
    /// Requests to the company's books.
    Requests,
    /// Batches among them, which have a smaller quota of their own.
    Batches,
    /// Requests for access tokens.
    Tokens,
}

/// The port for telling others that a quota is used up. They learn it through
/// [`crate::SnapshotReader`], in the read that they do anyway.
pub trait Quotas {
    /// Records that a quota is used up until a moment. A later moment that is recorded already stays, so
    /// that whoever writes late shortens nobody's wait.
    fn record_used_up(
        &self,
        connection: &Connection,
        quota: Quota,
        until: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}
