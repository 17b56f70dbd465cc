//! The tables of the file. Keys are tuples, whose parts redb compares one by one, so no separator
//! can be mistaken for content.

use redb::{ReadableTable, TableDefinition, WriteTransaction};

use super::Ending;
use crate::StorageError;

/// Connection -> version and JSON text.
pub(super) const SETTINGS: TableDefinition<&str, (u64, &str)> = TableDefinition::new("settings");

/// Connection, kind, source -> the rest of the mapping as JSON.
pub(super) const MAPPINGS: TableDefinition<(&str, &str, &str), &str> =
    TableDefinition::new("mappings");

/// Connection, key -> version and entry as JSON.
pub(super) const LEDGER: TableDefinition<(&str, &str), (u64, &str)> =
    TableDefinition::new("ledger");

/// Connection, key -> version and reservation as JSON.
pub(super) const RESERVATIONS: TableDefinition<(&str, &str), (u64, &str)> =
    TableDefinition::new("reservations");

/// Connection, entity, id, ledger key: the entries that are done, by document.
pub(super) const DOCUMENTS: TableDefinition<(&str, &str, &str, &str), ()> =
    TableDefinition::new("documents");

/// Connection -> version and tokens as JSON; no tokens are left after a deletion, but the version
/// stays, so that it never comes back.
pub(super) const TOKENS: TableDefinition<&str, (u64, Option<&str>)> =
    TableDefinition::new("tokens");

/// Connection -> owner and end of the refresh lease.
pub(super) const LEASES: TableDefinition<&str, (&str, &str)> = TableDefinition::new("leases");

/// Portal -> what opens it, as JSON.
pub(super) const PORTALS: TableDefinition<&str, &str> = TableDefinition::new("portals");

/// Connection and quota -> until when it is used up, in nanoseconds since 1970.
pub(super) const QUOTAS: TableDefinition<(&str, &str), i128> = TableDefinition::new("quotas");

/// Connection -> what failed last, as JSON.
pub(super) const FAILURES: TableDefinition<&str, &str> = TableDefinition::new("failures");

/// Connection, record and action -> the last run that failed, as JSON.
pub(super) const FAILED_RUNS: TableDefinition<(&str, &str, &str), &str> =
    TableDefinition::new("failed runs");

/// The number of this layout. A table that is added does not change it: every opening creates what is
/// missing.
const FORMAT: TableDefinition<(), u64> = TableDefinition::new("format");
const CURRENT_FORMAT: u64 = 1;

/// Creates the tables that the file does not have, and refuses a file of another layout.
pub(super) fn prepare(transaction: &WriteTransaction) -> Result<Ending<()>, StorageError> {
    let mut format = transaction.open_table(FORMAT)?;
    let found = format.get(())?.map(|number| number.value());
    match found {
        Some(CURRENT_FORMAT) => {}
        Some(other) => return Err(other_format(other)),
        None => {
            format.insert((), CURRENT_FORMAT)?;
        }
    }
    transaction.open_table(SETTINGS)?;
    transaction.open_table(MAPPINGS)?;
    transaction.open_table(LEDGER)?;
    transaction.open_table(RESERVATIONS)?;
    transaction.open_table(DOCUMENTS)?;
    transaction.open_table(TOKENS)?;
    transaction.open_table(LEASES)?;
    transaction.open_table(QUOTAS)?;
    transaction.open_table(FAILURES)?;
    transaction.open_table(FAILED_RUNS)?;
    transaction.open_table(PORTALS)?;
    Ok(Ending::Commit(()))
}

fn other_format(found: u64) -> StorageError {
    StorageError::Unreadable {
        what: "the store's file",
        detail: format!("it has layout {found}, this program reads layout {CURRENT_FORMAT}"),
    }
}

#[cfg(test)]
mod tests;
