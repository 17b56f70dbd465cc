//! HubSpot, reached without a socket.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hubspot::{Transport, TransportError};
use sandbox_hubspot::{FaultEffect, FaultScript, ScriptedAnswer, ScriptedLimit};
use tokio::sync::Mutex;

use super::{NoAnswer, Seam, pending};
use crate::fault::{Fault, RequestKind};
use crate::scheduler::Scheduler;

/// A process's way to HubSpot.
///
/// A worker waits for one request at a time: those that it sends side by side are dealt with in their order.
#[derive(Clone)]
pub(crate) struct SimulatedHubSpot {
    seam: Seam,
    turn: Arc<Mutex<()>>,
}

impl SimulatedHubSpot {
    pub(crate) fn of(seam: Seam) -> Self {
        Self {
            seam,
            turn: Arc::default(),
        }
    }
}

impl Transport for SimulatedHubSpot {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let _turn = self.turn.lock().await;
        let scheduler = &self.seam.scheduler;
        let effect = || {
            let (scheduler, request) = (Arc::clone(scheduler), request.clone());
            async move { answer(&scheduler, request) }
        };
        let pending = pending(RequestKind::HubSpotRead, label(&request));
        match self.seam.perform(pending, Some(timeout), effect).await {
            Ok(answer) => answer,
            Err(NoAnswer::NotSent) => Err(TransportError::NotSent {
                detail: "connection refused".to_owned(),
            }),
            Err(NoAnswer::Instead(fault)) => instead(scheduler, request, fault),
            Err(NoAnswer::Lost | NoAnswer::Gateway | NoAnswer::Unauthorized) => Err(lost()),
        }
    }
}

fn answer(
    scheduler: &Scheduler,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, TransportError> {
    let portal = scheduler.portal();
    let answer = portal.answer(request);
    portal.clear();
    answer.ok_or_else(lost)
}

/// The answer of a fault, in the portal's own words.
fn instead(
    scheduler: &Scheduler,
    request: Request<Bytes>,
    fault: Fault,
) -> Result<Response<Bytes>, TransportError> {
    let effect = match fault {
        Fault::QuotaUsedUp => FaultEffect::RateLimit(ScriptedLimit::TenSecondlyRolling),
        Fault::Locked => FaultEffect::Locked,
        Fault::Moving => FaultEffect::Migrating(600),
        Fault::Page => FaultEffect::Edge(502),
        Fault::Truncated => return Ok(half(answer(scheduler, request)?)),
        _ => FaultEffect::Status(ScriptedAnswer {
            status: 500,
            body: r#"{"status":"error","message":"internal error"}"#.to_owned(),
            content_type: "application/json".to_owned(),
            after_effect: false,
        }),
    };
    scheduler.portal().script(FaultScript::new(effect));
    answer(scheduler, request)
}

/// The answer without the second half of its body.
fn half(answer: Response<Bytes>) -> Response<Bytes> {
    answer.map(|body| body.slice(..body.len() / 2))
}

fn lost() -> TransportError {
    TransportError::Lost {
        detail: "connection reset".to_owned(),
    }
}

/// The request in a few words: `HubSpot: read deals/1`.
fn label(request: &Request<Bytes>) -> String {
    let path = request.uri().path();
    let parts: Vec<&str> = path.split('/').collect();
    let from = parts.iter().position(|part| part.starts_with("2026-"));
    let rest = from.and_then(|from| parts.get(from + 1..));
    let page = request
        .uri()
        .query()
        .filter(|query| query.contains("after="));
    let page = page.map_or("", |_| ", a further page");
    format!("HubSpot: read {}{page}", rest.unwrap_or_default().join("/"))
}
