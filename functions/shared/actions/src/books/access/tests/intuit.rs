//! A token endpoint that rotates its refresh tokens, and misbehaves when told.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use quickbooks::{Transport, TransportError};
use storage::Tokens;

use super::unreliable::Unreliable;
use super::world::{tokens, us};

/// The endpoint's treatment of one request.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Nobody is reached.
    NotSent,
    /// The request is dealt with, and its answer lost.
    LoseTheAnswer,
    /// Nothing comes until the client gives up; nothing was done.
    Hang,
    /// The request is dealt with, and the answer takes this long.
    Late(Duration),
    /// This status and body; nothing was done.
    Answer(u16, &'static str),
    /// A person connects again just before the request is dealt with.
    AfterSomebodyConnects,
}

/// The time an answer takes.
const LATENCY: Duration = Duration::from_millis(300);

pub(super) struct Intuit {
    store: Unreliable,
    state: Mutex<State>,
}

struct State {
    /// The number of refreshes granted; the last one's tokens carry it.
    granted: u32,
    /// The number of tokens before the last that are still accepted.
    kept: u32,
    script: VecDeque<Act>,
    /// The refresh tokens that were sent.
    asked: Vec<String>,
}

impl Intuit {
    pub(super) fn new(store: Unreliable) -> Self {
        let script = VecDeque::new();
        let state = State {
            granted: 0,
            kept: 1,
            script,
            asked: Vec::new(),
        };
        Self {
            store,
            state: Mutex::new(state),
        }
    }

    /// The treatment of the next requests; after that all goes well.
    pub(super) fn will(&self, acts: impl IntoIterator<Item = Act>) {
        self.state.lock().unwrap().script.extend(acts);
    }

    /// From now on only the last refresh token is accepted.
    pub(super) fn keeps_no_old_token(&self) {
        self.state.lock().unwrap().kept = 0;
    }

    /// From now on no refresh token given so far is accepted.
    pub(super) fn revokes(&self) {
        self.state.lock().unwrap().granted += 100;
    }

    /// The refresh tokens that were sent so far.
    pub(super) fn asked(&self) -> Vec<String> {
        self.state.lock().unwrap().asked.clone()
    }

    fn note(&self, request: &Request<Bytes>) -> (String, Option<Act>) {
        let sent = url::form_urlencoded::parse(request.body())
            .find(|(name, _)| name == "refresh_token")
            .map(|(_, value)| value.into_owned())
            .unwrap();
        let mut state = self.state.lock().unwrap();
        state.asked.push(sent.clone());
        let act = state.script.pop_front();
        (sent, act)
    }

    /// Deals with a request as Intuit does.
    fn grant(&self, sent: &str) -> Response<Bytes> {
        let mut state = self.state.lock().unwrap();
        let oldest = state.granted.saturating_sub(state.kept);
        let accepted = (oldest..=state.granted).any(|n| sent == format!("canary-refresh-{n}"));
        if !accepted {
            return answer(400, r#"{"error":"invalid_grant"}"#);
        }
        state.granted += 1;
        let n = state.granted;
        let body = format!(
            r#"{{"token_type":"bearer","access_token":"canary-access-{n}","expires_in":3600,
            "refresh_token":"canary-refresh-{n}","x_refresh_token_expires_in":8726400}}"#
        );
        answer(200, &body)
    }

    async fn somebody_connects(&self) {
        let connected = tokens("connected-again", Timestamp::MAX);
        let stands = self.store.load_tokens(&us()).await.unwrap().unwrap();
        let version = Some(stands.version);
        self.store
            .store_tokens(&us(), version, &connected)
            .await
            .unwrap()
            .unwrap();
    }
}

impl Transport for Intuit {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let (sent, act) = self.note(&request);
        let lost = || TransportError::Lost {
            detail: "connection reset".into(),
        };
        match act {
            Some(Act::NotSent) => {
                return Err(TransportError::NotSent {
                    detail: "connection refused".into(),
                });
            }
            Some(Act::Hang) => {
                tokio::time::sleep(timeout).await;
                return Err(lost());
            }
            Some(Act::AfterSomebodyConnects) => self.somebody_connects().await,
            Some(Act::Late(duration)) => tokio::time::sleep(duration).await,
            Some(Act::LoseTheAnswer | Act::Answer(..)) | None => {}
        }
        tokio::time::sleep(LATENCY).await;
        match act {
            Some(Act::Answer(status, body)) => Ok(answer(status, body)),
            Some(Act::LoseTheAnswer) => {
                self.grant(&sent);
                Err(lost())
            }
            _ => Ok(self.grant(&sent)),
        }
    }
}

fn answer(status: u16, body: &str) -> Response<Bytes> {
    let answer = Response::builder()
        .status(status)
        .header("Retry-After", "7");
    answer.body(Bytes::from(body.to_owned())).unwrap()
}
