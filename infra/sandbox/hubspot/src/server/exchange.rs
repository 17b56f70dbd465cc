//! One request from its arrival to its answer: journal, scripted failures, effect.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use hyper::Response;
use hyper::body::Incoming;
use jiff::Timestamp;
use loopback::faults::{Traits, answered, instead_of_effect, pause};
use loopback::reply::{ClosedOnPurpose, Outcome, ReplyBody};

use super::in_json;
use super::interference::refusal;
use super::request::Request;
use super::route::Route;
use super::{api, control, definitions, forms, oauth};
use crate::faults::FaultEffect;
use crate::journal::JournalEntry;
use crate::state::Shared;

/// Answers a request, or closes its connection. Its effect is finished even when the client goes away.
pub(super) async fn exchange(
    shared: Arc<Shared>,
    request: hyper::Request<Incoming>,
) -> Result<Response<ReplyBody>, ClosedOnPurpose> {
    let (head, body) = request.into_parts();
    let body = loopback::body(body, loopback::BODY_LIMIT).await;
    let body = body.map_err(|_| ClosedOnPurpose)?;
    let request = Request::of(head, body);
    let worker = shared.clone();
    let handled = tokio::spawn(async move { handle(&worker, request).await });
    let (seq, outcome) = handled.await.map_err(|_| ClosedOnPurpose)?;
    if let (Some(seq), Outcome::Reply(_)) = (seq, &outcome)
        && let Some(entry) = shared.lock().journal.entry(seq)
    {
        entry.answered = true;
    }
    outcome.into_response()
}

/// Answers a request that comes without a connection; `None` where that would be closed. Nothing is waited for, and
/// there are neither control nor pages.
pub(crate) fn answer_at_once(
    shared: &Arc<Shared>,
    request: hyper::Request<Bytes>,
) -> Option<Response<Bytes>> {
    let (head, body) = request.into_parts();
    let request = Request::of(head, body);
    let route = Route::of(&request);
    let (seq, effects) = arrive(shared, &request, &route);
    let outcome = carry_out(shared, &request, &route, &effects);
    note_status(shared, seq, &outcome);
    outcome.into_whole_response()
}

/// The number of the journal's entry, if there is one, and the end of the exchange.
async fn handle(shared: &Arc<Shared>, request: Request) -> (Option<u64>, Outcome) {
    let route = Route::of(&request);
    match &route {
        Route::Control(path) => {
            return (
                None,
                Outcome::Reply(control::answer(shared, &request, path)),
            );
        }
        Route::Page(segments) => {
            let reply = forms::answer(shared, &request, segments).await;
            return (None, Outcome::Reply(reply));
        }
        _ => {}
    }
    let (seq, effects) = arrive(shared, &request, &route);
    pause(&effects, false).await;
    let outcome = carry_out(shared, &request, &route, &effects);
    note_status(shared, seq, &outcome);
    pause(&effects, true).await;
    (Some(seq), outcome)
}

/// Writes the request into the journal, and finds the failures that are due.
fn arrive(shared: &Shared, request: &Request, route: &Route) -> (u64, Vec<FaultEffect>) {
    let now = shared.options.clock.now();
    let mut state = shared.lock();
    let entry = entry(request, route, now);
    let traits = Traits {
        method: &entry.method,
        path: &entry.path,
        kind: entry.object_type.as_deref(),
        operation: entry.operation,
    };
    let effects = state.scripts.due(&traits);
    let seq = state.journal.open(|seq| JournalEntry { seq, ..entry });
    (seq, effects)
}

fn entry(request: &Request, route: &Route, now: Timestamp) -> JournalEntry {
    let operation = route.operation(request);
    let object_type = match route {
        Route::Api(call) => call.object_type(),
        _ => None,
    };
    let body = if route.is_secret() {
        String::new()
    } else {
        String::from_utf8_lossy(&request.body).into_owned()
    };
    JournalEntry {
        seq: 0,
        time: now.to_string(),
        method: request.method.to_string(),
        path: route.path(request),
        query: parameters(request),
        object_type: object_type.map(|it| it.name().to_owned()),
        operation,
        is_write: operation.is_write(),
        status: 0,
        answered: false,
        body,
    }
}

/// The parameters without the developer account's key.
fn parameters(request: &Request) -> BTreeMap<String, String> {
    let mut parameters = request.parameters();
    parameters.remove(definitions::KEY);
    parameters
}

fn carry_out(
    shared: &Shared,
    request: &Request,
    route: &Route,
    effects: &[FaultEffect],
) -> Outcome {
    if let Some(outcome) = instead_of_effect(effects, |effect| refusal(shared, effect)) {
        return outcome;
    }
    let reply = match route {
        Route::Api(call) => api::answer(shared, request, call),
        Route::Authorize => oauth::authorize(shared, request),
        Route::Token { is_dated } => oauth::token(shared, request, *is_dated),
        Route::AccessToken(token) => oauth::access_token(shared, token),
        Route::RefreshToken(token) => oauth::refresh_token(shared, request, token),
        Route::Introspect => oauth::introspect(shared, request),
        Route::Revoke => oauth::revoke(shared, request),
        Route::PrivateToken => oauth::private_token(shared, request),
        Route::Definitions {
            is_dated,
            app,
            path,
        } => definitions::answer(shared, request, *is_dated, app, path),
        Route::Control(_) | Route::Page(_) => in_json(404, String::new()),
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
