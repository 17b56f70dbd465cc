//! The Lambda function `connect-quickbooks`, behind an HTTP API.

use actions::ActionError;
use actions::books::environment::SystemEnvironment;
use connect_quickbooks::api_gateway::{self, ApiGatewayResponse};
use connect_quickbooks::{ConnectQuickBooks, IntuitApp};
use jiff::{SignedDuration, Timestamp};
use quickbooks::OAuthApp;
use runtime::metrics::Metric;
use runtime::{Handler, ServeError, Services};

#[expect(
    clippy::disallowed_methods,
    reason = "a variable of this function alone"
)]
fn main() -> Result<(), ServeError> {
    let connect_url = std::env::var("CONNECT_URL").ok();
    let pages = Pages {
        connect_url: connect_url.filter(|url| !url.is_empty()),
    };
    runtime::serve_handler("connect-quickbooks", pages)
}

struct Pages {
    /// Where people see the pages; the API's own address if it is not set.
    connect_url: Option<String>,
}

impl Handler for Pages {
    /// Links are signed with the app's secret: whoever knows one that was replaced signs no more.
    const BELIEVES_CREDENTIALS_FOR: Option<SignedDuration> = Some(SignedDuration::from_mins(1));

    type Answer = ApiGatewayResponse;

    async fn handle(
        &self,
        services: &Services,
        event: &[u8],
        _deadline: Timestamp,
    ) -> Result<ApiGatewayResponse, ActionError> {
        let request = api_gateway::request(event, self.connect_url.as_deref())?;
        let configuration = &services.clients.configuration;
        let app = IntuitApp {
            oauth: OAuthApp {
                endpoints: configuration.oauth_endpoints(),
                credentials: services.credentials.clone(),
            },
            api_url: configuration.quickbooks_api_url.clone(),
        };
        let (store, transport) = (
            services.clients.store.clone(),
            services.clients.transport.clone(),
        );
        let pages = ConnectQuickBooks::new(store, transport, SystemEnvironment, app);
        // On the heap, as the AWS SDK's futures are inside.
        Ok(Box::pin(pages.handle(&request)).await.into())
    }

    fn metrics(&self, response: &ApiGatewayResponse) -> Vec<Metric> {
        vec![Metric::count(
            "ConnectFailures",
            u64::from(response.is_failure()),
        )]
    }
}
