//! The books of one QuickBooks company, for the time of one invocation.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use quickbooks::{Answer, CallError, Client, Fault, Request, Transport};
use storage::{Connection, Tokens};

use crate::ActionError;
use crate::access::{AccessError, AccessTokens};
use crate::environment::Environment;

/// The longest that one request may take. QuickBooks itself gives up after 120 s ("limits and
/// throttles"); most answers come within a second, so 60 s is past any that still comes.
const LONGEST_CALL: Duration = Duration::from_mins(1);

/// What stays of an invocation's time to record an answer and to return.
const RESERVE: SignedDuration = SignedDuration::from_millis(1500);

/// Calls to one QuickBooks company that end before the invocation does.
pub struct Books<'e, S, T, E> {
    /// The client, bound to the company.
    pub client: Client<&'e T>,
    /// Where access tokens come from.
    pub access: &'e AccessTokens<S, T, E>,
    /// Whose tokens.
    pub connection: &'e Connection,
    /// Time and chance.
    pub environment: &'e E,
    /// When the invocation ends.
    pub deadline: Timestamp,
    /// How long to hold back after a throttle that does not say how long.
    pub throttle_wait: Duration,
}

/// Why a call has no answer, by what is known of its effect.
#[derive(Debug)]
pub enum CallFailure {
    /// QuickBooks' validation refused: nothing was made.
    Rejected {
        /// What QuickBooks says.
        fault: Fault,
        /// Intuit's transaction id.
        intuit_tid: Option<String>,
    },
    /// Known not to be done, for a reason that is not the request's.
    NotDone(ActionError),
    /// Sent, and no usable answer: it may have been done.
    Unknown {
        /// What was observed.
        detail: String,
    },
}

impl<S: Tokens + Sync, T: Transport + Sync, E: Environment> Books<'_, S, T, E> {
    /// Sends a request with a valid access token; a token that QuickBooks no longer takes is
    /// replaced once.
    pub async fn call(&self, request: &Request) -> Result<Answer, CallFailure> {
        let access = self
            .access
            .access_token(self.connection, self.deadline)
            .await;
        let access = access.map_err(|error| self.no_access(error))?;
        self.check_company(&access.realm_id)?;
        match self
            .client
            .call(&access.token, request, self.time_for_a_call()?)
            .await
        {
            Err(CallError::Unauthorized { .. }) => {
                let renewed = self
                    .access
                    .refused(self.connection, &access.token, self.deadline);
                let renewed = renewed.await.map_err(|error| self.no_access(error))?;
                let timeout = self.time_for_a_call()?;
                let answer = self.client.call(&renewed.token, request, timeout).await;
                answer.map_err(|error| self.failure(error))
            }
            answer => answer.map_err(|error| self.failure(error)),
        }
    }

    /// Waits a moment before a quick second attempt; `false` when there is no time for one.
    pub async fn pause(&self) -> bool {
        let wait = Duration::from_millis(200).mul_f64(1.0 + self.environment.fraction());
        if self.time_for_a_call().is_err() {
            return false;
        }
        self.environment.sleep(wait).await;
        self.time_for_a_call().is_ok()
    }

    /// Tokens of another company would book into another company's books.
    fn check_company(&self, realm_id: &str) -> Result<(), CallFailure> {
        if realm_id == self.client.endpoint().realm_id() {
            return Ok(());
        }
        Err(CallFailure::NotDone(ActionError::SettingMissing {
            message: format!(
                "connection {}: its tokens are for another QuickBooks company than its setting \
                 `company.realm_id` says: connect it again",
                self.connection
            ),
        }))
    }

    fn time_for_a_call(&self) -> Result<Duration, CallFailure> {
        let left = self.deadline.duration_since(self.environment.now()) - RESERVE;
        match Duration::try_from(left) {
            Ok(left) if !left.is_zero() => Ok(left.min(LONGEST_CALL)),
            _ => Err(CallFailure::NotDone(ActionError::QuickBooksUnavailable {
                detail: "too little of the invocation's time is left for a request".to_owned(),
            })),
        }
    }

    fn no_access(&self, error: AccessError) -> CallFailure {
        CallFailure::NotDone(self.access_error(error))
    }

    fn access_error(&self, error: AccessError) -> ActionError {
        let connection = self.connection.to_string();
        match error {
            AccessError::NotConnected => ActionError::ConnectionNotFound { connection },
            AccessError::ReauthorizationRequired { .. } => {
                ActionError::ReauthorizationRequired { connection }
            }
            AccessError::AppRefused { detail } => ActionError::SettingMissing {
                message: format!("Intuit does not accept the app's client id and secret: {detail}"),
            },
            AccessError::InProgress => ActionError::InProgress {
                detail: format!("another invocation is refreshing the tokens of {connection}"),
            },
            AccessError::Throttled { retry_after } => ActionError::QuickBooksThrottled {
                retry_after: retry_after.unwrap_or(self.throttle_wait),
            },
            AccessError::Unavailable { detail } => ActionError::QuickBooksUnavailable { detail },
            AccessError::Storage(error) => error.into(),
        }
    }

    fn failure(&self, error: CallError) -> CallFailure {
        match error {
            CallError::Rejected { fault, intuit_tid } => {
                CallFailure::Rejected { fault, intuit_tid }
            }
            CallError::Forbidden {
                fault, intuit_tid, ..
            } => CallFailure::Rejected { fault, intuit_tid },
            CallError::Unauthorized { .. } => {
                let connection = self.connection.to_string();
                CallFailure::NotDone(ActionError::ReauthorizationRequired { connection })
            }
            CallError::Throttled { retry_after, .. } => {
                let retry_after = retry_after.unwrap_or(self.throttle_wait);
                CallFailure::NotDone(ActionError::QuickBooksThrottled { retry_after })
            }
            CallError::Unavailable { detail, .. } => {
                CallFailure::NotDone(ActionError::QuickBooksUnavailable { detail })
            }
            CallError::InvalidRequest { detail, .. } => {
                CallFailure::NotDone(ActionError::invalid(detail))
            }
            CallError::Unknown { detail, .. } => CallFailure::Unknown { detail },
        }
    }
}

impl CallFailure {
    /// The failure of a call that writes nothing or whose writes are found by their names, so that
    /// an unknown outcome needs no claim.
    pub fn into_error(self, redact: &crate::redact::Redactor) -> ActionError {
        match self {
            Self::Rejected { fault, intuit_tid } => rejected(&fault, intuit_tid, redact),
            Self::NotDone(error) => error,
            Self::Unknown { detail } => ActionError::OutcomeUnknown { detail },
        }
    }
}

/// The error for a refusal by QuickBooks, without the record's personal data.
pub fn rejected(
    fault: &Fault,
    intuit_tid: Option<String>,
    redact: &crate::redact::Redactor,
) -> ActionError {
    ActionError::QuickBooksRejected {
        code: fault.code().unwrap_or("none").to_owned(),
        text: redact.clean(&fault.to_string()),
        intuit_tid: intuit_tid.unwrap_or_else(|| "none".to_owned()),
    }
}
