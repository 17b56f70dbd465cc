//! What an invocation asks of the outside, counted at the two places where requests leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::Metric;

/// Counts requests; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Traffic(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    quickbooks_requests: AtomicU64,
    quickbooks_reads: AtomicU64,
    quickbooks_throttles: AtomicU64,
    token_requests: AtomicU64,
    store_requests: AtomicU64,
}

impl Traffic {
    /// A request to the Accounting API: what it reads by Intuit's meter, and whether it was turned
    /// away for want of quota.
    pub fn quickbooks(&self, reads: u64, throttled: bool) {
        self.0.quickbooks_requests.fetch_add(1, Relaxed);
        self.0.quickbooks_reads.fetch_add(reads, Relaxed);
        self.0
            .quickbooks_throttles
            .fetch_add(throttled.into(), Relaxed);
    }

    /// A request for tokens.
    pub fn token(&self) {
        self.0.token_requests.fetch_add(1, Relaxed);
    }

    /// A request to the store, a repeated one included.
    pub fn store(&self) {
        self.0.store_requests.fetch_add(1, Relaxed);
    }

    /// What was counted since it was last taken.
    pub fn take(&self) -> [Metric; 5] {
        let counters = &*self.0;
        let count = |name, counter: &AtomicU64| Metric::count(name, counter.swap(0, Relaxed));
        [
            count("QuickBooksRequests", &counters.quickbooks_requests),
            count("QuickBooksReads", &counters.quickbooks_reads),
            count("QuickBooksThrottles", &counters.quickbooks_throttles),
            count("TokenRequests", &counters.token_requests),
            count("StoreRequests", &counters.store_requests),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_counted_from_nought_again() {
        let traffic = Traffic::default();
        let counted_elsewhere = traffic.clone();
        counted_elsewhere.quickbooks(2, true);
        counted_elsewhere.token();
        counted_elsewhere.store();
        let values = |metrics: [Metric; 5]| metrics.map(|metric| metric.value().to_string());
        assert_eq!(values(traffic.take()), ["1", "2", "1", "1", "1"]);
        assert_eq!(values(traffic.take()), ["0", "0", "0", "0", "0"]);
    }
}
