//! The payload of an invocation, kept as the bytes it came in.
//!
//! Functions read events themselves, so that a malformed one is answered with the contract's `InvalidRequest` and never
//! quoted. The runtime would parse the payload before it calls a function, answer what is not JSON with an error type of
//! its own, and stop if it is not UTF-8: [`KeepPayload`] stands before it, keeps the payload and gives it `null` to read.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use lambda_runtime::LambdaInvocation;
use lambda_runtime::tower::{Layer, Service};

/// The payload that came last, until its function takes it; a process answers one event at a time.
#[derive(Clone, Default)]
pub(crate) struct KeepPayload(Arc<Mutex<Bytes>>);

/// The service under [`KeepPayload`].
#[derive(Clone)]
pub(crate) struct KeepPayloadService<S> {
    kept: KeepPayload,
    inner: S,
}

impl KeepPayload {
    /// The payload, as it came.
    pub(crate) fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, payload: Bytes) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = payload;
    }
}

impl<S> Layer<S> for KeepPayload {
    type Service = KeepPayloadService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        let kept = self.clone();
        KeepPayloadService { kept, inner }
    }
}

impl<S: Service<LambdaInvocation>> Service<LambdaInvocation> for KeepPayloadService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> Self::Future {
        let null = Bytes::from_static(b"null");
        self.kept
            .keep(std::mem::replace(&mut invocation.body, null));
        self.inner.call(invocation)
    }
}
