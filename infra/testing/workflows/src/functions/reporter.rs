//! The function `report-outcome`, in front of the local HubSpot account.

use std::time::Duration;

use actions::ActionError;
use actions::books::environment::{Environment, SystemEnvironment};
use actions::records::OwnTokens;
use hubspot::{ApiVersion, Client, Endpoint, Request, ReqwestTransport};
use jiff::SignedDuration;
use report_outcome::{ReportOutcome, definitions};
use sandbox_hubspot::Sandbox;
use secrecy::SecretString;
use serde_json::Value;
use storage::embedded::EmbeddedStore;

/// The function, and its way to the account that it tells.
pub(super) struct Reporter {
    client: Client<ReqwestTransport>,
    own_tokens: OwnTokens,
}

impl Reporter {
    /// The function in front of an account, to which it adds the properties for outcomes.
    pub(super) async fn to(account: &Sandbox) -> Self {
        let endpoint = Endpoint::new(&account.api_url(), ApiVersion::default());
        let transport = ReqwestTransport::new().expect("an HTTP client");
        let client = Client::new(transport, endpoint.expect("the account's address"));
        let own_tokens = OwnTokens::default();
        let reporter = Self { client, own_tokens };
        let token = SecretString::from(account.credentials().access_token);
        reporter.make_properties(&token).await;
        reporter
    }

    async fn make_properties(&self, token: &SecretString) {
        for object_type in definitions::OBJECT_TYPES {
            let group = Request::create_property_group(&object_type, &definitions::group());
            self.send(token, &group).await;
            for property in definitions::of_type(&object_type) {
                let property = Request::create_property(&object_type, &property);
                self.send(token, &property).await;
            }
        }
    }

    async fn send(&self, token: &SecretString, request: &Request) {
        let sent = self.client.send(token, request, Duration::from_secs(5));
        sent.await.expect("the account makes a property");
    }

    /// The function's answer to an event, or its error.
    pub(super) async fn answer(
        &self,
        store: &EmbeddedStore,
        event: &Value,
    ) -> Result<Value, ActionError> {
        let environment = SystemEnvironment;
        let report = ReportOutcome {
            store,
            client: &self.client,
            environment: &environment,
            own_tokens: &self.own_tokens,
        };
        let deadline = environment.now() + SignedDuration::from_secs(30);
        let answer = report.run(event.to_string().as_bytes(), deadline).await?;
        Ok(serde_json::to_value(answer).unwrap_or_default())
    }
}
