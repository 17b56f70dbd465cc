//! Connects a QuickBooks company: Intuit's consent becomes tokens, and the company first settings.
//!
//! Two pages, behind whatever speaks HTTP:
//!
//! - `GET /connect/{connection}?link=…` sends the browser on to Intuit's consent page. Only a link
//!   made by this installation opens it ([`ConnectLink`]).
//! - `GET /callback` is where Intuit sends it back to. The `state` must be signed, fresh, unused and
//!   of the same browser; then the code is exchanged, the company read, the tokens stored, and the
//!   first settings written. Settings that exist are not touched.
//!
//! A connection that belongs to a company stays with it: another company is refused, unless the link
//! was made to allow it.
//!
//! No page, address or log line of this function holds a code or a token.

mod accounts;
pub mod api_gateway;
mod callback;
mod company;
mod cookie;
mod error;
mod existing;
mod http;
mod link;
mod page;
mod settings;
mod signature;
mod start;
mod state;
mod time_zone;

pub use error::ConnectError;
pub use http::{HttpRequest, HttpResponse};
pub use link::{CompanyChange, ConnectLink};
pub use signature::SigningKey;

use actions::books::environment::Environment;
use quickbooks::{OAuthApp, OAuthClient, Transport};
use storage::{Mappings, Settings, Tokens};

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
    store: S,
    transport: T,
    environment: E,
    oauth: OAuthClient<T>,
    api_url: String,
    key: SigningKey,
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

    /// Answers a request; a failure is a page too.
    pub async fn handle(&self, request: &HttpRequest) -> HttpResponse {
        match self.answer(request).await {
            Ok(response) => response,
            Err(error) => {
                tracing::warn!(status = error.status(), error = %error, "not connected");
                page::failure(request, &error)
            }
        }
    }

    async fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, ConnectError> {
        if request.method != "GET" {
            return Err(ConnectError::MethodNotAllowed);
        }
        let path = request.path.trim_start_matches('/');
        match path.split_once('/') {
            Some(("connect", connection)) => self.start(connection, request),
            None if path == "callback" => {
                let connected = self.callback(request).await?;
                tracing::info!(
                    connection = %connected.connection,
                    realm_id = connected.company.realm_id,
                    settings = ?connected.settings,
                    "connected"
                );
                Ok(page::connected(request, &connected))
            }
            Some(_) | None => Err(ConnectError::NotFound),
        }
    }
}
