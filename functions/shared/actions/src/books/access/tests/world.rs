//! One store, one token endpoint, and as many processes as a test wants.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use jiff::Timestamp;
use quickbooks::{AppCredentials, OAuthApp, OAuthClient, OAuthEndpoints};
use secrecy::{ExposeSecret, SecretString};
use storage::embedded::EmbeddedStore;
use storage::{Connection, TokenSet, Tokens};
use tokio::time::Instant;

use super::intuit::Intuit;
use super::unreliable::Unreliable;
use crate::books::access::{Access, AccessError, AccessTokens};
use crate::books::environment::Environment;

pub(super) type Process = AccessTokens<Unreliable, Arc<Intuit>, Arc<Virtual>>;

pub(super) struct World {
    pub(super) store: Unreliable,
    pub(super) intuit: Arc<Intuit>,
    pub(super) environment: Arc<Virtual>,
}

impl World {
    /// A company whose access token ended a moment ago.
    pub(super) async fn with_an_expired_token() -> Self {
        Self::with_a_token_for(-1).await
    }

    /// A company whose access token lives this many seconds more.
    pub(super) async fn with_a_token_for(seconds: i64) -> Self {
        let store = Unreliable::over(EmbeddedStore::in_memory().unwrap());
        let environment = Arc::new(Virtual::new());
        let intuit = Arc::new(Intuit::new(store.clone()));
        let tokens = tokens("0", environment.after(seconds));
        store.store_tokens(&us(), None, &tokens).await.unwrap();
        store.forget_calls();
        Self {
            store,
            intuit,
            environment,
        }
    }

    /// A process that starts with nothing in memory.
    pub(super) fn process(&self) -> Arc<Process> {
        let credentials = AppCredentials {
            client_id: "app".into(),
            client_secret: SecretString::from("canary-client-secret"),
        };
        let app = OAuthApp {
            endpoints: OAuthEndpoints::default(),
            credentials,
        };
        let oauth = OAuthClient::new(Arc::clone(&self.intuit), app);
        let environment = Arc::clone(&self.environment);
        Arc::new(AccessTokens::new(self.store.clone(), oauth, environment))
    }

    /// Asks a process for an access token, with five minutes of time.
    pub(super) async fn ask(&self, process: &Process) -> Result<Access, AccessError> {
        process
            .access_token(&us(), self.environment.after(300))
            .await
    }

    /// Reports a token as refused, with five minutes of time.
    pub(super) async fn refuse(
        &self,
        process: &Process,
        token: &str,
    ) -> Result<Access, AccessError> {
        let token = SecretString::from(token);
        process
            .refused(&us(), &token, self.environment.after(300))
            .await
    }

    /// The access and the refresh token that are stored.
    pub(super) async fn stored(&self) -> (String, String) {
        let stored = self.store.load_tokens(&us()).await.unwrap().unwrap();
        let access = stored.value.access_token.expose_secret().to_owned();
        (
            access,
            stored.value.refresh_token.expose_secret().to_owned(),
        )
    }
}

pub(super) fn us() -> Connection {
    Connection::try_from("us-books").unwrap()
}

/// The tokens Intuit gave for the refresh of this number. Every token begins with `canary`.
pub(super) fn tokens(number: &str, access_expires_at: Timestamp) -> TokenSet {
    TokenSet {
        realm_id: "9130".into(),
        access_token: SecretString::from(format!("canary-access-{number}")),
        access_expires_at,
        refresh_token: SecretString::from(format!("canary-refresh-{number}")),
        refresh_expires_at: Timestamp::MAX,
    }
}

/// The token given, as text.
pub(super) fn token(access: Result<Access, AccessError>) -> String {
    access.unwrap().token.expose_secret().to_owned()
}

/// The clock of tokio's paused time, names in order, and no chance.
pub(super) struct Virtual {
    start: Instant,
    names: AtomicU64,
}

impl Virtual {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            names: AtomicU64::new(0),
        }
    }

    pub(super) fn after(&self, seconds: i64) -> Timestamp {
        self.now() + jiff::SignedDuration::from_secs(seconds)
    }

    /// The time for which the test has been running.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

impl Environment for Virtual {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap() + self.start.elapsed()
    }

    fn token(&self) -> String {
        format!("process-{}", self.names.fetch_add(1, Relaxed))
    }

    fn fraction(&self) -> f64 {
        0.5
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
