//! A transport that counts what goes through it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::{Transport, TransportError};
use crate::metering::Metering;

/// A transport that counts what goes through it, by the [`Metering`] that each request carries.
///
/// A request without one, which is none of this crate's own, is not counted. Clones count together.
#[derive(Clone, Debug)]
pub struct CountingTransport<T> {
    inner: T,
    counter: RequestCounter,
}

/// Counts the requests to QuickBooks; clones count together.
#[derive(Clone, Debug, Default)]
pub struct RequestCounter(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    calls: AtomicU64,
    writes: AtomicU64,
    reads: AtomicU64,
    throttles: AtomicU64,
    token_requests: AtomicU64,
}

/// Numbers of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestCounts {
    /// Calls of the Accounting API, one for a batch.
    pub calls: u64,
    /// Those among them that can change the company, one for a batch.
    pub writes: u64,
    /// Reads that Intuit meters, one for each query in a batch. A call that was refused or not sent is
    /// free; one whose answer was lost may have been metered, and is counted.
    pub reads: u64,
    /// Calls that were turned away for want of quota (429).
    pub throttles: u64,
    /// Requests for tokens, or for their revocation.
    pub token_requests: u64,
}

impl<T> CountingTransport<T> {
    /// Counts into `counter` what goes through `inner`.
    pub fn new(inner: T, counter: RequestCounter) -> Self {
        Self { inner, counter }
    }

    /// The counter of what goes through.
    pub fn counter(&self) -> &RequestCounter {
        &self.counter
    }
}

impl<T: Transport + Sync> Transport for CountingTransport<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let metering = request.extensions().get::<Metering>().copied();
        let response = self.inner.send(request, timeout).await;
        if let Some(metering) = metering {
            self.counter.count(metering, &response);
        }
        response
    }
}

impl RequestCounter {
    /// The numbers since they were last taken.
    pub fn take(&self) -> RequestCounts {
        let Counters {
            calls,
            writes,
            reads,
            throttles,
            token_requests,
        } = &*self.0;
        let taken = |counter: &AtomicU64| counter.swap(0, Relaxed);
        RequestCounts {
            calls: taken(calls),
            writes: taken(writes),
            reads: taken(reads),
            throttles: taken(throttles),
            token_requests: taken(token_requests),
        }
    }

    fn count(&self, metering: Metering, result: &Result<Response<Bytes>, TransportError>) {
        let counters = &*self.0;
        match metering {
            Metering::Accounting { is_write, reads } => {
                let reads = if may_be_metered(result) { reads } else { 0 };
                counters.calls.fetch_add(1, Relaxed);
                counters.writes.fetch_add(is_write.into(), Relaxed);
                counters.reads.fetch_add(reads, Relaxed);
                counters
                    .throttles
                    .fetch_add(is_throttled(result).into(), Relaxed);
            }
            Metering::Tokens => {
                counters.token_requests.fetch_add(1, Relaxed);
            }
        }
    }
}

/// Intuit meters only calls that succeed; a lost answer may have been one of success.
fn may_be_metered(result: &Result<Response<Bytes>, TransportError>) -> bool {
    match result {
        Ok(response) => response.status().is_success(),
        Err(TransportError::Lost { .. }) => true,
        Err(TransportError::NotSent { .. }) => false,
    }
}

fn is_throttled(result: &Result<Response<Bytes>, TransportError>) -> bool {
    let status = result.as_ref().map(Response::status);
    status == Ok(StatusCode::TOO_MANY_REQUESTS)
}

#[cfg(test)]
mod tests;
