//! The services of a function: made once per environment, as soon as it can be.

use std::sync::Arc;
use std::time::Duration;

use actions::ActionError;
use actions::books::engine::{Engine, QuickBooksApi};
use actions::books::environment::{Environment, SystemEnvironment};
use actions::records::PortalRecords;
use aws_sdk_dynamodb::Client as DynamoDb;
use aws_sdk_secretsmanager::Client as SecretsManager;
use bytes::Bytes;
use http::{Method, Request};
use hubspot::Transport as _;
use quickbooks::{AppCredentials, CountingTransport, OAuthApp, ReqwestTransport};
use secrecy::ExposeSecret;
use storage::aws::sdk::{self, SdkConfig};
use storage::aws::{AwsStore, Names};

use crate::configuration::Configuration;
use crate::credentials;
use crate::metrics::Traffic;
use crate::store_traffic::CountAttempts;
use crate::tls;

/// Shorter than the 10 s that Lambda gives a start.
const OPENING: Duration = Duration::from_secs(2);

/// The transport of a function.
pub type FunctionTransport = CountingTransport<ReqwestTransport>;

/// The engine of a function.
pub type FunctionEngine = Engine<AwsStore, FunctionTransport, SystemEnvironment>;

/// The clients of a function; everything that needs no secret.
#[derive(Clone, derive_more::Debug)]
#[debug("Clients({configuration:?})")]
pub struct Clients {
    /// The configuration, from the environment's variables.
    pub configuration: Configuration,
    /// The configuration of AWS clients, for functions that need another service: the HTTP client is shared.
    pub aws: SdkConfig,
    /// Mappings, settings, ledger and tokens.
    pub store: AwsStore,
    /// Secrets.
    pub secrets: SecretsManager,
    /// The way to QuickBooks.
    pub transport: FunctionTransport,
    /// The way to HubSpot, over the same client.
    pub hubspot: hubspot::ReqwestTransport,
    /// The address and version of HubSpot's API.
    pub hubspot_endpoint: hubspot::Endpoint,
}

/// Everything a function works with.
#[derive(derive_more::Debug)]
#[debug("Services({clients:?})")]
pub struct Services {
    /// The clients.
    pub clients: Clients,
    /// The engine of actions.
    pub engine: FunctionEngine,
    /// The Intuit app's credentials, with which the engine was made.
    pub credentials: AppCredentials,
}

impl Clients {
    /// The clients of a function with this environment, which count into `traffic`.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] that names what is wrong with the environment.
    pub(crate) fn from_environment(traffic: &Traffic) -> Result<Self, ActionError> {
        let configuration = Configuration::from_environment()?;
        let tls = tls::configuration(tls::Named {
            file: configuration.root_certificates.as_deref(),
            folders: configuration.root_folders.as_deref(),
        })?;
        let transport = ReqwestTransport::with_tls(tls.clone());
        let transport = transport.map_err(|error| setting_missing(&error))?;
        let hubspot = hubspot::ReqwestTransport::on(transport.client().clone());
        let transport = CountingTransport::new(transport, traffic.quickbooks().clone());
        let aws = sdk::configuration(tls).map_err(|error| setting_missing(&error))?;
        let dynamodb = aws_sdk_dynamodb::config::Builder::from(&aws);
        let dynamodb = dynamodb
            .interceptor(CountAttempts(traffic.clone()))
            .interceptor(sdk::SteadyUserAgent)
            .build();
        let secrets = aws_sdk_secretsmanager::config::Builder::from(&aws);
        let secrets = secrets
            .interceptor(CountAttempts(traffic.clone()))
            .interceptor(sdk::SteadyUserAgent)
            .build();
        let secrets = SecretsManager::from_conf(secrets);
        let names = names(&configuration);
        let store = AwsStore::new(DynamoDb::from_conf(dynamodb), secrets.clone(), names);
        Ok(Self {
            store: match &configuration.kms_key {
                Some(key) => store.with_kms_key(key),
                None => store,
            },
            secrets,
            transport,
            hubspot,
            hubspot_endpoint: configuration.hubspot_endpoint()?,
            configuration,
            aws,
        })
    }

    /// Opens a connection to HubSpot, from which actions read records that are given by their ids: a request without a
    /// token, which is answered.
    pub(crate) async fn open_hubspot(&self) -> bool {
        let url = &self.configuration.hubspot_api_url;
        let request = Request::builder().method(Method::HEAD).uri(url);
        let Ok(request) = request.body(Bytes::new()) else {
            return false;
        };
        self.hubspot.send(request, OPENING).await.is_ok()
    }

    pub(crate) async fn credentials(&self) -> Result<AppCredentials, ActionError> {
        credentials::read(&self.secrets, &self.configuration.secret_prefix).await
    }
}

impl Services {
    pub(crate) fn new(clients: Clients, credentials: AppCredentials) -> Self {
        let configuration = &clients.configuration;
        let engine = Engine::new(
            clients.store.clone(),
            clients.transport.clone(),
            SystemEnvironment,
            QuickBooksApi::at(&configuration.quickbooks_api_url),
            OAuthApp {
                endpoints: configuration.oauth_endpoints(),
                credentials: credentials.clone(),
            },
        );
        let records = PortalRecords::new(
            clients.store.clone(),
            clients.hubspot.clone(),
            || SystemEnvironment.now(),
            clients.hubspot_endpoint.clone(),
        );
        let engine = engine.with_records(Arc::new(records));
        Self {
            clients,
            engine,
            credentials,
        }
    }

    pub(crate) fn are_of(&self, credentials: &AppCredentials) -> bool {
        self.credentials.client_id == credentials.client_id
            && self.credentials.client_secret.expose_secret()
                == credentials.client_secret.expose_secret()
    }
}

fn setting_missing(error: &dyn std::error::Error) -> ActionError {
    ActionError::SettingMissing {
        message: error.to_string(),
    }
}

fn names(configuration: &Configuration) -> Names {
    Names {
        mappings_table: configuration.mappings_table.clone(),
        settings_table: configuration.settings_table.clone(),
        ledger_table: configuration.ledger_table.clone(),
        leases_table: configuration.leases_table.clone(),
        secret_prefix: configuration.secret_prefix.clone(),
    }
}
