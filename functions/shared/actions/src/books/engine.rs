//! The engine an action runs on: a store, a transport, an environment, and the addresses of QuickBooks.

use std::sync::Arc;

use quickbooks::{Endpoint, OAuthApp, OAuthClient, Transport};
use storage::Tokens;

use crate::books::access::AccessTokens;
use crate::books::environment::Environment;
use crate::books::quota::{QuotaLimits, Usage};
use crate::record::reading::{NoRecords, RecentSettings, Records};

/// The services that every invocation of a process shares: made once, used by all actions.
#[derive(derive_more::Debug)]
#[debug("Engine({api:?})")]
pub struct Engine<S, T, E> {
    /// Mappings, settings, ledger and tokens.
    pub store: S,
    /// The way to QuickBooks.
    pub transport: T,
    /// Time and chance.
    pub environment: E,
    /// Access tokens, cached for the life of the process.
    pub access: AccessTokens<S, T, E>,
    /// This process's knowledge of the companies' quotas.
    pub usage: Usage,
    /// The addresses of QuickBooks.
    pub api: QuickBooksApi,
    /// HubSpot's records, for requests that give an id alone.
    pub records: Arc<dyn Records>,
    /// The settings that this process saw a moment ago.
    pub recent: RecentSettings,
}

/// The addresses of QuickBooks.
#[derive(Clone, Debug)]
pub struct QuickBooksApi {
    /// The base URL of the Accounting API, without a path.
    pub base_url: String,
    /// The base URL of the pages where people see documents.
    pub app_url: String,
    /// The limits on requests, where they are known to be others than those of the connections' settings.
    pub limits: Option<QuotaLimits>,
}

impl QuickBooksApi {
    /// The API at a base URL; people see the documents of Intuit's sandbox on its own pages.
    pub fn at(base_url: &str) -> Self {
        let app_url = match base_url {
            Endpoint::PRODUCTION => "https://app.qbo.intuit.com/app",
            Endpoint::SANDBOX => "https://app.sandbox.qbo.intuit.com/app",
            local => local,
        };
        Self {
            base_url: base_url.to_owned(),
            app_url: app_url.to_owned(),
            limits: None,
        }
    }
}

impl<S: Tokens + Clone + Sync, T: Transport + Clone + Sync, E: Environment + Clone>
    Engine<S, T, E>
{
    /// An engine for this Intuit app.
    pub fn new(store: S, transport: T, environment: E, api: QuickBooksApi, app: OAuthApp) -> Self {
        let oauth = OAuthClient::new(transport.clone(), app);
        let access = AccessTokens::new(store.clone(), oauth, environment.clone());
        Self {
            store,
            transport,
            environment,
            access,
            usage: Usage::default(),
            api,
            records: Arc::new(NoRecords),
            recent: RecentSettings::default(),
        }
    }

    /// The engine with a reader of HubSpot's records.
    #[must_use]
    pub fn with_records(self, records: Arc<dyn Records>) -> Self {
        Self { records, ..self }
    }
}
