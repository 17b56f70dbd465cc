//! [`Mappings`] in the embedded store.

use std::ops::Bound::{Excluded, Included, Unbounded};

use jiff::Timestamp;
use redb::ReadTransaction;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::{EmbeddedStore, Ending, tables};
use crate::{Connection, Mapping, MappingKey, MappingKind, Mappings, StorageError, json};

const WHAT: &str = "mapping";

impl Mappings for EmbeddedStore {
    async fn put_mappings(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
    ) -> Result<(), StorageError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::MAPPINGS)?;
            for mapping in mappings {
                let value = json::encode(WHAT, &Stored::from(mapping))?;
                let kind = mapping.key.kind.to_string();
                let key = (connection.as_str(), &*kind, &*mapping.key.source);
                table.insert(key, value.as_str())?;
            }
            Ok(Ending::Commit(()))
        })
    }

    async fn delete_mappings(
        &self,
        connection: &Connection,
        keys: &[MappingKey],
    ) -> Result<(), StorageError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::MAPPINGS)?;
            for key in keys {
                let kind = key.kind.to_string();
                table.remove((connection.as_str(), &*kind, &*key.source))?;
            }
            Ok(Ending::Commit(()))
        })
    }

    async fn list_mappings(
        &self,
        connection: &Connection,
        after: Option<&MappingKey>,
        limit: usize,
    ) -> Result<Vec<Mapping>, StorageError> {
        self.read(|transaction| {
            let mut page = Vec::new();
            for &kind in MappingKind::VARIANTS {
                let from = after.filter(|key| key.kind == kind).map(|key| &*key.source);
                if after.is_none_or(|key| key.kind <= kind) {
                    let room = limit - page.len();
                    page.extend(of_kind(transaction, connection, kind, from, room)?);
                }
            }
            Ok(page)
        })
    }
}

/// The value of a row.
#[derive(Serialize, Deserialize)]
struct Stored {
    quickbooks_id: String,
    name: String,
    mapped_at: Timestamp,
}

impl From<&Mapping> for Stored {
    fn from(mapping: &Mapping) -> Self {
        Self {
            quickbooks_id: mapping.quickbooks_id.clone(),
            name: mapping.name.clone(),
            mapped_at: mapping.mapped_at,
        }
    }
}

impl Stored {
    fn with_key(self, key: MappingKey) -> Mapping {
        Mapping {
            key,
            quickbooks_id: self.quickbooks_id,
            name: self.name,
            mapped_at: self.mapped_at,
        }
    }
}

/// One mapping as of `transaction`.
pub(super) fn mapping_of(
    transaction: &ReadTransaction,
    connection: &Connection,
    key: &MappingKey,
) -> Result<Option<Mapping>, StorageError> {
    let table = transaction.open_table(tables::MAPPINGS)?;
    let kind = key.kind.to_string();
    let row = table.get((connection.as_str(), &*kind, &*key.source))?;
    row.map(|row| json::decode::<Stored>(WHAT, row.value()))
        .transpose()
        .map(|stored| stored.map(|stored| stored.with_key(key.clone())))
}

/// The mappings of one kind in the order of their sources, after `after`, at most `limit`.
pub(super) fn of_kind(
    transaction: &ReadTransaction,
    connection: &Connection,
    kind: MappingKind,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<Mapping>, StorageError> {
    let table = transaction.open_table(tables::MAPPINGS)?;
    let name = kind.to_string();
    let first = after.map_or(Included(""), Excluded);
    let first = first.map(|source| (connection.as_str(), &*name, source));
    let mut found = Vec::new();
    for row in table.range((first, Unbounded))?.take(limit) {
        let (key, value) = row?;
        let (owner, row_kind, source) = key.value();
        if (owner, row_kind) != (connection.as_str(), &*name) {
            break;
        }
        let source = source.to_owned();
        let stored: Stored = json::decode(WHAT, value.value())?;
        found.push(stored.with_key(MappingKey { kind, source }));
    }
    Ok(found)
}
