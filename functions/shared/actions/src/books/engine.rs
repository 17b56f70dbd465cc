//! The engine an action runs on: a store, a transport, an environment, and the addresses of QuickBooks.

use quickbooks::{Endpoint, OAuthApp, OAuthClient, Transport};
use storage::Tokens;

use crate::books::access::AccessTokens;
use crate::books::environment::Environment;
use crate::books::quota::Usage;

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
}

/// The addresses of QuickBooks.
#[derive(Clone, Debug)]
pub struct QuickBooksApi {
    /// The base URL of the Accounting API, without a path.
    pub base_url: String,
    /// The base URL of the pages where people see documents.
    pub app_url: String,
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
        }
    }
}
