//! Lambda as the interpreter sees it: the local program's functions, and failures on demand.
//!
//! Every call of the interpreter arrives here. Invocations are answered, everything else is passed
//! on to `moto`. What is made up are the two functions that talk to HubSpot, and errors.

mod answer;
mod stand_in;

pub(super) use answer::{Answer, CAUSE};
pub(super) use stand_in::{PERSONAL, record};

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::error::XtaskError;

/// What functions' names start with in the account of the proofs.
const PREFIX: &str = "books-";

/// A function and the id of the record it is called for.
type Subject = (String, String);

/// The server.
#[derive(Clone, Debug)]
pub(super) struct Functions(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    client: Client,
    /// The local program's Invoke API.
    local: String,
    moto: OnceLock<String>,
    /// What to answer instead, and how often; always, if no number is given.
    scripts: Mutex<HashMap<Subject, (Answer, Option<usize>)>>,
    calls: Mutex<Vec<(Subject, Value)>>,
}

impl Functions {
    /// Starts the server on a free port, in front of the local program's functions.
    pub(super) async fn serve(local: &str) -> Result<(Self, u16), XtaskError> {
        let functions = Self(Arc::new(Shared {
            client: Client::new(),
            local: local.to_owned(),
            moto: OnceLock::new(),
            scripts: Mutex::default(),
            calls: Mutex::default(),
        }));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let router = axum::Router::new()
            .fallback(answer)
            .with_state(functions.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((functions, port))
    }

    /// Passes everything that is no invocation on to `moto`.
    pub(super) fn pass_on_to(&self, moto: &str) {
        self.0.moto.get_or_init(|| moto.to_owned());
    }

    /// From now on the function answers so for this record, `times` times or always.
    pub(super) fn script(&self, function: &str, id: &str, answer: Answer, times: Option<usize>) {
        let subject = (function.to_owned(), id.to_owned());
        lock(&self.0.scripts).insert(subject, (answer, times));
    }

    /// The function answers for this record as if it had never been told otherwise.
    pub(super) fn recover(&self, function: &str, id: &str) {
        lock(&self.0.scripts).remove(&(function.to_owned(), id.to_owned()));
    }

    /// HubSpot has this record, which is loaded from now on.
    pub(super) fn has(&self, id: &str, record: &Value) {
        let loaded = Answer::Response(serde_json::json!({ "record": record }));
        self.script("load-record", id, loaded, None);
    }

    /// What the function was called with for this record.
    pub(super) fn calls(&self, function: &str, id: &str) -> Vec<Value> {
        let calls = lock(&self.0.calls);
        let of_subject = calls.iter().filter(|((f, i), _)| f == function && i == id);
        of_subject.map(|(_, payload)| payload.clone()).collect()
    }

    /// What the local program's function answers to an event.
    pub(super) async fn real(&self, name: &str, event: &Value) -> Result<Value, XtaskError> {
        let request = self.0.client.post(self.local_url(name)).json(event);
        Ok(request.send().await?.json().await?)
    }

    fn local_url(&self, name: &str) -> String {
        format!("{}/2015-03-31/functions/{name}/invocations", self.0.local)
    }

    async fn invoke(&self, name: &str, payload: Bytes) -> Response {
        let event: Value = serde_json::from_slice(&payload).unwrap_or_default();
        let id = event["record"]["id"].as_str().unwrap_or_default();
        let subject = (name.to_owned(), id.to_owned());
        lock(&self.0.calls).push((subject.clone(), event.clone()));
        if let Some(answer) = self.scripted(&subject) {
            return answer.into_response();
        }
        match stand_in::answer(name, &event) {
            Some(answer) => answer.into_response(),
            None => forward(self.0.client.post(self.local_url(name)).body(payload)).await,
        }
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
