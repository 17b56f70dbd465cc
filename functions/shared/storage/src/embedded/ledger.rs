//! [`Ledger`] in the embedded store, with the index by document in the same transaction.

use redb::{ReadTransaction, ReadableTable, WriteTransaction};

use super::{EmbeddedStore, Ending, tables};
use crate::{
    CompareAndPut, Connection, DocumentRef, EntryState, LEDGER_ENTRY, Ledger, LedgerEntry,
    LedgerKey, StorageError, Version, Versioned, json,
};

const WHAT: &str = LEDGER_ENTRY;

impl Ledger for EmbeddedStore {
    async fn compare_and_put(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<CompareAndPut, StorageError> {
        self.write(|transaction| {
            let put = put_entry(transaction, connection, key, expected, entry)?;
            Ok(match put {
                CompareAndPut::Written(_) => Ending::Commit(put),
                CompareAndPut::Current(_) => Ending::Discard(put),
            })
        })
    }

    async fn find_by_document(
        &self,
        connection: &Connection,
        document: &DocumentRef,
    ) -> Result<Vec<LedgerKey>, StorageError> {
        let wanted = (connection.as_str(), &*document.entity, &*document.id);
        self.read(|transaction| {
            let table = transaction.open_table(tables::DOCUMENTS)?;
            let mut keys = Vec::new();
            for row in table.range((wanted.0, wanted.1, wanted.2, "")..)? {
                let row = row?.0;
                let (owner, entity, id, key) = row.value();
                if (owner, entity, id) != wanted {
                    break;
                }
                keys.push(LedgerKey(key.to_owned()));
            }
            Ok(keys)
        })
    }

    async fn has_entries(&self, connection: &Connection) -> Result<bool, StorageError> {
        self.read(|transaction| {
            let table = transaction.open_table(tables::LEDGER)?;
            let mut rows = table.range((connection.as_str(), "")..)?;
            let first = rows.next().transpose()?;
            Ok(first.is_some_and(|(row, _)| row.value().0 == connection.as_str()))
        })
    }
}

/// Writes an entry within a transaction, if it stands at the version that is expected.
pub(super) fn put_entry(
    transaction: &WriteTransaction,
    connection: &Connection,
    key: &LedgerKey,
    expected: Option<Version>,
    entry: &LedgerEntry,
) -> Result<CompareAndPut, StorageError> {
    let text = json::encode(WHAT, entry)?;
    let mut table = transaction.open_table(tables::LEDGER)?;
    let row = (connection.as_str(), &*key.0);
    let stands = table.get(row)?.map(|row| decode(row.value())).transpose()?;
    match (stands, expected) {
        (Some(stands), expected) if Some(stands.version) != expected => {
            Ok(CompareAndPut::Current(Box::new(stands)))
        }
        (None, Some(version)) => Err(vanished(version)),
        (stands, _) => {
            let version = Version::after(stands.as_ref().map(|stands| stands.version));
            table.insert(row, (version.0, &*text))?;
            let before = stands.map(|stands| stands.value);
            index(transaction, connection, key, before.as_ref(), entry)?;
            Ok(CompareAndPut::Written(version))
        }
    }
}

/// Moves the entry's place in the index from its old document, if any, to its new one, if any.
fn index(
    transaction: &WriteTransaction,
    connection: &Connection,
    key: &LedgerKey,
    before: Option<&LedgerEntry>,
    after: &LedgerEntry,
) -> Result<(), StorageError> {
    let (before, after) = (before.and_then(document_of), document_of(after));
    if before == after {
        return Ok(());
    }
    let mut table = transaction.open_table(tables::DOCUMENTS)?;
    let row = |document: &DocumentRef| (document.entity.clone(), document.id.clone());
    if let Some((entity, id)) = before.map(row) {
        table.remove((connection.as_str(), &*entity, &*id, &*key.0))?;
    }
    if let Some((entity, id)) = after.map(row) {
        table.insert((connection.as_str(), &*entity, &*id, &*key.0), ())?;
    }
    Ok(())
}

fn document_of(entry: &LedgerEntry) -> Option<&DocumentRef> {
    match &entry.state {
        EntryState::Done { document, .. } => Some(document),
        EntryState::Open | EntryState::Claimed { .. } => None,
    }
}

/// One entry as of `transaction`.
pub(super) fn entry_of(
    transaction: &ReadTransaction,
    connection: &Connection,
    key: &LedgerKey,
) -> Result<Option<Versioned<LedgerEntry>>, StorageError> {
    let table = transaction.open_table(tables::LEDGER)?;
    let row = table.get((connection.as_str(), &*key.0))?;
    row.map(|row| decode(row.value())).transpose()
}

pub(super) fn decode((version, text): (u64, &str)) -> Result<Versioned<LedgerEntry>, StorageError> {
    Ok(Versioned {
        version: Version(version),
        value: json::decode(WHAT, text)?,
    })
}

/// Entries are never deleted: what was read and is gone means that the file was replaced.
fn vanished(expected: Version) -> StorageError {
    StorageError::Unreadable {
        what: WHAT,
        detail: format!("it was read at version {}, and is gone", expected.0),
    }
}
