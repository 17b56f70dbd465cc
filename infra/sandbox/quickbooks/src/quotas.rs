//! Intuit's limits and throttles, as far as one company sees them.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The requests one company may send; an absent limit does not apply.
///
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quotas {
    /// API requests within the window.
    pub requests_per_window: Option<u32>,
    /// Batch requests within the window.
    pub batches_per_window: Option<u32>,
    /// API requests in progress at the same time.
    pub concurrent: Option<u32>,
    /// API requests within a second. Intuit's page says 10, an older one 10 at once.
    pub requests_per_second: Option<u32>,
    /// Length of the window in seconds; 60 when absent.
    #[serde(rename = "window_seconds", with = "seconds")]
    pub window: Option<Duration>,
}

impl Quotas {
    /// Intuit's published numbers ("limits and throttles", 2025): 500 requests and 40 batches a minute, 10 a second.
    pub fn of_intuit() -> Self {
        Self {
            requests_per_window: Some(500),
            batches_per_window: Some(40),
            requests_per_second: Some(10),
            ..Self::default()
        }
    }
}

mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(
        clippy::ref_option,
        reason = "serde's `with` passes a reference to the field"
    )]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<Duration>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        value.map(|window| window.as_secs()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Duration>, D::Error> {
        Ok(Option::<u64>::deserialize(from)?.map(Duration::from_secs))
    }
}

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
