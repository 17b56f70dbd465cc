//! The gateway before the API: the check of the bearer token, and the form in which answers go out.

use jiff::Timestamp;
use loopback::reply::Reply;
use serde_json::Value;

use super::envelope::GatewayFault;
use super::route::Request;
use super::xml;
use crate::grants::BearerFailure;
use crate::replay::Answer;
use crate::state::Shared;

pub(super) fn admit(
    shared: &Shared,
    request: &Request,
    realm: &str,
    now: Timestamp,
) -> Result<(), GatewayFault> {
    bearer(shared, request, now)?;
    if realm == shared.realm_id {
        Ok(())
    } else {
        Err(GatewayFault::WRONG_REALM)
    }
}

/// Checks the request's bearer token.
pub(super) fn bearer(
    shared: &Shared,
    request: &Request,
    now: Timestamp,
) -> Result<(), GatewayFault> {
    let bearer = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "));
    let checked = shared.lock().grants.check(bearer.unwrap_or_default(), now);
    checked.map_err(|failure| match failure {
        BearerFailure::Expired => GatewayFault::TOKEN_EXPIRED,
        BearerFailure::Malformed => GatewayFault::TOKEN_MALFORMED,
    })
}

pub(super) fn gateway(shared: &Shared, fault: GatewayFault) -> Reply {
    let body = fault.json(shared.options.clock.now());
    with_transaction_id(shared, Reply::json(fault.status, body))
}

/// 401, with the header that says so.
pub(super) fn unauthorized(shared: &Shared, fault: GatewayFault) -> Reply {
    gateway(shared, fault).header(
        "www-authenticate",
        "Bearer realm=\"Intuit\", error=\"invalid_token\"",
    )
}

/// JSON for those who ask for it, XML for everybody else, as the API has it.
pub(super) fn reply(shared: &Shared, request: &Request, answer: Answer) -> Reply {
    let accept = request.header("accept").unwrap_or_default();
    let wants_json =
        accept.contains("application/json") || request.parameter("format") == Some("json");
    let envelope = (!wants_json).then(|| serde_json::from_str::<Value>(&answer.body).ok());
    let (content_type, body) = match envelope.flatten() {
        Some(envelope) => ("application/xml", xml::from_envelope(&envelope)),
        None if answer.is_fault => ("application/json", answer.body),
        None => ("application/json;charset=utf-8", answer.body),
    };
    with_transaction_id(shared, Reply::new(answer.status, content_type, body))
        .header("qbo-version", "1988.128")
        .header("service-time", "total=1, db=0")
        .header("server", "envoy")
        .header("strict-transport-security", "max-age=15552000")
        .header("expires", "0")
        .header(
            "cache-control",
            "max-age=0, no-cache, no-store, must-revalidate, private",
        )
}

pub(super) fn with_transaction_id(shared: &Shared, reply: Reply) -> Reply {
    let random = &mut shared.lock().random;
    let (first, second, third) = (random.u32(..), random.u64(..), random.u32(..));
    let id = format!("1-{first:08x}-{second:016x}{third:08x}");
    reply
        .header("x-amzn-trace-id", format!("Root={id}"))
        .header("x-spanid", format!("{second:016x}"))
        .header("intuit_tid", id)
}
