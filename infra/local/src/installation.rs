//! The installation that functions run on: an engine, with its store, its QuickBooks company and its HubSpot account.

mod address;
mod arguments;
mod arrange;
mod company_kind;
mod hubspot_account;
mod joined_reads;
mod local_company;
mod other_company;
pub(crate) mod pace;
mod real_company;
mod settings;
mod settings_file;
pub(crate) mod store_file;
mod zone;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use actions::books::environment::SystemEnvironment;
use actions::settings::Settings as ActionSettings;
use actions::{Engine, QuickBooksApi};
use connect_quickbooks::IntuitApp;
use hubspot::Client;
use quickbooks::{CountingTransport, RequestCounter, ReqwestTransport};
use sandbox_quickbooks::{Sandbox, WebhookTarget};
use storage::Settings as _;
use storage::embedded::EmbeddedStore;

use crate::error::LocalError;
use crate::functions::{CountedByInvocation, FirstBooking, LocalEngine, ServedCompany};
use crate::installation::pace::Pace;
pub(crate) use arguments::{
    HubSpotArguments, InstallationArguments, QuickBooksArguments, ServiceArguments,
};
pub(crate) use company_kind::CompanyKind;
pub(crate) use hubspot_account::LocalHubSpot;
pub(crate) use local_company::CompanyLimits;
use real_company::RealCompany;
pub(crate) use settings_file::SettingsFile;
use store_file::Making;
pub(crate) use zone::zone;

/// An engine, with its store and its QuickBooks company.
pub(crate) struct Installation {
    /// The engine all functions share.
    pub(crate) engine: Arc<LocalEngine>,
    /// The app that companies are connected to.
    pub(crate) app: IntuitApp,
    /// The local company, unless a real one is used.
    pub(crate) sandbox: Option<Sandbox>,
    /// The client of HubSpot, or of the local account.
    pub(crate) hubspot: LocalHubSpot,
    /// The local HubSpot account, unless a real one is used.
    pub(crate) portal: Option<sandbox_hubspot::Sandbox>,
    /// The pace at which HubSpot is asked.
    pub(crate) pace: Arc<Pace>,
}

/// The hint where ledger, company and documents end with the command.
pub(crate) const NOT_KEPT: &str = "\
Nothing of this is kept, since it is booked into a made-up company in memory: --store FILE keeps it (the first time with --new-store), and the document's `url` opens while \
`serve --store FILE` runs.";

/// The pages of a company that is kept in a file, where `serve` has them.
const SERVED_COMPANY: &str = "http://127.0.0.1:9401";

/// The local services, as they are started where no real ones take their place.
#[derive(Debug)]
pub(crate) struct LocalServices {
    /// The address of the QuickBooks company.
    pub(crate) company: SocketAddr,
    /// True if its pages are open to people, false if it ends with a command.
    pub(crate) is_served: bool,
    /// The sample company that is asked for.
    pub(crate) kind: Option<CompanyKind>,
    /// The limits that it keeps to.
    pub(crate) limits: CompanyLimits,
    /// The address that it tells what changed.
    pub(crate) webhooks: Option<WebhookTarget>,
    /// The address of the HubSpot account.
    pub(crate) portal: SocketAddr,
}

impl LocalServices {
    /// Services on free ports, and a company without limits.
    pub(crate) fn free() -> Self {
        Self {
            company: free_port(),
            is_served: false,
            kind: None,
            limits: CompanyLimits::None,
            webhooks: None,
            portal: free_port(),
        }
    }
}

impl Installation {
    /// A fresh local company with its two connections, which are of this HubSpot account, all in memory.
    pub(crate) async fn in_memory(
        portal: &sandbox_hubspot::Sandbox,
        hubspot: &HubSpotArguments,
    ) -> Result<(Self, Sandbox), LocalError> {
        let sandbox = local_company::start(None, LocalServices::free()).await?;
        let store = EmbeddedStore::in_memory()?;
        local_company::connect(&store, &sandbox, Some(portal.portal_id())).await?;
        hubspot_account::connect(&store, portal).await?;
        let app = local_company::app(&sandbox);
        let installation = Self::of(store, app, hubspot, Some(portal))?;
        Ok((installation, sandbox))
    }

    /// The installation that the arguments ask for; local services are those of `local`.
    pub(crate) async fn open(
        arguments: &InstallationArguments,
        services: &ServiceArguments,
        local: LocalServices,
    ) -> Result<Self, LocalError> {
        if let Some(company) = RealCompany::asked_for(&services.quickbooks) {
            let (store, app) = company.connect(arguments).await?;
            return Self::of(store, app, &services.hubspot, None);
        }
        let of = (arguments, arguments.making());
        Self::with_local_company(of, &services.hubspot, local).await
    }

    /// The installation before a company is connected, or after it was disconnected.
    pub(crate) async fn open_unconnected(
        arguments: &InstallationArguments,
        making: Making,
        services: &ServiceArguments,
    ) -> Result<Self, LocalError> {
        let hubspot = &services.hubspot;
        if let Some(company) = RealCompany::asked_for(&services.quickbooks) {
            let (store, app) = company.open(arguments, making)?;
            return Self::of(store, app, hubspot, None);
        }
        Self::with_local_company((arguments, making), hubspot, LocalServices::free()).await
    }

    /// The installation of a question that the store answers by itself: one of a real company is asked without it.
    pub(crate) async fn open_to_read(
        arguments: &InstallationArguments,
        services: &ServiceArguments,
    ) -> Result<Self, LocalError> {
        let is_given = RealCompany::asked_for(&services.quickbooks).is_some();
        if let Some(path) = arguments.store.as_ref().filter(|_| !is_given) {
            let store = store_file::open(path, Making::No)?;
            let kept = local_company::file(arguments);
            if other_company::of(&store, kept.as_deref()).await?.is_some() {
                let app = other_company::app_of_nobody();
                return Self::of(store, app, &services.hubspot, None);
            }
        }
        Self::open_unconnected(arguments, Making::No, services).await
    }

    fn of(
        store: EmbeddedStore,
        app: IntuitApp,
        hubspot: &HubSpotArguments,
        portal: Option<&sandbox_hubspot::Sandbox>,
    ) -> Result<Self, LocalError> {
        let network = ReqwestTransport::with_or_without_roots()?;
        let pace = Arc::new(Pace::default());
        let endpoint = match portal {
            Some(portal) => hubspot_account::local_endpoint(hubspot, portal)?,
            None => hubspot.endpoint()?,
        };
        let transport = hubspot::ReqwestTransport::on(network.client().clone());
        let transport = hubspot_account::transport(transport, &pace);
        let records = hubspot_account::records(&store, transport.clone(), endpoint.clone());
        let hubspot = Client::new(transport, endpoint);
        let transport =
            CountingTransport::new(CountedByInvocation::new(network), RequestCounter::default());
        let api = QuickBooksApi::at(&app.api_url);
        let oauth = app.oauth.clone();
        let engine = Engine::new(store, transport, SystemEnvironment, api, oauth);
        Ok(Self {
            engine: Arc::new(engine.with_records(Arc::new(records))),
            app,
            sandbox: None,
            hubspot,
            portal: None,
            pace,
        })
    }

    async fn with_local_company(
        (arguments, making): (&InstallationArguments, Making),
        hubspot: &HubSpotArguments,
        local: LocalServices,
    ) -> Result<Self, LocalError> {
        let file = local_company::file(arguments);
        let store = match &arguments.store {
            Some(path) => {
                let store = store_file::open(path, making)?;
                other_company::refuse(path, &store, file.as_deref()).await?;
                store
            }
            None => EmbeddedStore::in_memory()?,
        };
        let is_opened_later = file.is_some() && !local.is_served;
        let (portal, limits) = (local.portal, local.limits.kept());
        let sandbox = local_company::start(file, local).await?;
        let realm_id = sandbox.realm_id();
        // They may say that a connection belongs to a real account.
        arrange::settings_from_file(&store, arguments, realm_id, None).await?;
        let is_real =
            hubspot.given_url().is_some() || hubspot_account::has_real_account(&store).await?;
        let portal = if is_real {
            None
        } else {
            Some(hubspot_account::start(Some(arguments), portal).await?)
        };
        if let Some(portal) = &portal {
            sandbox.link_records(portal.record_pages());
        }
        let number = portal.as_ref().map(sandbox_hubspot::Sandbox::portal_id);
        local_company::connect(&store, &sandbox, number).await?;
        if let Some(portal) = &portal {
            hubspot_account::connect(&store, portal).await?;
        }
        arrange::settings_from_file(&store, arguments, realm_id, number).await?;
        let app = local_company::app(&sandbox);
        let mut installation = Self::of(store, app, hubspot, portal.as_ref())?;
        if let Some(engine) = Arc::get_mut(&mut installation.engine) {
            engine.api.limits = limits;
            if is_opened_later {
                // This company ends with the command, and a link to its document stays in the ledger.
                SERVED_COMPANY.clone_into(&mut engine.api.app_url);
            }
        }
        Ok(Self {
            sandbox: Some(sandbox),
            portal,
            ..installation
        })
    }

    /// The settings of a connection, where they can be read.
    pub(crate) async fn settings(&self, name: &str) -> Result<Option<ActionSettings>, LocalError> {
        let stored = self.engine.store.get_settings(&name.try_into()?).await?;
        Ok(stored.and_then(|it| ActionSettings::parse(&it.value.0).ok()))
    }

    /// The first connection whose records are those of a HubSpot account.
    pub(crate) async fn connection_of(&self, portal: u64) -> Result<Option<String>, LocalError> {
        let portal = portal.to_string();
        for connection in self.engine.store.list_connections().await? {
            let settings = self.settings(connection.as_str()).await?;
            let own = settings.and_then(|settings| settings.hubspot.portal_id);
            if own.is_some_and(|own| own.as_str() == portal) {
                return Ok(Some(connection.to_string()));
            }
        }
        Ok(None)
    }

    /// The question that comes before the first booking into a real company; `yes` when it was answered already.
    pub(crate) fn first_booking(&self, yes: bool) -> FirstBooking<'_> {
        FirstBooking {
            engine: &self.engine,
            app: &self.app,
            is_local: self.sandbox.is_some(),
            yes,
        }
    }

    /// The company, as a server books into it; `yes` when somebody agreed to that already.
    pub(crate) fn served(&self, yes: bool) -> ServedCompany {
        let answers = (self.sandbox.is_some(), yes);
        ServedCompany::new(Arc::clone(&self.engine), self.app.clone(), answers)
    }

    /// True where a connection belongs to a real HubSpot account whose token is kept.
    pub(crate) async fn has_token_of_real_account(&self) -> Result<bool, LocalError> {
        hubspot_account::has_real_account(&self.engine.store).await
    }

    /// The names of the connections that are set up.
    pub(crate) async fn connections(&self) -> Result<Vec<String>, LocalError> {
        let connections = self.engine.store.list_connections().await?;
        Ok(connections.iter().map(ToString::to_string).collect())
    }
}

/// The local HubSpot account in memory.
pub(crate) async fn portal_in_memory() -> Result<sandbox_hubspot::Sandbox, LocalError> {
    hubspot_account::start(None, free_port()).await
}

/// Names of the set variables that ask for a real company.
pub(crate) fn real_company_variables(quickbooks: &QuickBooksArguments) -> Vec<&'static str> {
    real_company::given(quickbooks)
}

/// A free port of this machine.
fn free_port() -> SocketAddr {
    on_this_machine(0)
}

/// A port that only this machine can reach.
pub(crate) fn on_this_machine(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
