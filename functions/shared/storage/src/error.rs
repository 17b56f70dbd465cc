//! What can go wrong with a store.

/// A store did not do what was asked.
///
/// No variant holds the data that was being read or written.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The store did not answer, or answered that it cannot serve now; the same call may be retried.
    #[error("the store is unavailable: {detail}")]
    Unavailable {
        /// What the store's client reported, without keys or values.
        detail: String,
    },
    /// What is stored cannot be read by this version of the program.
    #[error("what is stored under {what} cannot be read: {detail}")]
    Unreadable {
        /// Which kind of thing, such as `ledger entry`.
        what: &'static str,
        /// Why it cannot be read, without its content.
        detail: String,
    },
    /// What is to be stored is larger than the store takes, so nothing was written; a repeat of the
    /// same call fails in the same way.
    #[error("the {what} is too large to be stored: {size} bytes, and the store takes {limit}")]
    TooLarge {
        /// Which kind of thing, such as `ledger entry`.
        what: &'static str,
        /// How large it is, in bytes.
        size: usize,
        /// How large it may be, in bytes.
        limit: usize,
    },
}
