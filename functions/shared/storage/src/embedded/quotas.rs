//! [`Quotas`] in the embedded store.

use std::collections::HashMap;

use jiff::Timestamp;
use redb::{ReadTransaction, ReadableTable};
use strum::VariantArray;

use super::{EmbeddedStore, Ending, tables};
use crate::{Connection, Quota, Quotas, StorageError};

impl Quotas for EmbeddedStore {
    async fn record_used_up(
        &self,
        connection: &Connection,
        quota: Quota,
        until: Timestamp,
    ) -> Result<(), StorageError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::QUOTAS)?;
            let name = quota.to_string();
            let key = (connection.as_str(), &*name);
            let until = until.as_nanosecond();
            let stands = table.get(key)?.map(|row| row.value());
            if stands.is_some_and(|stands| stands >= until) {
                return Ok(Ending::Discard(()));
            }
            table.insert(key, until)?;
            Ok(Ending::Commit(()))
        })
    }
}

/// Until when each quota is used up, as of `transaction`.
pub(super) fn used_up(
    transaction: &ReadTransaction,
    connection: &Connection,
) -> Result<HashMap<Quota, Timestamp>, StorageError> {
    let table = transaction.open_table(tables::QUOTAS)?;
    let mut used_up = HashMap::new();
    for quota in Quota::VARIANTS {
        let name = quota.to_string();
        if let Some(row) = table.get((connection.as_str(), &*name))? {
            used_up.insert(*quota, moment(row.value())?);
        }
    }
    Ok(used_up)
}

fn moment(nanoseconds: i128) -> Result<Timestamp, StorageError> {
    Timestamp::from_nanosecond(nanoseconds).map_err(|_| StorageError::Unreadable {
        what: "quotas",
        detail: "a moment is out of range".into(),
    })
}
