//! [`Runs`] on DynamoDB: what failed are items in the leases' table, since they end; what was made are the ledger's
//! entries.

use jiff::Timestamp;

use super::failures::TEXT;
use super::item::{Item, Stored, string};
use super::{AwsStore, failure, key, ledger, tables};
use crate::failures::runs::entries_begin_with;
use crate::{Connection, FailedRun, LedgerEntry, LedgerKey, Runs, StorageError, Versioned, json};

const WHAT: &str = "failed run";

impl Runs for AwsStore {
    async fn keep_failed_run(
        &self,
        connection: &Connection,
        run: &FailedRun,
    ) -> Result<(), StorageError> {
        let place = key::of_leases(connection, &key::failed_run(&run.record, &run.action));
        self.keep_latest(place, run.at, &json::encode(WHAT, run)?)
            .await
    }

    async fn forget_failed_run(
        &self,
        connection: &Connection,
        (record, action): (&str, &str),
        until: Timestamp,
    ) -> Result<(), StorageError> {
        let place = key::of_leases(connection, &key::failed_run(record, action));
        self.forget_until(place, until).await
    }

    async fn failed_runs(
        &self,
        connection: &Connection,
        record: Option<&str>,
    ) -> Result<Vec<FailedRun>, StorageError> {
        let items = self
            .begin_with(
                (&self.names.leases_table, &tables::LEASES),
                connection,
                &key::failed_runs(record),
            )
            .await?;
        items.iter().map(decode).collect()
    }

    async fn entries_of(
        &self,
        connection: &Connection,
        action: &str,
        record: &str,
    ) -> Result<Vec<(LedgerKey, Versioned<LedgerEntry>)>, StorageError> {
        let beginning = format!("{}{}", key::ENTRY, entries_begin_with(action, record));
        let table = (&*self.names.ledger_table, &tables::LEDGER);
        let items = self.begin_with(table, connection, &beginning).await?;
        items.iter().map(ledger::decode).collect()
    }

    async fn page_of_entries(
        &self,
        connection: &Connection,
        after: Option<&LedgerKey>,
        limit: usize,
    ) -> Result<Vec<(LedgerKey, Versioned<LedgerEntry>)>, StorageError> {
        let begin = after.map_or_else(|| key::ENTRY.to_owned(), key::entry);
        let query = self.dynamodb.query();
        let mut items = query
            .table_name(&*self.names.ledger_table)
            .key_condition_expression("#connection = :connection AND #sort BETWEEN :begin AND :end")
            .expression_attribute_names("#connection", tables::LEDGER.partition_key)
            .expression_attribute_names("#sort", tables::LEDGER.sort_key.unwrap_or_default())
            .expression_attribute_values(":connection", string(connection.as_str()))
            .expression_attribute_values(":begin", string(begin))
            .expression_attribute_values(":end", string(key::AFTER_ENTRIES))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut entries = Vec::new();
        while entries.len() < limit
            && let Some(item) = items.next().await
        {
            let item = item.map_err(|error| failure::of("Query", &error))?;
            let (key, entry) = ledger::decode(&item)?;
            if after != Some(&key) {
                entries.push((key, entry));
            }
        }
        Ok(entries)
    }
}

/// True for a failed run, among the other items of the leases' table.
pub(super) fn is_failed_run(item: &Item) -> bool {
    let sort = item.get("item").and_then(|value| value.as_s().ok());
    sort.is_some_and(|sort| sort.starts_with(&key::failed_runs(None)))
}

/// The failed run of an item.
pub(super) fn decode(item: &Item) -> Result<FailedRun, StorageError> {
    let stored = Stored { what: WHAT, item };
    json::decode(WHAT, stored.text(TEXT)?)
}

impl AwsStore {
    /// The items of a connection whose sort keys begin so.
    async fn begin_with(
        &self,
        (table, schema): (&str, &tables::TableSchema),
        connection: &Connection,
        beginning: &str,
    ) -> Result<Vec<Item>, StorageError> {
        let query = self.dynamodb.query();
        let mut items = query
            .table_name(table)
            .key_condition_expression(
                "#connection = :connection AND begins_with(#sort, :beginning)",
            )
            .expression_attribute_names("#connection", schema.partition_key)
            .expression_attribute_names("#sort", schema.sort_key.unwrap_or_default())
            .expression_attribute_values(":connection", string(connection.as_str()))
            .expression_attribute_values(":beginning", string(beginning))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut found = Vec::new();
        while let Some(item) = items.next().await {
            found.push(item.map_err(|error| failure::of("Query", &error))?);
        }
        Ok(found)
    }
}
