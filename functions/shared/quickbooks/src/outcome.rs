//! The outcome of a call: done, not done, or unknown.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use serde_json::{Map, Value};

use crate::{
    answer::Answer, call_error::CallError, certainty::Certainty, fault::Fault,
    transport::TransportError,
};

mod content;
pub(crate) mod retry_after;

pub(crate) use content::Wanted;

/// Decides the outcome of a call from what the transport saw. Pure; never fails to decide.
///
/// `write` is whether the request can change the company ([`Request::is_write`](crate::Request::is_write)).
pub fn classify(
    write: bool,
    result: Result<Response<Bytes>, TransportError>,
) -> Result<Answer, CallError> {
    classify_wanted(write, Wanted::Everything, result)
}

/// The same where a part of the answer is wanted.
pub(crate) fn classify_wanted(
    write: bool,
    wanted: Wanted,
    result: Result<Response<Bytes>, TransportError>,
) -> Result<Answer, CallError> {
    match result {
        Ok(response) => Exchange::new(write, wanted, response).outcome(),
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
    fn new(write: bool, wanted: Wanted, response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let content = content::read(&body, wanted);
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
                self.fault.as_ref().is_some_and(Fault::is_throttled)
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
