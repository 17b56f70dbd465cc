//! The answer of an action's server, and its meaning for the execution.
//!
//! A 2xx is a success whatever its body is, unless the body says a state; sources: HubSpot's guide to custom actions, and
//! answers that others saw on live portals.

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The time that a blocked execution waits when nothing else is said: a week.
const BLOCKED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// One answer to a request of the portal.
///
/// Its Debug leaves out the body, which may hold names.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionAnswer {
    /// The time at which it was there.
    pub time: Timestamp,
    /// The HTTP status; none when there was no answer.
    pub status: Option<u16>,
    /// The body, or the reason why there is none.
    #[debug(skip)]
    pub body: String,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
}

/// The meaning of an answer.
pub(super) enum Verdict {
    Succeeded(Map<String, Value>),
    Failed(Map<String, Value>),
    Blocked(Map<String, Value>, SignedDuration),
    /// A 2xx that cannot be understood, with the reason.
    Senseless(Map<String, Value>, String),
    /// A 4xx other than 429.
    Refused,
    /// 429, 5xx, or no answer.
    Unavailable,
}

impl ActionAnswer {
    pub(super) fn verdict(&self) -> Verdict {
        match self.status {
            Some(200..=299) => self.success(),
            Some(429 | 500..) | None => Verdict::Unavailable,
            // HubSpot follows no redirection that anybody has seen.
            Some(_) => Verdict::Refused,
        }
    }

    fn success(&self) -> Verdict {
        let outputs = self.outputs();
        let state = outputs.get("hs_execution_state").and_then(Value::as_str);
        match state {
            None | Some("SUCCESS") => Verdict::Succeeded(outputs),
            Some("FAIL_CONTINUE") => Verdict::Failed(outputs),
            Some("BLOCK") => match blocked_for(&outputs) {
                Ok(duration) => Verdict::Blocked(outputs, duration),
                Err(text) => {
                    let reason = format!("hs_expiration_duration {text} is no ISO 8601 duration");
                    Verdict::Senseless(outputs, reason)
                }
            },
            Some(other) => {
                let reason = format!("hs_execution_state {other} is unknown");
                Verdict::Senseless(outputs, reason)
            }
        }
    }

    fn outputs(&self) -> Map<String, Value> {
        let body: Option<Value> = serde_json::from_str(&self.body).ok();
        let outputs = body.as_ref().and_then(|body| body.get("outputFields"));
        outputs
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    }
}

/// The time that the execution may wait, or the text that is none.
fn blocked_for(outputs: &Map<String, Value>) -> Result<SignedDuration, String> {
    let Some(text) = outputs.get("hs_expiration_duration") else {
        return Ok(BLOCKED_FOR);
    };
    let span: Option<Span> = text.as_str().and_then(|text| text.parse().ok());
    let duration = span.and_then(|span| {
        let days = SpanRelativeTo::days_are_24_hours();
        span.to_duration(days).ok()
    });
    let duration = duration.filter(SignedDuration::is_positive);
    duration.ok_or_else(|| text.to_string())
}

#[cfg(test)]
mod tests;
