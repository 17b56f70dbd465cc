//! The limits of a company's requests to QuickBooks.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use storage::Quota;

/// The limits of a company's requests. Intuit's "limits and throttles" (2025): 500 requests a minute per
/// company; 10 a second (an older text: at once) and 40 batches a minute per company and app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct QuotaLimits {
    /// Requests within the window.
    pub requests_per_window: u32,
    /// Batch requests within the window.
    pub batches_per_window: u32,
    /// Requests that are sent within a second.
    pub requests_per_second: u32,
    /// Requests that may be under way at once.
    pub concurrent: u32,
    /// The length of the window in seconds.
    pub window_seconds: u32,
}

impl Default for QuotaLimits {
    fn default() -> Self {
        Self {
            requests_per_window: 500,
            batches_per_window: 40,
            requests_per_second: 10,
            concurrent: 10,
            window_seconds: 60,
        }
    }
}

impl QuotaLimits {
    /// The name of the first limit that cannot be, if one cannot: nothing would ever be sent.
    pub fn impossible(&self) -> Option<&'static str> {
        let limits = [
            ("requests_per_window", self.requests_per_window),
            ("batches_per_window", self.batches_per_window),
            ("requests_per_second", self.requests_per_second),
            ("concurrent", self.concurrent),
            ("window_seconds", self.window_seconds),
        ];
        let zero = limits.into_iter().find(|(_, limit)| *limit == 0);
        zero.map(|(name, _)| name)
    }

    pub(crate) fn window(&self) -> Duration {
        Duration::from_secs(self.window_seconds.into())
    }

    /// The number of requests that a quota gives within the window. The quota of tokens is not published.
    pub(crate) fn of(&self, quota: Quota) -> usize {
        self.limit(quota) as usize
    }

    fn limit(&self, quota: Quota) -> u32 {
        match quota {
            Quota::Requests | Quota::Tokens => self.requests_per_window,
            Quota::Batches => self.batches_per_window,
        }
    }

    /// True where a second's requests may be used up before the window's are.
    pub(crate) fn have_a_second(&self) -> bool {
        self.requests_per_second < self.requests_per_window
    }

    /// The longest until this part of a quota that is used up is free. At most so many requests came in a second, so the
    /// first of them came that long ago: of Intuit's numbers 50 s, and 2.5 s later a twentieth is free.
    pub(crate) fn longest_wait(&self, quota: Quota, part: f64) -> Option<Duration> {
        if !self.have_a_second() {
            return None;
        }
        let came_in = f64::from(self.limit(quota)) * (1.0 - part);
        let came_in = came_in / f64::from(self.requests_per_second.max(1));
        let came_in = Duration::try_from_secs_f64(came_in).unwrap_or(Duration::MAX);
        Some(self.window().saturating_sub(came_in))
    }

    /// The shortest wait worth while, and what those who waited together are spread over: the time in
    /// which the quota gives as many requests as may be under way at once, at most a fortieth of the
    /// window, since what is free and not asked for is lost.
    pub fn breath(&self) -> Duration {
        let share = f64::from(self.concurrent) / f64::from(self.requests_per_window.max(1));
        self.window().mul_f64(share.min(0.025))
    }
}
