//! The requests to QuickBooks of one invocation, whatever else runs at the same time.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use quickbooks::{CountingTransport, RequestCounter, Transport, TransportError};

use super::Asked;

tokio::task_local! {
    static OF_INVOCATION: RequestCounter;
}

/// A transport that counts for the invocation in which it is used.
#[derive(Clone, Debug)]
pub(crate) struct CountedByInvocation<T>(T);

impl<T> CountedByInvocation<T> {
    /// Counts what goes through `inner`.
    pub(crate) const fn new(inner: T) -> Self {
        Self(inner)
    }
}

impl<T: Transport + Clone + Send + Sync> Transport for CountedByInvocation<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let asked = Asked::now("QuickBooks", &request);
        let answer = match OF_INVOCATION.try_with(RequestCounter::clone) {
            Ok(counter) => {
                let counting = CountingTransport::new(self.0.clone(), counter);
                counting.send(request, timeout).await
            }
            Err(_) => self.0.send(request, timeout).await,
        };
        asked.answered(&answer);
        answer
    }
}

/// The counter of the invocation that this runs in, for a task that it starts.
pub(super) fn of_invocation() -> RequestCounter {
    OF_INVOCATION
        .try_with(RequestCounter::clone)
        .unwrap_or_default()
}

/// Runs what is part of the invocation with this counter.
pub(super) fn within<F: Future>(
    counter: RequestCounter,
    running: F,
) -> impl Future<Output = F::Output> {
    OF_INVOCATION.scope(counter, running)
}

/// Runs an invocation, and counts its requests; those for tokens are among them.
pub(super) async fn counted<R>(running: impl Future<Output = R>) -> (R, u64) {
    let counter = RequestCounter::default();
    let result = within(counter.clone(), running).await;
    let counts = counter.take();
    (result, counts.calls + counts.token_requests)
}
