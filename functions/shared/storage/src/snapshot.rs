//! The one read of an action: settings, mappings, ledger entries, reservations and its failed run together.

use std::collections::HashMap;
use std::future::Future;

use jiff::Timestamp;

use crate::{
    Connection, FailedRun, FailedRunKey, LedgerEntry, LedgerKey, Mapping, MappingKey, Quota,
    Reservation, ReservationKey, SettingsDocument, StorageError, Versioned,
};

/// The keys of everything that an action has to know before it starts.
#[derive(Clone, Debug)]
pub struct ReadRequest {
    /// The connection whose settings, mappings and entries are read.
    pub connection: Connection,
    /// The customers and products to look for; directory kinds come along without being named.
    pub mappings: Vec<MappingKey>,
    /// The ledger entries to look for.
    pub entries: Vec<LedgerKey>,
    /// The reservations to look for.
    pub reservations: Vec<ReservationKey>,
    /// The failed run to look for.
    pub failed_run: Option<FailedRunKey>,
}

impl ReadRequest {
    /// The request for the settings of a connection and what comes along with them.
    pub fn of(connection: Connection) -> Self {
        Self {
            connection,
            mappings: Vec::new(),
            entries: Vec::new(),
            reservations: Vec::new(),
            failed_run: None,
        }
    }
}

/// The settings, mappings and entries that were found; those that are absent were not there.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The connection's settings.
    pub settings: Option<Versioned<SettingsDocument>>,
    /// The mappings asked for and all directory mappings of the connection.
    pub mappings: HashMap<MappingKey, Mapping>,
    /// The ledger entries asked for.
    pub entries: HashMap<LedgerKey, Versioned<LedgerEntry>>,
    /// The reservations asked for.
    pub reservations: HashMap<ReservationKey, Versioned<Reservation>>,
    /// Until when each of the connection's quotas was last recorded to be used up, which may have passed.
    pub used_up: HashMap<Quota, Timestamp>,
    /// The failed run asked for. One that cannot be read is none, since it must stop no booking: [`failed_runs`]
    /// tells of it.
    ///
    /// [`failed_runs`]: crate::Runs::failed_runs
    pub failed_run: Option<FailedRun>,
}

/// The port for an action's one read; consistent, so that it sees every write that was answered.
pub trait SnapshotReader {
    /// Reads settings, mappings, entries, reservations, used-up quotas and a failed run in one round trip
    /// (large requests: one round of parallel requests). What it brings was not written in one moment.
    fn read(
        &self,
        request: &ReadRequest,
    ) -> impl Future<Output = Result<Snapshot, StorageError>> + Send;
}
