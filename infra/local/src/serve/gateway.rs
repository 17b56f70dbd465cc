//! The gateway that HubSpot calls, on an address of its own: behind a tunnel to it are HubSpot's three routes alone.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri};
use hubspot_gateway::{Gateway, HttpRequest, HttpResponse, Ports};

use crate::functions::{LocalEngine, deadline};
use crate::installation::{Installation, LocalHubSpot};
use crate::workflows::{LocalBus, LocalWorkflows, Rule};

/// The most bytes of a body that are read: more than the gateway takes, so that it is the one that refuses.
const READ_LIMIT: usize = 2 * 1024 * 1024;

/// The gateway, and the parts of this process that it works with.
struct Served {
    gateway: Gateway,
    engine: Arc<LocalEngine>,
    workflows: LocalWorkflows,
    bus: LocalBus,
    hubspot: LocalHubSpot,
    /// The address that HubSpot was given.
    public_url: String,
}

/// The gateway's routes.
pub(super) fn router(
    installation: &Installation,
    workflows: &LocalWorkflows,
    rules: &[Rule],
    public_url: String,
) -> Router {
    let served = Served {
        gateway: Gateway::default(),
        engine: Arc::clone(&installation.engine),
        workflows: workflows.clone(),
        bus: LocalBus::new(workflows.clone(), rules),
        hubspot: installation.hubspot.clone(),
        public_url,
    };
    Router::new().fallback(answer).with_state(Arc::new(served))
}

async fn answer(
    State(served): State<Arc<Served>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Ok(body) = axum::body::to_bytes(body, READ_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = HttpRequest {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        headers,
        body,
        public_url: served.public_url.clone(),
    };
    let ports = Ports {
        engine: &*served.engine,
        workflows: &served.workflows,
        bus: &served.bus,
        hubspot: &served.hubspot,
    };
    let answering = served.gateway.handle(&ports, &request, deadline());
    into_response(answering.await)
}

fn into_response(answer: HttpResponse) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, answer.body).into_response();
    for (name, value) in answer.headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
