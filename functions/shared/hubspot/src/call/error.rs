//! The reasons for which a call has no answer.

use std::time::Duration;

use http::StatusCode;
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    api_error::{ApiError, RequiredScopes},
    call::Certainty,
    rate_limits::Throttle,
    request::RequestError,
};

/// The reason for which a call has no answer; says whether a write can still have been done.
///
/// Neither `Debug` nor `Display` holds what was sent or answered; the texts of HubSpot stand in the
/// [`ApiError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// HubSpot refused what was asked (400 and other 4xx); asking again changes nothing.
    #[error("HubSpot rejected the request: {error}")]
    Rejected {
        /// HTTP status.
        status: StatusCode,
        /// The reason.
        error: Box<ApiError>,
    },
    /// HubSpot has no such record, property or callback (404). An archived record is not found either.
    #[error("HubSpot has no such object: {error}")]
    NotFound {
        /// The reason.
        error: Box<ApiError>,
    },
    /// The write contradicts what HubSpot has (409), such as a second contact with one e-mail address.
    #[error("HubSpot has something that contradicts it: {error}")]
    Conflict {
        /// The reason.
        error: Box<ApiError>,
    },
    /// The access token is expired, revoked or malformed (401).
    #[error("HubSpot did not accept the access token: {error}")]
    Unauthorized {
        /// The reason.
        error: Box<ApiError>,
    },
    /// The token is good, but the app was not given a scope that the call needs (403 or 401 that says so).
    #[error("the HubSpot app lacks a scope: {scopes}")]
    MissingScopes {
        /// The scopes that HubSpot names.
        scopes: RequiredScopes,
        /// The reason.
        error: Box<ApiError>,
    },
    /// The app may not do this for another reason (403).
    #[error("HubSpot does not allow this: {error}")]
    Forbidden {
        /// The reason.
        error: Box<ApiError>,
    },
    /// HubSpot is at work on the object (423); nothing was done.
    #[error("HubSpot has locked the object for a moment")]
    Locked {
        /// The wait that HubSpot asks for: two seconds at least.
        retry_after: Duration,
        /// HubSpot's id of the exchange.
        correlation_id: Option<String>,
    },
    /// A quota is used up (429); nothing was done.
    #[error(transparent)]
    Throttled(Box<Throttle>),
    /// HubSpot moves the account to another data centre (477), for up to a day; nothing was done.
    #[error("HubSpot moves the account to another data centre")]
    Migrating {
        /// The wait that HubSpot asked for, if it asked for one.
        retry_after: Option<Duration>,
        /// HubSpot's id of the exchange.
        correlation_id: Option<String>,
    },
    /// Known not to be done: no connection was made, HubSpot's edge turned the request away, or it was a
    /// read, which does nothing.
    #[error("HubSpot is unavailable: {detail}")]
    Unavailable {
        /// The observation, in words.
        detail: String,
        /// HubSpot's id of the exchange.
        correlation_id: Option<String>,
    },
    /// A write was sent and may or may not be done.
    #[error("it is not known whether HubSpot did it: {detail}")]
    Unknown {
        /// The observation, in words.
        detail: String,
        /// HubSpot's id of the exchange.
        correlation_id: Option<String>,
    },
    /// The request could not be built, so nothing was sent.
    #[error("the request cannot be sent: {0}")]
    InvalidRequest(#[from] RequestError),
}

impl CallError {
    /// The state of the write: not done, or unknown.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Unknown { .. } => Certainty::Unknown,
            Self::Rejected { .. }
            | Self::NotFound { .. }
            | Self::Conflict { .. }
            | Self::Unauthorized { .. }
            | Self::MissingScopes { .. }
            | Self::Forbidden { .. }
            | Self::Locked { .. }
            | Self::Throttled(_)
            | Self::Migrating { .. }
            | Self::Unavailable { .. }
            | Self::InvalidRequest(_) => Certainty::NotDone,
        }
    }

    /// Tells whether the same request can succeed later.
    ///
    /// A write of unknown outcome is among these: repeating a change of properties or a callback's completion
    /// does no harm, while repeating a creation may make a second object.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Locked { .. }
            | Self::Throttled(_)
            | Self::Migrating { .. }
            | Self::Unavailable { .. }
            | Self::Unknown { .. } => true,
            Self::Rejected { .. }
            | Self::NotFound { .. }
            | Self::Conflict { .. }
            | Self::Unauthorized { .. }
            | Self::MissingScopes { .. }
            | Self::Forbidden { .. }
            | Self::InvalidRequest(_) => false,
        }
    }

    /// The moment from which the same request can succeed, where the answer tells it.
    ///
    /// `portal_zone` is the account's time zone, by whose midnight the daily quota starts anew.
    pub fn resumes_at(&self, now: Timestamp, portal_zone: &TimeZone) -> Option<Timestamp> {
        let wait = match self {
            Self::Throttled(throttle) => return Some(throttle.resumes_at(now, portal_zone)),
            Self::Locked { retry_after, .. } => *retry_after,
            Self::Migrating { retry_after, .. } => (*retry_after)?,
            _ => return None,
        };
        now.checked_add(wait).ok()
    }

    /// The error as HubSpot's answer told it, where it was told.
    pub fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Rejected { error, .. }
            | Self::NotFound { error }
            | Self::Conflict { error }
            | Self::Unauthorized { error }
            | Self::MissingScopes { error, .. }
            | Self::Forbidden { error } => Some(error),
            Self::Locked { .. }
            | Self::Throttled(_)
            | Self::Migrating { .. }
            | Self::Unavailable { .. }
            | Self::Unknown { .. }
            | Self::InvalidRequest(_) => None,
        }
    }

    /// HubSpot's id of the exchange, where there was one; its support asks for it.
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::Locked { correlation_id, .. }
            | Self::Migrating { correlation_id, .. }
            | Self::Unavailable { correlation_id, .. }
            | Self::Unknown { correlation_id, .. } => correlation_id.as_deref(),
            Self::Throttled(throttle) => throttle.correlation_id.as_deref(),
            Self::InvalidRequest(_) => None,
            Self::Rejected { .. }
            | Self::NotFound { .. }
            | Self::Conflict { .. }
            | Self::Unauthorized { .. }
            | Self::MissingScopes { .. }
            | Self::Forbidden { .. } => self.api_error()?.correlation_id.as_deref(),
        }
    }

    /// Nothing usable came back: unknown for a write, while a read has nothing that could be done.
    pub(crate) fn without_outcome(
        write: bool,
        detail: String,
        correlation_id: Option<String>,
    ) -> Self {
        if write {
            Self::Unknown {
                detail,
                correlation_id,
            }
        } else {
            Self::Unavailable {
                detail,
                correlation_id,
            }
        }
    }
}
