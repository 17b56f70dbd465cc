//! The company that a store is of, looked at before anything is started or written for a local one.
//!
//! In a shell that did not read the variables of a real company nothing asks for it, and its newest refresh token, which
//! Intuit gives once, would give way to one of the made-up company.

use std::path::Path;

use actions::settings::Settings as ActionSettings;
use connect_quickbooks::IntuitApp;
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints};
use sandbox_quickbooks::CompanyTemplate;
use serde::Deserialize;
use storage::embedded::EmbeddedStore;
use storage::{Connection, Settings as _, StorageError, Tokens as _};

use crate::error::LocalError;

/// An address that no company has: this name leads nowhere (RFC 2606).
const NOWHERE: &str = "https://quickbooks.invalid";

/// A company that is none of the local ones, and its connection.
#[derive(Debug)]
pub(super) struct OtherCompany {
    connection: Connection,
    realm_id: String,
}

/// Refuses a store of another company than the local ones, of which one is about to be connected in it.
pub(super) async fn refuse(
    path: &Path,
    store: &EmbeddedStore,
    kept: Option<&Path>,
) -> Result<(), LocalError> {
    match of(store, kept).await? {
        None => Ok(()),
        Some(other) => Err(LocalError::CompanyNotGiven {
            path: path.to_owned(),
            connection: other.connection.to_string(),
            realm_id: other.realm_id,
        }),
    }
}

/// The company of the store, unless it is a local one or of no company yet. Tokens say it; where there are none, as
/// after a connection was ended, the settings do. A local company is the one of its file, or the first of the samples.
pub(super) async fn of(
    store: &EmbeddedStore,
    kept: Option<&Path>,
) -> Result<Option<OtherCompany>, StorageError> {
    let is_local_one = |realm_id: &str| {
        realm_id == CompanyTemplate::default().realm_id()
            || kept.is_some_and(|kept| keeps(kept, realm_id))
    };
    let (mut is_local, mut by_settings) = (false, None);
    for connection in store.list_connections().await? {
        let tokens = store.load_tokens(&connection).await?;
        let realm_id = match &tokens {
            Some(tokens) => Some(tokens.value.realm_id.clone()),
            None => realm_id_of_settings(store, &connection).await?,
        };
        let is_here = realm_id.as_deref().is_some_and(is_local_one);
        is_local |= is_here && tokens.is_some();
        let other = realm_id.filter(|_| !is_here).map(|realm_id| OtherCompany {
            connection,
            realm_id,
        });
        match other {
            Some(other) if tokens.is_some() => return Ok(Some(other)),
            other => by_settings = by_settings.or(other),
        }
    }
    Ok(by_settings.filter(|_| !is_local))
}

/// The company that a file begins with, of all that it says of it.
#[derive(Deserialize)]
struct Kept {
    company: KeptCompany,
}

#[derive(Deserialize)]
struct KeptCompany {
    realm_id: String,
}

/// True where the local company of this id is kept in the file.
fn keeps(file: &Path, realm_id: &str) -> bool {
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    let first = kept.lines().next().map(serde_json::from_str::<Kept>);
    first.is_some_and(|kept| kept.is_ok_and(|kept| kept.company.realm_id == realm_id))
}

async fn realm_id_of_settings(
    store: &EmbeddedStore,
    connection: &Connection,
) -> Result<Option<String>, StorageError> {
    let stored = store.get_settings(connection).await?;
    let settings = stored.and_then(|stored| ActionSettings::parse(&stored.value.0).ok());
    Ok(settings.map(|settings| settings.company.realm_id))
}

/// The app of a store that is only read.
pub(super) fn app_of_nobody() -> IntuitApp {
    IntuitApp {
        oauth: OAuthApp {
            endpoints: OAuthEndpoints {
                token_url: NOWHERE.to_owned(),
                revoke_url: NOWHERE.to_owned(),
                ..OAuthEndpoints::default()
            },
            credentials: AppCredentials {
                client_id: String::new(),
                client_secret: String::new().into(),
            },
        },
        api_url: NOWHERE.to_owned(),
    }
}
