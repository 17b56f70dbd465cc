//! A person in front of a browser window.

use std::time::Duration;

use actions::books::environment::Environment;
use bytes::Bytes;
use connect_quickbooks::{
    CompanyChange, ConnectLink, ConnectQuickBooks, HttpRequest, HttpResponse, IntuitApp, SigningKey,
};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints, ReqwestTransport, Transport};
use rehearsal::{Log, Rehearsal, StageEnvironment};
use sandbox_quickbooks::SandboxOptions;
use secrecy::SecretString;
use serde_json::Value;
use storage::embedded::EmbeddedStore;
use storage::{Connection, Settings, TokenSet, Tokens};

pub(crate) const PUBLIC_URL: &str = "https://connect.example.com";

/// A sandbox company, the pages, and what the window remembers.
pub(crate) struct Window {
    pub(crate) stage: Rehearsal,
    pub(crate) pages: ConnectQuickBooks<EmbeddedStore, ReqwestTransport, StageEnvironment>,
    pub(crate) cookies: Vec<String>,
}

impl Window {
    pub(crate) async fn open() -> Self {
        Log::kept();
        let stage = Rehearsal::with(
            SandboxOptions::default(),
            Value::Object(serde_json::Map::new()),
        )
        .await;
        let pages = ConnectQuickBooks::new(
            stage.store.clone(),
            ReqwestTransport::new().unwrap(),
            stage.environment.clone(),
            app(&stage),
        );
        stage.sandbox.clear_journal();
        Self {
            stage,
            pages,
            cookies: Vec::new(),
        }
    }

    /// The path and query of a link that whoever runs the installation hands out.
    pub(crate) fn link(&self, connection: &str, company_change: CompanyChange) -> String {
        let now = self.stage.environment.now();
        let link = ConnectLink::new(named(connection), company_change, now);
        let url = link.url(PUBLIC_URL, &self.key()).unwrap();
        url.strip_prefix(PUBLIC_URL).unwrap().to_owned()
    }

    pub(crate) fn key(&self) -> SigningKey {
        SigningKey::derived_from(&app(&self.stage).oauth.credentials.client_secret)
    }

    /// Opens a page and remembers its cookies.
    pub(crate) async fn get(&mut self, path_and_query: &str) -> HttpResponse {
        let request = self.request(path_and_query);
        let response = self.pages.handle(&request).await;
        for cookie in &response.cookies {
            let (cookie, _) = cookie.split_once(';').unwrap();
            self.cookies = vec![cookie.to_owned()];
        }
        response
    }

    pub(crate) fn request(&self, path_and_query: &str) -> HttpRequest {
        let (path, query) = path_and_query
            .split_once('?')
            .unwrap_or((path_and_query, ""));
        HttpRequest {
            method: "GET".into(),
            path: path.into(),
            query: query.into(),
            cookies: self.cookies.clone(),
            public_url: PUBLIC_URL.into(),
        }
    }

    /// From a link to Intuit, where the person consents; the address Intuit sends the window to.
    pub(crate) async fn consent(&mut self, connection: &str, change: CompanyChange) -> String {
        let link = self.link(connection, change);
        self.consent_by(&link).await
    }

    /// From this link to Intuit and back.
    pub(crate) async fn consent_by(&mut self, link: &str) -> String {
        let response = self.get(link).await;
        assert_eq!(response.status, 302, "{}", response.body);
        let back = follow(header(&response, "location")).await;
        back.strip_prefix(PUBLIC_URL).unwrap().to_owned()
    }

    /// The whole way from this link.
    pub(crate) async fn connect_by(&mut self, link: &str) -> HttpResponse {
        let back = self.consent_by(link).await;
        self.get(&back).await
    }

    /// The same installation in a browser that has no cookie of it.
    pub(crate) fn in_another_browser(mut self) -> Self {
        self.cookies.clear();
        self
    }

    /// The whole way, from the link to the last page.
    pub(crate) async fn connect(
        &mut self,
        connection: &str,
        change: CompanyChange,
    ) -> HttpResponse {
        let back = self.consent(connection, change).await;
        self.get(&back).await
    }

    pub(crate) async fn settings(&self, connection: &str) -> Option<Value> {
        let stored = self.stage.store.get_settings(&named(connection)).await;
        let stored = stored.unwrap()?;
        Some(serde_json::from_str(&stored.value.0).unwrap())
    }

    pub(crate) async fn tokens(&self, connection: &str) -> Option<TokenSet> {
        let stored = self.stage.store.load_tokens(&named(connection)).await;
        stored.unwrap().map(|stored| stored.value)
    }
}

/// Follows the redirect to Intuit; the page consents at once and sends the window on.
pub(crate) async fn follow(address: &str) -> String {
    let request = http::Request::get(address).body(Bytes::new()).unwrap();
    let transport = ReqwestTransport::new().unwrap();
    let response = transport
        .send(request, Duration::from_secs(5))
        .await
        .unwrap();
    assert_eq!(response.status(), 302);
    response.headers()["location"].to_str().unwrap().to_owned()
}

pub(crate) fn header<'r>(response: &'r HttpResponse, name: &str) -> &'r str {
    let mut headers = response.headers.iter();
    let (_, value) = headers.find(|(header, _)| *header == name).unwrap();
    value
}

/// `path` with the value of a query parameter replaced.
pub(crate) fn with_parameter(path: &str, name: &str, value: &str) -> String {
    let (path, query) = path.split_once('?').unwrap();
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, _)) if key == name => format!("{name}={value}"),
        _ => pair.to_owned(),
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

pub(crate) fn named(connection: &str) -> Connection {
    Connection::try_from(connection).unwrap()
}

pub(crate) fn app(stage: &Rehearsal) -> IntuitApp {
    let credentials = stage.sandbox.credentials();
    IntuitApp {
        oauth: OAuthApp {
            endpoints: OAuthEndpoints {
                authorize_url: stage.sandbox.authorize_url(),
                token_url: stage.sandbox.token_url(),
                revoke_url: stage.sandbox.revoke_url(),
            },
            credentials: AppCredentials {
                client_id: credentials.client_id,
                client_secret: SecretString::from(credentials.client_secret),
            },
        },
        api_url: stage.sandbox.api_url(),
    }
}
