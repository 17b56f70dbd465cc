//! The gateway that HubSpot calls, on an address of its own: behind a tunnel to it are HubSpot's three routes alone.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri};
use hubspot_gateway::{Gateway, HttpRequest, HttpResponse, Ports, Refusal};
use loopback::BodyError;

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
    let body = match read(body).await {
        Ok(body) => body,
        Err(refusal) => return into_response(refusal.response()),
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

/// The whole body, which whoever knows the tunnel's name may send slowly, or without an end.
async fn read(body: Body) -> Result<Bytes, Refusal> {
    let body = loopback::body(body, READ_LIMIT).await;
    body.map_err(|error| match error {
        BodyError::TooLong => Refusal::BodyTooLarge,
        BodyError::Lost => Refusal::Unavailable {
            detail: "the body did not come to its end in time".to_owned(),
        },
    })
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::{Body, Bytes};
    use futures_util::stream::pending;

    use super::{READ_LIMIT, read};

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_refused_and_hubspot_may_send_it_again() {
        let never = Body::from_stream(pending::<Result<Bytes, Infallible>>());
        assert_eq!(read(never).await.unwrap_err().status(), 503);
    }

    #[tokio::test]
    async fn a_body_without_an_end_is_refused_in_words() {
        let refused = read(Body::from(vec![b' '; READ_LIMIT + 1])).await;
        let response = refused.unwrap_err().response();
        assert_eq!(response.status, 413);
        let sentence = "the body is larger than any that HubSpot sends";
        assert!(response.body.contains(sentence), "{}", response.body);
        assert_eq!(read(Body::from("{}")).await.unwrap(), "{}");
    }
}
