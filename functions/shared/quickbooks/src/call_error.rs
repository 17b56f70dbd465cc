//! The reasons for which a call has no answer.

use std::time::Duration;

use crate::{certainty::Certainty, fault::Fault, request_error::RequestError};

/// The reason for which a call has no answer; says whether a write can still have been done.
///
/// Neither `Debug` nor a `detail` holds what was sent or answered; a fault’s `Display` does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// QuickBooks refused what was asked; asking again changes nothing.
    #[error("QuickBooks rejected the request: {fault}")]
    Rejected {
        /// The reason.
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
        /// The reason; without errors when only the HTTP status says it.
        fault: Fault,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// Too many requests (429, 3001); Intuit advises to wait a minute.
    #[error("QuickBooks throttles requests of this company")]
    Throttled {
        /// The wait that QuickBooks asked for, if it asked for one.
        retry_after: Option<Duration>,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// Known not to be done: no connection was made, or it was a read, which does nothing. A gateway's 503
    /// to a write is not among these: the upstream may have broken after it had taken the request.
    #[error("QuickBooks is unavailable: {detail}")]
    Unavailable {
        /// The observation, in words.
        detail: String,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// A write was sent and may or may not be done; only the same request id makes it safe to repeat.
    #[error("it is not known whether QuickBooks did it: {detail}")]
    Unknown {
        /// The observation, in words.
        detail: String,
        /// Intuit’s id of the exchange.
        intuit_tid: Option<String>,
    },
    /// The request could not be built, so nothing was sent.
    #[error("the request cannot be sent: {detail}")]
    InvalidRequest {
        /// The reason.
        detail: String,
    },
}

impl CallError {
    /// The state of the write: not done, or unknown.
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

    /// Tells whether the same request, with the same request id, can succeed later.
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
