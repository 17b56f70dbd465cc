//! One request from its arrival to its answer: journal, scripted failures, quotas, effect.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use hyper::Response;
use hyper::body::Incoming;
use jiff::Timestamp;
use loopback::faults::{Traits, answered, instead_of_effect, pause};
use loopback::reply::{ClosedOnPurpose, Outcome, Reply, ReplyBody};

use super::gateway::with_transaction_id;
use super::interference::{refusal, throttled};
use super::page;
use super::route::{Request, Route};
use super::{api, batch, consent, control, oauth, openid};
use crate::faults::{FaultEffect, ThrottleAnswer};
use crate::journal::{JournalEntry, Operation};
use crate::state::Shared;

/// Answers a request, or closes its connection. What it does is finished even when the client goes away.
pub(super) async fn exchange(
    shared: Arc<Shared>,
    request: hyper::Request<Incoming>,
) -> Result<Response<ReplyBody>, ClosedOnPurpose> {
    let request = read(request).await.ok_or(ClosedOnPurpose)?;
    let worker = shared.clone();
    let handled = tokio::spawn(async move { handle(&worker, request).await });
    let (seq, outcome) = handled.await.map_err(|_| ClosedOnPurpose)?;
    note_answered(&shared, seq, &outcome);
    outcome.into_response()
}

/// Answers a request in process and at once: pauses are left out, and where the connection would be
/// closed there is no answer.
pub(crate) fn answer_at_once(
    shared: &Arc<Shared>,
    request: http::Request<Bytes>,
) -> Option<Response<Bytes>> {
    let (head, body) = request.into_parts();
    let request = whole(head, body);
    let route = Route::of(&request);
    let (seq, outcome) = if let Some(reply) = to_people(shared, &request, &route) {
        (None, Outcome::Reply(reply))
    } else {
        let (seq, effects, admission) = arrive(shared, &request, &route);
        let outcome = conclude(shared, &request, &route, (seq, &effects), &admission);
        (Some(seq), outcome)
    };
    note_answered(shared, seq, &outcome);
    outcome.into_whole_response()
}

async fn read(request: hyper::Request<Incoming>) -> Option<Request> {
    let (head, body) = request.into_parts();
    let body = loopback::body(body, loopback::BODY_LIMIT).await.ok()?;
    Some(whole(head, body))
}

fn whole(head: http::request::Parts, body: Bytes) -> Request {
    let query = head.uri.query().unwrap_or_default();
    let query: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    Request {
        method: head.method,
        path: head.uri.path().to_owned(),
        query,
        headers: head.headers,
        body,
    }
}

/// The number of the journal's entry, if there is one, and how the exchange ends.
async fn handle(shared: &Arc<Shared>, request: Request) -> (Option<u64>, Outcome) {
    let route = Route::of(&request);
    if let Some(reply) = to_people(shared, &request, &route) {
        return (None, Outcome::Reply(reply));
    }
    let (seq, effects, admission) = arrive(shared, &request, &route);
    pause(&effects, false).await;
    let outcome = conclude(shared, &request, &route, (seq, &effects), &admission);
    pause(&effects, true).await;
    drop(admission);
    (Some(seq), outcome)
}

/// The answer to what is neither the API's nor OAuth's: the control, and the pages.
fn to_people(shared: &Arc<Shared>, request: &Request, route: &Route) -> Option<Reply> {
    match route {
        Route::Control(path) => Some(control::answer(shared, request, path)),
        Route::Page(segments) => {
            let records = shared.record_pages.get();
            let (status, html) = page::render(&shared.lock(), records, segments, &request.query);
            Some(Reply::html(status, html))
        }
        Route::Api { .. }
        | Route::Authorize
        | Route::Token
        | Route::Revoke
        | Route::Discovery
        | Route::KeySet
        | Route::UserInfo => None,
    }
}

/// The whole effect of a request that has arrived, and how its exchange ends.
fn conclude(
    shared: &Shared,
    request: &Request,
    route: &Route,
    (seq, effects): (u64, &[FaultEffect]),
    admission: &Admission,
) -> Outcome {
    let outcome = if admission.is_refused {
        Outcome::Reply(throttled(shared, &ThrottleAnswer::default()))
    } else {
        carry_out(shared, request, route, seq, effects)
    };
    note_status(shared, seq, &outcome);
    outcome
}

/// Notes that the whole answer was handed over.
fn note_answered(shared: &Shared, seq: Option<u64>, outcome: &Outcome) {
    if let (Some(seq), Outcome::Reply(_)) = (seq, outcome)
        && let Some(entry) = shared.lock().journal.entry(seq)
    {
        entry.answered = true;
    }
}

/// `true` if the quotas let a request in; OAuth has none.
struct Admission {
    is_refused: bool,
    /// Held until the exchange is over.
    _in_progress: Option<InProgress>,
}

/// Counts as in progress until it is dropped.
struct InProgress(Arc<Shared>);

impl Drop for InProgress {
    fn drop(&mut self) {
        self.0.lock().meter.leave();
    }
}

/// Writes the request into the journal, finds the failures that are due, and asks the quotas.
fn arrive(
    shared: &Arc<Shared>,
    request: &Request,
    route: &Route,
) -> (u64, Vec<FaultEffect>, Admission) {
    let now = shared.options.clock.now();
    let mut state = shared.lock();
    let state = &mut *state;
    let entry = entry(request, route, now);
    let traits = Traits {
        method: &entry.method,
        path: &entry.path,
        kind: entry.entity.as_deref(),
        operation: entry.operation,
    };
    let effects = state.scripts.due(&traits);
    let is_batch = entry.operation == Operation::Batch;
    let seq = state.journal.open(|seq| JournalEntry { seq, ..entry });
    let is_metered = matches!(route, Route::Api { .. });
    let is_refused = is_metered && !state.meter.admit(&state.quotas, is_batch, now);
    let in_progress = (is_metered && !is_refused).then(|| InProgress(shared.clone()));
    let admission = Admission {
        is_refused,
        _in_progress: in_progress,
    };
    (seq, effects, admission)
}

fn entry(request: &Request, route: &Route, now: Timestamp) -> JournalEntry {
    let operation = route.operation();
    let is_secret = matches!(route, Route::Token | Route::Revoke);
    JournalEntry {
        seq: 0,
        time: now.to_string(),
        method: request.method.to_string(),
        path: request.path.clone(),
        query: request.query.clone(),
        entity: if let Route::Api { call, .. } = route {
            call.entity()
        } else {
            None
        },
        operation,
        is_write: operation.is_write() || (operation == Operation::Batch && batch::writes(request)),
        request_id: request.parameter("requestid").map(str::to_owned),
        replayed: false,
        status: 0,
        answered: false,
        body: if is_secret {
            String::new()
        } else {
            request.text()
        },
        items: Vec::new(),
    }
}

fn carry_out(
    shared: &Shared,
    request: &Request,
    route: &Route,
    seq: u64,
    effects: &[FaultEffect],
) -> Outcome {
    if let Some(outcome) = instead_of_effect(effects, |effect| refusal(shared, effect)) {
        return outcome;
    }
    let reply = match route {
        Route::Api { realm, call } => api::answer(shared, request, realm, call, seq),
        Route::Authorize => consent::authorize(shared, request),
        Route::Token => with_transaction_id(shared, oauth::token(shared, request)),
        Route::Revoke => with_transaction_id(shared, oauth::revoke(shared, request)),
        Route::Discovery => openid::discovery(shared),
        Route::KeySet => openid::key_set(),
        Route::UserInfo => openid::user_info(shared, request),
        Route::Control(_) | Route::Page(_) => Reply::json(404, String::new()),
    };
    answered(effects, reply)
}

fn note_status(shared: &Shared, seq: u64, outcome: &Outcome) {
    let mut state = shared.lock();
    let Some(entry) = state.journal.entry(seq) else {
        return;
    };
    if let Some(status) = outcome.status() {
        entry.status = status;
    }
}
