//! The reasons for which a record was not read, and the contract's errors for them.

use hubspot::{ApiError, ApiVersion, CallError, ObjectId, ThrottlePolicy};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use storage::PortalId;

use crate::ActionError;
use crate::error::AFTER_MIDNIGHT;
use crate::record::reading::ReadOrder;
use crate::request::properties::Associated;

/// The record or connection that HubSpot is asked for, as messages name it, and the account.
pub(super) struct Place {
    pub(super) label: String,
    pub(super) portal: PortalId,
}

impl Place {
    /// The record of an order.
    pub(super) fn of(order: &ReadOrder) -> Self {
        Self {
            label: order.label(),
            portal: order.portal.clone(),
        }
    }
}

/// The reason for which a record was not read.
#[derive(Debug)]
pub(super) enum Refusal {
    /// HubSpot does not take the token.
    Token(String),
    /// There is no such record, or it is archived.
    NotFound {
        /// The record, such as `deal 9001`.
        label: String,
        /// True when it is in the recycle bin.
        is_archived: bool,
    },
    /// The app may not read something, and HubSpot names no scope.
    Forbidden {
        /// The record, or who else asks.
        label: String,
        /// The account.
        portal: PortalId,
        /// HubSpot's id of the exchange, in words.
        told: String,
    },
    /// Any other.
    Other(ActionError),
}

impl Refusal {
    /// The reason that HubSpot's answer, or the lack of one, gives.
    pub(super) fn of(place: &Place, error: &CallError, now: Timestamp) -> Self {
        let Place { label, portal } = place;
        let told = error.correlation_id();
        let told = told.map_or_else(String::new, |id| {
            format!(" (HubSpot's correlation id {id})")
        });
        match error {
            CallError::Unauthorized { .. } => Self::Token(format!(
                "{label}: HubSpot account {portal} does not accept the stored access token{told}: store the \
                 token that the private app shows now"
            )),
            CallError::MissingScopes { scopes, .. } => denied(format!(
                "{label}: the app of HubSpot account {portal} lacks a scope ({scopes}){told}: give it the scope"
            )),
            CallError::Forbidden { .. } => Self::Forbidden {
                label: label.clone(),
                portal: portal.clone(),
                told,
            },
            CallError::NotFound { .. } => Self::NotFound {
                label: label.clone(),
                is_archived: false,
            },
            CallError::Locked { .. }
            | CallError::Throttled(_)
            | CallError::Migrating { .. }
            | CallError::Unavailable { .. }
            | CallError::Unknown { .. } => {
                let wait = wait(error, now);
                unavailable(format!("{label}: {error}{told}; nothing was done{wait}"))
            }
            CallError::Rejected { .. }
            | CallError::Conflict { .. }
            | CallError::InvalidRequest(_) => {
                let said = error.to_string();
                // HubSpot's own words have the id already.
                let is_told = error.correlation_id().is_some_and(|id| said.contains(id));
                let told = if is_told { "" } else { told.as_str() };
                Self::Other(ActionError::invalid(format!(
                    "{label}: {said}{told}; nothing was done: see that the record opens in HubSpot, or give it whole"
                )))
            }
        }
    }

    /// An order that cannot be sent.
    pub(super) fn rejected(order: &ReadOrder, error: &dyn std::error::Error) -> Self {
        Self::Other(ActionError::invalid(format!("{}: {error}", order.label())))
    }

    /// An object that HubSpot associates and does not give: it has just been archived, or is not to be found yet.
    pub(super) fn missing(order: &ReadOrder, list: Associated, id: &ObjectId) -> Self {
        unavailable(format!(
            "{}: HubSpot associates {} {} with it and does not give it; nothing was done: try again, or take the \
             association away in HubSpot if the object is deleted",
            order.label(),
            list.object_type(),
            id.as_str()
        ))
    }

    /// Pages that begin again where one began before.
    pub(super) fn endless(order: &ReadOrder, list: Associated) -> Self {
        unavailable(format!(
            "{}: HubSpot gives the pages of its {list} over and over; nothing was done",
            order.label()
        ))
    }

    /// An error within a batch.
    pub(super) fn in_batch(order: &ReadOrder, list: Associated, error: &ApiError) -> Self {
        let label = order.label();
        match error.required_scopes() {
            Some(scopes) => denied(format!(
                "{label}: the app of HubSpot account {} lacks a scope to read its {list} ({scopes}): give it the scope",
                order.portal
            )),
            None => unavailable(format!(
                "{label}: HubSpot gave not all of its {list} ({error}); nothing was done"
            )),
        }
    }

    /// The same about the question whose the token is: where HubSpot has not even that, it is another API.
    pub(super) fn of_account(self, version: ApiVersion) -> Self {
        match self {
            Self::NotFound { label, .. } => Self::Other(ActionError::SettingMissing {
                message: format!(
                    "{label}: HubSpot has no version {version} of its API: set `HUBSPOT_API_VERSION` to one that it has"
                ),
            }),
            other => other,
        }
    }

    /// The same about a list: where HubSpot does not find one, the record itself is there.
    pub(super) fn of_list(self, order: &ReadOrder, list: Associated) -> Self {
        match self {
            Self::NotFound { .. } => unavailable(format!(
                "{}: HubSpot has the record and did not find its {list}; nothing was done: try again",
                order.label()
            )),
            Self::Forbidden {
                label,
                portal,
                told,
            } => {
                let scope = list.object_type().read_scope();
                let scope = scope.map_or_else(String::new, |scope| format!(" ({scope})"));
                denied(format!(
                    "{label}: HubSpot account {portal} does not let the app read its {list}{told}: give the app the \
                     scope to read them{scope}"
                ))
            }
            other => other,
        }
    }

    /// A quota that was used up a moment ago, and is not asked for before it is there again.
    pub(super) fn resting(order: &ReadOrder, now: Timestamp, until: Timestamp) -> Self {
        let seconds = until.duration_since(now).as_secs().max(1);
        unavailable(format!(
            "{}: HubSpot account {} has used up its requests for now; nothing was done; try again in {seconds} s",
            order.label(),
            order.portal
        ))
    }
}

/// The end of a message: from when HubSpot may be asked again, where it tells that. A day ends by the account's time
/// zone, which is not known here.
fn wait(error: &CallError, now: Timestamp) -> String {
    if let CallError::Throttled(throttle) = error
        && throttle.policy == ThrottlePolicy::Daily
    {
        return format!("; {AFTER_MIDNIGHT}");
    }
    let resumes = error.resumes_at(now, &TimeZone::UTC);
    let wait = resumes.map(|at| at.duration_since(now).as_secs().max(1));
    wait.map_or_else(String::new, |seconds| format!("; try again in {seconds} s"))
}

fn denied(message: String) -> Refusal {
    Refusal::Other(ActionError::HubSpotAccessDenied { message })
}

fn unavailable(message: String) -> Refusal {
    Refusal::Other(ActionError::HubSpotUnavailable { message })
}

impl From<Refusal> for ActionError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Token(message) => Self::HubSpotAccessDenied { message },
            Refusal::NotFound {
                label,
                is_archived: true,
            } => Self::RecordNotFound {
                message: format!(
                    "{label} is archived in HubSpot: restore it there, or enrol another"
                ),
            },
            Refusal::NotFound {
                label,
                is_archived: false,
            } => Self::RecordNotFound {
                message: format!(
                    "{label}: HubSpot has no such record in this account: it was deleted, or the id is \
                     another account's"
                ),
            },
            Refusal::Forbidden {
                label,
                portal,
                told,
            } => Self::HubSpotAccessDenied {
                message: format!(
                    "{label}: HubSpot account {portal} does not let the app read this{told}: give the app the \
                     scopes of the record and of all that is associated with it"
                ),
            },
            Refusal::Other(error) => error,
        }
    }
}
