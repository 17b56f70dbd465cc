//! The runs of this process, for the operations on a connection.

use actions::ActionError;
use hubspot_gateway::{PortError, Run};
use manage_connection::{Elsewhere, ElsewhereFound, RunNames, RunToStart, RunsElsewhere};
use serde_json::{Value, json};

use super::{FailedRun, LocalWorkflows, Workflow};

impl RunsElsewhere for LocalWorkflows {
    /// The runs that wait; this process keeps no list of executions.
    fn of_record<'c>(
        &'c self,
        (object_type, id): (&'c str, &'c str),
        _: &'c [String],
    ) -> ElsewhereFound<'c> {
        Box::pin(async move {
            let label = format!("{object_type} {id}");
            let failed = self.failed_runs().await.into_iter();
            let own = failed.filter(|run| run.record == label);
            Ok(Elsewhere {
                waiting: own.map(|run| json!(run)).collect::<Vec<Value>>(),
                executions: Vec::new(),
                incomplete: false,
            })
        })
    }

    fn run_again<'c>(&'c self, run: &'c RunToStart<'c>) -> RunNames<'c> {
        Box::pin(async move {
            let mut waiting = self.failed_runs().await.into_iter();
            let waiting = waiting.rfind(|failed| is_of(failed, run));
            if let Some(failed) = waiting {
                let started = self
                    .run_again(&failed.name)
                    .await
                    .map_err(|error| unavailable(&error))?;
                return Ok(started.into_iter().collect());
            }
            let Some(kept) = &run.kept else {
                return Ok(Vec::new());
            };
            let start = Run {
                name: kept.name.clone(),
                input: kept.input.clone(),
            };
            let started = self.begin(Workflow::QuickBooksAction, &start).await;
            started.map_err(|error| unavailable(&error))?;
            Ok(vec![start.name])
        })
    }
}

fn is_of(failed: &FailedRun, run: &RunToStart<'_>) -> bool {
    let (object_type, id) = run.record;
    failed.record == format!("{object_type} {id}")
        && failed.action == run.action
        && failed.connection == run.connection.as_str()
}

fn unavailable(error: &PortError) -> ActionError {
    ActionError::StorageUnavailable {
        detail: error.to_string(),
    }
}
