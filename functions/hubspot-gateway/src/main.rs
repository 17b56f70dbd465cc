//! The Lambda function `hubspot-gateway`, behind an HTTP API.

use actions::ActionError;
use actions::books::environment::Environment;
use hubspot_gateway::api_gateway::{self, ApiGatewayResponse};
use hubspot_gateway::aws::{EventBridge, StepFunctions};
use hubspot_gateway::{Gateway, Ports, watch};
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

impl Calls {
    async fn clients(&self, shared: &runtime::Clients) -> Result<&Clients, ActionError> {
        let make = || async { Clients::on(shared) };
        self.clients.get_or_try_init(make).await
    }
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
    fn on(clients: &runtime::Clients) -> Result<Self, ActionError> {
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

    /// HubSpot waits for an answer in front of the first execution and the first webhook.
    async fn get_ready(&self, clients: &runtime::Clients) {
        if let Ok(clients) = self.clients(clients).await {
            tokio::join!(
                Box::pin(clients.workflows.open()),
                Box::pin(clients.bus.open())
            );
        }
    }

    async fn handle(
        &self,
        services: &Services,
        event: &[u8],
        deadline: Timestamp,
    ) -> Result<ApiGatewayResponse, ActionError> {
        let clients = self.clients(&services.clients).await?;
        if watch::is_look(event) {
            let before = watch::near_end(services.engine.environment.now());
            let runs = Box::pin(clients.workflows.running_since_before(before)).await;
            let runs = runs.map_err(|error| ActionError::StorageUnavailable {
                detail: error.to_string(),
            })?;
            return Ok(watch::found(runs).into());
        }
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
        let counted = response.noted().metrics().into_iter();
        counted
            .map(|(name, count)| Metric::count(name, count))
            .collect()
    }
}
