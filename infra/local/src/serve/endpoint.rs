//! AWS Lambda's Invoke operation over HTTP.
//!
//! <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>. Signatures are not checked, and
//! `X-Amz-Log-Type` and `X-Amz-Client-Context` are ignored.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use registry::RegisteredAction;
use serde::de::IgnoredAny;

use super::browser::sent_by_a_page;
use super::function_name;
use super::listed;
use super::refusal::Refusal;
use crate::functions::{self, Background, Outcome, ServedCompany, TriedAgain, outcome};
use crate::manage::{self, Operations};

/// The most bytes of an event whose answer is waited for.
const SYNCHRONOUS_LIMIT: usize = 6 * 1024 * 1024;
/// The most bytes of an event that is taken and answered later.
const ASYNCHRONOUS_LIMIT: usize = 1024 * 1024;
/// The most bytes that are read at all: a caller that is refused while it still sends might not see the answer.
const READ_LIMIT: usize = 32 * 1024 * 1024;

/// The functions, and the invocations nobody waits for.
pub(super) struct Endpoint {
    company: Arc<ServedCompany>,
    operations: Arc<Operations>,
    background: Background,
}

/// A function that can be invoked.
#[derive(Clone, Copy, Debug)]
enum Invoked {
    Action(RegisteredAction),
    ManageConnection,
}

impl Invoked {
    fn named(name: &str) -> Option<Self> {
        match name {
            manage::NAME => Some(Self::ManageConnection),
            name => RegisteredAction::named(name).map(Self::Action),
        }
    }
}

/// `X-Amz-Invocation-Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InvocationType {
    RequestResponse,
    Event,
    DryRun,
}

impl Endpoint {
    /// Functions that book into this company.
    pub(super) fn new(company: Arc<ServedCompany>, operations: Arc<Operations>) -> Self {
        Self {
            company,
            operations,
            background: Background::default(),
        }
    }

    /// Waits for the invocations nobody waits for.
    pub(super) async fn finish(&self) {
        self.background.finish().await;
    }

    fn start(&self, invoked: Invoked, event: Bytes) -> impl Future<Output = Outcome> + use<> {
        let (company, operations) = (self.company.clone(), self.operations.clone());
        async move {
            match invoked {
                Invoked::Action(action) => {
                    functions::invoked(action, company, event, TriedAgain::Perhaps).await
                }
                Invoked::ManageConnection => {
                    let subject = manage::subject(&event);
                    let running = Box::pin(outcome(async move { operations.run(&event).await }));
                    functions::shown(manage::NAME, &subject, running).await
                }
            }
        }
    }
}

/// The routes of the Invoke API.
pub(super) fn router(endpoint: Arc<Endpoint>) -> Router {
    Router::new()
        .route("/2015-03-31/functions/{name}/invocations", post(invoke))
        .route("/2015-03-31/functions/", get(listed::functions))
        .route("/2015-03-31/functions", get(listed::functions))
        .fallback(async || identified(Refusal::NoSuchPath.into_response()))
        .layer(DefaultBodyLimit::disable())
        .with_state(endpoint)
}

async fn invoke(
    State(endpoint): State<Arc<Endpoint>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let answer = answer(&endpoint, &name, &headers, body).await;
    let answer = answer.unwrap_or_else(|refusal| {
        functions::told_now(refusal.line(&name));
        refusal.into_response()
    });
    identified(answer)
}

async fn answer(
    endpoint: &Endpoint,
    name: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    if sent_by_a_page(headers) {
        return Err(Refusal::Browser);
    }
    let function = function_name::plain(name).and_then(Invoked::named);
    let invocation_type = InvocationType::of(headers)?;
    let event = read(body, invocation_type).await?;
    let function = function.ok_or_else(|| Refusal::NoSuchFunction(name.to_owned()))?;
    let invocation = endpoint.start(function, event);
    match invocation_type {
        InvocationType::RequestResponse => Ok(synchronous(invocation.await)),
        InvocationType::Event => {
            endpoint.background.spawn(async {
                report(&invocation.await);
            });
            Ok(StatusCode::ACCEPTED.into_response())
        }
        InvocationType::DryRun => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

impl InvocationType {
    fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        match headers
            .get("x-amz-invocation-type")
            .map(HeaderValue::to_str)
        {
            None | Some(Ok("RequestResponse")) => Ok(Self::RequestResponse),
            Some(Ok("Event")) => Ok(Self::Event),
            Some(Ok("DryRun")) => Ok(Self::DryRun),
            Some(_) => Err(Refusal::InvocationType),
        }
    }

    const fn limit(self) -> usize {
        match self {
            Self::RequestResponse | Self::DryRun => SYNCHRONOUS_LIMIT,
            Self::Event => ASYNCHRONOUS_LIMIT,
        }
    }
}

/// The event; an absent one is an empty object, as in AWS Lambda.
async fn read(body: Body, invocation_type: InvocationType) -> Result<Bytes, Refusal> {
    let limit = invocation_type.limit();
    let event = axum::body::to_bytes(body, READ_LIMIT).await;
    let event = event.ok().filter(|event| event.len() <= limit);
    let event = event.ok_or(Refusal::TooLarge { limit })?;
    if event.is_empty() {
        return Ok(Bytes::from_static(b"{}"));
    }
    match serde_json::from_slice::<IgnoredAny>(&event) {
        Ok(IgnoredAny) => Ok(event),
        Err(error) => Err(Refusal::NotJson {
            line: error.line(),
            column: error.column(),
        }),
    }
}

fn synchronous(outcome: Outcome) -> Response {
    let version = [("x-amz-executed-version", "$LATEST")];
    match outcome {
        Outcome::Response(json) => {
            let json_type = [(CONTENT_TYPE, "application/json")];
            (version, json_type, json).into_response()
        }
        Outcome::Error(error) => {
            let unhandled = [("x-amz-function-error", "Unhandled")];
            (version, unhandled, Json(error)).into_response()
        }
    }
}

/// Nobody waits for the answer, so an error goes to the log. Lambda itself would try twice more.
fn report(outcome: &Outcome) {
    match outcome {
        Outcome::Response(_) => (),
        Outcome::Error(error) => tracing::warn!(?error, "an asynchronous invocation failed"),
    }
}

/// With a request id, as every answer of AWS has one.
fn identified(mut response: Response) -> Response {
    let id = uuid::Uuid::new_v4().to_string();
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}
