//! The failures of a store.

/// A store did not do what was asked.
///
/// No variant holds the data that was being read or written.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The store did not answer, or answered that it cannot serve now; the same call may be retried.
    #[error("the store is unavailable: {detail}")]
    Unavailable {
        /// The report of the store's client, without keys or values.
        detail: String,
    },
    /// A stored value cannot be read by this version of the program.
    #[error("what is stored under {what} cannot be read: {detail}")]
    Unreadable {
        /// The kind of thing, such as `ledger entry`.
        what: &'static str,
        /// Why it cannot be read, without its content.
        detail: String,
    },
    /// A value is larger than the store takes, so nothing was written; a repeat of the
    /// same call fails in the same way.
    #[error("the {what} is too large to be stored: {size} bytes, and the store takes {limit}")]
    TooLarge {
        /// The kind of thing, such as `ledger entry`.
        what: &'static str,
        /// Its size, in bytes.
        size: usize,
        /// The largest size, in bytes.
        limit: usize,
    },
}
