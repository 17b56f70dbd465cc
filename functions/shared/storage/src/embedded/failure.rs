//! redb's errors, as the port's.

use std::path::Path;

use crate::StorageError;

/// The file system does not give the file.
pub(super) fn cannot_open(path: &Path, error: &std::io::Error) -> StorageError {
    StorageError::Unavailable {
        detail: format!("{} cannot be opened: {error}", path.display()),
    }
}

/// The file is there, but redb does not take it.
pub(super) fn cannot_open_database(path: &Path, error: redb::DatabaseError) -> StorageError {
    match error {
        redb::DatabaseError::DatabaseAlreadyOpen => StorageError::Unavailable {
            detail: format!(
                "{} is open in another process (or twice in this one), and only one may use it \
                 at a time: stop that process, or give this one a file of its own",
                path.display()
            ),
        },
        redb::DatabaseError::Storage(redb::StorageError::Io(error))
            if error.kind() == std::io::ErrorKind::UnexpectedEof =>
        {
            StorageError::Unreadable {
                what: "the store's file",
                detail: "it ends too early".to_owned(),
            }
        }
        redb::DatabaseError::Storage(redb::StorageError::Io(error)) => cannot_open(path, &error),
        error => from_redb(error),
    }
}

/// Tells a file that this program cannot read, where a retry is no use, from everything else.
pub(super) fn from_redb(error: impl Into<redb::Error>) -> StorageError {
    match error.into() {
        error @ (redb::Error::Corrupted(_)
        | redb::Error::UpgradeRequired(_)
        | redb::Error::TableTypeMismatch { .. }
        | redb::Error::TypeDefinitionChanged { .. }
        | redb::Error::TableDoesNotExist(_)) => StorageError::Unreadable {
            what: "the store's file",
            detail: error.to_string(),
        },
        error => StorageError::Unavailable {
            detail: error.to_string(),
        },
    }
}

impl From<redb::TransactionError> for StorageError {
    fn from(error: redb::TransactionError) -> Self {
        from_redb(error)
    }
}

impl From<redb::TableError> for StorageError {
    fn from(error: redb::TableError) -> Self {
        from_redb(error)
    }
}

impl From<redb::StorageError> for StorageError {
    fn from(error: redb::StorageError) -> Self {
        from_redb(error)
    }
}

impl From<redb::CommitError> for StorageError {
    fn from(error: redb::CommitError) -> Self {
        from_redb(error)
    }
}
