//! The count of a company's requests.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::Quotas;

/// The requests that still count against the quotas.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    requests: VecDeque<Timestamp>,
    batches: VecDeque<Timestamp>,
    in_progress: u32,
}

impl Meter {
    /// Counts a request in, or says that a quota is used up. A request counted in must be [`Self::leave`]d.
    pub(crate) fn admit(&mut self, quotas: &Quotas, is_batch: bool, now: Timestamp) -> bool {
        let window = quotas.window.unwrap_or(Duration::from_mins(1));
        forget_before(&mut self.requests, now, window);
        forget_before(&mut self.batches, now, window);
        let last_second = self.requests.iter().rev();
        let last_second = last_second
            .take_while(|time| now.duration_since(**time).unsigned_abs() < Duration::from_secs(1));
        let full = used_up(quotas.requests_per_second, last_second.count())
            || used_up(quotas.requests_per_window, self.requests.len())
            || (is_batch && used_up(quotas.batches_per_window, self.batches.len()))
            || quotas
                .concurrent
                .is_some_and(|limit| self.in_progress >= limit);
        if full {
            return false;
        }
        self.requests.push_back(now);
        if is_batch {
            self.batches.push_back(now);
        }
        self.in_progress += 1;
        true
    }

    /// Counts a request out that was admitted.
    pub(crate) fn leave(&mut self) {
        self.in_progress = self.in_progress.saturating_sub(1);
    }
}

fn used_up(limit: Option<u32>, used: usize) -> bool {
    limit.is_some_and(|limit| used >= limit as usize)
}

fn forget_before(times: &mut VecDeque<Timestamp>, now: Timestamp, window: Duration) {
    while times
        .front()
        .is_some_and(|time| now.duration_since(*time).unsigned_abs() >= window)
    {
        times.pop_front();
    }
}
