//! [`Runs`] in the embedded store.

use jiff::Timestamp;
use redb::{ReadTransaction, ReadableTable};

use super::{EmbeddedStore, Ending, ledger, tables};
use crate::failures::KEPT;
use crate::failures::runs::entries_begin_with;
use crate::{
    Connection, FailedRun, FailedRunKey, LedgerEntry, LedgerKey, Runs, StorageError, Versioned,
    json,
};

const WHAT: &str = "failed run";

impl Runs for EmbeddedStore {
    async fn keep_failed_run(
        &self,
        connection: &Connection,
        run: &FailedRun,
    ) -> Result<(), StorageError> {
        let text = json::encode(WHAT, run)?;
        let row = (connection.as_str(), &*run.record, &*run.action);
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::FAILED_RUNS)?;
            let stands = table.get(row)?.map(|row| decode(row.value())).transpose()?;
            if stands.is_some_and(|stands| stands.at > run.at) {
                return Ok(Ending::Discard(()));
            }
            table.insert(row, &*text)?;
            let since = run.at.saturating_sub(KEPT).unwrap_or(run.at);
            table.retain(|_, text| decode(text).is_ok_and(|kept| kept.at >= since))?;
            Ok(Ending::Commit(()))
        })
    }

    async fn forget_failed_run(
        &self,
        connection: &Connection,
        (record, action): (&str, &str),
        until: Timestamp,
    ) -> Result<(), StorageError> {
        let row = (connection.as_str(), record, action);
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::FAILED_RUNS)?;
            let stands = table.get(row)?.map(|row| decode(row.value())).transpose()?;
            if stands.is_none_or(|stands| stands.at > until) {
                return Ok(Ending::Discard(()));
            }
            table.remove(row)?;
            Ok(Ending::Commit(()))
        })
    }

    async fn failed_runs(
        &self,
        connection: &Connection,
        record: Option<&str>,
    ) -> Result<Vec<FailedRun>, StorageError> {
        self.read(|transaction| {
            let table = transaction.open_table(tables::FAILED_RUNS)?;
            let mut runs = Vec::new();
            for row in table.range((connection.as_str(), record.unwrap_or_default(), "")..)? {
                let (row, text) = row?;
                let (owner, of, _) = row.value();
                if owner != connection.as_str() || record.is_some_and(|record| record != of) {
                    break;
                }
                runs.push(decode(text.value())?);
            }
            Ok(runs)
        })
    }

    async fn entries_of(
        &self,
        connection: &Connection,
        action: &str,
        record: &str,
    ) -> Result<Vec<(LedgerKey, Versioned<LedgerEntry>)>, StorageError> {
        let beginning = entries_begin_with(action, record);
        self.read(|transaction| {
            let table = transaction.open_table(tables::LEDGER)?;
            let mut entries = Vec::new();
            for row in table.range((connection.as_str(), &*beginning)..)? {
                let (row, entry) = row?;
                let (owner, key) = row.value();
                if owner != connection.as_str() || !key.starts_with(&beginning) {
                    break;
                }
                entries.push((LedgerKey(key.to_owned()), ledger::decode(entry.value())?));
            }
            Ok(entries)
        })
    }

    async fn page_of_entries(
        &self,
        connection: &Connection,
        after: Option<&LedgerKey>,
        limit: usize,
    ) -> Result<Vec<(LedgerKey, Versioned<LedgerEntry>)>, StorageError> {
        let after = after.map_or("", |key| &key.0);
        self.read(|transaction| {
            let table = transaction.open_table(tables::LEDGER)?;
            let mut entries = Vec::new();
            for row in table.range((connection.as_str(), after)..)? {
                let (row, entry) = row?;
                let (owner, key) = row.value();
                if owner != connection.as_str() || entries.len() == limit {
                    break;
                }
                if key != after {
                    entries.push((LedgerKey(key.to_owned()), ledger::decode(entry.value())?));
                }
            }
            Ok(entries)
        })
    }
}

/// The failed run of a record and action, if one is kept that can be read.
pub(super) fn failed_run(
    transaction: &ReadTransaction,
    connection: &Connection,
    key: &FailedRunKey,
) -> Result<Option<FailedRun>, StorageError> {
    let table = transaction.open_table(tables::FAILED_RUNS)?;
    let row = (connection.as_str(), &*key.record, &*key.action);
    Ok(table.get(row)?.and_then(|row| decode(row.value()).ok()))
}

fn decode(text: &str) -> Result<FailedRun, StorageError> {
    json::decode(WHAT, text)
}
