//! HubSpot's rate limits.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The limits of the portal. The headers tell of them in any case.
///
/// From HubSpot's usage guidelines, for an account of the Professional or Enterprise tier:
/// <https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines>.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RateLimits {
    /// `true` if more is refused; off by default, since tests are faster than people.
    pub enforced: bool,
    /// Requests in any ten seconds, for each app.
    pub burst: u32,
    /// Requests of the whole account in a day of its time zone. Apps with OAuth do not count.
    pub daily: u64,
    /// Searches in any second.
    pub searches_per_second: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            enforced: false,
            burst: 190,
            daily: 650_000,
            searches_per_second: 5,
        }
    }
}

/// The window of the burst, in milliseconds.
pub(crate) const WINDOW: i64 = 10_000;
/// The burst of an app with OAuth, for each account that installs it.
const OAUTH_BURST: u32 = 110;

/// The requests that count against the limits now.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    /// The times of each app's requests, by the app's key.
    bursts: BTreeMap<String, VecDeque<i64>>,
    searches: VecDeque<i64>,
    day: Option<Date>,
    daily: u64,
}

/// A request that asks to be let in.
#[derive(Clone, Copy)]
pub(crate) struct Arrival<'a> {
    /// The app's key.
    pub(crate) app: &'a str,
    pub(crate) is_oauth: bool,
    pub(crate) is_search: bool,
}

/// The state of the limits after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The app's burst.
    pub(crate) burst: u32,
    pub(crate) remaining: u32,
    pub(crate) daily_remaining: u64,
}

impl Meter {
    /// Counts a request, whose day is that of the account's time zone; the policy that refuses it, if one does.
    pub(crate) fn admit(
        &mut self,
        limits: &RateLimits,
        arrival: Arrival<'_>,
        (now, zone): (Timestamp, &TimeZone),
    ) -> (Standing, Option<&'static str>) {
        let today = zone.to_datetime(now).date();
        let now = now.as_millisecond();
        let burst = if arrival.is_oauth {
            limits.burst.min(OAUTH_BURST)
        } else {
            limits.burst
        };
        let mut requests = self.bursts.remove(arrival.app).unwrap_or_default();
        forget(&mut requests, now - WINDOW);
        forget(&mut self.searches, now - 1000);
        if self.day != Some(today) {
            (self.day, self.daily) = (Some(today), 0);
        }
        let is_full = |queue: &VecDeque<i64>, limit: u32| queue.len() >= limit as usize;
        let refused = match arrival {
            _ if !limits.enforced => None,
            _ if !arrival.is_oauth && self.daily >= limits.daily => Some("DAILY"),
            _ if arrival.is_search => {
                is_full(&self.searches, limits.searches_per_second).then_some("SECONDLY")
            }
            _ => is_full(&requests, burst).then_some("TEN_SECONDLY_ROLLING"),
        };
        if refused.is_none() {
            self.daily += u64::from(!arrival.is_oauth);
            let queue = if arrival.is_search {
                &mut self.searches
            } else {
                &mut requests
            };
            queue.push_back(now);
        }
        let used = u32::try_from(requests.len()).unwrap_or(u32::MAX);
        self.bursts.insert(arrival.app.to_owned(), requests);
        let standing = Standing {
            burst,
            remaining: burst.saturating_sub(used),
            daily_remaining: limits.daily.saturating_sub(self.daily),
        };
        (standing, refused)
    }
}

fn forget(queue: &mut VecDeque<i64>, until: i64) {
    while queue.front().is_some_and(|&time| time <= until) {
        queue.pop_front();
    }
}
