//! Scripted failures, carried out.

use loopback::reply::{Outcome, Reply};

use std::time::Duration;

use super::envelope::{GatewayFault, envelope_time};
use super::gateway::{unauthorized, with_transaction_id};
use crate::faults::{FaultEffect, ScriptedAnswer, ThrottleAnswer, ThrottleFormat};
use crate::state::Shared;

/// The pauses before, or those after the effect.
pub(super) async fn pause(effects: &[FaultEffect], after_effect: bool) {
    for effect in effects {
        if let FaultEffect::Delay(pause) = effect
            && pause.after_effect == after_effect
        {
            tokio::time::sleep(Duration::from_millis(pause.milliseconds)).await;
        }
    }
}

/// The answer where a script keeps the request from being carried out.
pub(super) fn instead_of_effect(shared: &Shared, effect: &FaultEffect) -> Option<Outcome> {
    match effect {
        FaultEffect::CloseBeforeEffect => Some(Outcome::Close),
        FaultEffect::Throttle(throttle) => Some(Outcome::Reply(throttled(shared, throttle))),
        FaultEffect::ExpiredToken => Some(Outcome::Reply(unauthorized(
            shared,
            GatewayFault::TOKEN_EXPIRED,
        ))),
        FaultEffect::Status(answer) if !answer.after_effect => {
            Some(Outcome::Reply(scripted(answer)))
        }
        FaultEffect::Status(_)
        | FaultEffect::Delay(_)
        | FaultEffect::CloseAfterEffect
        | FaultEffect::HalfAnswer => None,
    }
}

/// The answer where a script replaces that of a request that was carried out.
pub(super) enum InsteadOfAnswer {
    Close,
    Half,
    Other(Reply),
}

pub(super) fn instead_of_answer(effect: &FaultEffect) -> Option<InsteadOfAnswer> {
    match effect {
        FaultEffect::CloseAfterEffect => Some(InsteadOfAnswer::Close),
        FaultEffect::HalfAnswer => Some(InsteadOfAnswer::Half),
        FaultEffect::Status(answer) if answer.after_effect => {
            Some(InsteadOfAnswer::Other(scripted(answer)))
        }
        FaultEffect::Status(_)
        | FaultEffect::Delay(_)
        | FaultEffect::CloseBeforeEffect
        | FaultEffect::Throttle(_)
        | FaultEffect::ExpiredToken => None,
    }
}

fn scripted(answer: &ScriptedAnswer) -> Reply {
    Reply::new(answer.status, &answer.content_type, answer.body.clone())
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
