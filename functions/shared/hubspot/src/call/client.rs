//! Calls to HubSpot.

use std::time::Duration;

use secrecy::SecretString;

use crate::{
    call::{Answer, CallError, Transport, classify},
    request::{Endpoint, Request},
};

/// Calls to HubSpot over one transport. Repeats nothing by itself.
#[derive(Clone, Debug)]
pub struct Client<T> {
    transport: T,
    endpoint: Endpoint,
}

impl<T: Transport> Client<T> {
    /// A client of the API behind the endpoint. The access token says which account is meant.
    pub fn new(transport: T, endpoint: Endpoint) -> Self {
        Self {
            transport,
            endpoint,
        }
    }

    /// The API's address.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends the request once and classifies its outcome.
    pub async fn send(
        &self,
        access_token: &SecretString,
        request: &Request,
        timeout: Duration,
    ) -> Result<Answer, CallError> {
        let http_request = request.to_http(&self.endpoint, access_token)?;
        let result = self.transport.send(http_request, timeout).await;
        let outcome = classify(request, result);
        trace(request, outcome.as_ref());
        outcome
    }
}

fn trace(request: &Request, outcome: Result<&Answer, &CallError>) {
    match outcome {
        Ok(answer) => tracing::debug!(
            hubspot.request = ?request,
            hubspot.correlation_id = answer.correlation_id,
            "HubSpot answered"
        ),
        Err(error) => tracing::debug!(
            hubspot.request = ?request,
            hubspot.correlation_id = error.correlation_id(),
            hubspot.error = %error,
            "HubSpot call failed"
        ),
    }
}

#[cfg(test)]
mod tests;
