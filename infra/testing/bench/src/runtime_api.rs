//! Lambda's Runtime API, as far as a function sees it: it hands out events, and then ends the function.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::Value;

use crate::usage::{self, Usage};

/// The time that a function is given for an event: under callgrind everything takes fifty times as long.
const TIME: Duration = Duration::from_mins(5);

/// A Runtime API for one process.
#[derive(Clone)]
pub(crate) struct RuntimeApi {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    served: Arc<Mutex<Served>>,
}

/// The events that are left, and what the function did so far.
#[derive(Default)]
pub(crate) struct Served {
    events: VecDeque<Vec<u8>>,
    count: usize,
    /// The function's process, once there is one.
    pub(crate) process: Option<u32>,
    /// Its answers.
    pub(crate) answers: Vec<Value>,
    /// The moment of each of its polls for an event, and what it had used by then.
    pub(crate) polls: Vec<(Instant, Usage)>,
}

impl RuntimeApi {
    /// Serves these events.
    pub(crate) async fn with(events: Vec<Vec<u8>>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("the port");
        let served = Arc::new(Mutex::new(Served {
            events: events.into(),
            ..Served::default()
        }));
        let base = "/2018-06-01/runtime/invocation";
        let router = Router::new()
            .route(&format!("{base}/next"), get(next))
            .route(&format!("{base}/{{id}}/{{outcome}}"), post(outcome))
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&served));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, served }
    }

    /// The conduct of the function so far.
    pub(crate) fn served(&self) -> MutexGuard<'_, Served> {
        lock(&self.served)
    }
}

fn lock(served: &Mutex<Served>) -> MutexGuard<'_, Served> {
    served.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn next(State(served): State<Arc<Mutex<Served>>>) -> Response {
    let mut served = lock(&served);
    let usage = served.process.map(usage::of).unwrap_or_default();
    served.polls.push((Instant::now(), usage));
    let Some(event) = served.events.pop_front() else {
        // The function ends by this, as it would never do on Lambda.
        return StatusCode::GONE.into_response();
    };
    served.count += 1;
    let deadline = Timestamp::now() + TIME;
    let headers = [
        (
            "lambda-runtime-aws-request-id",
            format!("8476a536-e9f4-11e8-9739-{:012}", served.count),
        ),
        (
            "lambda-runtime-deadline-ms",
            deadline.as_millisecond().to_string(),
        ),
        (
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700".to_owned(),
        ),
    ];
    (headers, event).into_response()
}

async fn outcome(
    State(served): State<Arc<Mutex<Served>>>,
    Path((_, outcome)): Path<(String, String)>,
    body: Bytes,
) -> StatusCode {
    let text = String::from_utf8_lossy(&body);
    let is_response = outcome == "response";
    let answer = is_response
        .then(|| serde_json::from_str(&text).ok())
        .flatten();
    let answer = answer.unwrap_or_else(|| panic!("the function failed: {text}"));
    lock(&served).answers.push(answer);
    StatusCode::ACCEPTED
}
