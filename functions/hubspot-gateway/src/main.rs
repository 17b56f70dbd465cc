//! The Lambda function `hubspot-gateway`, behind an HTTP API.

use actions::ActionError;
use hubspot_gateway::api_gateway::{self, ApiGatewayResponse};
use hubspot_gateway::aws::{EventBridge, StepFunctions};
use hubspot_gateway::{Gateway, Noted, Ports};
use jiff::Timestamp;
use runtime::metrics::Metric;
use runtime::{Handler, ServeError, Services};
use tokio::sync::OnceCell;

fn main() -> Result<(), ServeError> {
    runtime::serve_handler("hubspot-gateway", Calls::default())
}

/// HubSpot's calls.
#[derive(Default)]
struct Calls {
    gateway: Gateway,
    clients: OnceCell<Clients>,
}

/// The clients that no other function has.
struct Clients {
    /// Where HubSpot calls; the API's own address if it is not set.
    public_url: Option<String>,
    workflows: StepFunctions,
    bus: EventBridge,
    hubspot: hubspot::Client<hubspot::ReqwestTransport>,
}

impl Clients {
    fn on(services: &Services) -> Result<Self, ActionError> {
        let clients = &services.clients;
        Ok(Self {
            public_url: variable("PUBLIC_URL"),
            workflows: StepFunctions::new(
                aws_sdk_sfn::Client::new(&clients.aws),
                needed("QUICKBOOKS_ACTION_WORKFLOW")?,
            ),
            bus: EventBridge::new(
                aws_sdk_eventbridge::Client::new(&clients.aws),
                needed("EVENT_BUS")?,
            ),
            hubspot: hubspot::Client::new(
                clients.hubspot.clone(),
                clients.hubspot_endpoint.clone(),
            ),
        })
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "variables of this function alone"
)]
fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

fn needed(name: &str) -> Result<String, ActionError> {
    variable(name).ok_or_else(|| ActionError::SettingMissing {
        message: format!("the variable {name} of the function's environment is not set"),
    })
}

impl Handler for Calls {
    type Answer = ApiGatewayResponse;

    async fn handle(
        &self,
        services: &Services,
        event: &[u8],
        deadline: Timestamp,
    ) -> Result<ApiGatewayResponse, ActionError> {
        let clients = self
            .clients
            .get_or_try_init(|| async { Clients::on(services) });
        let clients = clients.await?;
        let request = api_gateway::request(event, clients.public_url.as_deref())?;
        let ports = Ports {
            engine: &services.engine,
            workflows: &clients.workflows,
            bus: &clients.bus,
            hubspot: &clients.hubspot,
        };
        // On the heap, as the AWS SDK's futures are inside.
        let response = Box::pin(self.gateway.handle(&ports, &request, deadline)).await;
        Ok(response.into())
    }

    fn metrics(&self, response: &ApiGatewayResponse) -> Vec<Metric> {
        let noted = response.noted();
        let counted = |name, kind: Noted| Metric::count(name, u64::from(noted == kind));
        vec![
            counted("SignatureRefusals", Noted::SignatureRefused),
            counted("WebhookFailures", Noted::WebhookFailed),
            counted("ExecutionsRefused", Noted::RunRefused),
        ]
    }
}
