//! Round trips, counted: requests that are sent side by side are one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hubspot::{Transport, TransportError};

/// The round trips to HubSpot; clones count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoundTrips(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    round_trips: AtomicUsize,
    under_way: AtomicUsize,
}

impl RoundTrips {
    /// The round trips since the last call.
    pub(crate) fn take(&self) -> usize {
        self.0.round_trips.swap(0, Ordering::SeqCst)
    }

    /// A transport whose round trips are counted here.
    pub(crate) fn counting<T>(&self, transport: T) -> Counted<T> {
        Counted {
            transport,
            counts: Arc::clone(&self.0),
        }
    }
}

/// A transport that counts: a request begins a round trip if no other one is under way.
pub(crate) struct Counted<T> {
    transport: T,
    counts: Arc<Counts>,
}

impl<T: Transport + Sync> Transport for Counted<T> {
    async fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        timeout: Duration,
    ) -> Result<http::Response<bytes::Bytes>, TransportError> {
        // The question whose the token is goes beside the first record, and may be answered after it: what is asked next
        // would then count as side by side with the record.
        let is_of_token = request.uri().path().contains("/account-info/");
        let _under_way = (!is_of_token).then(|| UnderWay::begin(&self.counts));
        self.transport.send(request, timeout).await
    }
}

/// A request under way, until it is answered or given up.
struct UnderWay<'c>(&'c Counts);

impl<'c> UnderWay<'c> {
    fn begin(counts: &'c Counts) -> Self {
        if counts.under_way.fetch_add(1, Ordering::SeqCst) == 0 {
            counts.round_trips.fetch_add(1, Ordering::SeqCst);
        }
        Self(counts)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}
