//! Scripted refusals, in HubSpot's words.

use loopback::reply::Reply;

use super::api::refused;
use crate::faults::FaultEffect;
use crate::refusal::Refusal;
use crate::state::Shared;

/// The refusal of an effect; `None` where it has another course.
pub(super) fn refusal(shared: &Shared, effect: &FaultEffect) -> Option<Reply> {
    Some(match effect {
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
        FaultEffect::Status(_)
        | FaultEffect::Delay(_)
        | FaultEffect::CloseBeforeEffect
        | FaultEffect::CloseAfterEffect
        | FaultEffect::HalfAnswer => return None,
    })
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
