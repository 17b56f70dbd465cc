//! The outcome of an exchange with the token endpoint.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::Deserialize;

use crate::{outcome::retry_after, transport::TransportError};

/// The reason for which there are no tokens. Decided by the body: the same error comes with different statuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The code or refresh token is expired, spent or revoked: a person must reconnect.
    #[error("the refresh token or code is no longer accepted")]
    InvalidGrant,
    /// The client id or secret is wrong.
    #[error("the client id or client secret is not accepted")]
    InvalidClient,
    /// Refused for another reason, named by OAuth’s error code.
    #[error("refused: {error}")]
    Rejected {
        /// OAuth’s error code, such as `unsupported_grant_type`.
        error: String,
    },
    /// Too many requests.
    #[error("the token endpoint throttles requests")]
    Throttled {
        /// The wait that Intuit asked for, if it asked for one.
        retry_after: Option<Duration>,
    },
    /// Known not to be done: the request never arrived, or Intuit is down.
    #[error("the token endpoint is unavailable: {detail}")]
    Unavailable {
        /// The observation, in words.
        detail: String,
    },
    /// Sent without a usable answer: the token that was sent may be spent.
    #[error("it is not known whether the tokens were exchanged: {detail}")]
    Unknown {
        /// The observation, in words.
        detail: String,
    },
    /// The request could not be built, so nothing was sent.
    #[error("{detail}")]
    InvalidRequest {
        /// The reason.
        detail: String,
    },
}

#[derive(Deserialize)]
struct WireError {
    error: String,
}

/// The body of a successful answer.
pub(super) fn accepted(
    result: Result<Response<Bytes>, TransportError>,
) -> Result<Bytes, OAuthError> {
    let response = result.map_err(|error| match error {
        TransportError::NotSent { detail } => OAuthError::Unavailable { detail },
        TransportError::Lost { detail } => OAuthError::Unknown { detail },
    })?;
    let named = serde_json::from_slice(response.body()).ok();
    match (response.status(), named) {
        (StatusCode::TOO_MANY_REQUESTS, _) => Err(OAuthError::Throttled {
            retry_after: retry_after::parse(response.headers()),
        }),
        (status, Some(WireError { error })) if !status.is_server_error() => {
            Err(named_error(&error))
        }
        (status, _) if status.is_success() => Ok(response.into_body()),
        (StatusCode::SERVICE_UNAVAILABLE, _) => Err(OAuthError::Unavailable {
            detail: "HTTP 503".to_owned(),
        }),
        (status, _) => Err(OAuthError::Unknown {
            detail: format!("HTTP {}", status.as_u16()),
        }),
    }
}

fn named_error(error: &str) -> OAuthError {
    match error {
        "invalid_grant" => OAuthError::InvalidGrant,
        "invalid_client" => OAuthError::InvalidClient,
        other => OAuthError::Rejected {
            error: error_code(other),
        },
    }
}

/// OAuth’s error codes are lower-case words; anything else could be a text that quotes a token.
fn error_code(error: &str) -> String {
    let is_code = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    if error.len() <= 40 && error.bytes().all(is_code) {
        error.to_owned()
    } else {
        "unnamed error".to_owned()
    }
}
