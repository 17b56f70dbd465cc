//! The payload of an invocation, kept as the bytes it came in.
//!
//! The pipeline reads events itself, so that a malformed one is answered with the contract's
//! `InvalidRequest` and never quoted. The runtime parses the payload before it calls a function,
//! though, and answers what is not JSON with an error type of its own (or stops, if it is not UTF-8):
//! [`JsonOnly`] stands before it and lets only JSON through.

use std::task::{Context, Poll};

use bytes::Bytes;
use lambda_runtime::LambdaInvocation;
use lambda_runtime::tower::{Layer, Service};
use serde_json::value::RawValue;

/// A payload as it came.
pub(crate) type Event = Box<RawValue>;

/// Puts `null` in the place of a payload that is not JSON; a function refuses `null` like any other
/// event that is not an object. Lambda itself accepts JSON alone, so this is for emulators.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsonOnly;

/// The service under [`JsonOnly`].
#[derive(Clone, Debug)]
pub(crate) struct JsonOnlyService<S>(S);

impl<S> Layer<S> for JsonOnly {
    type Service = JsonOnlyService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        JsonOnlyService(inner)
    }
}

impl<S: Service<LambdaInvocation>> Service<LambdaInvocation> for JsonOnlyService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> Self::Future {
        if serde_json::from_slice::<&RawValue>(&invocation.body).is_err() {
            invocation.body = Bytes::from_static(b"null");
        }
        self.0.call(invocation)
    }
}
