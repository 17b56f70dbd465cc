//! The installation whose pages connect companies: its store, its way to Intuit, its key.

use actions::books::environment::Environment;
use quickbooks::{OAuthApp, OAuthClient, Transport};
use storage::{Mappings, Settings, Tokens};

use crate::signature::SigningKey;

/// Intuit, as the app of this installation sees it.
#[derive(Clone, Debug)]
pub struct IntuitApp {
    /// The app, and the addresses where consent is given and codes are exchanged.
    pub oauth: OAuthApp,
    /// The base URL of the Accounting API.
    pub api_url: String,
}

/// The pages that connect a company, over one store and one way to Intuit.
#[derive(derive_more::Debug)]
#[debug("ConnectQuickBooks({api_url})")]
pub struct ConnectQuickBooks<S, T, E> {
    pub(crate) store: S,
    pub(crate) transport: T,
    pub(crate) environment: E,
    pub(crate) oauth: OAuthClient<T>,
    pub(crate) api_url: String,
    pub(crate) key: SigningKey,
}

impl<S, T, E> ConnectQuickBooks<S, T, E>
where
    S: Tokens + Settings + Mappings + Sync,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// The pages of an installation.
    pub fn new(store: S, transport: T, environment: E, app: IntuitApp) -> Self {
        let key = SigningKey::derived_from(&app.oauth.credentials.client_secret);
        let oauth = OAuthClient::new(transport.clone(), app.oauth);
        Self {
            store,
            transport,
            environment,
            oauth,
            api_url: app.api_url,
            key,
        }
    }
}
