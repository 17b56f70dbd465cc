//! Settings: one JSON document per connection, whose meaning is the caller's.

use std::future::Future;

use crate::{Connection, StorageError, Version, Versioned};

/// A connection's settings as JSON text.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("SettingsDocument({} bytes)", _0.len())]
pub struct SettingsDocument(pub String);

/// The port to the settings. An action reads them through [`crate::SnapshotReader`].
pub trait Settings {
    /// Writes the settings if the stored version is `expected` (`None`: no settings yet);
    /// `Ok(None)` says that somebody else wrote in between.
    fn put_settings(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        settings: &SettingsDocument,
    ) -> impl Future<Output = Result<Option<Version>, StorageError>> + Send;

    /// Reads the settings alone.
    fn get_settings(
        &self,
        connection: &Connection,
    ) -> impl Future<Output = Result<Option<Versioned<SettingsDocument>>, StorageError>> + Send;

    /// Lists the connections that have settings, in order.
    fn list_connections(
        &self,
    ) -> impl Future<Output = Result<Vec<Connection>, StorageError>> + Send;
}
