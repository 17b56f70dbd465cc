//! Lambda's Runtime API, as far as a function sees it, and a process that is the function.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::child;

/// A function that takes longer to answer has stopped.
const LONGEST: Duration = Duration::from_secs(30);

/// The X-Ray trace of every invocation.
pub(super) const TRACE: &str = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700";

/// A Runtime API with one function on it.
pub(super) struct RuntimeApi {
    function: Child,
    events: UnboundedSender<Invocation>,
    answers: UnboundedReceiver<(String, bool, Bytes)>,
    count: u32,
}

struct Invocation {
    request_id: String,
    payload: Vec<u8>,
    deadline: i64,
}

/// The function's answer.
pub(super) struct Answer {
    pub(super) request_id: String,
    pub(super) is_ok: bool,
    pub(super) text: String,
    pub(super) body: Value,
    pub(super) took: Duration,
}

impl Answer {
    pub(super) fn error_type(&self) -> &str {
        assert!(!self.is_ok, "{}", self.text);
        self.body["errorType"].as_str().unwrap()
    }
}

impl RuntimeApi {
    /// Starts this function with these variables and no others but Lambda's own.
    pub(super) async fn start(function: &str, variables: &[(&str, &str)]) -> Self {
        let (events, waiting) = unbounded_channel();
        let (answered, answers) = unbounded_channel();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let served = axum::serve(listener, router(waiting, answered));
        tokio::spawn(async move { served.await.unwrap() });
        let function = process(function, &address)
            .envs(variables.iter().copied())
            .spawn();
        Self {
            function: function.unwrap(),
            events,
            answers,
            count: 0,
        }
    }

    /// Invokes the function, with half a minute to answer.
    pub(super) async fn invoke(&mut self, payload: &[u8]) -> Answer {
        self.invoke_for(payload, 30_000).await
    }

    /// Invokes the function, with this many milliseconds to answer.
    pub(super) async fn invoke_for(&mut self, payload: &[u8], milliseconds: i64) -> Answer {
        self.count += 1;
        let request_id = format!("8476a536-e9f4-11e8-9739-{:012}", self.count);
        let start = Instant::now();
        let invocation = Invocation {
            request_id: request_id.clone(),
            payload: payload.to_vec(),
            deadline: Timestamp::now().as_millisecond() + milliseconds,
        };
        assert!(self.events.send(invocation).is_ok());
        let answer = tokio::time::timeout(LONGEST, self.answers.recv()).await;
        let (answered_id, is_ok, body) = answer.expect("the function answers").unwrap();
        assert_eq!(answered_id, request_id);
        Answer {
            request_id,
            is_ok,
            body: serde_json::from_slice(&body).unwrap(),
            text: String::from_utf8(body.to_vec()).unwrap(),
            took: start.elapsed(),
        }
    }

    /// Ends the function and gives all it has written.
    pub(super) fn stop(mut self) -> String {
        self.function.kill().unwrap();
        let mut written = String::new();
        let mut stdout = self.function.stdout.take().unwrap();
        stdout.read_to_string(&mut written).unwrap();
        let mut stderr = self.function.stderr.take().unwrap();
        stderr.read_to_string(&mut written).unwrap();
        written
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        // A function that a test has stopped is gone already.
        let _ = self.function.kill();
        let _ = self.function.wait();
    }
}

/// The lines of a log that are JSON; the test program writes others.
pub(super) fn json_lines(log: &str) -> impl Iterator<Item = Value> {
    log.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
}

/// This test program as a function.
fn process(function: &str, address: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "--nocapture", child::TEST])
        .env_clear()
        .env(child::FUNCTION, function)
        .env("AWS_LAMBDA_RUNTIME_API", address)
        .env("AWS_LAMBDA_FUNCTION_NAME", "scripted-function")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[derive(Clone)]
struct Endpoints {
    waiting: Arc<Mutex<UnboundedReceiver<Invocation>>>,
    answered: UnboundedSender<(String, bool, Bytes)>,
}

fn router(
    waiting: UnboundedReceiver<Invocation>,
    answered: UnboundedSender<(String, bool, Bytes)>,
) -> Router {
    let waiting = Arc::new(Mutex::new(waiting));
    let base = "/2018-06-01/runtime/invocation";
    Router::new()
        .route(&format!("{base}/next"), get(next))
        .route(&format!("{base}/{{id}}/{{outcome}}"), post(outcome))
        .with_state(Endpoints { waiting, answered })
}

async fn next(State(endpoints): State<Endpoints>) -> Response {
    let Some(invocation) = endpoints.waiting.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let headers = [
        ("lambda-runtime-aws-request-id", invocation.request_id),
        (
            "lambda-runtime-deadline-ms",
            invocation.deadline.to_string(),
        ),
        ("lambda-runtime-trace-id", TRACE.to_owned()),
    ];
    (headers, invocation.payload).into_response()
}

async fn outcome(
    State(endpoints): State<Endpoints>,
    Path((id, outcome)): Path<(String, String)>,
    body: Bytes,
) -> StatusCode {
    let is_ok = outcome == "response";
    // A test that is over takes no more answers.
    let _ = endpoints.answered.send((id, is_ok, body));
    StatusCode::ACCEPTED
}
