//! A run that failed, started once more.

use actions::ActionError;
use actions::books::environment::Environment;
use quickbooks::Transport;
use storage::{Connection, FailedRun};

use super::{request_of, subject};
use crate::answer::Answer;
use crate::operation::RunAgain;
use crate::traced::{KeptRun, RunToStart};
use crate::{ManageConnection, Store};

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn run_again(&self, request: RunAgain) -> Result<Answer, ActionError> {
        let connection = &request.connection;
        self.existing(connection).await?;
        let (action, object_type, id) = parts(&request.run)?;
        let Some(elsewhere) = &self.elsewhere else {
            return Err(ActionError::invalid(
                "there are no workflows here that could run it: `quickbooks-actions runs again` does it on this machine",
            ));
        };
        let failed = self
            .failed_run(connection, action, (object_type, id))
            .await?;
        let kept = failed.as_ref().and_then(kept);
        let run = RunToStart {
            connection,
            action,
            record: (object_type, id),
            kept,
        };
        let started = elsewhere.run_again(&run).await?;
        if !started.is_empty() {
            let run = format!("{action}/{object_type}/{id}");
            return Ok(Answer::StartedAgain { run, started });
        }
        let why = match failed {
            Some(_) => {
                "its record was given whole, and nothing but its id is kept: send the request again"
            }
            None => "no such run waits or has failed: `list_runs` shows those that have",
        };
        Err(ActionError::invalid(format!(
            "{object_type} {id}: {action} cannot be run again: {why}"
        )))
    }

    /// The failure of a run, unless its document was recorded since.
    async fn failed_run(
        &self,
        connection: &Connection,
        action: &str,
        (object_type, id): (&str, &str),
    ) -> Result<Option<FailedRun>, ActionError> {
        let record = format!("{object_type}/{id}");
        let failed = self.store().failed_runs(connection, Some(&record)).await?;
        let Some(run) = failed.into_iter().find(|run| run.action == action) else {
            return Ok(None);
        };
        let is_over = self.is_over(connection, &run).await?;
        Ok(Some(run).filter(|_| !is_over))
    }
}

/// The action and the record of a run's id, such as `create-invoice/deal/9001`.
fn parts(run: &str) -> Result<(&str, &str, &str), ActionError> {
    let wrong = "`run` must be a run's id, such as `create-invoice/deal/9001`";
    let (action, record) = run.trim().split_once('/').unwrap_or_default();
    let known = editor::ACTIONS
        .iter()
        .any(|known| known.name == action)
        .then(|| subject(record));
    let known = known.and_then(Result::ok);
    let (object_type, id) = known.ok_or_else(|| ActionError::invalid(wrong))?;
    Ok((action, object_type, id))
}

/// The run as the store keeps it; one name for each failure, however often it is asked for.
fn kept(run: &FailedRun) -> Option<KeptRun> {
    let mut input = request_of(run)?;
    input["action"] = run.action.clone().into();
    let record = run.record.replace('/', "-");
    let name = format!("{record}-{}-again-{}", run.action, run.at.as_millisecond());
    Some(KeptRun { name, input })
}
