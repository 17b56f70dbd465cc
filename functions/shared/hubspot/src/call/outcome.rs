//! The outcome of a call: done, not done, or unknown.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header::CONTENT_TYPE};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    api_error::ApiError,
    call::{Answer, CallError, TransportError},
    rate_limits::{RateLimits, Throttle, ThrottlePolicy},
    request::Request,
};

mod retry_after;

/// The wait after 423, at least: <https://developers.hubspot.com/docs/api-reference/error-handling>.
const LOCK: Duration = Duration::from_secs(2);

/// Decides the outcome of a request from what the transport saw. Pure; never fails to decide.
pub fn classify(
    request: &Request,
    result: Result<Response<Bytes>, TransportError>,
) -> Result<Answer, CallError> {
    match result {
        Ok(response) => Exchange::new(request, response).outcome(),
        Err(TransportError::NotSent { detail }) => Err(CallError::Unavailable {
            detail,
            correlation_id: None,
        }),
        Err(TransportError::Lost { detail }) => {
            Err(CallError::without_outcome(request.is_write(), detail, None))
        }
    }
}

/// A response, with what decides its meaning read out of it.
struct Exchange<'r> {
    request: &'r Request,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The error that a JSON object tells; its parts are absent where it tells none.
    error: Option<Box<ApiError>>,
    correlation_id: Option<String>,
}

/// As much of an answer as tells that it is an error under a status of success.
#[derive(Deserialize)]
struct Success {
    status: Option<Value>,
}

impl<'r> Exchange<'r> {
    fn new(request: &'r Request, response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        // The records of an answer are read where they are asked for, and not here too.
        let error = if parts.status.is_success() {
            None
        } else {
            ApiError::parse(&body).map(Box::new)
        };
        Self {
            request,
            status: parts.status,
            correlation_id: correlation_id(error.as_deref(), &parts.headers),
            headers: parts.headers,
            body,
            error,
        }
    }

    fn outcome(self) -> Result<Answer, CallError> {
        match self.status.as_u16() {
            423 => self.locked(),
            429 => self.throttled(),
            477 => self.migrating(),
            // HubSpot's edge refuses with a page of its own, before HubSpot has seen the request.
            403 if self.error.is_none() => self.turned_away(),
            _ if self.is_page() => self.unexpected(),
            200..=299 => self.answered(),
            401 | 403 => self.no_access(),
            404 if self.error.is_some() || self.body.is_empty() => Err(CallError::NotFound {
                error: self.error(),
            }),
            409 => Err(CallError::Conflict {
                error: self.error(),
            }),
            408 | 421 | 425 => self.unexpected(),
            400..=499 if self.error.is_some() => self.rejected(),
            _ => self.unexpected(),
        }
    }

    /// An HTML page, which is no answer of the API.
    fn is_page(&self) -> bool {
        let content_type = self.headers.get(CONTENT_TYPE);
        let is_html = content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
        is_html || self.body.trim_ascii_start().starts_with(b"<")
    }

    fn answered(mut self) -> Result<Answer, CallError> {
        let body = self.body.trim_ascii();
        if !body.is_empty() {
            let success = body
                .starts_with(b"{")
                .then(|| serde_json::from_slice(body).ok());
            match success.flatten() {
                None => return self.unexpected(),
                Some(Success { status }) if status.as_ref().is_some_and(|told| told == "error") => {
                    self.error = ApiError::parse(&self.body).map(Box::new);
                    self.correlation_id = correlation_id(self.error.as_deref(), &self.headers);
                    return self.rejected();
                }
                Some(Success { .. }) => {}
            }
        }
        Ok(Answer {
            status: self.status,
            limits: RateLimits::from_headers(&self.headers),
            correlation_id: self.correlation_id,
            body: self.body,
            asked: self.request.asked().clone(),
            write: self.request.is_write(),
        })
    }

    fn rejected(self) -> Result<Answer, CallError> {
        Err(CallError::Rejected {
            status: self.status,
            error: self.error(),
        })
    }

    /// The error that was told, with the id of the exchange from wherever it is known.
    fn error(self) -> Box<ApiError> {
        let mut error = self.error.unwrap_or_default();
        error.correlation_id = self.correlation_id;
        error
    }

    /// A missing scope is told as 403, and now and then as 401.
    fn no_access(self) -> Result<Answer, CallError> {
        let status = self.status;
        let error = self.error();
        Err(match error.required_scopes() {
            Some(scopes) => CallError::MissingScopes { scopes, error },
            None if status == StatusCode::UNAUTHORIZED => CallError::Unauthorized { error },
            None => CallError::Forbidden { error },
        })
    }

    fn locked(self) -> Result<Answer, CallError> {
        let asked = retry_after::parse(&self.headers).unwrap_or_default();
        Err(CallError::Locked {
            retry_after: asked.max(LOCK),
            correlation_id: self.correlation_id,
        })
    }

    fn migrating(self) -> Result<Answer, CallError> {
        Err(CallError::Migrating {
            retry_after: retry_after::parse(&self.headers),
            correlation_id: self.correlation_id,
        })
    }

    fn throttled(self) -> Result<Answer, CallError> {
        let limits = RateLimits::from_headers(&self.headers);
        Err(CallError::Throttled(Box::new(Throttle {
            policy: policy(self.error.as_deref(), limits),
            retry_after: retry_after::parse(&self.headers),
            limits,
            correlation_id: self.correlation_id,
        })))
    }

    fn turned_away(self) -> Result<Answer, CallError> {
        Err(CallError::Unavailable {
            detail: self.describe(),
            correlation_id: self.correlation_id,
        })
    }

    fn unexpected(self) -> Result<Answer, CallError> {
        let detail = self.describe();
        let write = self.request.is_write();
        Err(CallError::without_outcome(
            write,
            detail,
            self.correlation_id,
        ))
    }

    /// Status, and the error's category or the size of what is none; never the body, which can hold names.
    fn describe(&self) -> String {
        let status = self.status.as_u16();
        if let Some(error) = &self.error {
            return format!("HTTP {status}, {error}");
        }
        let kind = if self.is_page() { "a page" } else { "a body" };
        format!("HTTP {status} with {kind} of {} bytes", self.body.len())
    }
}

/// HubSpot's id of the exchange: that of the error, else that of the headers.
fn correlation_id(error: Option<&ApiError>, headers: &HeaderMap) -> Option<String> {
    let told = error.and_then(|error| error.correlation_id.clone());
    let header = headers.get("x-hubspot-correlation-id");
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let header = header.and_then(|id| id.to_str().ok());
    let header = header.filter(|id| id.bytes().all(is_id));
    told.or_else(|| header.map(ToOwned::to_owned))
}

/// The quota that is used up; a search's is told by the text alone.
fn policy(error: Option<&ApiError>, limits: RateLimits) -> ThrottlePolicy {
    let text = error.map(|error| error.message.to_ascii_lowercase());
    let says = |words: &str| text.as_ref().is_some_and(|text| text.contains(words));
    match error.and_then(|error| error.policy_name.as_deref()) {
        Some("DAILY") => ThrottlePolicy::Daily,
        Some("TEN_SECONDLY_ROLLING") => ThrottlePolicy::TenSecondlyRolling,
        Some("SECONDLY") => ThrottlePolicy::Secondly,
        _ if says("daily limit") || limits.daily_remaining == Some(0) => ThrottlePolicy::Daily,
        _ if says("ten_secondly") => ThrottlePolicy::TenSecondlyRolling,
        _ if says("secondly limit") => ThrottlePolicy::Secondly,
        _ => ThrottlePolicy::Unnamed,
    }
}

#[cfg(test)]
mod tests;
