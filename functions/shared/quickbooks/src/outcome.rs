//! What came of a call: done, not done, or unknown.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use serde_json::{Map, Value};

use crate::{answer::Answer, fault::Fault, request::RequestError, transport::TransportError};

pub(crate) mod retry_after;

/// Why a call has no answer; says whether a write can still have been done.
///
/// Neither `Debug` nor a `detail` holds what was sent or answered; a fault’s `Display` does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// QuickBooks refused what was asked; asking again changes nothing.
    #[error("QuickBooks rejected the request: {fault}")]
    Rejected {
        /// Why.
        fault: Fault,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// The access token is expired, revoked or malformed (401, 3200).
    #[error("QuickBooks did not accept the access token")]
    Unauthorized {
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// The app may not use this company (403, 3100).
    #[error("QuickBooks does not give access to this company: {fault}")]
    Forbidden {
        /// Why; without errors when only the HTTP status says it.
        fault: Fault,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// Too many requests (429, 3001); Intuit advises to wait a minute.
    #[error("QuickBooks throttles requests of this company")]
    Throttled {
        /// How long to wait, where QuickBooks said it.
        retry_after: Option<Duration>,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// Known not to be done: the request never arrived, or QuickBooks is down. Reads fail like this too.
    #[error("QuickBooks is unavailable: {detail}")]
    Unavailable {
        /// What was seen.
        detail: String,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// A write was sent and may or may not be done; only the same request id makes it safe to repeat.
    #[error("it is not known whether QuickBooks did it: {detail}")]
    Unknown {
        /// What was seen.
        detail: String,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// The request could not be built, so nothing was sent.
    #[error("the request cannot be sent: {detail}")]
    InvalidRequest {
        /// Why.
        detail: String,
    },
}

/// Whether a write that failed is known not to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It is not done.
    NotDone,
    /// It may be done.
    Unknown,
}

impl CallError {
    /// Whether the write is known not to be done.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Unknown { .. } => Certainty::Unknown,
            Self::Rejected { .. }
            | Self::Unauthorized { .. }
            | Self::Forbidden { .. }
            | Self::Throttled { .. }
            | Self::Unavailable { .. }
            | Self::InvalidRequest { .. } => Certainty::NotDone,
        }
    }

    /// Whether the same request, with the same request id, can succeed later.
    ///
    /// [`CallError::Unauthorized`] is not: it takes another access token first.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Throttled { .. } | Self::Unavailable { .. } | Self::Unknown { .. } => true,
            Self::Rejected { .. }
            | Self::Unauthorized { .. }
            | Self::Forbidden { .. }
            | Self::InvalidRequest { .. } => false,
        }
    }

    /// Intuit’s id of the exchange, where there was one.
    pub fn intuit_tid(&self) -> Option<&str> {
        match self {
            Self::Rejected { intuit_tid, .. }
            | Self::Unauthorized { intuit_tid }
            | Self::Forbidden { intuit_tid, .. }
            | Self::Throttled { intuit_tid, .. }
            | Self::Unavailable { intuit_tid, .. }
            | Self::Unknown { intuit_tid, .. } => intuit_tid.as_deref(),
            Self::InvalidRequest { .. } => None,
        }
    }

    /// Nothing usable came back: unknown for a write, while a read has nothing that could be done.
    pub(crate) fn without_outcome(write: bool, detail: String, intuit_tid: Option<String>) -> Self {
        if write {
            Self::Unknown { detail, intuit_tid }
        } else {
            Self::Unavailable { detail, intuit_tid }
        }
    }
}

impl From<RequestError> for CallError {
    fn from(error: RequestError) -> Self {
        Self::InvalidRequest {
            detail: error.to_string(),
        }
    }
}

/// Decides what came of a call, from what the transport saw. Pure; never fails to decide.
///
/// `write` is whether the request can change the company ([`Request::is_write`](crate::Request::is_write)).
pub fn classify(
    write: bool,
    result: Result<Response<Bytes>, TransportError>,
) -> Result<Answer, CallError> {
    match result {
        Ok(response) => Exchange::new(write, response).outcome(),
        Err(TransportError::NotSent { detail }) => Err(CallError::Unavailable {
            detail,
            intuit_tid: None,
        }),
        Err(TransportError::Lost { detail }) => {
            Err(CallError::without_outcome(write, detail, None))
        }
    }
}

/// A response, with what decides its meaning read out of it.
struct Exchange {
    write: bool,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    intuit_tid: Option<String>,
    content: Option<Map<String, Value>>,
    fault: Option<Fault>,
}

impl Exchange {
    fn new(write: bool, response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let content: Option<Map<String, Value>> = serde_json::from_slice(&body).ok();
        let fault = match &content {
            Some(content) => Fault::from_json(content),
            None => Fault::parse(&body),
        };
        let intuit_tid = parts.headers.get("intuit_tid");
        Self {
            write,
            status: parts.status,
            intuit_tid: intuit_tid.and_then(|tid| Some(tid.to_str().ok()?.to_owned())),
            headers: parts.headers,
            body,
            content,
            fault,
        }
    }

    fn outcome(mut self) -> Result<Answer, CallError> {
        if self.is_throttled() {
            return Err(CallError::Throttled {
                retry_after: retry_after::parse(&self.headers),
                intuit_tid: self.intuit_tid,
            });
        }
        match (self.status, self.fault.take()) {
            (StatusCode::UNAUTHORIZED, _) => self.unauthorized(),
            (StatusCode::FORBIDDEN, fault) => self.forbidden(fault.unwrap_or_default()),
            (StatusCode::SERVICE_UNAVAILABLE, _) => Err(CallError::Unavailable {
                detail: self.describe(None),
                intuit_tid: self.intuit_tid,
            }),
            (status, Some(fault)) if status.is_success() || status.is_client_error() => {
                self.refused(fault)
            }
            (status, None) if status.is_success() => self.answered(),
            (_, fault) => self.unexpected(fault.as_ref()),
        }
    }

    /// 429, or a throttle fault under another status that refuses; in JSON, XML or plain text.
    fn is_throttled(&self) -> bool {
        match self.status {
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST | StatusCode::SERVICE_UNAVAILABLE => {
                self.fault
                    .as_ref()
                    .is_some_and(|fault| fault.has_code("3001"))
                    || String::from_utf8_lossy(&self.body)
                        .to_ascii_lowercase()
                        .contains("throttleexceeded")
            }
            _ => false,
        }
    }

    fn refused(self, fault: Fault) -> Result<Answer, CallError> {
        if fault.has_code("3200") {
            return self.unauthorized();
        }
        if fault.has_code("3100") {
            return self.forbidden(fault);
        }
        match fault.certainty() {
            Certainty::Unknown => self.unexpected(Some(&fault)),
            Certainty::NotDone => Err(CallError::Rejected {
                fault,
                intuit_tid: self.intuit_tid,
            }),
        }
    }

    fn answered(mut self) -> Result<Answer, CallError> {
        match self.content.take() {
            Some(content) => Ok(Answer {
                body: self.body,
                intuit_tid: self.intuit_tid,
                status: self.status,
                content,
                write: self.write,
            }),
            None => self.unexpected(None),
        }
    }

    fn unauthorized(self) -> Result<Answer, CallError> {
        Err(CallError::Unauthorized {
            intuit_tid: self.intuit_tid,
        })
    }

    fn forbidden(self, fault: Fault) -> Result<Answer, CallError> {
        Err(CallError::Forbidden {
            fault,
            intuit_tid: self.intuit_tid,
        })
    }

    fn unexpected(self, fault: Option<&Fault>) -> Result<Answer, CallError> {
        let detail = self.describe(fault);
        Err(CallError::without_outcome(
            self.write,
            detail,
            self.intuit_tid,
        ))
    }

    /// Status, size and fault code; never the body, which can hold names.
    fn describe(&self, fault: Option<&Fault>) -> String {
        let status = self.status.as_u16();
        match fault.and_then(Fault::code) {
            Some(code) => format!("HTTP {status} with fault {code}"),
            None => format!(
                "HTTP {status} with {} bytes that are no answer",
                self.body.len()
            ),
        }
    }
}

#[cfg(test)]
mod tests;
