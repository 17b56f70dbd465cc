//! The tables and secrets of a deployed application, for a company of its own.

use std::time::Duration;

use aws_sdk_dynamodb::Client as DynamoDb;
use aws_sdk_dynamodb::config::Intercept;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_secretsmanager::Client as SecretsManager;
use jiff::{SignedDuration, Timestamp};
use sandbox_quickbooks::{Sandbox, SandboxOptions};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use storage::aws::sdk::{self, SdkConfig};
use storage::aws::{AwsStore, Names};
use storage::{Connection, PortalId, Settings, SettingsDocument, TokenSet, Tokens, Versioned};
use uuid::Uuid;

use crate::variable::{local, required};

/// The connection that is set up.
pub const CONNECTION: &str = "us-books";

/// The time that a component may take while an installation is set up and looked at.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where components are, such as `http://127.0.0.1:8000`.
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// DynamoDB.
    pub dynamodb: String,
    /// Secrets Manager.
    pub secrets_manager: String,
}

/// Tables, secrets, and a company that is connected.
pub struct Installation {
    /// The company.
    pub sandbox: Sandbox,
    /// The store.
    pub store: AwsStore,
    /// Where its components are.
    pub endpoints: Endpoints,
    names: Names,
    secrets: SecretsManager,
}

impl Endpoints {
    /// Where the variables say; anything that is not this machine is refused, since tables and secrets
    /// are made there and left behind.
    pub fn from_environment() -> Self {
        Self {
            dynamodb: local("AWS_ENDPOINT_URL_DYNAMODB"),
            secrets_manager: local("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
        }
    }

    /// The variables that tell a function.
    pub fn variables(&self) -> [(&'static str, String); 2] {
        [
            ("AWS_ENDPOINT_URL_DYNAMODB", self.dynamodb.clone()),
            (
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                self.secrets_manager.clone(),
            ),
        ]
    }
}

impl Installation {
    /// A fresh company, fresh tables and secrets, and the connection set up.
    pub async fn on(endpoints: Endpoints) -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await;
        Self::of(names(), sandbox.expect("the sandbox starts"), endpoints).await
    }

    /// Tables and secrets of these names, and the connection to this company set up.
    pub async fn of(names: Names, sandbox: Sandbox, endpoints: Endpoints) -> Self {
        let aws = patient();
        let secrets = secrets_manager(&aws, &endpoints);
        let installation = Self {
            store: AwsStore::new(dynamodb(&aws, &endpoints), secrets.clone(), names.clone()),
            sandbox,
            endpoints,
            names,
            secrets,
        };
        let created = installation.store.create_tables().await;
        created.expect("tables are created");
        let client_secret = installation.sandbox.credentials().client_secret;
        let create = installation.secrets.create_secret();
        let create = create
            .name(installation.app_secret())
            .secret_string(installation.app(&client_secret));
        create.send().await.expect("the app's secret is created");
        installation.connect().await;
        installation
    }

    /// The store as a process has it that reaches its components at these places.
    pub fn store_at(&self, endpoints: &Endpoints) -> AwsStore {
        let aws = patient();
        let secrets = secrets_manager(&aws, endpoints);
        AwsStore::new(dynamodb(&aws, endpoints), secrets, self.names.clone())
    }

    /// The store as a process has it whose requests to DynamoDB are seen before they are sent.
    pub fn store_seen_by(&self, watch: impl Intercept + 'static) -> AwsStore {
        let aws = patient();
        let configuration = aws_sdk_dynamodb::config::Builder::from(&aws);
        let configuration = configuration.endpoint_url(&self.endpoints.dynamodb);
        let dynamodb = DynamoDb::from_conf(configuration.interceptor(watch).build());
        let secrets = secrets_manager(&aws, &self.endpoints);
        AwsStore::new(dynamodb, secrets, self.names.clone())
    }

    /// The variables that the template gives a function, and the account that Lambda gives it; where the
    /// components are is left out.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let account = ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
        let account = account.map(|name| (name, required(name)));
        let own = function_variables(&self.names, &self.sandbox);
        account.into_iter().chain(own).collect()
    }

    /// Replaces the app's client secret as the function finds it; Intuit's stays as it is.
    pub async fn put_client_secret(&self, client_secret: &str) {
        let put = self.secrets.put_secret_value();
        let put = put
            .secret_id(self.app_secret())
            .secret_string(self.app(client_secret));
        put.send().await.expect("the app's secret is replaced");
    }

    /// The key under which the secret of a connection lies, where that is one's own.
    pub async fn key_of_secret(&self, connection: &str) -> Option<String> {
        let name = format!("{}connections/{connection}", self.names.secret_prefix);
        let described = self.secrets.describe_secret().secret_id(name).send().await;
        described.expect("the secret is there").kms_key_id
    }

    /// The texts that nobody but Intuit and the secrets may know: the app's secret and the connection's tokens,
    /// those of the company's start and those of now.
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

    /// The secrets that Secrets Manager holds for this installation: each's name, version and value. The real
    /// service keeps them; moto forgets them when it ends.
    pub async fn kept_secrets(&self) -> Vec<[String; 3]> {
        let connection = format!("{}connections/{CONNECTION}", self.names.secret_prefix);
        let mut kept = Vec::new();
        for name in [self.app_secret(), connection] {
            let got = self
                .secrets
                .get_secret_value()
                .secret_id(&name)
                .send()
                .await;
            let got = got.expect("the secret is there");
            let (version, value) = (got.version_id, got.secret_string);
            kept.push([name, version.unwrap_or_default(), value.unwrap_or_default()]);
        }
        kept
    }

    /// Puts secrets back into a Secrets Manager that has lost them, under the versions they had.
    pub async fn put_secrets_back(&self, kept: &[[String; 3]]) {
        for [name, version, value] in kept {
            let create = self.secrets.create_secret().name(name);
            let create = create.client_request_token(version).secret_string(value);
            create.send().await.expect("the secret is put back");
        }
    }

    /// Gives the connection to a HubSpot account.
    pub async fn give_to(&self, portal: &PortalId) {
        self.set("hubspot", json!({ "portal_id": portal })).await;
    }

    /// Lets the connection send this many requests in the company's window.
    pub async fn set_quota(&self, requests: u32) {
        let quota = json!({ "quota": { "requests_per_window": requests, "requests_per_second": 1_000_000 } });
        self.set("quickbooks", quota).await;
    }

    /// Writes a part of the connection's settings.
    async fn set(&self, part: &str, value: Value) {
        let connection = connection();
        let stored = self.store.get_settings(&connection).await;
        let stored = stored.expect("the store answers").expect("it is set up");
        let mut settings: Value = serde_json::from_str(&stored.value.0).expect("settings are JSON");
        settings[part] = value;
        let document = SettingsDocument(settings.to_string());
        let written = self
            .store
            .put_settings(&connection, Some(stored.version), &document);
        assert!(written.await.expect("settings are written").is_some());
    }

    fn app_secret(&self) -> String {
        format!("{}intuit-app", self.names.secret_prefix)
    }

    fn app(&self, client_secret: &str) -> String {
        let client_id = self.sandbox.credentials().client_id;
        json!({"client_id": client_id, "client_secret": client_secret}).to_string()
    }

    async fn connect(&self) {
        let settings = json!({
            "company": {"realm_id": self.sandbox.realm_id(), "time_zone": "America/Los_Angeles"},
            "products": {"income_account": "Sales of Product Income"},
            "payments": {"methods": {"card": "Visa"}},
            // A test is faster than QuickBooks' second.
            "quickbooks": {"quota": {"requests_per_second": 1_000_000}},
        });
        self.put_settings(&connection(), &settings.to_string())
            .await;
        let credentials = self.sandbox.credentials();
        let now = Timestamp::now();
        let tokens = TokenSet {
            realm_id: self.sandbox.realm_id().to_owned(),
            access_token: SecretString::from(credentials.access_token),
            access_expires_at: now + SignedDuration::from_hours(1),
            refresh_token: SecretString::from(credentials.refresh_token),
            refresh_expires_at: now + SignedDuration::from_hours(24 * 100),
        };
        let stored = self.store.store_tokens(&connection(), None, &tokens).await;
        assert!(stored.expect("tokens are stored").is_some());
    }

    async fn put_settings(&self, connection: &Connection, settings: &str) {
        let document = SettingsDocument(settings.to_owned());
        let written = self.store.put_settings(connection, None, &document).await;
        assert!(written.expect("settings are written").is_some());
    }
}

/// The connection that is set up.
pub fn connection() -> Connection {
    Connection::try_from(CONNECTION).expect("a connection's name")
}

/// An address at which nobody listens: without an account of its own no function asks HubSpot's servers.
const NO_HUBSPOT: &str = "http://127.0.0.1:9";

/// The variables that the template gives a function.
pub fn function_variables(names: &Names, sandbox: &Sandbox) -> [(&'static str, String); 8] {
    let names = names.clone();
    [
        ("QUICKBOOKS_API_URL", sandbox.api_url()),
        ("QUICKBOOKS_TOKEN_URL", sandbox.token_url()),
        ("HUBSPOT_API_URL", NO_HUBSPOT.to_owned()),
        ("MAPPINGS_TABLE", names.mappings_table),
        ("SETTINGS_TABLE", names.settings_table),
        ("LEDGER_TABLE", names.ledger_table),
        ("LEASES_TABLE", names.leases_table),
        ("SECRET_PREFIX", names.secret_prefix),
    ]
}

/// Tables and secrets of one installation alone.
fn names() -> Names {
    let rehearsal = Uuid::new_v4().simple();
    Names {
        mappings_table: format!("mappings-{rehearsal}"),
        settings_table: format!("settings-{rehearsal}"),
        ledger_table: format!("ledger-{rehearsal}"),
        leases_table: format!("leases-{rehearsal}"),
        secret_prefix: format!("{rehearsal}/"),
    }
}

/// The configuration of a function, but for its time-outs: the machine may be busy, and a table that is
/// created a second time is an error.
fn patient() -> SdkConfig {
    let timeouts = TimeoutConfig::builder().operation_timeout(PATIENCE).build();
    let configuration = sdk::of_this_machine().expect("an HTTP client");
    let configuration = configuration.into_builder();
    configuration.timeout_config(timeouts).build()
}

fn dynamodb(aws: &SdkConfig, endpoints: &Endpoints) -> DynamoDb {
    let configuration = aws_sdk_dynamodb::config::Builder::from(aws);
    let configuration = configuration.endpoint_url(&endpoints.dynamodb);
    DynamoDb::from_conf(configuration.build())
}

fn secrets_manager(aws: &SdkConfig, endpoints: &Endpoints) -> SecretsManager {
    let configuration = aws_sdk_secretsmanager::config::Builder::from(aws);
    let configuration = configuration.endpoint_url(&endpoints.secrets_manager);
    SecretsManager::from_conf(configuration.build())
}
