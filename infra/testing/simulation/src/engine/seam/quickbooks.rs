//! QuickBooks and Intuit's token endpoint, reached without a socket.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use quickbooks::{Transport, TransportError};

use super::{NoAnswer, Seam, pending};
use crate::fault::RequestKind;
use crate::scheduler::{PendingRequest, Scheduler};

/// A process's way to the company.
#[derive(Clone)]
pub(crate) struct SimulatedQuickBooks(pub(crate) Seam);

impl Transport for SimulatedQuickBooks {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let seam = &self.0;
        let target = Target::of(&request);
        let _posting = match &target.document {
            Some(request_id) => Some(self.post(&target, request_id).await),
            None => None,
        };
        let scheduler = Arc::clone(&seam.scheduler);
        let sent = request.clone();
        let effect = move || {
            let (scheduler, request) = (Arc::clone(&scheduler), sent.clone());
            async move { answer(&scheduler, request) }
        };
        let answered = seam
            .perform(pending(target.kind, target.label), Some(timeout), effect)
            .await;
        match answered {
            Ok(answer) => answer,
            Err(NoAnswer::NotSent) => Err(TransportError::NotSent {
                detail: "connection refused".to_owned(),
            }),
            Err(NoAnswer::Lost | NoAnswer::Instead(_)) => Err(lost()),
            Err(NoAnswer::Gateway) => Ok(unavailable()),
            Err(NoAnswer::Unauthorized) => {
                let mut request = request;
                let revoked = HeaderValue::from_static("Bearer revoked");
                request.headers_mut().insert(header::AUTHORIZATION, revoked);
                answer(&seam.scheduler, request)
            }
        }
    }
}

impl SimulatedQuickBooks {
    /// Begins to post a document: from here to the answer, nobody else may be at it.
    async fn post(&self, target: &Target, request_id: &str) -> Posting {
        let scheduler = &self.0.scheduler;
        let begin = PendingRequest {
            label: format!("begin {}", target.label),
            kind: target.kind,
            is_fallible: false,
        };
        scheduler.step(begin).await;
        let mut state = scheduler.lock();
        let worker = state.current;
        state.observer.begins_to_post(request_id, worker);
        Posting {
            scheduler: Arc::clone(scheduler),
            request_id: request_id.to_owned(),
            worker,
        }
    }
}

/// A document that is being posted, until this is dropped.
struct Posting {
    scheduler: Arc<Scheduler>,
    request_id: String,
    worker: usize,
}

impl Drop for Posting {
    fn drop(&mut self) {
        let mut state = self.scheduler.lock();
        state.observer.ends_to_post(&self.request_id, self.worker);
    }
}

/// The answer of a gateway whose upstream is away.
fn unavailable() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"upstream connect error"));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

fn lost() -> TransportError {
    TransportError::Lost {
        detail: "connection reset".to_owned(),
    }
}

fn answer(
    scheduler: &Scheduler,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, TransportError> {
    let refresh_token = refresh_token(&request);
    let response = scheduler.company.answer(request);
    if let Some(entry) = scheduler.company.last_request() {
        let mut state = scheduler.lock();
        state
            .observer
            .quickbooks_answered(&entry, refresh_token.as_deref());
    }
    response.ok_or_else(lost)
}

fn refresh_token(request: &Request<Bytes>) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(request.body());
    let token = pairs.find(|(name, _)| name == "refresh_token");
    token.map(|(_, token)| token.into_owned())
}

/// The target of a request.
struct Target {
    kind: RequestKind,
    label: String,
    /// The request id of a document that is posted.
    document: Option<String>,
}

impl Target {
    fn of(request: &Request<Bytes>) -> Self {
        let path = request.uri().path();
        let last = path.rsplit('/').next().unwrap_or_default();
        let query = request.uri().query().unwrap_or_default();
        let parameter = |wanted: &str| {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            let pair = pairs.find(|(name, _)| name == wanted);
            pair.map(|(_, value)| value.into_owned())
        };
        if path.ends_with("/tokens/bearer") {
            return Self {
                kind: RequestKind::TokenRefresh,
                label: "refresh the tokens".to_owned(),
                document: None,
            };
        }
        let writes_in_batch = || String::from_utf8_lossy(request.body()).contains("\"operation\"");
        let is_write = match last {
            "query" => false,
            "batch" => writes_in_batch(),
            _ => request.method() == Method::POST,
        };
        let request_id = parameter("requestid");
        let operation = parameter("operation").unwrap_or_else(|| "post".to_owned());
        let operation = if is_write {
            operation
        } else {
            "ask".to_owned()
        };
        let is_document = is_write && last != "batch" && operation == "post";
        Self {
            kind: if is_write {
                RequestKind::QuickBooksWrite
            } else {
                RequestKind::QuickBooksRead
            },
            label: format!("{operation} {last}"),
            document: request_id.filter(|_| is_document),
        }
    }
}
