//! [`Failures`] in the embedded store.

use super::{EmbeddedStore, Ending, tables};
use crate::{Connection, Failures, LastFailure, StorageError, json};
use redb::ReadableTable;

const WHAT: &str = "last failure";

impl Failures for EmbeddedStore {
    async fn keep_failure(
        &self,
        connection: &Connection,
        failure: &LastFailure,
    ) -> Result<(), StorageError> {
        let text = json::encode(WHAT, failure)?;
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::FAILURES)?;
            let stands = match table.get(connection.as_str())? {
                Some(row) => Some(json::decode::<LastFailure>(WHAT, row.value())?),
                None => None,
            };
            if stands.is_some_and(|stands| stands.at > failure.at) {
                return Ok(Ending::Discard(()));
            }
            table.insert(connection.as_str(), &*text)?;
            Ok(Ending::Commit(()))
        })
    }

    async fn last_failure(
        &self,
        connection: &Connection,
    ) -> Result<Option<LastFailure>, StorageError> {
        self.read(|transaction| {
            let table = transaction.open_table(tables::FAILURES)?;
            let row = table.get(connection.as_str())?;
            row.map(|row| json::decode(WHAT, row.value())).transpose()
        })
    }
}
