//! [`Ledger`] on DynamoDB: an entry is one item, and its decision one conditional write.
//!
//! One that says which document was made is written in a transaction with the item by which the
//! document is looked up.

use std::collections::HashSet;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};

use super::conditional::{Conditional, put_at_version};
use super::item::{Item, Stored, VERSION, item, number, string};
use super::transaction::{Refusal, Transacted, update};
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

/// The keys of the entries that were written with a document, on the item of the document.
const KEYS: &str = "keys";

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
        if let EntryState::Done { .. } = entry.state {
            return self.put_done(connection, key, expected, entry).await;
        }
        let version = Version::after(expected);
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.ledger_table)
            .set_item(Some(encode(connection, key, version, entry)?));
        match put_at_version(put, expected).await? {
            Conditional::Written => Ok(CompareAndPut::Written(version)),
            Conditional::Refused(Some(stands)) => {
                Ok(CompareAndPut::Current(Box::new(decode(&stands)?.1)))
            }
            Conditional::Refused(None) => Err(vanished(expected)),
        }
    }

    /// The document's item keeps every entry that was ever written with it, so each is looked at.
    async fn find_by_document(
        &self,
        connection: &Connection,
        document: &DocumentRef,
    ) -> Result<Vec<LedgerKey>, StorageError> {
        let get = self.dynamodb.get_item();
        let got = get
            .table_name(&self.names.ledger_table)
            .set_key(Some(key::of_ledger(connection, &key::document(document))))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failure::of("GetItem", &error))?;
        let keys = got.item().and_then(|item| item.get(KEYS)?.as_ss().ok());
        let keys: HashSet<String> = keys.into_iter().flatten().cloned().collect();
        let table = &*self.names.ledger_table;
        let keys = keys.into_iter().map(|text| {
            let sort = key::entry(&LedgerKey(text));
            (table, key::of_ledger(connection, &sort))
        });
        let entries = self.read_batch(keys.collect()).await?;
        let mut found = Vec::with_capacity(entries.len());
        for (_, item) in entries {
            let (key, entry) = decode(&item)?;
            if is_done_with(&entry.value, document) {
                found.push(key);
            }
        }
        Ok(found)
    }

    async fn has_entries(&self, connection: &Connection) -> Result<bool, StorageError> {
        let query = self.dynamodb.query();
        let got = query
            .table_name(&self.names.ledger_table)
            .key_condition_expression("#connection = :connection AND begins_with(#entry, :entry)")
            .expression_attribute_names("#connection", tables::CONNECTION)
            .expression_attribute_names("#entry", "entry")
            .expression_attribute_values(":connection", string(connection.as_str()))
            .expression_attribute_values(":entry", string(key::ENTRY))
            .projection_expression("#entry")
            .limit(1)
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failure::of("Query", &error))?;
        Ok(!got.items().is_empty())
    }
}

impl AwsStore {
    /// Writes an entry that is done, and with it the item of its document.
    async fn put_done(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<CompareAndPut, StorageError> {
        let writes = || self.entry_writes(connection, key, expected, entry);
        match self.transact(writes).await? {
            Transacted::Written => Ok(CompareAndPut::Written(Version::after(expected))),
            Transacted::Refused(refusals) => {
                let stands = standing(refusals, expected)?;
                stands
                    .map(CompareAndPut::Current)
                    .ok_or_else(|| vanished(expected))
            }
        }
    }

    /// The writes of an entry: its own, and that of its document's item where it is done.
    pub(super) fn entry_writes(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<Vec<TransactWriteItem>, StorageError> {
        let item = encode(connection, key, Version::after(expected), entry)?;
        let mut writes = vec![self.put_in_ledger(item, expected)?];
        if let EntryState::Done { document, .. } = &entry.state {
            writes.push(self.add_to_document(connection, key, document)?);
        }
        Ok(writes)
    }

    fn add_to_document(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        document: &DocumentRef,
    ) -> Result<TransactWriteItem, StorageError> {
        let added = Update::builder()
            .table_name(&self.names.ledger_table)
            .set_key(Some(key::of_ledger(connection, &key::document(document))))
            .update_expression("ADD #keys :key")
            .expression_attribute_names("#keys", KEYS)
            .expression_attribute_values(":key", AttributeValue::Ss(vec![key.0.clone()]))
            .build();
        added
            .map(update)
            .map_err(|error| failure::incomplete(&error))
    }
}

/// The entry that stood in the way of a transaction whose first writes are an entry's; none where it
/// was something else.
pub(super) fn standing(
    refusals: impl IntoIterator<Item = Option<Refusal>>,
    expected: Option<Version>,
) -> Result<Option<Box<Versioned<LedgerEntry>>>, StorageError> {
    match refusals.into_iter().next().flatten() {
        None => Ok(None),
        Some(Refusal { stands: Some(item) }) => Ok(Some(Box::new(decode(&item)?.1))),
        Some(Refusal { stands: None }) => Err(vanished(expected)),
    }
}

fn is_done_with(entry: &LedgerEntry, document: &DocumentRef) -> bool {
    matches!(&entry.state, EntryState::Done { document: made, .. } if made == document)
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
        EntryState::Done { .. } => "done",
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
