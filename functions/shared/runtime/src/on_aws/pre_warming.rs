//! Opens the connections that the first invocation needs while the environment starts.
//!
//! During its start an environment has a whole CPU, whatever its memory; afterwards one of 128 MB has
//! 7 % of one, on which a TLS handshake alone takes tens of milliseconds. All hosts at once, so that
//! the start is as long as the slowest of them.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use quickbooks::Transport;
use storage::{Connection, Settings};

use super::OnAws;
use crate::handler::Handler;
use crate::services::Clients;

/// Longer than a handshake across an ocean; shorter than the 10 s that Lambda gives a start.
const LONGEST: Duration = Duration::from_secs(2);

/// A connection that nobody has; reading its settings costs half a read unit.
const NOBODY: &str = "pre-warming";

impl<H: Handler> OnAws<H> {
    /// Opens connections to DynamoDB, Secrets Manager, QuickBooks and what the handler needs besides. What fails is left to
    /// the first invocation, which reports it.
    pub(super) async fn pre_warm(&self) {
        let Ok(clients) = self.clients().await else {
            return;
        };
        let all = async {
            let (store, services, quickbooks, ()) = tokio::join!(
                open_store(clients),
                // Reads the app's credentials, which are needed anyway.
                async { self.services(None).await.is_ok() },
                open_quickbooks(clients),
                self.handler.get_ready(clients),
            );
            tracing::debug!(store, services, quickbooks, "pre-warmed");
        };
        if tokio::time::timeout(LONGEST, Box::pin(all)).await.is_err() {
            tracing::debug!("pre-warming took too long");
        }
    }
}

async fn open_store(clients: &Clients) -> bool {
    let Ok(nobody) = Connection::try_from(NOBODY) else {
        return false;
    };
    clients.store.get_settings(&nobody).await.is_ok()
}

/// A request without a company or a token: it is answered, opens the connection, and is neither
/// metered nor counted.
async fn open_quickbooks(clients: &Clients) -> bool {
    let url = &clients.configuration.quickbooks_api_url;
    let request = Request::builder().method(Method::HEAD).uri(url);
    let Ok(request) = request.body(Bytes::new()) else {
        return false;
    };
    let sent = clients.transport.send(request, LONGEST).await;
    sent.is_ok()
}
