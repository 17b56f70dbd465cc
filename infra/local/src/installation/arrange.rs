//! Putting settings and tokens where the functions find them.

use manage_connection::{BookedAccount, refuse_second_connection};
use storage::embedded::EmbeddedStore;
use storage::{Connection, Settings as _, SettingsDocument, StorageError, TokenSet, Tokens as _};

use super::{InstallationArguments, settings};
use crate::error::LocalError;

/// Stores settings in the place of those that stand there.
pub(super) async fn put_settings(
    store: &EmbeddedStore,
    connection: &Connection,
    document: &SettingsDocument,
) -> Result<(), LocalError> {
    let stored = store.get_settings(connection).await?;
    let expected = stored.map(|stored| stored.version);
    let written = store.put_settings(connection, expected, document).await?;
    written.map(|_| ()).ok_or_else(written_in_between)
}

/// Stores tokens in the place of those that stand there.
pub(super) async fn put_tokens(
    store: &EmbeddedStore,
    connection: &Connection,
    tokens: &TokenSet,
) -> Result<(), LocalError> {
    let stored = store.load_tokens(connection).await?;
    let expected = stored.map(|stored| stored.version);
    let written = store.store_tokens(connection, expected, tokens).await?;
    written.map(|_| ()).ok_or_else(written_in_between)
}

/// Stores the settings of `--settings`, if it was given. The HubSpot account of what is booked already stays.
pub(super) async fn settings_from_file(
    store: &EmbeddedStore,
    arguments: &InstallationArguments,
    realm_id: &str,
    portal: Option<u64>,
) -> Result<(), LocalError> {
    let Some(path) = &arguments.settings else {
        return Ok(());
    };
    let connection = Connection::try_from(arguments.connection.as_str())?;
    let text = std::fs::read_to_string(path).map_err(|source| LocalError::Read {
        path: path.clone(),
        source,
    })?;
    let stored = store.get_settings(&connection).await?.map(|it| it.value);
    let account = BookedAccount::of(store, &connection, stored.as_ref()).await?;
    let of = (&account, portal);
    let document = settings::for_company(&connection, (path, &text), realm_id, of)?;
    if !arguments.second_connection {
        let second = refuse_second_connection(store, &connection, &document, stored.as_ref()).await;
        second.map_err(|error| LocalError::SettingFaults {
            what: format!("the settings of connection {connection} were not put in force"),
            faults: vec![format!("{}: {error}", path.display())],
        })?;
    }
    put_settings(store, &connection, &document).await
}

/// Only this process has the store open, so only a bug can have written in between.
fn written_in_between() -> LocalError {
    LocalError::Storage(StorageError::Unavailable {
        detail: "somebody else wrote at the same time: try again".to_owned(),
    })
}
