//! Reservations: which entries hold a thing that only one may have, such as the sale of a deal.

use std::future::Future;

use serde::{Deserialize, Serialize};

use crate::{CompareAndPut, Connection, LedgerEntry, LedgerKey, StorageError, Version, Versioned};

/// The key of a reservation within a connection, such as `deal/9001`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReservationKey(pub String);

/// The holders of one thing.
///
/// It is written together with the entry that claims, and never alone. It stays when that entry is
/// opened again: a holder whose entry is open does not count, and whoever claims next leaves it out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// The holders, in the order in which they came.
    pub holders: Vec<Holder>,
}

/// A holder of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The entries of the documents that belong together; the first is written with the reservation.
    pub entries: Vec<LedgerKey>,
    /// The version of the first entry as it was written with the reservation. An older one that is read
    /// beside it is from before, and says nothing.
    pub version: Version,
    /// The unit that holds it, such as `create-invoice/deal/9001`: two entries of one never conflict.
    pub unit: String,
    /// The way in which it is held.
    pub mode: HoldMode,
}

/// The way in which a reservation is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldMode {
    /// By one unit alone.
    Exclusive,
    /// Together with others that share it.
    Shared,
    /// Beside whoever holds it, as what belongs to that.
    Beside,
}

/// A reservation to write together with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservationPut {
    /// Its key.
    pub key: ReservationKey,
    /// The version at which it was read (`None`: nothing stored yet).
    pub expected: Option<Version>,
    /// The reservation from now on.
    pub reservation: Reservation,
}

/// The answer to a conditional write of an entry with reservations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reserve {
    /// All is written; the new version of the entry.
    Written(Version),
    /// Nothing is written: this is what stands in the place of the entry now.
    Current(Box<Versioned<LedgerEntry>>),
    /// Nothing is written: one of the reservations was written since it was read.
    Contended,
}

impl From<CompareAndPut> for Reserve {
    fn from(put: CompareAndPut) -> Self {
        match put {
            CompareAndPut::Written(version) => Self::Written(version),
            CompareAndPut::Current(current) => Self::Current(current),
        }
    }
}

/// The port for claiming an entry together with what it reserves, all or nothing.
pub trait Reservations {
    /// Writes `entry` and all of `reservations` in one transaction, if each stands at the version that
    /// is expected of it, else nothing.
    ///
    /// No key may be there twice, and at most [`MOST_RESERVATIONS`] at once. As with
    /// [`crate::Ledger::compare_and_put`], the store's own retries may find their own first write.
    fn put_with_reservations(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
        reservations: &[ReservationPut],
    ) -> impl Future<Output = Result<Reserve, StorageError>> + Send;
}

/// The most reservations that are written with one entry: DynamoDB takes 100 items in a transaction.
pub const MOST_RESERVATIONS: usize = 99;
