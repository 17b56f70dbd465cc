//! A handler on the clients alone, without the secrets that open QuickBooks.

use std::time::Duration;

use actions::ActionError;
use jiff::Timestamp;
use tokio::sync::OnceCell;

use crate::function::Function;
use crate::handler::HubSpotHandler;
use crate::metrics::{Metric, Traffic};
use crate::services::Clients;

/// Shorter than the 10 s that Lambda gives a start.
const LONGEST: Duration = Duration::from_secs(2);

/// A handler with its clients, which are tried again by the next invocation when they cannot be made.
#[derive(Debug)]
pub(crate) struct OnHubSpot<H> {
    handler: H,
    traffic: Traffic,
    clients: OnceCell<Clients>,
}

impl<H> OnHubSpot<H> {
    pub(crate) fn new(handler: H) -> Self {
        Self {
            handler,
            traffic: Traffic::default(),
            clients: OnceCell::new(),
        }
    }

    async fn clients(&self) -> Result<&Clients, ActionError> {
        let make = async || Clients::from_environment(&self.traffic);
        self.clients.get_or_try_init(make).await
    }
}

impl<H: HubSpotHandler> Function for OnHubSpot<H> {
    type Answer = H::Answer;

    async fn get_ready(&self) {
        let open = async {
            if let Ok(clients) = self.clients().await {
                self.handler.get_ready(clients).await;
            }
        };
        let _ = tokio::time::timeout(LONGEST, Box::pin(open)).await;
        // What getting ready takes is no invocation's.
        let _ = self.traffic.take();
    }

    async fn answer(&self, event: &[u8], deadline: Timestamp) -> Result<H::Answer, ActionError> {
        let clients = self.clients().await?;
        self.handler.handle(clients, event, deadline).await
    }

    fn metrics(&self, answer: &H::Answer) -> Vec<Metric> {
        self.handler.metrics(answer)
    }

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}
