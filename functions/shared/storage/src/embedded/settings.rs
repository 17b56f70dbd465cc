//! [`Settings`] in the embedded store.

use redb::{ReadTransaction, ReadableTable};

use super::{EmbeddedStore, Ending, tables};
use crate::{Connection, Settings, SettingsDocument, StorageError, Version, Versioned};

impl Settings for EmbeddedStore {
    async fn put_settings(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        settings: &SettingsDocument,
    ) -> Result<Option<Version>, StorageError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::SETTINGS)?;
            let stands = table
                .get(connection.as_str())?
                .map(|row| Version(row.value().0));
            if stands != expected {
                return Ok(Ending::Discard(None));
            }
            let version = Version::after(stands);
            table.insert(connection.as_str(), (version.0, settings.0.as_str()))?;
            Ok(Ending::Commit(Some(version)))
        })
    }

    async fn get_settings(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<SettingsDocument>>, StorageError> {
        self.read(|transaction| settings_of(transaction, connection))
    }

    async fn list_connections(&self) -> Result<Vec<Connection>, StorageError> {
        self.read(|transaction| {
            let table = transaction.open_table(tables::SETTINGS)?;
            table
                .iter()?
                .map(|row| connection_named(row?.0.value()))
                .collect()
        })
    }
}

/// The settings as of `transaction`.
pub(super) fn settings_of(
    transaction: &ReadTransaction,
    connection: &Connection,
) -> Result<Option<Versioned<SettingsDocument>>, StorageError> {
    let table = transaction.open_table(tables::SETTINGS)?;
    let row = table.get(connection.as_str())?;
    Ok(row.map(|row| {
        let (version, text) = row.value();
        Versioned {
            version: Version(version),
            value: SettingsDocument(text.to_owned()),
        }
    }))
}

fn connection_named(name: &str) -> Result<Connection, StorageError> {
    Connection::try_from(name).map_err(|error| StorageError::Unreadable {
        what: "settings",
        detail: error.to_string(),
    })
}
