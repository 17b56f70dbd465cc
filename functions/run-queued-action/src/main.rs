//! The Lambda function `run-queued-action`, which takes from the queue of actions.

use actions::ActionError;
use jiff::Timestamp;
use run_queued_action::aws::{ActionsQueue, LambdaActions, StepFunctionsTasks};
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

/// The variable that says which queue turns are taken out of, by its URL.
const ACTIONS_QUEUE: &str = "ACTIONS_QUEUE";

/// The queue's turns.
#[derive(Default)]
struct Turns {
    ports: OnceCell<Ports>,
}

type Ports = (LambdaActions, StepFunctionsTasks, ActionsQueue);

/// The answer to Lambda: all messages are done with. Nobody reads it.
#[derive(Serialize)]
struct Taken {
    turns: usize,
}

#[expect(
    clippy::disallowed_methods,
    reason = "variables of this function alone"
)]
fn variable(name: &str) -> Result<String, ActionError> {
    std::env::var(name).map_err(|_| ActionError::SettingMissing {
        message: format!("the variable {name} of the function's environment is not set"),
    })
}

impl Turns {
    async fn ports(&self, clients: &Clients) -> Result<&Ports, ActionError> {
        let make = || async {
            let lambda = aws_sdk_lambda::config::Builder::from(&clients.aws);
            let tasks = StepFunctionsTasks::new(aws_sdk_sfn::Client::new(&clients.aws));
            let actions = LambdaActions::new(lambda, variable(ACTION_FUNCTIONS)?);
            let queue = aws_sdk_sqs::Client::new(&clients.aws);
            let queue = ActionsQueue::new(queue, variable(ACTIONS_QUEUE)?);
            Ok((actions, tasks, queue))
        };
        self.ports.get_or_try_init(make).await
    }
}

impl HubSpotHandler for Turns {
    type Answer = Taken;

    /// Each turn asks Step Functions first; it reads no store.
    async fn get_ready(&self, clients: &Clients) {
        if let Ok((_, tasks, _)) = self.ports(clients).await {
            Box::pin(tasks.open()).await;
        }
    }

    async fn handle(
        &self,
        clients: &Clients,
        event: &[u8],
        _deadline: Timestamp,
    ) -> Result<Taken, ActionError> {
        let (actions, tasks, queue) = self.ports(clients).await?;
        // On the heap, as the AWS SDK's futures are inside.
        let ended = Box::pin(run(actions, tasks, queue, event)).await?;
        for turn in &ended {
            match turn {
                Ended::Answered | Ended::Failed | Ended::PutOff => tracing::info!(?turn, "taken"),
                Ended::NotWaitedFor => tracing::warn!(?turn, "nobody waits for it"),
            }
        }
        Ok(Taken { turns: ended.len() })
    }

    fn metrics(&self, _taken: &Taken) -> Vec<Metric> {
        Vec::new()
    }
}
