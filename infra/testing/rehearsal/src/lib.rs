//! An engine on a sandbox company and a store in memory, for whole-path tests of actions.
//!
//! Requests go over real sockets to a [`Sandbox`] of their own; only the clock can be moved.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a rehearsal that cannot be set up is a failed test"
)]

mod account;
mod environment;
mod log;
mod refusal;
mod round_trips;
mod rule;
mod summary;
mod told;

pub use account::HubSpotAccount;
pub use environment::StageEnvironment;
pub use log::Log;
pub use rule::{Rule, outcome};
pub use summary::summary;

use actions::books::environment::Environment;
use actions::{Action, ActionError, Engine, QuickBooksApi, Response};
use jiff::{SignedDuration, Timestamp};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints, ReqwestTransport};
use sandbox_quickbooks::{CompanyTemplate, OpenQuestions, Sandbox, SandboxOptions, TaxRounding};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::embedded::EmbeddedStore;
use storage::{Connection, Settings, SettingsDocument, TokenSet, Tokens};

/// The engine of a rehearsal.
pub type StageEngine = Engine<EmbeddedStore, ReqwestTransport, StageEnvironment>;

/// A sandbox company, a store and an engine on both, with the connection `us-books` set up.
pub struct Rehearsal {
    /// The company.
    pub sandbox: Sandbox,
    /// The store.
    pub store: EmbeddedStore,
    /// The clock, to be moved.
    pub environment: StageEnvironment,
    /// The engine that actions run on.
    pub engine: StageEngine,
}

/// The codes of a response's warnings.
pub fn codes(response: &Response) -> Vec<&str> {
    let warnings = response.warnings.iter();
    warnings.map(|warning| warning.code.as_str()).collect()
}

/// The connection that is set up.
pub const CONNECTION: &str = "us-books";

impl Rehearsal {
    /// A fresh company with usual settings.
    pub async fn start() -> Self {
        Self::with(SandboxOptions::default(), json!({})).await
    }

    /// A fresh company with these settings laid over the usual ones, top-level key by key.
    pub async fn with_settings(settings: Value) -> Self {
        Self::with(SandboxOptions::default(), settings).await
    }

    /// A fresh company of the United Kingdom whose VAT of 20 % or 5 % comes on top and is rounded in this way, with
    /// these settings laid over the usual ones.
    pub async fn british(tax_rounding: TaxRounding, over: Value) -> Self {
        let options = SandboxOptions {
            company: CompanyTemplate::UnitedKingdom,
            tax_rounding,
            ..SandboxOptions::default()
        };
        let mut settings = json!({
            "company": {"realm_id": "9341453172000003", "country": "GB", "home_currency": "GBP",
                "time_zone": "UTC"},
            "tax": {"codes": {"20": "20.0% S", "5": "5.0% R"}, "untaxed_code": "No VAT"},
        });
        if let (Some(usual), Value::Object(over)) = (settings.as_object_mut(), over) {
            usual.extend(over);
        }
        Self::with(options, settings).await
    }

    /// A fresh company of these options, with these settings laid over the usual ones.
    ///
    /// With `OPEN_QUESTIONS=accepted` in the environment the company accepts what it else refuses without a source.
    pub async fn with(options: SandboxOptions, settings: Value) -> Self {
        let options = SandboxOptions {
            open_questions: open_questions(options.open_questions),
            ..options
        };
        let environment = StageEnvironment::of(&options.clock);
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let store = EmbeddedStore::in_memory().expect("a store in memory");
        let engine = engine(&sandbox, &store, &environment);
        let rehearsal = Self {
            sandbox,
            store,
            environment,
            engine,
        };
        rehearsal.connect(CONNECTION, settings).await;
        rehearsal
    }

    /// Sets a connection to the company up, with these settings laid over the usual ones.
    pub async fn connect(&self, name: &str, settings: Value) {
        let connection = Connection::try_from(name).expect("a connection's name");
        let document = SettingsDocument(self.settings(settings).to_string());
        let written = self.store.put_settings(&connection, None, &document).await;
        assert!(
            written.expect("settings are written").is_some(),
            "{name} is set up already"
        );
        let stored = self
            .store
            .store_tokens(&connection, None, &self.tokens())
            .await;
        assert!(
            stored.expect("tokens are stored").is_some(),
            "{name} has tokens already"
        );
    }

    fn settings(&self, over: Value) -> Value {
        let mut settings = json!({
            "company": {
                "realm_id": self.sandbox.realm_id(), "time_zone": "America/Los_Angeles",
            },
            "products": {"income_account": "Sales of Product Income"},
            // A test is faster than QuickBooks' second, and most are of something else.
            "quickbooks": {"quota": {"requests_per_second": 1_000_000}},
        });
        if let (Some(usual), Value::Object(over)) = (settings.as_object_mut(), over) {
            usual.extend(over);
        }
        settings
    }

    fn tokens(&self) -> TokenSet {
        let credentials = self.sandbox.credentials();
        let now = self.environment.now();
        TokenSet {
            realm_id: self.sandbox.realm_id().to_owned(),
            access_token: SecretString::from(credentials.access_token),
            access_expires_at: now + SignedDuration::from_hours(1),
            refresh_token: SecretString::from(credentials.refresh_token),
            refresh_expires_at: now + SignedDuration::from_hours(24 * 100),
        }
    }

    /// The same company after the store was lost: nothing is in the new one but the connection, with these settings laid
    /// over the usual ones.
    pub async fn with_a_new_store(self, settings: Value) -> Self {
        let store = EmbeddedStore::in_memory().expect("a store in memory");
        let engine = engine(&self.sandbox, &store, &self.environment);
        let rehearsal = Self {
            store,
            engine,
            ..self
        };
        rehearsal.connect(CONNECTION, settings).await;
        rehearsal
    }

    /// Another process on the same company and store: its own caches and connections.
    pub fn another_process(&self) -> StageEngine {
        engine(&self.sandbox, &self.store, &self.environment)
    }

    /// Runs an action on an event, with half a minute to do it.
    pub async fn run<A: Action>(&self, event: &Value) -> Result<Response, ActionError> {
        self.run_bytes::<A>(event.to_string().as_bytes()).await
    }

    /// Runs an action on an event's bytes.
    pub async fn run_bytes<A: Action>(&self, event: &[u8]) -> Result<Response, ActionError> {
        actions::run::<A, _, _, _>(&self.engine, event, self.deadline()).await
    }

    /// The time by which an invocation that begins now must be over: half a minute from now.
    pub fn deadline(&self) -> Timestamp {
        self.environment.now() + SignedDuration::from_secs(30)
    }

    /// The requests to QuickBooks since the journal was last cleared, a line for each.
    pub fn requests(&self) -> Vec<String> {
        self.sandbox.journal().iter().map(summary).collect()
    }

    /// The documents of a type that were made since the company was set up: those that carry the
    /// marker of an action.
    pub fn made(&self, entity: &str) -> Vec<Value> {
        let note = |row: &Value| row["PrivateNote"].as_str().unwrap_or_default().to_owned();
        let documents = self.sandbox.documents(entity);
        documents
            .into_iter()
            .filter(|row| note(row).contains("[ref "))
            .collect()
    }
}

fn engine(sandbox: &Sandbox, store: &EmbeddedStore, environment: &StageEnvironment) -> StageEngine {
    let credentials = sandbox.credentials();
    let credentials = AppCredentials {
        client_id: credentials.client_id,
        client_secret: SecretString::from(credentials.client_secret),
    };
    let endpoints = OAuthEndpoints {
        authorize_url: sandbox.authorize_url(),
        token_url: sandbox.token_url(),
        revoke_url: sandbox.revoke_url(),
    };
    let transport = ReqwestTransport::new().expect("an HTTP client");
    let api = QuickBooksApi::at(&sandbox.api_url());
    Engine::new(
        store.clone(),
        transport,
        environment.clone(),
        api,
        OAuthApp {
            endpoints,
            credentials,
        },
    )
}

/// The choice of the whole run of tests, else that of the test.
#[expect(
    clippy::disallowed_methods,
    reason = "the choice of whoever runs all tests"
)]
fn open_questions(of_the_test: OpenQuestions) -> OpenQuestions {
    if std::env::var("OPEN_QUESTIONS").is_ok_and(|choice| choice == "accepted") {
        OpenQuestions::Accepted
    } else {
        of_the_test
    }
}
