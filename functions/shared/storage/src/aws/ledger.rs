//! [`Ledger`] on DynamoDB: an entry is one item, and its decision one conditional write.

use super::conditional::{Conditional, put_at_version};
use super::item::{Item, Stored, VERSION, item, number, string};
use super::{AwsStore, content, failure, key, tables};
use crate::{
    CompareAndPut, Connection, DocumentRef, EntryState, LEDGER_ENTRY, Ledger, LedgerEntry,
    LedgerKey, StorageError, Version, Versioned, json,
};

const WHAT: &str = LEDGER_ENTRY;

/// The whole entry as JSON.
const CONTENT: &str = "content";

/// The key as the caller gave it; the sort key may be cut.
const KEY: &str = "key";

/// The sort key of the index by document: only an entry that is done has it.
const DOCUMENT: &str = "document";

/// For people in the console: `open`, `claimed` or `done`.
const STATE: &str = "state";

impl Ledger for AwsStore {
    async fn compare_and_put(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<CompareAndPut, StorageError> {
        let version = Version::after(expected);
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.ledger_table)
            .set_item(Some(encode(connection, key, version, entry)?));
        match (put_at_version(put, expected).await?, expected) {
            (Conditional::Written, _) => Ok(CompareAndPut::Written(version)),
            (Conditional::Refused(Some(stands)), _) => {
                Ok(CompareAndPut::Current(Box::new(decode(&stands)?.1)))
            }
            (Conditional::Refused(None), expected) => Err(vanished(expected)),
        }
    }

    async fn find_by_document(
        &self,
        connection: &Connection,
        document: &DocumentRef,
    ) -> Result<Vec<LedgerKey>, StorageError> {
        let index = tables::LEDGER.index.map(|index| index.name);
        let mut pages = self
            .dynamodb
            .query()
            .table_name(&self.names.ledger_table)
            .set_index_name(index.map(ToOwned::to_owned))
            .key_condition_expression("#connection = :connection AND #document = :document")
            .expression_attribute_names("#connection", tables::CONNECTION)
            .expression_attribute_names("#document", DOCUMENT)
            .expression_attribute_values(":connection", string(connection.as_str()))
            .expression_attribute_values(":document", string(key::document(document)))
            .consistent_read(true)
            .into_paginator()
            .send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| failure::of("Query", &error))?;
            for item in page.items() {
                keys.push(key_of(item)?);
            }
        }
        Ok(keys)
    }
}

fn encode(
    connection: &Connection,
    key: &LedgerKey,
    version: Version,
    entry: &LedgerEntry,
) -> Result<Item, StorageError> {
    let mut item = item([
        (tables::CONNECTION, string(connection.as_str())),
        ("entry", string(key::entry(key))),
        (KEY, string(key.0.clone())),
        (VERSION, number(version)),
        (CONTENT, content::pack(WHAT, json::encode(WHAT, entry)?)?),
    ]);
    let state = match &entry.state {
        EntryState::Open => "open",
        EntryState::Claimed { .. } => "claimed",
        EntryState::Done { document, .. } => {
            item.insert(DOCUMENT.to_owned(), string(key::document(document)));
            "done"
        }
    };
    item.insert(STATE.to_owned(), string(state));
    Ok(item)
}

/// The entry of an item, with its key.
pub(super) fn decode(item: &Item) -> Result<(LedgerKey, Versioned<LedgerEntry>), StorageError> {
    let stored = Stored { what: WHAT, item };
    let entry = Versioned {
        version: stored.version()?,
        value: json::decode(WHAT, &stored.content(CONTENT)?)?,
    };
    Ok((key_of(item)?, entry))
}

fn key_of(item: &Item) -> Result<LedgerKey, StorageError> {
    let key = Stored { what: WHAT, item }.text(KEY)?;
    Ok(LedgerKey(key.to_owned()))
}

/// Entries are never deleted: what was read and is gone means that the table was replaced.
fn vanished(expected: Option<Version>) -> StorageError {
    let version = expected.map_or(0, |version| version.0);
    failure::unreadable(
        WHAT,
        format!("it was read at version {version}, and is gone"),
    )
}
