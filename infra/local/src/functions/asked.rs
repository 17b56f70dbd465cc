//! A line of the log for each request to QuickBooks or HubSpot: what an invocation spends its time on, and what support
//! asks for.

use std::fmt::Display;
use std::time::Instant;

use bytes::Bytes;
use http::{Method, Request, Response};

/// A request that is under way. Queries and bodies, which hold people, are left out.
pub(crate) struct Asked {
    service: &'static str,
    method: Method,
    path: String,
    at: Instant,
}

impl Asked {
    /// The request to this service, which begins now.
    pub(crate) fn now(service: &'static str, request: &Request<Bytes>) -> Self {
        Self {
            service,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            at: Instant::now(),
        }
    }

    /// Tells of its answer.
    pub(crate) fn answered<E: Display>(self, answer: &Result<Response<Bytes>, E>) {
        let Self {
            service,
            method,
            path,
            at,
        } = self;
        let took = at.elapsed().as_millis();
        match answer {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let id = answer.headers().get("intuit_tid");
                let intuit_tid = id.and_then(|id| id.to_str().ok());
                tracing::info!(
                    intuit_tid,
                    "{service} answered {status} to {method} {path} in {took} ms"
                );
            }
            Err(error) => {
                tracing::info!("{service} gave no answer to {method} {path} in {took} ms: {error}");
            }
        }
    }
}
