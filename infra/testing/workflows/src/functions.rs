//! Lambda as the interpreter sees it: the actions themselves, and failures on demand.
//!
//! Every call of the interpreter arrives here. Invocations are answered, everything else is passed
//! on to `moto`. What is made up are errors.

mod answer;
mod books;
mod pass;
mod reporter;

pub use answer::{Answer, CAUSE};
pub use books::CONNECTION;

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use actions::ActionError;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use manage_connection::operation::Operation;
use rehearsal::{Rehearsal, StageEngine};
use run_queued_action::aws::LambdaActions;
use sandbox_hubspot::{ActionAnswer, Sandbox};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::{background, turns};
use books::{Books, request_of};
use pass::{Call, Pass};

/// The stack's name, with which every function's name starts.
const PREFIX: &str = "books-";

/// A function and the id of the record it is called for.
type Subject = (String, String);

/// The function that takes turns.
const TAKER: &str = "run-queued-action";

/// The function that tells HubSpot what became of a record.
const REPORT: &str = "report-outcome";

/// The function that reads messages for workflows.
const MANAGE: &str = "manage-connection";

/// The server that answers for Lambda.
#[derive(Clone)]
pub struct Functions(Arc<Shared>);

struct Shared {
    pass: Pass,
    books: Books,
    moto: OnceLock<String>,
    /// The way on which actions are invoked whose turn is taken.
    actions: OnceLock<LambdaActions>,
    /// Answers that a test asked for, each with the times it is left to be given; always, if there is no number.
    scripts: Mutex<HashMap<Subject, (Answer, Option<usize>)>>,
    calls: Mutex<Vec<(Subject, Value)>>,
}

impl Functions {
    /// Starts the server on a free port, with books of its own.
    pub(crate) async fn serve() -> (Self, u16) {
        let functions = Self(Arc::new(Shared {
            pass: Pass::by(background::client()),
            books: background::of(Books::open()).await,
            moto: OnceLock::new(),
            actions: OnceLock::new(),
            scripts: Mutex::default(),
            calls: Mutex::default(),
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

    /// Has the function that takes turns invoke actions by this.
    pub(crate) fn take_turns_by(&self, actions: LambdaActions) {
        self.0.actions.get_or_init(|| actions);
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

    /// Has the event bus not take the first event of so many requests.
    pub fn lose_events(&self, requests: usize) {
        self.0.pass.lose_events(requests);
    }

    /// Waits until whoever HubSpot calls has answered what is due.
    pub async fn settle(&self) {
        let functions = self.clone();
        background::of(async move { functions.portal().settle().await }).await;
    }

    /// Has HubSpot send an execution again, so many times at once; gives the answers' outputs.
    pub async fn deliver_again(&self, callback_id: &str, times: usize) -> Vec<Value> {
        let (functions, callback_id) = (self.clone(), callback_id.to_owned());
        let again = async move { functions.portal().deliver_again(&callback_id, times).await };
        let answers = background::of(again).await.into_iter();
        answers.map(|answer| outputs(&answer)).collect()
    }

    /// The outputs of HubSpot's answers to an execution so far, in order.
    pub fn answers(&self, callback_id: &str) -> Vec<Value> {
        let execution = self.portal().execution(callback_id);
        let answers = execution
            .into_iter()
            .flat_map(|execution| execution.answers);
        answers.map(|answer| outputs(&answer)).collect()
    }

    /// Lets time pass for HubSpot and for whoever it calls.
    pub fn let_pass(&self, time: Duration) {
        self.0.books.let_pass(time);
    }

    /// The engine of another process on the same books.
    pub(crate) fn engine(&self) -> StageEngine {
        self.0.books.engine()
    }

    /// Has HubSpot hold this record, for actions that are given its id.
    pub fn has(&self, record: &Value) {
        self.0.books.put(record);
    }

    /// The documents of a type that actions made.
    pub fn made(&self, entity: &str) -> Vec<Value> {
        self.0.books.made(entity)
    }

    /// The QuickBooks company that actions book into; for a test that is alone.
    pub fn company(&self) -> &Rehearsal {
        self.0.books.company()
    }

    /// The requests by which actions read HubSpot since the last call, and the round trips that they took; for a test
    /// that is alone.
    pub fn take_hubspot_requests(&self) -> (Vec<String>, usize) {
        self.0.books.take_hubspot_requests()
    }

    /// The secrets and tokens of the company and of the HubSpot account, which no history may hold.
    pub fn secrets(&self) -> Vec<String> {
        self.0.books.secrets()
    }

    /// The events of the calls of a function for this record, in order.
    pub fn calls(&self, function: &str, id: &str) -> Vec<Value> {
        let calls = lock(&self.0.calls);
        let of_subject = calls.iter().filter(|((f, i), _)| f == function && i == id);
        of_subject.map(|(_, payload)| payload.clone()).collect()
    }

    /// The answer of a function to an event.
    pub async fn real(&self, name: &str, event: &Value) -> Value {
        self.in_background(name, event).await.into_body()
    }

    /// The answer of the function that takes turns, as the task has it of the action itself.
    async fn take_turn(&self, turn: &[u8]) -> Response {
        let Some(actions) = self.0.actions.get() else {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        };
        match turns::taken(actions, turn).await {
            Some(outcome) => Answer::of(outcome).into_response(),
            None => Answer::failing("InvalidRequest").into_response(),
        }
    }

    async fn invoke(&self, name: &str, payload: Bytes) -> Response {
        if name == TAKER {
            return self.take_turn(&payload).await;
        }
        let event: Value = serde_json::from_slice(&payload).unwrap_or_default();
        let record = &request_of(&event)["record"];
        let id = record["id"].as_str().unwrap_or_default();
        let subject = (name.to_owned(), id.to_owned());
        lock(&self.0.calls).push((subject.clone(), event.clone()));
        if let Some(answer) = self.scripted(&subject) {
            return answer.into_response();
        }
        self.run(name, &event).await.into_response()
    }

    /// The HubSpot account that records are read from, and that is told what became of them.
    pub fn portal(&self) -> &Sandbox {
        self.0.books.portal()
    }

    /// Has the function that tells HubSpot answer an event; its error fails the test.
    pub async fn told(&self, event: &Value) -> Value {
        match self.in_background(REPORT, event).await {
            Answer::Response(told) => told,
            error => panic!("{error:?}"),
        }
    }

    async fn in_background(&self, name: &str, event: &Value) -> Answer {
        let functions = self.clone();
        let (name, event) = (name.to_owned(), event.clone());
        background::of(async move { functions.run(&name, &event).await }).await
    }

    async fn run(&self, name: &str, event: &Value) -> Answer {
        match name {
            REPORT => self.0.books.report(event).await,
            MANAGE => managed(event),
            action => self.0.books.answer(action, event).await,
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

/// The message that is read; workflows ask for nothing else.
fn managed(event: &Value) -> Answer {
    let read = Operation::parse(event.to_string().as_bytes()).and_then(|asked| match asked {
        Operation::ReadMessage(request) => request.object(),
        other => Err(ActionError::invalid(format!("{other:?}"))),
    });
    match read {
        Ok(message) => Answer::Response(Value::Object(message)),
        Err(error) => Answer::Failure {
            error_type: error.error_type(),
            message: error.to_string(),
        },
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
    let call = Call {
        method: parts.method,
        url: format!("{moto}{}", parts.uri),
        headers: parts.headers,
        body,
    };
    functions.0.pass.on(call).await
}

/// The outputs that an execution was answered with; an answer that is none fails the test.
fn outputs(answer: &ActionAnswer) -> Value {
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    assert_eq!(answer.status, Some(200), "{body}");
    body["outputFields"].clone()
}

/// The function's folder name in an invocation's path, which holds its whole ARN.
fn invoked(path: &str) -> Option<String> {
    let rest = path.strip_prefix("/2015-03-31/functions/")?;
    let arn = rest
        .strip_suffix("/invocations")?
        .replace("%3A", ":")
        .replace("%24", "$");
    let name = arn.trim_end_matches(":$LATEST").rsplit(':').next()?;
    Some(name.strip_prefix(PREFIX).unwrap_or(name).to_owned())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
