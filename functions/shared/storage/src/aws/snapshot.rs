//! [`SnapshotReader`] on DynamoDB: one `BatchGetItem` over the four tables.

use std::collections::BTreeSet;

use super::batch::TableKey;
use super::item::Item;
use super::{AwsStore, directory, key, ledger, mapping_item, quotas, reservations, runs, settings};
use crate::{ReadRequest, Snapshot, SnapshotReader, StorageError};

impl SnapshotReader for AwsStore {
    async fn read(&self, request: &ReadRequest) -> Result<Snapshot, StorageError> {
        let mut snapshot = Snapshot::default();
        for (table, item) in self.read_batch(self.keys_of(request)).await? {
            self.place(&mut snapshot, &table, &item)?;
        }
        Ok(snapshot)
    }
}

impl AwsStore {
    /// The settings, the directory, the quotas, and what is asked for, each once.
    fn keys_of(&self, request: &ReadRequest) -> Vec<TableKey<'_>> {
        let connection = &request.connection;
        let own = request
            .mappings
            .iter()
            .filter(|key| !key.kind.is_directory());
        let mappings: BTreeSet<_> = own.map(key::mapping).collect();
        let entries = request.entries.iter().map(key::entry);
        let reserved = request.reservations.iter().map(key::reservation);
        let entries: BTreeSet<_> = entries.chain(reserved).collect();

        let settings = (&*self.names.settings_table, key::of_connection(connection));
        let mappings = [key::DIRECTORY.to_owned()].into_iter().chain(mappings);
        let mappings = mappings.map(|sort| {
            let key = key::of_mapping(connection, &sort);
            (&*self.names.mappings_table, key)
        });
        let entries = entries.into_iter().map(|sort| {
            let key = key::of_ledger(connection, &sort);
            (&*self.names.ledger_table, key)
        });
        let failed = request.failed_run.as_ref();
        let failed = failed.map(|failed| key::failed_run(&failed.record, &failed.action));
        let leases = [key::QUOTAS.to_owned()].into_iter().chain(failed);
        let leases = leases.map(|sort| {
            let key = key::of_leases(connection, &sort);
            (&*self.names.leases_table, key)
        });
        [settings]
            .into_iter()
            .chain(leases)
            .chain(mappings)
            .chain(entries)
            .collect()
    }

    fn place(&self, snapshot: &mut Snapshot, table: &str, item: &Item) -> Result<(), StorageError> {
        if table == self.names.settings_table {
            snapshot.settings = Some(settings::decode(item)?);
        } else if table == self.names.leases_table && runs::is_failed_run(item) {
            snapshot.failed_run = runs::decode(item).ok();
        } else if table == self.names.leases_table {
            snapshot.used_up = quotas::decode(item)?;
        } else if table == self.names.ledger_table && reservations::is_reservation(item) {
            let (key, reservation) = reservations::decode(item)?;
            snapshot.reservations.insert(key, reservation);
        } else if table == self.names.ledger_table {
            let (key, entry) = ledger::decode(item)?;
            snapshot.entries.insert(key, entry);
        } else {
            let found = if directory::is_directory(item) {
                directory::decode(item)?
            } else {
                vec![mapping_item::decode(item)?]
            };
            let keyed = found
                .into_iter()
                .map(|mapping| (mapping.key.clone(), mapping));
            snapshot.mappings.extend(keyed);
        }
        Ok(())
    }
}
