//! A run that failed, started once more.

use actions::ActionError;
use actions::books::environment::Environment;
use hubspot::RecordName;
use quickbooks::Transport;
use storage::{Connection, FailedRun};

use super::{document, key_of, request_of};
use crate::answer::Answer;
use crate::operation::RunAgain;
use crate::traced::{KeptRun, RunToStart, TracedDocument};
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
        let (action, record) = parts(&request.run)?;
        let Some(elsewhere) = &self.elsewhere else {
            return Err(ActionError::invalid(
                "there are no workflows here that could run it: `quickbooks-actions runs again` does it on this machine",
            ));
        };
        let failed = self.failed_run(connection, action, &record).await?;
        if failed.is_none() {
            self.refuse_made(connection, action, &record).await?;
        }
        let kept = failed.as_ref().and_then(kept);
        let object_type = record.object_type.to_string();
        let run = RunToStart {
            connection,
            action,
            record: (&object_type, record.id.as_str()),
            kept,
        };
        let started = elsewhere.run_again(&run).await?;
        if !started.is_empty() {
            let run = format!("{action}/{}", key_of(&record));
            return Ok(Answer::StartedAgain { run, started });
        }
        let why = match failed {
            Some(_) => {
                "its record was given whole, and nothing but its id is kept: send the request again"
            }
            None => "no such run waits or has failed: `list_runs` shows those that have",
        };
        Err(ActionError::invalid(format!(
            "{record}: {action} cannot be run again: {why}"
        )))
    }

    /// Refuses a run whose document was made, whatever else of it still waits somewhere: run once more, it would only
    /// fail where it asks for something else. Of a record that gets a document for each enrolment, one proves nothing.
    async fn refuse_made(
        &self,
        connection: &Connection,
        action: &str,
        record: &RecordName,
    ) -> Result<(), ActionError> {
        let key = key_of(record);
        let entries = self.store().entries_of(connection, action, &key).await?;
        let of_record = entries
            .iter()
            .filter(|(key, _)| key.0.split('/').count() == PARTS_OF_A_RECORD);
        // A payment is refunded several times, with a document each.
        let of_record = of_record.filter(|_| action != "create-refund-receipt");
        let mut made = of_record.map(document).filter(|one| one.state == "made");
        match made.next() {
            None => Ok(()),
            Some(made) => Err(ActionError::invalid(format!(
                "{record}: {} was made of it by {action}: there is nothing to run again",
                name_of(&made)
            ))),
        }
    }

    /// The failure of a run, unless its document was recorded since.
    async fn failed_run(
        &self,
        connection: &Connection,
        action: &str,
        record: &RecordName,
    ) -> Result<Option<FailedRun>, ActionError> {
        let key = key_of(record);
        let failed = self.failures(connection, Some(&key)).await?;
        let Some(run) = failed.into_iter().find(|run| run.action == action) else {
            return Ok(None);
        };
        let is_over = self.is_over(connection, &run).await?;
        Ok(Some(run).filter(|_| !is_over))
    }
}

/// The parts of a ledger's key that is of a record and no enrolment: action, type, id and document.
const PARTS_OF_A_RECORD: usize = 4;

/// The document as people call it, such as `Invoice 1038 (id 145)`.
fn name_of(made: &TracedDocument) -> String {
    let document = made.document.as_ref();
    let text = |name: &str| document.and_then(|document| document[name].as_str());
    let kind = text("type").unwrap_or("a document");
    let id = made.id.as_deref().unwrap_or("unknown");
    actions::response::named(kind, text("number"), id)
}

/// The action and the record of a run's id, such as `create-invoice/deal/9001`.
fn parts(run: &str) -> Result<(&str, RecordName), ActionError> {
    let wrong =
        || ActionError::invalid("`run` must be a run's id, such as `create-invoice/deal/9001`");
    let (action, record) = run.trim().split_once('/').ok_or_else(wrong)?;
    let is_known = editor::ACTIONS.iter().any(|known| known.name == action);
    match record.parse() {
        Ok(record) if is_known => Ok((action, record)),
        Ok(_) | Err(_) => Err(wrong()),
    }
}

/// The run as the store keeps it; one name for each failure, however often it is asked for.
fn kept(run: &FailedRun) -> Option<KeptRun> {
    let mut input = request_of(run)?;
    input["action"] = run.action.clone().into();
    let record = run.record.replace('/', "-");
    let name = format!("{record}-{}-again-{}", run.action, run.at.as_millisecond());
    Some(KeptRun { name, input })
}
