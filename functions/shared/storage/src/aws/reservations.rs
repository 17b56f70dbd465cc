//! [`Reservations`] on DynamoDB: an item each, written in the transaction of the entry that claims.

use super::item::{Item, Stored, VERSION, item, number, string};
use super::transaction::Transacted;
use super::{AwsStore, content, key, ledger, tables};
use crate::{
    Connection, Ledger, LedgerEntry, LedgerKey, Reservation, ReservationKey, ReservationPut,
    Reservations, Reserve, StorageError, Version, Versioned, json,
};

const WHAT: &str = "reservation";

/// The whole reservation as JSON.
const CONTENT: &str = "content";

/// The key as the caller gave it; the sort key may be cut.
const KEY: &str = "key";

impl Reservations for AwsStore {
    async fn put_with_reservations(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
        reservations: &[ReservationPut],
    ) -> Result<Reserve, StorageError> {
        if reservations.is_empty() {
            let put = self.compare_and_put(connection, key, expected, entry).await;
            return put.map(Reserve::from);
        }
        let writes = || {
            let mut writes = self.entry_writes(connection, key, expected, entry)?;
            for put in reservations {
                writes.push(self.put_in_ledger(encode(connection, put)?, put.expected)?);
            }
            Ok(writes)
        };
        match self.transact(writes).await? {
            Transacted::Written => Ok(Reserve::Written(Version::after(expected))),
            Transacted::Refused(refusals) => {
                let stands = ledger::standing(refusals, expected)?;
                Ok(stands.map_or(Reserve::Contended, Reserve::Current))
            }
        }
    }
}

fn encode(connection: &Connection, put: &ReservationPut) -> Result<Item, StorageError> {
    let text = json::encode(WHAT, &put.reservation)?;
    Ok(item([
        (tables::CONNECTION, string(connection.as_str())),
        ("entry", string(key::reservation(&put.key))),
        (KEY, string(put.key.0.clone())),
        (VERSION, number(Version::after(put.expected))),
        (CONTENT, content::pack(WHAT, text)?),
    ]))
}

/// Tells whether this is the item of a reservation.
pub(super) fn is_reservation(item: &Item) -> bool {
    let sort = item.get("entry").and_then(|value| value.as_s().ok());
    sort.is_some_and(|sort| sort.starts_with(key::RESERVATION))
}

/// The reservation of an item, with its key.
pub(super) fn decode(
    item: &Item,
) -> Result<(ReservationKey, Versioned<Reservation>), StorageError> {
    let stored = Stored { what: WHAT, item };
    let reservation = Versioned {
        version: stored.version()?,
        value: json::decode(WHAT, &stored.content(CONTENT)?)?,
    };
    Ok((ReservationKey(stored.text(KEY)?.to_owned()), reservation))
}
