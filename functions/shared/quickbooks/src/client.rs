//! Calls to one company.

use std::time::Duration;

use secrecy::SecretString;

use crate::{
    answer::Answer,
    call_error::CallError,
    outcome::classify_wanted,
    request::{Endpoint, Request},
    transport::Transport,
};

/// Calls to one company over one transport. Repeats nothing by itself.
#[derive(Clone, Debug)]
pub struct Client<T> {
    transport: T,
    endpoint: Endpoint,
}

impl<T: Transport> Client<T> {
    /// A client of the company behind the endpoint.
    pub fn new(transport: T, endpoint: Endpoint) -> Self {
        Self {
            transport,
            endpoint,
        }
    }

    /// The company.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends the request once and classifies its outcome.
    pub async fn call(
        &self,
        access_token: &SecretString,
        request: &Request,
        timeout: Duration,
    ) -> Result<Answer, CallError> {
        let http_request = request.to_http(&self.endpoint, access_token)?;
        let result = self.transport.send(http_request, timeout).await;
        let outcome = classify_wanted(request.is_write(), request.wanted(), result);
        trace(request, outcome.as_ref());
        outcome
    }
}

fn trace(request: &Request, outcome: Result<&Answer, &CallError>) {
    match outcome {
        Ok(answer) => tracing::debug!(
            quickbooks.request = ?request,
            quickbooks.intuit_tid = answer.intuit_tid,
            "QuickBooks answered"
        ),
        Err(error) => tracing::debug!(
            quickbooks.request = ?request,
            quickbooks.intuit_tid = error.intuit_tid(),
            quickbooks.error = ?error,
            "QuickBooks call failed"
        ),
    }
}

#[cfg(test)]
mod tests;
