//! The requests of an invocation to the outside, counted at the two places where they leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use quickbooks::{RequestCounter, RequestCounts};

use super::Metric;

/// Counts requests; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    quickbooks: RequestCounter,
    store_requests: Arc<AtomicU64>,
}

impl Traffic {
    /// The counter of the requests to QuickBooks.
    pub fn quickbooks(&self) -> &RequestCounter {
        &self.quickbooks
    }

    /// Counts a request to the store, a repeated one included.
    pub fn count_store_request(&self) {
        self.store_requests.fetch_add(1, Relaxed);
    }

    /// The numbers since they were last taken.
    pub fn take(&self) -> [Metric; 5] {
        let RequestCounts {
            calls,
            writes: _,
            reads,
            throttles,
            token_requests,
        } = self.quickbooks.take();
        [
            Metric::count("QuickBooksRequests", calls),
            Metric::count("QuickBooksReads", reads),
            Metric::count("QuickBooksThrottles", throttles),
            Metric::count("TokenRequests", token_requests),
            Metric::count("StoreRequests", self.store_requests.swap(0, Relaxed)),
        ]
    }
}
