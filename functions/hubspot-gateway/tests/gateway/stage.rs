//! The gateway on a local account, a local company, and workflows and a bus in memory.

use actions::books::environment::Environment;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use hubspot::signature::{
    SIGNATURE, SIGNATURE_V3, SIGNATURE_VERSION, SignedRequest, TIMESTAMP, v2, v3,
};
use hubspot::{ApiVersion, Endpoint, ReqwestTransport};
use hubspot_gateway::memory::{MemoryBus, MemoryWorkflows};
use hubspot_gateway::{Bus, Gateway, HttpRequest, HttpResponse, Ports, Workflows};
use jiff::Timestamp;
use rehearsal::{HubSpotAccount, Log, Rehearsal};
use sandbox_quickbooks::{Clock, ManualClock, SandboxOptions};
use secrecy::SecretString;
use serde_json::{Value, json};

pub(crate) const PUBLIC_URL: &str = "https://www.example.com";

/// The moment at which a stage begins, which is that of HubSpot's own examples of signatures.
pub(crate) const BEGIN: i64 = 1_700_000_300_000;

type ClockOfRuns = Box<dyn Fn() -> Timestamp + Send + Sync>;

pub(crate) struct Stage {
    pub(crate) rehearsal: Rehearsal,
    pub(crate) account: HubSpotAccount,
    pub(crate) gateway: Gateway,
    pub(crate) workflows: MemoryWorkflows<ClockOfRuns>,
    pub(crate) bus: MemoryBus,
    hubspot: hubspot::Client<ReqwestTransport>,
}

impl Stage {
    /// The connection `us-books` belongs to the account.
    pub(crate) async fn start() -> Self {
        let account = HubSpotAccount::start().await;
        let settings = json!({ "hubspot": account.setting() });
        Self::with(account, settings).await
    }

    /// The connection `us-books` has these settings.
    pub(crate) async fn with(account: HubSpotAccount, settings: Value) -> Self {
        Log::kept();
        let begin = Timestamp::from_millisecond(BEGIN).unwrap();
        let options = SandboxOptions {
            clock: Clock::Manual(ManualClock::new(begin)),
            ..SandboxOptions::default()
        };
        let rehearsal = Rehearsal::with(options, settings).await;
        let rehearsal = account.opened_to(rehearsal).await;
        let endpoint = Endpoint::new(&account.sandbox.api_url(), ApiVersion::default()).unwrap();
        let clock = rehearsal.environment.clone();
        let clock: ClockOfRuns = Box::new(move || clock.now());
        Self {
            rehearsal,
            gateway: Gateway::default(),
            workflows: MemoryWorkflows::new(clock),
            bus: MemoryBus::default(),
            hubspot: hubspot::Client::new(ReqwestTransport::new().unwrap(), endpoint),
            account,
        }
    }

    pub(crate) fn portal(&self) -> String {
        self.account.sandbox.portal_id().to_string()
    }

    pub(crate) fn client_secret(&self) -> SecretString {
        self.account.sandbox.credentials().client_secret.into()
    }

    /// An execution of `create-invoice` for a deal.
    pub(crate) fn execution(&self, callback_id: &str) -> Value {
        json!({
            "callbackId": callback_id,
            "origin": {"portalId": self.account.sandbox.portal_id(), "actionDefinitionId": 2},
            "context": {"workflowId": 192_814_114, "source": "WORKFLOWS"},
            "object": {"objectId": 9001, "objectType": "DEAL"},
            "inputFields": {"connection": "us-books", "payment_terms": "3", "customer": "associated_contact",
                "products": "line_items", "create_missing_products": "false"},
        })
    }

    /// A fetch of the options of a field, after the connection was chosen.
    pub(crate) fn fetch(
        &self,
        connection: Option<&str>,
        search: &str,
        after: Option<&str>,
    ) -> Value {
        let mut body = json!({
            "origin": {"portalId": self.account.sandbox.portal_id(), "actionDefinitionId": 2},
            "objectTypeId": "0-3",
            "inputFields": {},
            "fetchOptions": {"q": search, "after": after},
        });
        if let Some(connection) = connection {
            body["inputFields"]["connection"] =
                json!({"type": "STATIC_VALUE", "value": connection});
        }
        body
    }

    /// A request of HubSpot's, signed by version 3.
    pub(crate) fn signed(&self, path: &str, body: &Value) -> HttpRequest {
        self.signed_by(&self.client_secret(), path, body)
    }

    pub(crate) fn signed_by(&self, secret: &SecretString, path: &str, body: &Value) -> HttpRequest {
        let mut request = unsigned(path, body.to_string().into());
        let now = self
            .rehearsal
            .environment
            .now()
            .as_millisecond()
            .to_string();
        let uri = format!("{PUBLIC_URL}{path}");
        let signature = v3(secret, &to_be_signed(&request, &uri), &now).unwrap();
        put(&mut request, SIGNATURE_V3, &signature);
        put(&mut request, TIMESTAMP, &now);
        request
    }

    /// A request of HubSpot's, signed by version 2.
    pub(crate) fn signed_v2(&self, path: &str, body: &Value) -> HttpRequest {
        let mut request = unsigned(path, body.to_string().into());
        let uri = format!("{PUBLIC_URL}{path}");
        let signature = v2(&self.client_secret(), &to_be_signed(&request, &uri));
        put(&mut request, SIGNATURE, &signature);
        put(&mut request, SIGNATURE_VERSION, "v2");
        request
    }

    pub(crate) async fn call(&self, request: &HttpRequest) -> HttpResponse {
        self.call_on(&self.workflows, &self.bus, request).await
    }

    pub(crate) async fn call_on<W: Workflows + Sync, B: Bus + Sync>(
        &self,
        workflows: &W,
        bus: &B,
        request: &HttpRequest,
    ) -> HttpResponse {
        let ports = Ports {
            engine: &self.rehearsal.engine,
            workflows,
            bus,
            hubspot: &self.hubspot,
        };
        let deadline = self.rehearsal.deadline();
        self.gateway.handle(&ports, request, deadline).await
    }

    /// The outputs that an execution is answered with.
    pub(crate) async fn execute(&self, action: &str, body: &Value) -> Value {
        let request = self.signed(&format!("/hubspot/actions/{action}"), body);
        let response = self.call(&request).await;
        assert_eq!(response.status, 200, "{}", response.body);
        json_of(&response)["outputFields"].clone()
    }

    /// The answer to a fetch of options.
    pub(crate) async fn options(&self, field: &str, body: &Value) -> Value {
        let request = self.signed(&format!("/hubspot/options/{field}"), body);
        let response = self.call(&request).await;
        assert_eq!(response.status, 200, "{}", response.body);
        json_of(&response)
    }
}

pub(crate) fn unsigned(path: &str, body: Bytes) -> HttpRequest {
    HttpRequest {
        method: "POST".to_owned(),
        path: path.to_owned(),
        query: String::new(),
        headers: HeaderMap::new(),
        body,
        public_url: PUBLIC_URL.to_owned(),
    }
}

pub(crate) fn put(request: &mut HttpRequest, name: &'static str, value: &str) {
    let value = HeaderValue::from_str(value).unwrap();
    request.headers.insert(name, value);
}

pub(crate) fn json_of(response: &HttpResponse) -> Value {
    serde_json::from_str(&response.body).unwrap()
}

fn to_be_signed<'r>(request: &'r HttpRequest, uri: &'r str) -> SignedRequest<'r> {
    SignedRequest {
        method: &request.method,
        uri,
        headers: &request.headers,
        body: &request.body,
    }
}
