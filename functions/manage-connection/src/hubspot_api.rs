//! The way to HubSpot's API.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use hubspot::{Answer, CallError, Client, Request, Transport};
use secrecy::SecretString;

/// A call to HubSpot, to come.
pub type HubSpotCall<'c> = Pin<Box<dyn Future<Output = Result<Answer, CallError>> + Send + 'c>>;

/// The way to HubSpot's API; dyn-compatible, so that an installation without one costs no type.
pub trait HubSpotApi: Send + Sync {
    /// Sends the request once.
    fn send<'c>(
        &'c self,
        token: &'c SecretString,
        request: &'c Request,
        timeout: Duration,
    ) -> HubSpotCall<'c>;
}

impl<T: Transport + Send + Sync> HubSpotApi for Client<T> {
    fn send<'c>(
        &'c self,
        token: &'c SecretString,
        request: &'c Request,
        timeout: Duration,
    ) -> HubSpotCall<'c> {
        Box::pin(Client::send(self, token, request, timeout))
    }
}
