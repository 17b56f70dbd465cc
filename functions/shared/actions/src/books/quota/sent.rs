//! The requests that one process sent and that still count against a quota.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use storage::Quota;

use super::elapsed;
use super::estimate::{AFTER_REFUSAL, BEFORE_REFUSAL, Known, until_free};
use crate::settings::QuotaLimits;

/// A process that sent less than this part of the quota knows little of it.
const SHARE: usize = 10;

/// Requests of one quota.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// When each was answered: QuickBooks counted it before that.
    answered: VecDeque<Timestamp>,
    under_way: usize,
    /// Since when there has been a request in every window.
    since: Option<Timestamp>,
}

impl Sent {
    pub(super) fn begin(&mut self, now: Timestamp, window: Duration) {
        self.forget(now, window);
        if self.answered.is_empty() && self.under_way == 0 {
            self.since = Some(now);
        }
        self.under_way += 1;
    }

    pub(super) fn end(&mut self, counted_at: Option<Timestamp>) {
        self.under_way = self.under_way.saturating_sub(1);
        if let Some(at) = counted_at {
            // Answers come in their order but for a clock that is set back.
            let at = self.answered.back().map_or(at, |last| at.max(*last));
            self.answered.push_back(at);
        }
    }

    /// The time to wait where this process alone has used the quota up.
    pub(super) fn used_up_for(
        &mut self,
        limits: &QuotaLimits,
        quota: Quota,
        now: Timestamp,
    ) -> Option<Duration> {
        self.forget(now, limits.window());
        let sent = self.answered.len() + self.under_way;
        (sent >= limits.of(quota))
            .then(|| self.until_part_is_free(BEFORE_REFUSAL, limits, quota, now))
    }

    /// The time to wait after a refusal.
    pub(super) fn until_free(
        &mut self,
        limits: &QuotaLimits,
        quota: Quota,
        now: Timestamp,
    ) -> Duration {
        self.until_part_is_free(AFTER_REFUSAL, limits, quota, now)
    }

    fn until_part_is_free(
        &mut self,
        part: f64,
        limits: &QuotaLimits,
        quota: Quota,
        now: Timestamp,
    ) -> Duration {
        let (limit, window) = (limits.of(quota), limits.window());
        self.forget(now, window);
        let leaving_in: Vec<Duration> = self
            .answered
            .iter()
            .map(|at| window.saturating_sub(elapsed(*at, now)))
            .chain(std::iter::repeat_n(window, self.under_way))
            .collect();
        let known = Known {
            limit,
            window,
            leaving_in: &leaving_in,
            is_typical: leaving_in.len() * SHARE >= limit
                && self
                    .since
                    .is_some_and(|since| elapsed(since, now) >= window),
            part,
        };
        let wait = until_free(&known);
        let longest = limits.longest_wait(quota, part);
        wait.min(longest.unwrap_or(wait)).max(limits.breath())
    }

    fn forget(&mut self, now: Timestamp, window: Duration) {
        while self
            .answered
            .front()
            .is_some_and(|at| elapsed(*at, now) >= window)
        {
            self.answered.pop_front();
        }
    }
}
