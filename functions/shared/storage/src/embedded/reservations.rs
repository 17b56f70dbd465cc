//! [`Reservations`] in the embedded store: one write transaction.

use redb::{ReadTransaction, ReadableTable, WriteTransaction};

use super::{EmbeddedStore, Ending, ledger, tables};
use crate::{
    CompareAndPut, Connection, LedgerEntry, LedgerKey, Reservation, ReservationKey, ReservationPut,
    Reservations, Reserve, StorageError, Version, Versioned, json,
};

const WHAT: &str = "reservation";

impl Reservations for EmbeddedStore {
    async fn put_with_reservations(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
        reservations: &[ReservationPut],
    ) -> Result<Reserve, StorageError> {
        self.write(|transaction| {
            let put = ledger::put_entry(transaction, connection, key, expected, entry)?;
            if let CompareAndPut::Current(_) = put {
                return Ok(Ending::Discard(put.into()));
            }
            for put in reservations {
                if !write(transaction, connection, put)? {
                    return Ok(Ending::Discard(Reserve::Contended));
                }
            }
            Ok(Ending::Commit(put.into()))
        })
    }
}

/// Writes a reservation, if it stands at the version that is expected; `false` if it does not.
fn write(
    transaction: &WriteTransaction,
    connection: &Connection,
    put: &ReservationPut,
) -> Result<bool, StorageError> {
    let mut table = transaction.open_table(tables::RESERVATIONS)?;
    let row = (connection.as_str(), &*put.key.0);
    let stands = table.get(row)?.map(|row| Version(row.value().0));
    if stands != put.expected {
        return Ok(false);
    }
    let text = json::encode(WHAT, &put.reservation)?;
    table.insert(row, (Version::after(stands).0, &*text))?;
    Ok(true)
}

/// One reservation as of `transaction`.
pub(super) fn reservation_of(
    transaction: &ReadTransaction,
    connection: &Connection,
    key: &ReservationKey,
) -> Result<Option<Versioned<Reservation>>, StorageError> {
    let table = transaction.open_table(tables::RESERVATIONS)?;
    let row = table.get((connection.as_str(), &*key.0))?;
    row.map(|row| {
        let (version, text) = row.value();
        Ok(Versioned {
            version: Version(version),
            value: json::decode(WHAT, text)?,
        })
    })
    .transpose()
}
