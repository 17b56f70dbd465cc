//! The Lambda function `manage-connection`, invoked directly.

use std::sync::Arc;

use actions::ActionError;
use hubspot::Client;
use jiff::{SignedDuration, Timestamp};
use manage_connection::{Answer, ManageConnection};
use quickbooks::OAuthApp;
use runtime::metrics::Metric;
use runtime::{Handler, ServeError, Services};

#[expect(
    clippy::disallowed_methods,
    reason = "a variable of this function alone"
)]
fn main() -> Result<(), ServeError> {
    let connect_url = std::env::var("CONNECT_URL").ok();
    let manage = Manage {
        connect_url: connect_url.filter(|url| !url.is_empty()),
    };
    runtime::serve_handler("manage-connection", manage)
}

struct Manage {
    /// Where `connect-quickbooks` has its pages.
    connect_url: Option<String>,
}

impl Handler for Manage {
    /// Links are signed with the app's secret: whoever knows one that was replaced signs no more.
    const BELIEVES_CREDENTIALS_FOR: Option<SignedDuration> = Some(SignedDuration::from_mins(1));

    type Answer = Answer;

    async fn handle(
        &self,
        services: &Services,
        event: &[u8],
        deadline: Timestamp,
    ) -> Result<Answer, ActionError> {
        let app = OAuthApp {
            endpoints: services.clients.configuration.oauth_endpoints(),
            credentials: services.credentials.clone(),
        };
        let manage = ManageConnection::new(&services.engine, app, self.connect_url.clone());
        let clients = &services.clients;
        let hubspot = Client::new(clients.hubspot.clone(), clients.hubspot_endpoint.clone());
        let manage = manage.with_hubspot(Arc::new(hubspot));
        // On the heap, as the AWS SDK's futures are inside.
        Box::pin(manage.run(event, deadline)).await
    }

    fn metrics(&self, _answer: &Answer) -> Vec<Metric> {
        Vec::new()
    }
}
