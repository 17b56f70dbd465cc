//! The Lambda function `report-outcome`, invoked by the workflows at their end.

use actions::ActionError;
use actions::books::environment::SystemEnvironment;
use actions::records::OwnTokens;
use hubspot::Client;
use jiff::Timestamp;
use report_outcome::{Answer, ReportOutcome};
use runtime::metrics::Metric;
use runtime::{Clients, HubSpotHandler, ServeError};

fn main() -> Result<(), ServeError> {
    runtime::serve_hubspot_handler("report-outcome", Reporter::default())
}

#[derive(Default)]
struct Reporter {
    own_tokens: OwnTokens,
}

impl HubSpotHandler for Reporter {
    type Answer = Answer;

    async fn handle(
        &self,
        clients: &Clients,
        event: &[u8],
        deadline: Timestamp,
    ) -> Result<Answer, ActionError> {
        let client = Client::new(clients.hubspot.clone(), clients.hubspot_endpoint.clone());
        let report = ReportOutcome {
            store: &clients.store,
            client: &client,
            environment: &SystemEnvironment,
            own_tokens: &self.own_tokens,
        };
        // On the heap, as the AWS SDK's futures are inside.
        let answer = Box::pin(report.run(event, deadline)).await?;
        for warning in &answer.warnings {
            let code: &str = warning.into();
            tracing::warn!(code, %warning);
        }
        Ok(answer)
    }

    fn metrics(&self, answer: &Answer) -> Vec<Metric> {
        let metrics = answer.steps.metrics().into_iter();
        let metrics = metrics.map(|(name, is)| Metric::count(name, u64::from(is)));
        metrics.collect()
    }
}
