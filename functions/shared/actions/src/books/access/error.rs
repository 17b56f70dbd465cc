//! Why there is no access token.

use std::time::Duration;

use storage::StorageError;

/// Why there is no access token. No variant holds a token.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The connection was never connected, or was disconnected.
    #[error("there are no QuickBooks tokens: a person must connect the company first")]
    NotConnected,
    /// Intuit does not accept the refresh token: a person must connect the company again.
    #[error("QuickBooks no longer accepts the refresh token: a person must connect again{}",
        if *after_lost_answer {
            " (an earlier answer, which may have held its successor, was lost on the way)"
        } else {
            ""
        })]
    ReauthorizationRequired {
        /// True when this process lost an answer to a refresh before, which is then the likely cause.
        after_lost_answer: bool,
    },
    /// Intuit does not accept the app, mostly its client id or secret: a person must correct them.
    #[error("Intuit does not accept this app, check its client id and secret: {detail}")]
    AppRefused {
        /// Intuit's words.
        detail: String,
    },
    /// Another process is refreshing, and was not done by the deadline.
    #[error("another process is refreshing the access token")]
    InProgress,
    /// Intuit could not be reached, did not answer, or there was no time left to ask.
    #[error("the access token could not be refreshed: {detail}")]
    Unavailable {
        /// The observation.
        detail: String,
    },
    /// Intuit wants fewer requests.
    #[error("Intuit throttles the refresh of access tokens")]
    Throttled {
        /// The time to wait, if Intuit names one.
        retry_after: Option<Duration>,
    },
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}
