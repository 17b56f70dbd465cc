//! The accounts whose requests are used up for now.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hubspot::CallError;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use storage::PortalId;

/// The longest rest: the end of a day's quota is known only by the account's time zone, and a larger quota may be
/// bought meanwhile, so HubSpot is asked again every minute.
const LONGEST: SignedDuration = SignedDuration::from_mins(1);

/// The accounts that refused a request by a quota, each with the moment from which it is asked again.
///
/// Without it every record that is read meanwhile would be refused in its turn, and a request that is refused
/// counts in the quota too.
#[derive(Default)]
pub(super) struct Rests(Mutex<HashMap<PortalId, Timestamp>>);

impl Rests {
    /// The end of an account's rest, if it rests at `now`.
    pub(super) fn until(&self, portal: &PortalId, now: Timestamp) -> Option<Timestamp> {
        let rests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rests.get(portal).copied().filter(|until| *until > now)
    }

    /// Lets an account rest after this error, where a quota is the reason.
    pub(super) fn learn(&self, portal: &PortalId, error: &CallError, now: Timestamp) {
        let CallError::Throttled(throttle) = error else {
            return;
        };
        let resumes = throttle.resumes_at(now, &TimeZone::UTC);
        let until = resumes.min(now.checked_add(LONGEST).unwrap_or(resumes));
        let mut rests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rests.insert(portal.clone(), until);
    }
}
