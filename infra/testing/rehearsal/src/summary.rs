//! A request of the sandbox's journal as one line.

use sandbox_quickbooks::{JournalEntry, Operation};

/// A request as a test reads it: `create Invoice` or `batch [query Customer, query Item]`.
pub fn summary(entry: &JournalEntry) -> String {
    let line = |operation: Operation, entity: Option<&String>| {
        let operation = format!("{operation:?}").to_lowercase();
        entity.map_or_else(
            || operation.clone(),
            |entity| format!("{operation} {entity}"),
        )
    };
    if entry.items.is_empty() {
        return line(entry.operation, entry.entity.as_ref());
    }
    let items: Vec<String> = entry
        .items
        .iter()
        .map(|item| line(item.operation, item.entity.as_ref()))
        .collect();
    format!("batch [{}]", items.join(", "))
}
