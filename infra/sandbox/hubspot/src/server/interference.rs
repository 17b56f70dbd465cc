//! Scripted failures, carried out.

use loopback::reply::{Outcome, Reply};

use std::time::Duration;

use super::api::refused;
use crate::faults::{FaultEffect, ScriptedAnswer};
use crate::refusal::Refusal;
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
    let reply = match effect {
        FaultEffect::CloseBeforeEffect => return Some(Outcome::Close),
        FaultEffect::RateLimit(limit) => {
            let policy: &str = limit.into();
            scripted_refusal(shared, &Refusal::rate_limit(policy))
        }
        FaultEffect::Edge(status) => edge(*status),
        FaultEffect::Locked => scripted_refusal(shared, &Refusal::locked()),
        FaultEffect::Migrating(seconds) => {
            let reply = scripted_refusal(shared, &Refusal::migrating());
            reply.header("retry-after", seconds.to_string())
        }
        FaultEffect::ExpiredToken => scripted_refusal(shared, &Refusal::expired(0)),
        FaultEffect::MissingScope(scope) => {
            scripted_refusal(shared, &Refusal::missing_scopes(&[scope]))
        }
        FaultEffect::Status(answer) if !answer.after_effect => scripted(answer),
        FaultEffect::Status(_)
        | FaultEffect::Delay(_)
        | FaultEffect::CloseAfterEffect
        | FaultEffect::HalfAnswer => return None,
    };
    Some(Outcome::Reply(reply))
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
        | FaultEffect::Edge(_)
        | FaultEffect::Delay(_)
        | FaultEffect::CloseBeforeEffect
        | FaultEffect::RateLimit(_)
        | FaultEffect::Locked
        | FaultEffect::Migrating(_)
        | FaultEffect::ExpiredToken
        | FaultEffect::MissingScope(_) => None,
    }
}

fn scripted(answer: &ScriptedAnswer) -> Reply {
    Reply::new(answer.status, &answer.content_type, answer.body.clone())
}

fn scripted_refusal(shared: &Shared, refusal: &Refusal) -> Reply {
    refused(&mut shared.lock(), refusal)
}

/// A page of the network in front of HubSpot.
fn edge(status: u16) -> Reply {
    let page = format!(
        "<!doctype html>\n<html lang=\"en-US\"><head><title>api.hubapi.com | {status}</title></head>\
         <body><h1>Error {status}</h1><p>Ray ID: 8f0b1c2d3e4f5a6b</p></body></html>\n"
    );
    Reply::html(status, page).header("server", "cloudflare")
}
