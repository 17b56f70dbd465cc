//! A service that answers from memory what it has been asked before, so that the time until then is the function's own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http_body_util::Full;
use hyper::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use hyper::http::request;
use hyper::{HeaderMap, StatusCode};
use tokio::net::TcpListener;

/// A service, and the answers that it has given.
#[derive(Clone)]
struct Service {
    address: String,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
}

/// An answer as it goes out each time.
#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// The address of a service that answers at once, before the one at this address, which it asks for what is new.
pub(super) async fn before(url: &str) -> String {
    let (address, path) = super::parts_of(url);
    let service = Service {
        address: address.to_owned(),
        answers: Arc::default(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("the port");
    let router = Router::new().fallback(answer).with_state(service);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}{path}")
}

async fn answer(State(service): State<Service>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let body = body.expect("a whole request");
    let question = question(&head, &body);
    let known = service.kept(|answers| answers.get(&question).cloned());
    let answer = match known {
        Some(answer) => answer,
        None => service.ask(head, body).await,
    };
    service.kept(|answers| answers.insert(question, answer.clone()));
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

/// The question of a request, without its signature and its moment.
fn question(head: &request::Parts, body: &[u8]) -> String {
    let target = head.headers.get("x-amz-target");
    let body = String::from_utf8_lossy(body);
    format!("{} {} {target:?} {body}", head.method, head.uri)
}

impl Service {
    fn kept<T>(&self, of: impl FnOnce(&mut HashMap<String, Answer>) -> T) -> T {
        let answers = self.answers.lock();
        of(&mut answers.unwrap_or_else(PoisonError::into_inner))
    }

    async fn ask(&self, head: request::Parts, body: Bytes) -> Answer {
        let request = hyper::Request::from_parts(head, Full::new(body));
        let (mut head, body) = super::ask(&self.address, request).await;
        // They are of the connection that the answer came by.
        for header in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
            head.headers.remove(header);
        }
        Answer {
            status: head.status,
            headers: head.headers,
            body,
        }
    }
}
