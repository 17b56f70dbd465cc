//! The reasons for which a request is not served.

use hubspot::signature::SignatureError;
use serde_json::json;

use crate::http::{HttpResponse, Noted};

/// The seconds after which HubSpot may try again. Its documentation does not agree whether it reads seconds or
/// milliseconds; it backs off by itself, so either will do.
const RETRY_AFTER: &str = "30";

/// The reason for which a request is not served. Its text goes to whoever asked, so it tells nothing that only
/// HubSpot may know.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such route, action or dropdown.
    #[error("there is nothing here")]
    NotFound,
    /// The routes take `POST` alone.
    #[error("this address only takes POST")]
    MethodNotAllowed,
    /// The body is larger than any of HubSpot's.
    #[error("the body is larger than any that HubSpot sends")]
    BodyTooLarge,
    /// There are more headers than HubSpot sends.
    #[error("there are more headers than HubSpot sends")]
    TooManyHeaders,
    /// The body is not HubSpot's, or does not name the account.
    #[error("the body is not JSON that names a HubSpot account")]
    Malformed,
    /// The signature is not that of the account that the body names.
    #[error("the request is not signed by HubSpot")]
    Unsigned(#[source] SignatureError),
    /// The signature is not that of the account, as far as its secret is known: HubSpot, which never repeats a 401, is
    /// to send the request again, by when a secret that was replaced has been read.
    #[error("the request is not signed by HubSpot, as far as is known just now: send it again")]
    Doubtful(#[source] SignatureError),
    /// Something that is needed does not answer; HubSpot is to send it again.
    #[error("not available just now: send it again")]
    Unavailable {
        /// The observation, for the log.
        detail: String,
    },
    /// Changes could not be put on the bus; HubSpot is to send them again.
    #[error("not available just now: send it again")]
    ChangesNotTaken {
        /// The observation, for the log.
        detail: String,
    },
}

impl Refusal {
    /// Something that is needed does not answer.
    pub(crate) fn unavailable(detail: &impl ToString) -> Self {
        let detail = detail.to_string();
        Self::Unavailable { detail }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::BodyTooLarge => 413,
            Self::TooManyHeaders => 431,
            Self::Malformed => 400,
            Self::Unsigned(_) => 401,
            Self::Doubtful(_) | Self::Unavailable { .. } | Self::ChangesNotTaken { .. } => 503,
        }
    }

    /// The response that says it.
    pub fn response(&self) -> HttpResponse {
        let noted = match self {
            Self::Unsigned(_) | Self::Doubtful(_) => Noted::SignatureRefused,
            Self::ChangesNotTaken { .. } => Noted::WebhookFailed,
            Self::NotFound
            | Self::MethodNotAllowed
            | Self::BodyTooLarge
            | Self::TooManyHeaders
            | Self::Malformed
            | Self::Unavailable { .. } => Noted::Refused,
        };
        let body = json!({ "message": self.to_string() });
        let mut response = HttpResponse::json(self.status(), &body, noted);
        match self.status() {
            405 => response.headers.push(("allow", "POST".to_owned())),
            503 => response
                .headers
                .push(("retry-after", RETRY_AFTER.to_owned())),
            _ => {}
        }
        response
    }

    /// Logs it, once: with what the response does not tell.
    pub(crate) fn log(&self, path: &str) {
        let status = self.status();
        match self {
            Self::Unsigned(reason) | Self::Doubtful(reason) => {
                tracing::warn!(status, path, %reason, "not signed by HubSpot");
            }
            Self::Unavailable { detail } | Self::ChangesNotTaken { detail } => {
                tracing::warn!(status, path, detail, "HubSpot is to send it again");
            }
            Self::NotFound
            | Self::MethodNotAllowed
            | Self::BodyTooLarge
            | Self::TooManyHeaders
            | Self::Malformed => tracing::info!(status, reason = %self, "not served"),
        }
    }
}
