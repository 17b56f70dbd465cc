//! The function `report-outcome`, in front of a local HubSpot account.

use std::time::Duration;

use actions::ActionError;
use actions::books::environment::{Environment, SystemEnvironment};
use hubspot::{ApiVersion, Client, Endpoint, Request, ReqwestTransport};
use jiff::SignedDuration;
use report_outcome::{ReportOutcome, definitions};
use sandbox_hubspot::{SampleRecords, Sandbox, SandboxOptions};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::embedded::EmbeddedStore;
use storage::{Connection, PortalId, PortalSecret, Portals, Settings, SettingsDocument};

use crate::sample::CONNECTION;

/// The function with its own store, and the account that it tells.
pub(crate) struct Reporter {
    pub(crate) portal: Sandbox,
    store: EmbeddedStore,
    client: Client<ReqwestTransport>,
}

impl Reporter {
    /// An account without records, with the properties for outcomes, and the connection of the tests.
    pub(crate) async fn start() -> Self {
        let options = SandboxOptions {
            records: SampleRecords::None,
            ..SandboxOptions::default()
        };
        let portal = Sandbox::start(options).await.expect("the account starts");
        let endpoint = Endpoint::new(&portal.api_url(), ApiVersion::default());
        let transport = ReqwestTransport::new().expect("an HTTP client");
        let reporter = Self {
            store: EmbeddedStore::in_memory().expect("a store in memory"),
            client: Client::new(transport, endpoint.expect("the account's address")),
            portal,
        };
        reporter.connect().await;
        reporter.make_properties().await;
        reporter
    }

    async fn connect(&self) {
        let portal = self.portal.portal_id().to_string();
        let settings =
            json!({ "company": { "realm_id": "1" }, "hubspot": { "portal_id": portal } });
        let connection = Connection::try_from(CONNECTION).expect("a connection's name");
        let document = SettingsDocument(settings.to_string());
        let put = self.store.put_settings(&connection, None, &document).await;
        put.expect("settings are written");
        let secret = PortalSecret {
            access_token: SecretString::from(self.portal.credentials().access_token),
            client_secret: None,
        };
        let portal = PortalId::try_from(&*portal).expect("a portal's number");
        let stored = self.store.store_portal(&portal, &secret).await;
        stored.expect("the token is stored");
    }

    async fn make_properties(&self) {
        for object_type in definitions::OBJECT_TYPES {
            let group = Request::create_property_group(&object_type, &definitions::group());
            self.send(&group).await;
            for property in definitions::of_type(&object_type) {
                self.send(&Request::create_property(&object_type, &property))
                    .await;
            }
        }
    }

    async fn send(&self, request: &Request) {
        let token = SecretString::from(self.portal.credentials().access_token);
        let sent = self.client.send(&token, request, Duration::from_secs(5));
        sent.await.expect("the account makes a property");
    }

    /// The function's answer to an event, or its error.
    pub(crate) async fn answer(&self, event: &Value) -> Result<Value, ActionError> {
        let environment = SystemEnvironment;
        let report = ReportOutcome {
            store: &self.store,
            client: &self.client,
            environment: &environment,
        };
        let deadline = environment.now() + SignedDuration::from_secs(30);
        let answer = report.run(event.to_string().as_bytes(), deadline).await?;
        Ok(serde_json::to_value(answer).unwrap_or_default())
    }
}
