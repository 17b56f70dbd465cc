//! The Lambda function `manage-connection`, invoked directly.

use std::sync::Arc;

use actions::ActionError;
use hubspot::Client;
use jiff::{SignedDuration, Timestamp};
use manage_connection::aws::RunsOnAws;
use manage_connection::{Answer, ManageConnection};
use quickbooks::OAuthApp;
use runtime::metrics::Metric;
use runtime::{Handler, ServeError, Services};

#[expect(
    clippy::disallowed_methods,
    reason = "variables of this function alone"
)]
fn main() -> Result<(), ServeError> {
    let variable = |name| {
        std::env::var(name)
            .ok()
            .filter(|value: &String| !value.is_empty())
    };
    let runs = variable("FAILED_RUNS_QUEUE").map(|failed_runs| Runs {
        failed_runs,
        workflows: variable("ACTION_WORKFLOWS")
            .unwrap_or_default()
            .split(',')
            .filter(|workflow| !workflow.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
    });
    let manage = Manage {
        connect_url: variable("CONNECT_URL"),
        runs,
    };
    runtime::serve_handler("manage-connection", manage)
}

struct Manage {
    /// Where `connect-quickbooks` has its pages.
    connect_url: Option<String>,
    /// Where runs wait and run; not in `sam local`.
    runs: Option<Runs>,
}

struct Runs {
    failed_runs: String,
    workflows: Vec<String>,
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
        let mut manage = manage.with_hubspot(Arc::new(hubspot));
        if let Some(runs) = &self.runs {
            manage = manage.with_runs(Arc::new(RunsOnAws {
                step_functions: aws_sdk_sfn::Client::new(&clients.aws),
                queues: aws_sdk_sqs::Client::new(&clients.aws),
                workflows: runs.workflows.clone(),
                failed_runs: runs.failed_runs.clone(),
            }));
        }
        // On the heap, as the AWS SDK's futures are inside.
        Box::pin(manage.run(event, deadline)).await
    }

    fn metrics(&self, _answer: &Answer) -> Vec<Metric> {
        Vec::new()
    }
}
