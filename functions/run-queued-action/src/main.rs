//! The Lambda function `run-queued-action`, which takes from the queue of actions.

use actions::ActionError;
use jiff::Timestamp;
use run_queued_action::aws::{LambdaActions, StepFunctionsTasks};
use run_queued_action::{Ended, run};
use runtime::metrics::Metric;
use runtime::{Clients, HubSpotHandler, ServeError};
use serde::Serialize;
use tokio::sync::OnceCell;

fn main() -> Result<(), ServeError> {
    runtime::serve_hubspot_handler("run-queued-action", Turns::default())
}

/// The variable that says what the ARNs of the actions begin with.
const ACTION_FUNCTIONS: &str = "ACTION_FUNCTIONS";

/// The queue's turns.
#[derive(Default)]
struct Turns {
    ports: OnceCell<(LambdaActions, StepFunctionsTasks)>,
}

/// The answer to Lambda: all messages are done with. Nobody reads it.
#[derive(Serialize)]
struct Taken {
    turns: usize,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a variable of this function alone"
)]
fn functions() -> Result<String, ActionError> {
    std::env::var(ACTION_FUNCTIONS).map_err(|_| ActionError::SettingMissing {
        message: format!(
            "the variable {ACTION_FUNCTIONS} of the function's environment is not set"
        ),
    })
}

impl Turns {
    async fn ports(
        &self,
        clients: &Clients,
    ) -> Result<&(LambdaActions, StepFunctionsTasks), ActionError> {
        let make = || async {
            let lambda = aws_sdk_lambda::config::Builder::from(&clients.aws);
            let tasks = StepFunctionsTasks::new(aws_sdk_sfn::Client::new(&clients.aws));
            Ok((LambdaActions::new(lambda, functions()?), tasks))
        };
        self.ports.get_or_try_init(make).await
    }
}

impl HubSpotHandler for Turns {
    type Answer = Taken;

    /// Each turn asks Step Functions first; it reads no store.
    async fn get_ready(&self, clients: &Clients) {
        if let Ok((_, tasks)) = self.ports(clients).await {
            Box::pin(tasks.open()).await;
        }
    }

    async fn handle(
        &self,
        clients: &Clients,
        event: &[u8],
        _deadline: Timestamp,
    ) -> Result<Taken, ActionError> {
        let (actions, tasks) = self.ports(clients).await?;
        // On the heap, as the AWS SDK's futures are inside.
        let ended = Box::pin(run(actions, tasks, event)).await?;
        for turn in &ended {
            match turn {
                Ended::Answered | Ended::Failed => tracing::info!(?turn, "taken"),
                Ended::NotWaitedFor => tracing::warn!(?turn, "nobody waits for it"),
            }
        }
        Ok(Taken { turns: ended.len() })
    }

    fn metrics(&self, _taken: &Taken) -> Vec<Metric> {
        Vec::new()
    }
}
