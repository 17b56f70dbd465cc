//! The HubSpot account of the functions: the local one, or a real one.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use actions::records::PortalRecords;
use actions::settings::Settings as ActionSettings;
use hubspot::{ApiVersion, Client, Endpoint, RequestError, ReqwestTransport};
use jiff::Timestamp;
use registry::RegisteredAction;
use sandbox_hubspot::{PlantedRecord, RateLimits, Sandbox, SandboxOptions};
use storage::embedded::EmbeddedStore;
use storage::{PortalId, PortalSecret, Portals as _, Settings as _};

use super::address::is_of_a_container;
use super::{HubSpotArguments, InstallationArguments};
use crate::error::LocalError;
use crate::installation::joined_reads::JoinedReads;
use crate::installation::pace::{Pace, Paced};

/// The way to HubSpot of this process.
pub(super) type HubSpotTransport = Arc<JoinedReads<Paced<ReqwestTransport>>>;

/// The client of HubSpot that everything in this process calls with: the token says which account is meant.
pub(crate) type LocalHubSpot = Client<HubSpotTransport>;

/// The way to HubSpot at this pace.
pub(super) fn transport(transport: ReqwestTransport, pace: &Arc<Pace>) -> HubSpotTransport {
    let paced = Paced::new(transport, Arc::clone(pace));
    Arc::new(JoinedReads::new(paced))
}

/// The reader of records of a store's accounts.
pub(super) fn records(
    store: &EmbeddedStore,
    transport: HubSpotTransport,
    endpoint: Endpoint,
) -> PortalRecords<EmbeddedStore, HubSpotTransport, fn() -> Timestamp> {
    let clock: fn() -> Timestamp = Timestamp::now;
    PortalRecords::new(store.clone(), transport, clock, endpoint)
}

/// The API of the local account, in the version that was asked for.
pub(super) fn local_endpoint(
    arguments: &HubSpotArguments,
    portal: &Sandbox,
) -> Result<Endpoint, LocalError> {
    endpoint(&portal.api_url(), arguments.endpoint()?.version())
}

/// True when a connection of the store belongs to a real account whose token is kept.
pub(super) async fn has_real_account(store: &EmbeddedStore) -> Result<bool, LocalError> {
    let local = Sandbox::sample_portal_id()?.to_string();
    for connection in store.list_connections().await? {
        let stored = store.get_settings(&connection).await?;
        let settings = stored.and_then(|stored| ActionSettings::parse(&stored.value.0).ok());
        let portal = settings.and_then(|settings| settings.hubspot.portal_id);
        if let Some(portal) = portal.filter(|portal| portal.as_str() != local)
            && store.load_portal(&portal).await?.is_some()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

impl HubSpotArguments {
    /// The API's address, HubSpot's own unless another is given, and the version that is called.
    pub(crate) fn endpoint(&self) -> Result<Endpoint, LocalError> {
        let version = match self.api_version.as_deref().map(str::trim) {
            None | Some("") => ApiVersion::default(),
            Some(version) => version.parse().map_err(|error| {
                LocalError::Argument(format!(
                    "--hubspot-api-version (HUBSPOT_API_VERSION): {error}"
                ))
            })?,
        };
        endpoint(self.given_url().unwrap_or(Endpoint::PRODUCTION), version)
    }

    /// The address that was given.
    pub(crate) fn given_url(&self) -> Option<&str> {
        let url = self.api_url.as_deref().map(str::trim);
        url.filter(|url| !url.is_empty())
    }
}

fn endpoint(url: &str, version: ApiVersion) -> Result<Endpoint, LocalError> {
    let endpoint = if is_of_a_container(url) {
        Err(RequestError::BaseUrl)
    } else {
        Endpoint::new(url, version)
    };
    endpoint.map_err(|error| {
        LocalError::Argument(format!("--hubspot-api-url (HUBSPOT_API_URL): {error}"))
    })
}

/// Starts the local account, with the records of the samples beside its own business; it enforces HubSpot's limits.
pub(super) async fn start(
    arguments: Option<&InstallationArguments>,
    bind: SocketAddr,
) -> Result<Sandbox, LocalError> {
    let options = SandboxOptions {
        bind,
        file: arguments.and_then(file),
        planted: samples()?,
        limits: RateLimits {
            enforced: true,
            ..RateLimits::default()
        },
        // Tokens of one run must not be those of another.
        seed: fastrand::u64(..),
        ..SandboxOptions::default()
    };
    Ok(Sandbox::start(options).await?)
}

/// Stores the token of the local account, so that the functions can read its records.
pub(super) async fn connect(store: &EmbeddedStore, sandbox: &Sandbox) -> Result<(), LocalError> {
    let given = sandbox.credentials();
    let secret = PortalSecret {
        access_token: given.access_token.into(),
        client_secret: Some(given.client_secret.into()),
    };
    Ok(store.store_portal(&portal_id(sandbox)?, &secret).await?)
}

fn portal_id(sandbox: &Sandbox) -> Result<PortalId, LocalError> {
    let number = sandbox.portal_id().to_string();
    Ok(PortalId::try_from(number.as_str())?)
}

/// Beside the store, as the company is.
fn file(arguments: &InstallationArguments) -> Option<PathBuf> {
    let mut name = arguments.store.clone()?.into_os_string();
    name.push(".portal.json");
    Some(PathBuf::from(name))
}

/// The records that sample events give whole, with what is associated with them.
fn samples() -> Result<Vec<PlantedRecord>, LocalError> {
    let samples = RegisteredAction::ALL
        .iter()
        .flat_map(|action| action.samples());
    let records: Result<Vec<_>, _> = samples
        .filter_map(|sample| sample.whole_record().transpose())
        .collect();
    Ok(PlantedRecord::with_all_associated(&records?))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use registry::RegisteredAction;
    use sandbox_hubspot::PlantedRecord;

    #[test]
    fn an_id_is_of_one_object_wherever_it_stands_in_the_samples() {
        let samples = RegisteredAction::ALL
            .iter()
            .flat_map(|action| action.samples());
        let records = samples.filter_map(|sample| sample.whole_record().unwrap());
        let planted = records.flat_map(|record| PlantedRecord::with_associated(&record));
        let mut seen = HashMap::new();
        for PlantedRecord {
            object_type,
            record,
        } in planted
        {
            let id = record["id"].to_string();
            let properties = record["properties"].clone();
            let first = seen
                .entry((object_type, id))
                .or_insert_with(|| properties.clone());
            assert_eq!(*first, properties, "two objects with one id");
        }
        assert!(seen.len() > 80);
    }
}
