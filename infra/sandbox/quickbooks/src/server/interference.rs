//! Scripted refusals, in the words of Intuit's gateway.

use loopback::reply::Reply;

use super::envelope::{GatewayFault, envelope_time};
use super::gateway::{unauthorized, with_transaction_id};
use crate::faults::{FaultEffect, ThrottleAnswer, ThrottleFormat};
use crate::state::Shared;

/// The refusal of an effect; `None` where it has another course.
pub(super) fn refusal(shared: &Shared, effect: &FaultEffect) -> Option<Reply> {
    match effect {
        FaultEffect::Throttle(throttle) => Some(throttled(shared, throttle)),
        FaultEffect::ExpiredToken => Some(unauthorized(shared, GatewayFault::TOKEN_EXPIRED)),
        FaultEffect::Status(_)
        | FaultEffect::Delay(_)
        | FaultEffect::CloseBeforeEffect
        | FaultEffect::CloseAfterEffect
        | FaultEffect::HalfAnswer => None,
    }
}

pub(super) fn throttled(shared: &Shared, throttle: &ThrottleAnswer) -> Reply {
    let now = shared.options.clock.now();
    let fault = GatewayFault::THROTTLED;
    let zone = shared.lock().company.zone.clone();
    let reply = match throttle.format {
        ThrottleFormat::Json => Reply::json(fault.status, fault.json(now)),
        ThrottleFormat::Xml => Reply::new(
            fault.status,
            "application/xml",
            fault.xml(&envelope_time(now, &zone)),
        ),
        ThrottleFormat::Plain => Reply::new(fault.status, "text/plain", fault.detail.to_owned()),
    };
    let reply = with_transaction_id(shared, reply);
    match throttle.retry_after {
        Some(seconds) => reply.header("retry-after", seconds.to_string()),
        None => reply,
    }
}
