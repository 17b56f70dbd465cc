//! HubSpot's rate limits.

use std::collections::VecDeque;

use jiff::Timestamp;
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
    /// Requests a day of the whole account. Apps with OAuth do not count.
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
const DAY: i64 = 24 * 60 * 60 * 1000;

/// The requests that count against the limits now.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    burst: VecDeque<i64>,
    searches: VecDeque<i64>,
    day: i64,
    daily: u64,
}

/// The state of the limits after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) remaining: u32,
    pub(crate) daily_remaining: u64,
}

impl Meter {
    /// Counts a request; the policy that refuses it, if one does.
    pub(crate) fn admit(
        &mut self,
        limits: &RateLimits,
        is_search: bool,
        now: Timestamp,
    ) -> (Standing, Option<&'static str>) {
        let now = now.as_millisecond();
        forget(&mut self.burst, now - WINDOW);
        forget(&mut self.searches, now - 1000);
        if self.day != now.div_euclid(DAY) {
            (self.day, self.daily) = (now.div_euclid(DAY), 0);
        }
        let refused = self.refused_by(limits, is_search);
        if refused.is_none() {
            self.daily += 1;
            if is_search {
                self.searches.push_back(now);
            } else {
                self.burst.push_back(now);
            }
        }
        let used = u32::try_from(self.burst.len()).unwrap_or(u32::MAX);
        let standing = Standing {
            remaining: limits.burst.saturating_sub(used),
            daily_remaining: limits.daily.saturating_sub(self.daily),
        };
        (standing, refused)
    }

    fn refused_by(&self, limits: &RateLimits, is_search: bool) -> Option<&'static str> {
        let is_full = |queue: &VecDeque<i64>, limit: u32| queue.len() >= limit as usize;
        if !limits.enforced {
            return None;
        }
        if self.daily >= limits.daily {
            return Some("DAILY");
        }
        if is_search {
            return is_full(&self.searches, limits.searches_per_second).then_some("SECONDLY");
        }
        is_full(&self.burst, limits.burst).then_some("TEN_SECONDLY_ROLLING")
    }
}

fn forget(queue: &mut VecDeque<i64>, until: i64) {
    while queue.front().is_some_and(|&time| time <= until) {
        queue.pop_front();
    }
}
