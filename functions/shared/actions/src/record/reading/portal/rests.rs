//! The accounts whose requests are used up for now, or nearly.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hubspot::{CallError, RateLimits};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use storage::PortalId;

/// The longest rest: the end of a day's quota is known only by the account's time zone, and a larger quota may be
/// bought meanwhile, so HubSpot is asked again every minute.
const LONGEST: SignedDuration = SignedDuration::from_mins(1);

/// The window of an app's requests, until an answer tells its length.
const WINDOW: Duration = Duration::from_secs(10);

/// The requests of a window of which one part is left: other processes are at work on records of the account, and do
/// not see what this one sees.
const RESERVE: u64 = 10;

/// The accounts that refused a request by a quota, or have few left, each with the moment from which it is asked again.
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
        self.rest(portal, throttle.resumes_at(now, &TimeZone::UTC), now);
    }

    /// Lets an account rest before it refuses anything, where an answer tells that little is left of the window.
    pub(super) fn keep(&self, portal: &PortalId, limits: &RateLimits, now: Timestamp) {
        if let Some(rest) = rest_after(limits) {
            self.rest(portal, now.checked_add(rest).unwrap_or(now), now);
        }
    }

    fn rest(&self, portal: &PortalId, until: Timestamp, now: Timestamp) {
        let until = until.min(now.checked_add(LONGEST).unwrap_or(until));
        let mut rests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let end = rests.entry(portal.clone()).or_insert(until);
        *end = until.max(*end);
    }
}

/// The rest after an answer with these limits: the window, when less than a tenth of its requests is left.
fn rest_after(limits: &RateLimits) -> Option<Duration> {
    let (max, remaining) = (limits.max?, limits.remaining?);
    (remaining < max / RESERVE).then(|| limits.interval.unwrap_or(WINDOW))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_rests_when_less_than_a_tenth_of_its_window_is_left() {
        let five = Duration::from_secs(5);
        let table = [
            (Some(190), Some(19), None, None),
            (Some(190), Some(18), None, Some(WINDOW)),
            (Some(100), Some(10), None, None),
            (Some(100), Some(9), Some(five), Some(five)),
            (Some(100), Some(0), None, Some(WINDOW)),
            // What is not told lets nothing rest.
            (None, Some(0), None, None),
            (Some(100), None, None, None),
            (Some(0), Some(0), None, None),
        ];
        for (max, remaining, interval, expected) in table {
            let limits = RateLimits {
                max,
                remaining,
                interval,
                ..RateLimits::default()
            };
            assert_eq!(rest_after(&limits), expected, "{limits:?}");
        }
    }
}
