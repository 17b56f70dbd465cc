//! The pages of `connect-quickbooks` on this machine.

use std::net::SocketAddr;
use std::sync::Arc;

use actions::books::environment::SystemEnvironment;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use connect_quickbooks::{ConnectQuickBooks, HttpRequest, HttpResponse};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, Method, StatusCode, Uri};
use storage::embedded::EmbeddedStore;
use tokio::sync::Notify;

use crate::functions::LocalTransport;
use crate::installation::Installation;

/// The pages, and who is told when a company was connected.
struct Pages {
    function: ConnectQuickBooks<EmbeddedStore, LocalTransport, SystemEnvironment>,
    public_url: String,
    connected: Arc<Notify>,
}

/// Where the pages of a server are: under the name that Intuit accepts in redirect URIs without TLS.
pub(crate) fn public_url(address: SocketAddr) -> String {
    format!("http://localhost:{}", address.port())
}

/// The routes of the pages; `connected` is told of every company that was connected.
pub(crate) fn router(
    installation: &Installation,
    public_url: String,
    connected: Arc<Notify>,
) -> Router {
    let engine = &installation.engine;
    let function = ConnectQuickBooks::new(
        engine.store.clone(),
        engine.transport.clone(),
        engine.environment,
        installation.app.clone(),
    );
    let pages = Arc::new(Pages {
        function,
        public_url,
        connected,
    });
    Router::new()
        .route("/connect/{connection}", any(page))
        .route("/callback", any(page))
        .with_state(pages)
}

async fn page(
    State(pages): State<Arc<Pages>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let cookies = headers.get_all(COOKIE).into_iter();
    let cookies = cookies.filter_map(|value| value.to_str().ok());
    let cookies = cookies.flat_map(|value| value.split(';'));
    let request = HttpRequest {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        cookies: cookies.map(|cookie| cookie.trim().to_owned()).collect(),
        public_url: pages.public_url.clone(),
    };
    let response = pages.function.handle(&request).await;
    if response.status == 200 {
        pages.connected.notify_one();
    }
    into_response(response)
}

fn into_response(response: HttpResponse) -> Response {
    let status = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers.into_iter();
    let cookies = response.cookies.into_iter();
    let cookies = cookies.map(|cookie| (SET_COOKIE.as_str(), cookie));
    let mut answer = (status, response.body).into_response();
    for (name, value) in headers.chain(cookies) {
        if let (Ok(name), Ok(value)) = (name.parse::<http::HeaderName>(), value.parse()) {
            // The body's own type is the first of its name.
            if name == SET_COOKIE {
                answer.headers_mut().append(name, value);
            } else {
                answer.headers_mut().insert(name, value);
            }
        }
    }
    answer
}
