//! Values as JSON text, and its errors without what was being written or read.

use serde::{Serialize, de::DeserializeOwned};

use crate::StorageError;

pub(super) fn encode<T: Serialize>(what: &'static str, value: &T) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| unreadable(what, &error))
}

pub(super) fn decode<T: DeserializeOwned>(
    what: &'static str,
    text: &str,
) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|error| unreadable(what, &error))
}

/// The error's own text may quote the value, so only its kind and place are told.
fn unreadable(what: &'static str, error: &serde_json::Error) -> StorageError {
    StorageError::Unreadable {
        what,
        detail: format!(
            "{:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        ),
    }
}
