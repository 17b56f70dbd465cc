//! Calls to one HubSpot account, with what their failures mean to a report.

use std::time::Duration;

use hubspot::{Answer, Associations, CallError, Client, ObjectId, ObjectType, Request, Transport};
use jiff::Timestamp;
use secrecy::SecretString;

/// The most time for one request; HubSpot's edge gives up after some ten seconds.
const MOST: Duration = Duration::from_secs(12);

/// The calls of one report to one account.
pub(crate) struct Calls<'c, T> {
    pub(crate) client: &'c Client<T>,
    pub(crate) token: SecretString,
    pub(crate) now: &'c (dyn Fn() -> Timestamp + Sync),
    pub(crate) deadline: Timestamp,
}

/// The reason for which a step is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Trying again can help.
    Later(String),
    /// It may have been done; trying again finds out.
    Unknown(String),
    /// A person must give the app something: a token, a scope.
    Denied(String),
    /// HubSpot has no such thing.
    Gone(String),
    /// HubSpot refuses it, and will again.
    Refused(String),
}

impl Refusal {
    /// The words.
    pub(crate) fn reason(&self) -> &str {
        match self {
            Self::Later(reason)
            | Self::Unknown(reason)
            | Self::Denied(reason)
            | Self::Gone(reason)
            | Self::Refused(reason) => reason,
        }
    }
}

impl From<&CallError> for Refusal {
    /// The words show HubSpot's codes and names of properties, and none of its texts, which quote people.
    fn from(error: &CallError) -> Self {
        let reason = error.to_string();
        match error {
            CallError::Unauthorized { .. } | CallError::MissingScopes { .. } => {
                Self::Denied(reason)
            }
            CallError::NotFound { .. } => Self::Gone(reason),
            CallError::Rejected { .. }
            | CallError::Conflict { .. }
            | CallError::Forbidden { .. }
            | CallError::InvalidRequest(_) => Self::Refused(reason),
            CallError::Unknown { .. } => Self::Unknown(reason),
            CallError::Locked { .. }
            | CallError::Throttled(_)
            | CallError::Migrating { .. }
            | CallError::Unavailable { .. } => Self::Later(reason),
        }
    }
}

impl<T: Transport + Sync> Calls<'_, T> {
    /// Sends a request.
    pub(crate) async fn send(&self, request: &Request) -> Result<Answer, CallError> {
        let left = self.time_left();
        self.client.send(&self.token, request, left).await
    }

    /// The time that a request may take.
    pub(crate) fn time_left(&self) -> Duration {
        let left = self.deadline.duration_since(self.now());
        Duration::try_from(left).unwrap_or_default().min(MOST)
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn ask<A>(
        &self,
        request: &Request,
        read: impl FnOnce(&Answer) -> Result<A, CallError>,
    ) -> Result<A, Refusal> {
        let answer = self.send(request).await;
        answer
            .and_then(|answer| read(&answer))
            .map_err(|error| Refusal::from(&error))
    }

    /// The records of a type that a record is associated with, all pages.
    pub(crate) async fn associated(
        &self,
        (of, id): (&ObjectType, &ObjectId),
        to: &ObjectType,
    ) -> Result<Vec<ObjectId>, Refusal> {
        let mut all = Associations::NONE;
        loop {
            let after = all.after().map(str::to_owned);
            let page = Request::associations(of, id, to, after.as_deref());
            all.append(self.ask(&page, Answer::associations).await?);
            if all.after().is_none() {
                return Ok(all.ids().cloned().collect());
            }
        }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }
}
