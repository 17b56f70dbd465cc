//! A built function as it is deployed, for tests: its `bootstrap` runs in Lambda's Runtime Interface
//! Emulator, stores in Amazon's DynamoDB Local and moto's Secrets Manager, and books into a
//! [`Sandbox`] company.
//!
//! `cargo xtask lambda` builds the function, starts the components and says by variables where all of
//! it is; without them a rehearsal fails, and is never skipped.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a rehearsal that cannot be set up is a failed test"
)]

mod emulator;
mod relay;
mod variable;

pub use emulator::{Answer, Emulator};
pub use relay::Relay;

use aws_sdk_secretsmanager::Client as SecretsManager;
use jiff::{SignedDuration, Timestamp};
use sandbox_quickbooks::{Sandbox, SandboxOptions};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use storage::aws::{AwsStore, Names, sdk};
use storage::{Connection, Settings, SettingsDocument, TokenSet, Tokens, Versioned};
use uuid::Uuid;

use variable::{address, required};

/// The connection that is set up.
pub const CONNECTION: &str = "us-books";

/// A function in the emulator, with everything it talks to.
pub struct LambdaRehearsal {
    /// The company.
    pub sandbox: Sandbox,
    /// The store, past the relays.
    pub store: AwsStore,
    /// Between the function and DynamoDB.
    pub dynamodb: Relay,
    /// Between the function and Secrets Manager.
    pub secrets_manager: Relay,
    /// The function.
    pub function: Emulator,
    /// The name of the secret with the Intuit app's credentials.
    app_secret: String,
    secrets: SecretsManager,
}

impl LambdaRehearsal {
    /// A fresh company, fresh tables with the connection set up, and a function of the template, such as
    /// `CreateInvoice`, that nobody has invoked.
    pub async fn start(function: &str) -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await;
        let sandbox = sandbox.expect("the sandbox starts");
        let names = names();
        let (store, secrets) = set_up(&names, &sandbox).await;
        let dynamodb = Relay::to(&address("AWS_ENDPOINT_URL_DYNAMODB")).await;
        let secrets_manager = Relay::to(&address("AWS_ENDPOINT_URL_SECRETS_MANAGER")).await;
        let mut variables = account();
        variables.extend(function_variables(&names, &sandbox));
        variables.push(("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()));
        variables.push(("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets_manager.url()));
        Self {
            sandbox,
            store,
            dynamodb,
            secrets_manager,
            function: Emulator::start(function, &variables).await,
            app_secret: app_secret(&names),
            secrets,
        }
    }

    /// Replaces the app's client secret as the function finds it; Intuit's stays as it is.
    pub async fn put_client_secret(&self, client_secret: &str) {
        let app = app(&self.sandbox, client_secret);
        let put = self.secrets.put_secret_value();
        let put = put.secret_id(&self.app_secret).secret_string(app);
        put.send().await.expect("the app's secret is replaced");
    }

    /// What no log line may hold: the app's secret and the connection's tokens, those of the company's
    /// start and those of now.
    pub async fn canaries(&self) -> Vec<String> {
        let tokens = self.tokens().await.value;
        let credentials = self.sandbox.credentials();
        vec![
            credentials.client_secret,
            credentials.access_token,
            credentials.refresh_token,
            tokens.access_token.expose_secret().to_owned(),
            tokens.refresh_token.expose_secret().to_owned(),
        ]
    }

    /// The connection's tokens, as they are stored.
    pub async fn tokens(&self) -> Versioned<TokenSet> {
        let stored = self.store.load_tokens(&connection()).await;
        stored.expect("the store answers").expect("it is connected")
    }

    /// Lets the access token end, at Intuit's side and in the store.
    pub async fn let_access_token_end(&self) {
        let Versioned { value, version } = self.tokens().await;
        let tokens = TokenSet {
            access_expires_at: Timestamp::UNIX_EPOCH,
            ..value
        };
        self.sandbox.expire_access_tokens();
        let connection = connection();
        let stored = self.store.store_tokens(&connection, Some(version), &tokens);
        assert!(stored.await.expect("the store answers").is_some());
    }
}

/// The connection that is set up.
pub fn connection() -> Connection {
    Connection::try_from(CONNECTION).expect("a connection's name")
}

/// Tables and secrets of one rehearsal alone.
fn names() -> Names {
    let rehearsal = Uuid::new_v4().simple();
    Names {
        mappings_table: format!("mappings-{rehearsal}"),
        settings_table: format!("settings-{rehearsal}"),
        ledger_table: format!("ledger-{rehearsal}"),
        secret_prefix: format!("{rehearsal}/"),
    }
}

/// The account that Lambda gives a function.
fn account() -> Vec<(&'static str, String)> {
    let account = ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    account.map(|name| (name, required(name))).into()
}

/// Tables and secrets of these names in the components, with the connection set up.
pub async fn set_up(names: &Names, sandbox: &Sandbox) -> (AwsStore, SecretsManager) {
    let aws = sdk::configuration().await;
    let store = AwsStore::from_configuration(&aws, names.clone());
    store.create_tables().await.expect("tables are created");
    let secrets = SecretsManager::new(&aws);
    let app = app(sandbox, &sandbox.credentials().client_secret);
    let create = secrets.create_secret().name(app_secret(names));
    let created = create.secret_string(app).send().await;
    created.expect("the app's secret is created");
    connect(&store, sandbox).await;
    (store, secrets)
}

/// The variables that the template gives a function.
pub fn function_variables(names: &Names, sandbox: &Sandbox) -> [(&'static str, String); 6] {
    let names = names.clone();
    [
        ("QUICKBOOKS_API_URL", sandbox.api_url()),
        ("QUICKBOOKS_TOKEN_URL", sandbox.token_url()),
        ("MAPPINGS_TABLE", names.mappings_table),
        ("SETTINGS_TABLE", names.settings_table),
        ("LEDGER_TABLE", names.ledger_table),
        ("SECRET_PREFIX", names.secret_prefix),
    ]
}

fn app_secret(names: &Names) -> String {
    format!("{}intuit-app", names.secret_prefix)
}

fn app(sandbox: &Sandbox, client_secret: &str) -> String {
    let client_id = sandbox.credentials().client_id;
    json!({"client_id": client_id, "client_secret": client_secret}).to_string()
}

async fn connect(store: &AwsStore, sandbox: &Sandbox) {
    let settings = json!({
        "company": {"realm_id": sandbox.realm_id(), "time_zone": "America/Los_Angeles"},
        "products": {"income_account": "Sales of Product Income"},
    });
    let document = SettingsDocument(settings.to_string());
    let written = store.put_settings(&connection(), None, &document).await;
    assert!(written.expect("settings are written").is_some());
    let credentials = sandbox.credentials();
    let now = Timestamp::now();
    let tokens = TokenSet {
        realm_id: sandbox.realm_id().to_owned(),
        access_token: SecretString::from(credentials.access_token),
        access_expires_at: now + SignedDuration::from_hours(1),
        refresh_token: SecretString::from(credentials.refresh_token),
        refresh_expires_at: now + SignedDuration::from_hours(24 * 100),
    };
    let stored = store.store_tokens(&connection(), None, &tokens).await;
    assert!(stored.expect("tokens are stored").is_some());
}
