//! The marks that a change leaves on a row: its `SyncToken` and its `LastUpdatedTime`.

use serde_json::Value;

use crate::company::{Fields, text};

/// Counts a change of a row.
pub(super) fn increment_sync_token(fields: &mut Fields) {
    let token = text(fields, "SyncToken")
        .and_then(|token| token.parse::<u64>().ok())
        .unwrap_or(0);
    fields.insert("SyncToken".to_owned(), Value::from((token + 1).to_string()));
}

/// Notes when a row was changed last.
pub(super) fn mark_updated(fields: &mut Fields, stamp: &str) {
    if let Some(meta) = fields.get_mut("MetaData").and_then(Value::as_object_mut) {
        meta.insert("LastUpdatedTime".to_owned(), Value::from(stamp));
    }
}
