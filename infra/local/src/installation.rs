//! The installation that functions run on: an engine, with its store and its QuickBooks company.

mod arguments;
mod arrange;
mod local_company;
mod real_company;
mod settings;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use actions::books::environment::SystemEnvironment;
use actions::{Engine, QuickBooksApi};
use connect_quickbooks::IntuitApp;
use quickbooks::{CountingTransport, RequestCounter, ReqwestTransport};
use sandbox_quickbooks::Sandbox;
use storage::Settings as _;
use storage::embedded::EmbeddedStore;

use crate::error::LocalError;
use crate::functions::LocalEngine;
pub(crate) use arguments::{InstallationArguments, QuickBooksArguments};
use real_company::RealCompany;

/// An engine, with its store and its QuickBooks company.
pub(crate) struct Installation {
    /// The engine all functions share.
    pub(crate) engine: Arc<LocalEngine>,
    /// The app that companies are connected to.
    pub(crate) app: IntuitApp,
    /// The local company, unless a real one is used.
    pub(crate) sandbox: Option<Sandbox>,
}

impl Installation {
    /// A fresh local company with its two connections, all in memory.
    pub(crate) async fn in_memory() -> Result<(Self, Sandbox), LocalError> {
        let sandbox = local_company::start(None, free_port()).await?;
        let store = EmbeddedStore::in_memory()?;
        local_company::connect(&store, &sandbox).await?;
        let app = local_company::app(&sandbox);
        let installation = Self::of(store, app)?;
        Ok((installation, sandbox))
    }

    /// The installation that the arguments ask for; a local company listens on `address`.
    pub(crate) async fn open(
        arguments: &InstallationArguments,
        quickbooks: &QuickBooksArguments,
        address: SocketAddr,
    ) -> Result<Self, LocalError> {
        match RealCompany::asked_for(quickbooks) {
            Some(company) => Self::with_real_company(arguments, company).await,
            None => Self::with_local_company(arguments, address).await,
        }
    }

    async fn with_real_company(
        arguments: &InstallationArguments,
        company: RealCompany,
    ) -> Result<Self, LocalError> {
        let (store, app) = company.connect(arguments).await?;
        Self::of(store, app)
    }

    /// The installation before a company is connected, or after it was disconnected.
    pub(crate) async fn open_unconnected(
        arguments: &InstallationArguments,
        quickbooks: &QuickBooksArguments,
    ) -> Result<Self, LocalError> {
        match RealCompany::asked_for(quickbooks) {
            Some(company) => {
                let (store, app) = company.open(arguments)?;
                Self::of(store, app)
            }
            None => Self::with_local_company(arguments, free_port()).await,
        }
    }

    fn of(store: EmbeddedStore, app: IntuitApp) -> Result<Self, LocalError> {
        let network = ReqwestTransport::new()?;
        let transport = CountingTransport::new(network, RequestCounter::default());
        let api = QuickBooksApi::at(&app.api_url);
        let oauth = app.oauth.clone();
        let engine = Engine::new(store, transport, SystemEnvironment, api, oauth);
        Ok(Self {
            engine: Arc::new(engine),
            app,
            sandbox: None,
        })
    }

    async fn with_local_company(
        arguments: &InstallationArguments,
        address: SocketAddr,
    ) -> Result<Self, LocalError> {
        let store = match &arguments.store {
            Some(path) => EmbeddedStore::open(path)?,
            None => EmbeddedStore::in_memory()?,
        };
        let sandbox = local_company::start(local_company::file(arguments), address).await?;
        local_company::connect(&store, &sandbox).await?;
        arrange::settings_from_file(&store, arguments, sandbox.realm_id()).await?;
        let app = local_company::app(&sandbox);
        Ok(Self {
            sandbox: Some(sandbox),
            ..Self::of(store, app)?
        })
    }

    /// The names of the connections that are set up.
    pub(crate) async fn connections(&self) -> Result<Vec<String>, LocalError> {
        let connections = self.engine.store.list_connections().await?;
        Ok(connections.iter().map(ToString::to_string).collect())
    }
}

/// Names of the set variables that ask for a real company.
pub(crate) fn real_company_variables(quickbooks: &QuickBooksArguments) -> Vec<&'static str> {
    real_company::given(quickbooks)
}

/// A free port of this machine.
pub(crate) fn free_port() -> SocketAddr {
    on_this_machine(0)
}

/// A port that only this machine can reach.
pub(crate) fn on_this_machine(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
