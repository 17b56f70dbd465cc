//! Lambda as the interpreter sees it: the local program's functions, and failures on demand.
//!
//! Every call of the interpreter arrives here. Invocations are answered, everything else is passed
//! on to `moto`. What is made up are HubSpot's records, which actions read, and errors. The function that tells HubSpot
//! of the outcome is the real one, in front of a local account.

mod answer;
mod hubspot;
mod reporter;

pub use answer::{Answer, CAUSE};

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use sandbox_hubspot::Sandbox;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::background;
use reporter::Reporter;

/// The stack's name, with which every function's name starts.
const PREFIX: &str = "books-";

/// A function and the id of the record it is called for.
type Subject = (String, String);

/// The function that tells HubSpot what became of a record.
const REPORT: &str = "report-outcome";

/// The server that answers for Lambda.
#[derive(Clone, Debug)]
pub struct Functions(Arc<Shared>);

#[derive(derive_more::Debug)]
#[debug("Functions of {local}")]
struct Shared {
    client: Client,
    /// The local program's Invoke API.
    local: String,
    moto: OnceLock<String>,
    /// Answers that a test asked for, each with the times it is left to be given; always, if there is no number.
    scripts: Mutex<HashMap<Subject, (Answer, Option<usize>)>>,
    calls: Mutex<Vec<(Subject, Value)>>,
    /// Records of HubSpot's that a test made, by their ids.
    records: Mutex<HashMap<String, Value>>,
    reporter: Reporter,
}

impl Functions {
    /// Starts the server on a free port, in front of the local program's functions.
    pub(crate) async fn serve(local: &str) -> (Self, u16) {
        let (sender, reporter) = tokio::sync::oneshot::channel();
        background::run(async move {
            let _ = sender.send(Reporter::start().await);
        });
        let reporter = reporter.await.expect("HubSpot's account starts");
        let functions = Self(Arc::new(Shared {
            client: background::client(),
            local: local.to_owned(),
            moto: OnceLock::new(),
            scripts: Mutex::default(),
            calls: Mutex::default(),
            records: Mutex::default(),
            reporter,
        }));
        let router = axum::Router::new()
            .fallback(answer)
            .with_state(functions.clone());
        let (sender, port) = tokio::sync::oneshot::channel();
        background::run(async move {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
            let listener = listener.expect("a port is free");
            let address = listener.local_addr().expect("a listener has an address");
            let _ = sender.send(address.port());
            let _ = axum::serve(listener, router).await;
        });
        (functions, port.await.expect("the server listens"))
    }

    /// Passes everything that is no invocation on to `moto`.
    pub(crate) fn pass_on_to(&self, moto: &str) {
        self.0.moto.get_or_init(|| moto.to_owned());
    }

    /// Has the function answer so for this record, `times` times or always.
    pub fn script(&self, function: &str, id: &str, answer: Answer, times: Option<usize>) {
        let subject = (function.to_owned(), id.to_owned());
        lock(&self.0.scripts).insert(subject, (answer, times));
    }

    /// Has the function answer for this record by itself again.
    pub fn recover(&self, function: &str, id: &str) {
        lock(&self.0.scripts).remove(&(function.to_owned(), id.to_owned()));
    }

    /// Has HubSpot hold this record, for actions that are given its id.
    pub fn has(&self, id: &str, record: &Value) {
        lock(&self.0.records).insert(id.to_owned(), record.clone());
    }

    /// The events of the calls of a function for this record, in order.
    pub fn calls(&self, function: &str, id: &str) -> Vec<Value> {
        let calls = lock(&self.0.calls);
        let of_subject = calls.iter().filter(|((f, i), _)| f == function && i == id);
        of_subject.map(|(_, payload)| payload.clone()).collect()
    }

    /// The answer of the local program's function to an event.
    pub async fn real(&self, name: &str, event: &Value) -> Value {
        let answer = self.run(name, event).await.into_body();
        let answer = axum::body::to_bytes(answer, usize::MAX).await;
        let answer = answer.expect("the local program answers");
        serde_json::from_slice(&answer).expect("an answer is JSON")
    }

    fn local_url(&self, name: &str) -> String {
        format!("{}/2015-03-31/functions/{name}/invocations", self.0.local)
    }

    async fn invoke(&self, name: &str, payload: Bytes) -> Response {
        let event: Value = serde_json::from_slice(&payload).unwrap_or_default();
        let record = &hubspot::request_of(&event)["record"];
        let id = record["id"].as_str().unwrap_or_default();
        let subject = (name.to_owned(), id.to_owned());
        lock(&self.0.calls).push((subject.clone(), event.clone()));
        if let Some(answer) = self.scripted(&subject) {
            return answer.into_response();
        }
        if name == REPORT {
            return self.report(&event).await;
        }
        self.run(name, &event).await
    }

    /// The HubSpot account that is told what became of its records.
    pub fn portal(&self) -> &Sandbox {
        &self.0.reporter.portal
    }

    /// Has the function that tells HubSpot answer an event; its error fails the test.
    pub async fn told(&self, event: &Value) -> Value {
        let answer = self.0.reporter.answer(event).await;
        answer.unwrap_or_else(|error| panic!("{error}"))
    }

    async fn report(&self, event: &Value) -> Response {
        let answer = match self.0.reporter.answer(event).await {
            Ok(answer) => Answer::Response(answer),
            Err(error) => Answer::Error(error.error_type().to_owned()),
        };
        answer.into_response()
    }

    /// The local program's function, with the record that it would read from HubSpot if it is given by its id.
    async fn run(&self, name: &str, event: &Value) -> Response {
        if !hubspot::is_by_id(event) {
            return self.forward_event(name, event).await;
        }
        let own = hubspot::request_of(event)["record"]["id"].as_str();
        let own = own.and_then(|id| lock(&self.0.records).get(id).cloned());
        let Some(whole) = hubspot::whole(event, own) else {
            return Answer::Error("RecordNotFound".to_owned()).into_response();
        };
        let answer = self.forward_event(name, &whole).await;
        hubspot::without_people(event, answer).await
    }

    async fn forward_event(&self, name: &str, event: &Value) -> Response {
        let request = self.0.client.post(self.local_url(name));
        forward(request.json(event)).await
    }

    fn scripted(&self, subject: &Subject) -> Option<Answer> {
        let mut scripts = lock(&self.0.scripts);
        let (answer, times) = scripts.get_mut(subject)?;
        let answer = answer.clone();
        match times {
            None => return Some(answer),
            Some(left) => *left -= 1,
        }
        if *times == Some(0) {
            scripts.remove(subject);
        }
        Some(answer)
    }
}

async fn answer(State(functions): State<Functions>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if let Some(name) = invoked(parts.uri.path()) {
        return functions.invoke(&name, body).await;
    }
    let Some(moto) = functions.0.moto.get() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let mut headers = parts.headers;
    headers.remove(header::HOST);
    let url = format!("{moto}{}", parts.uri);
    let request = functions.0.client.request(parts.method, url);
    forward(request.headers(headers).body(body)).await
}

/// The function's folder name in an invocation's path, which holds its whole ARN.
fn invoked(path: &str) -> Option<String> {
    let rest = path.strip_prefix("/2015-03-31/functions/")?;
    let arn = rest.strip_suffix("/invocations")?.replace("%3A", ":");
    let name = arn.rsplit(':').next()?;
    Some(name.strip_prefix(PREFIX).unwrap_or(name).to_owned())
}

async fn forward(request: reqwest::RequestBuilder) -> Response {
    let Ok(answer) = request.send().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        if name != header::TRANSFER_ENCODING && name != header::CONNECTION {
            response = response.header(name, value);
        }
    }
    let body = answer.bytes().await.unwrap_or_default();
    let response = response.body(Body::from(body));
    response.unwrap_or_else(|_| StatusCode::BAD_GATEWAY.into_response())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
