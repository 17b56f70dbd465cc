//! The books of one QuickBooks company, for the time of one invocation.

pub mod access;
pub mod engine;
pub mod environment;
pub mod quota;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use quickbooks::{Answer, CallError, Client, Fault, Request, Transport};
use secrecy::SecretString;
use storage::{Connection, Quota, Tokens};
use tokio::sync::OwnedSemaphorePermit;

use crate::ActionError;
use crate::books::access::{AccessError, AccessTokens};
use crate::books::environment::Environment;
use crate::books::quota::{QuotaLimits, Usage};

/// The longest that one request may take. QuickBooks itself gives up after 120 s ("limits and
/// throttles"); most answers come within a second, so 60 s is past any that still comes.
const LONGEST_CALL: Duration = Duration::from_mins(1);

/// The part of an invocation's time that is kept to record an answer and to return.
const RESERVE: SignedDuration = SignedDuration::from_millis(1500);

/// Calls to one QuickBooks company that end before the invocation does.
pub struct Books<'e, S, T, E> {
    /// The client, bound to the company.
    pub client: Client<&'e T>,
    /// Where access tokens come from.
    pub access: &'e AccessTokens<S, T, E>,
    /// The connection whose tokens are used.
    pub connection: &'e Connection,
    /// Time and chance.
    pub environment: &'e E,
    /// When the invocation ends.
    pub deadline: Timestamp,
    /// This process's knowledge of the company's quotas.
    pub usage: &'e Usage,
    /// The limits of the company's requests.
    pub limits: QuotaLimits,
    /// The time to hold back after a throttle that does not say how long, if that is set.
    pub throttle_wait: Option<Duration>,
}

/// Why a call has no answer, by what is known of its effect.
#[derive(Debug)]
pub enum CallFailure {
    /// QuickBooks' validation refused: nothing was made.
    Rejected {
        /// QuickBooks' words.
        fault: Fault,
        /// Intuit's transaction id.
        intuit_tid: Option<String>,
    },
    /// Known not to be done, for a reason that is not the request's.
    NotDone(ActionError),
    /// Sent, and no usable answer: it may have been done.
    Unknown {
        /// The observation.
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
        let mut access = access.map_err(|error| self.no_access(error))?;
        if access.realm_id != self.company() {
            // The connection may have moved since this process read its tokens.
            let anew = self.access.read_anew(self.connection, self.deadline).await;
            access = anew.map_err(|error| self.no_access(error))?;
        }
        self.check_company(&access.realm_id)?;
        let _turn = self.turn(quota_of(request)).await?;
        match self.send(&access.token, request).await? {
            Err(CallError::Unauthorized { .. }) => {
                let renewed = self
                    .access
                    .refused(self.connection, &access.token, self.deadline);
                let renewed = renewed.await.map_err(|error| self.no_access(error))?;
                let answer = self.send(&renewed.token, request).await?;
                answer.map_err(|error| self.failure(error, quota_of(request)))
            }
            answer => answer.map_err(|error| self.failure(error, quota_of(request))),
        }
    }

    /// Sends a request once, and counts it.
    async fn send(
        &self,
        token: &SecretString,
        request: &Request,
    ) -> Result<Result<Answer, CallError>, CallFailure> {
        let (quota, now) = (quota_of(request), self.environment.now());
        let under_way = self.usage.begin(self.company(), quota, &self.limits, now);
        let wait = under_way.wait();
        let timeout = self
            .time_for_a_call()
            .and_then(|left| match left.checked_sub(wait) {
                Some(left) if !left.is_zero() => Ok(left),
                _ => Err(CallFailure::NotDone(self.throttled(wait))),
            });
        let timeout = match timeout {
            Ok(timeout) => timeout,
            Err(failure) => {
                under_way.not_counted();
                return Err(failure);
            }
        };
        if !wait.is_zero() {
            self.environment.sleep(wait).await;
        }
        let answer = self.client.call(token, request, timeout).await;
        match &answer {
            Err(CallError::Throttled { .. } | CallError::InvalidRequest { .. }) => {
                under_way.not_counted();
            }
            Ok(_) | Err(_) => under_way.answered(self.environment.now()),
        }
        Ok(answer)
    }

    /// The error for an item of a batch that was refused. One over a quota is that of the batch: nothing was made of it.
    pub fn refused_item(
        &self,
        fault: &Fault,
        redact: &crate::text::redact::Redactor,
    ) -> ActionError {
        if fault.is_throttled() {
            return self.throttled(self.refused(Quota::Batches, None));
        }
        rejected(fault, None, redact)
    }

    /// Fails at once, without a request, while a quota of the company is used up.
    ///
    /// # Errors
    ///
    /// [`ActionError::QuickBooksThrottled`] with the wait that is left.
    pub fn check_quota(&self, quota: Quota) -> Result<(), ActionError> {
        let now = self.environment.now();
        match self.usage.wait(self.company(), quota, &self.limits, now) {
            Some(wait) => Err(self.throttled(wait)),
            None => Ok(()),
        }
    }

    /// The error for a quota that is used up: whoever waits comes back spread out, not all at once.
    fn throttled(&self, wait: Duration) -> ActionError {
        let spread = self.limits.breath().mul_f64(self.environment.fraction());
        ActionError::throttled(wait.saturating_add(spread))
    }

    /// Waits for a turn among the requests of this process that may be under way at once. Whoever had
    /// to wait looks again whether the quota is used up by now: those before may have done that.
    async fn turn(&self, quota: Quota) -> Result<OwnedSemaphorePermit, CallFailure> {
        let turns = self.usage.turns(self.company(), &self.limits);
        if let Ok(turn) = Arc::clone(&turns).try_acquire_owned() {
            return Ok(turn);
        }
        let left = self.time_for_a_call()?;
        let turn = tokio::select! {
            biased;
            turn = turns.acquire_owned() => turn.ok(),
            () = self.environment.sleep(left) => None,
        };
        let late = || CallFailure::NotDone(self.throttled(self.limits.breath()));
        let turn = turn.ok_or_else(late)?;
        self.check_quota(quota).map_err(CallFailure::NotDone)?;
        Ok(turn)
    }

    /// The company's id ("realm id").
    pub fn company(&self) -> &str {
        self.client.endpoint().realm_id()
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
        if realm_id == self.company() {
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
            AccessError::NotConnected => ActionError::not_connected(connection),
            AccessError::ReauthorizationRequired { .. } => ActionError::not_authorized(connection),
            AccessError::AppRefused { detail } => ActionError::SettingMissing {
                message: format!("Intuit does not accept the app's client id and secret: {detail}"),
            },
            AccessError::InProgress => ActionError::InProgress {
                detail: format!("another invocation is refreshing the tokens of {connection}"),
            },
            AccessError::Throttled { retry_after } => {
                self.throttled(self.no_tokens_for(retry_after))
            }
            AccessError::Unavailable { detail } => ActionError::QuickBooksUnavailable { detail },
            AccessError::Storage(error) => error.into(),
        }
    }

    /// The time for which no tokens are to be had: the rest of it, or all of it from now.
    fn no_tokens_for(&self, asked: Option<Duration>) -> Duration {
        let now = self.environment.now();
        let noted = self.usage.used_up_until(self.company(), Quota::Tokens, now);
        if let Some(until) = noted {
            return until.duration_since(now).unsigned_abs();
        }
        let wait = self.refused(Quota::Tokens, asked);
        self.access.hold_back(self.connection, now, wait);
        wait
    }

    /// Notes that a quota was refused; how long to wait now.
    fn refused(&self, quota: Quota, asked: Option<Duration>) -> Duration {
        let asked = asked.or(self.throttle_wait);
        let now = self.environment.now();
        self.usage
            .refused(self.company(), quota, asked, &self.limits, now)
    }

    fn failure(&self, error: CallError, quota: Quota) -> CallFailure {
        match error {
            CallError::Rejected { fault, intuit_tid } => {
                CallFailure::Rejected { fault, intuit_tid }
            }
            CallError::Forbidden {
                fault, intuit_tid, ..
            } => CallFailure::Rejected { fault, intuit_tid },
            CallError::Unauthorized { .. } => {
                let connection = self.connection.to_string();
                CallFailure::NotDone(ActionError::not_authorized(connection))
            }
            CallError::Throttled { retry_after, .. } => {
                CallFailure::NotDone(self.throttled(self.refused(quota, retry_after)))
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

/// The quota a request counts against.
fn quota_of(request: &Request) -> Quota {
    if request.is_batch() {
        Quota::Batches
    } else {
        Quota::Requests
    }
}

impl CallFailure {
    /// The failure of a call that writes nothing or whose writes are found by their names, so that
    /// an unknown outcome needs no claim.
    pub fn into_error(self, redact: &crate::text::redact::Redactor) -> ActionError {
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
    redact: &crate::text::redact::Redactor,
) -> ActionError {
    ActionError::QuickBooksRejected {
        code: fault.code().unwrap_or("none").to_owned(),
        text: redact.said(fault),
        intuit_tid: intuit_tid.unwrap_or_else(|| "none".to_owned()),
    }
}
