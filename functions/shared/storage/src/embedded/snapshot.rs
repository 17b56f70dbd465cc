//! [`SnapshotReader`] in the embedded store: one read transaction.

use redb::ReadTransaction;
use strum::VariantArray;

use super::{EmbeddedStore, ledger, mappings, quotas, reservations, runs, settings};
use crate::{Mapping, MappingKind, ReadRequest, Snapshot, SnapshotReader, StorageError};

impl SnapshotReader for EmbeddedStore {
    async fn read(&self, request: &ReadRequest) -> Result<Snapshot, StorageError> {
        EmbeddedStore::read(self, |transaction| {
            let mut snapshot = Snapshot {
                settings: settings::settings_of(transaction, &request.connection)?,
                used_up: quotas::used_up(transaction, &request.connection)?,
                ..Snapshot::default()
            };
            for mapping in mappings_for(transaction, request)? {
                snapshot.mappings.insert(mapping.key.clone(), mapping);
            }
            for key in &request.entries {
                if let Some(entry) = ledger::entry_of(transaction, &request.connection, key)? {
                    snapshot.entries.insert(key.clone(), entry);
                }
            }
            if let Some(key) = &request.failed_run {
                snapshot.failed_run = runs::failed_run(transaction, &request.connection, key)?;
            }
            for key in &request.reservations {
                let found = reservations::reservation_of(transaction, &request.connection, key)?;
                if let Some(reservation) = found {
                    snapshot.reservations.insert(key.clone(), reservation);
                }
            }
            Ok(snapshot)
        })
    }
}

/// All directory mappings, and those that are asked for.
fn mappings_for(
    transaction: &ReadTransaction,
    request: &ReadRequest,
) -> Result<Vec<Mapping>, StorageError> {
    let connection = &request.connection;
    let mut found = Vec::new();
    let directory = MappingKind::VARIANTS.iter().copied();
    for kind in directory.filter(|kind| kind.is_directory()) {
        let all = mappings::of_kind(transaction, connection, kind, None, usize::MAX)?;
        found.extend(all);
    }
    for key in &request.mappings {
        found.extend(mappings::mapping_of(transaction, connection, key)?);
    }
    Ok(found)
}
