//! The fate of a record: one answer from the ledger, the failed runs, and what waits or runs elsewhere.

mod again;
mod runs;

use actions::ActionError;
use actions::books::environment::Environment;
use editor::ACTIONS;
use hubspot::RecordName;
use quickbooks::Transport;
use serde_json::Value;
use storage::{Connection, EntryState, FailedRun, LedgerEntry, LedgerKey, Versioned};

use crate::answer::Answer;
use crate::operation::TraceRequest;
use crate::traced::{Trace, TracedAction, TracedDocument, TracedFailure};
use crate::{ManageConnection, Store};

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn trace(&self, request: TraceRequest) -> Result<Answer, ActionError> {
        let connection = &request.connection;
        self.existing(connection).await?;
        let name = record_of(&request.record)?;
        let record = key_of(&name);
        let failed = self.failures(connection, Some(&record)).await?;
        let mut actions = Vec::new();
        for action in ACTIONS.iter().map(|action| action.name) {
            let entries = self.store().entries_of(connection, action, &record).await?;
            let failed = failed.iter().find(|run| run.action == action);
            actions.extend(traced(action, &entries, failed));
        }
        let asked_by: Vec<String> = failed.into_iter().filter_map(|run| run.asked_by).collect();
        let elsewhere = match &self.elsewhere {
            Some(elsewhere) => {
                let object_type = name.object_type.to_string();
                let record = (object_type.as_str(), name.id.as_str());
                Some(elsewhere.of_record(record, &asked_by).await?)
            }
            None => None,
        };
        let incomplete = elsewhere.as_ref().is_some_and(|found| found.incomplete);
        let (waiting, executions) = elsewhere
            .map(|found| (found.waiting, found.executions))
            .unzip();
        Ok(Answer::Trace(Trace {
            record: name.to_string(),
            actions,
            waiting,
            executions,
            incomplete,
        }))
    }

    /// The failed runs of the last 90 days.
    async fn failures(
        &self,
        connection: &Connection,
        record: Option<&str>,
    ) -> Result<Vec<FailedRun>, ActionError> {
        let now = self.engine.environment.now();
        let mut failed = self.store().failed_runs(connection, record).await?;
        failed.retain(|run| run.is_of_interest(now));
        Ok(failed)
    }
}

/// The record that is asked for.
fn record_of(text: &str) -> Result<RecordName, ActionError> {
    let wrong = |_| ActionError::invalid("`record` must be a type and an id, such as `deal 9001`");
    text.parse().map_err(wrong)
}

/// The record as the store's keys have it, such as `deal/9001`.
fn key_of(record: &RecordName) -> String {
    format!("{}/{}", record.object_type, record.id)
}

fn traced(
    action: &str,
    entries: &[(LedgerKey, Versioned<LedgerEntry>)],
    failed: Option<&FailedRun>,
) -> Option<TracedAction> {
    let stands = entries.iter().map(|(_, entry)| &entry.value);
    let failed = failed.filter(|run| !run.is_over(stands));
    if entries.is_empty() && failed.is_none() {
        return None;
    }
    Some(TracedAction {
        action: action.to_owned(),
        documents: entries.iter().map(document).collect(),
        failed: failed.map(|run| TracedFailure {
            error_type: run.error_type.clone(),
            message: run.message.clone(),
            at: run.at,
            asked_by: run.asked_by.clone(),
            request: request_of(run),
        }),
    })
}

/// The request that failed, where it is kept.
fn request_of(run: &FailedRun) -> Option<Value> {
    serde_json::from_str(run.request.as_deref()?).ok()
}

fn document((key, entry): &(LedgerKey, Versioned<LedgerEntry>)) -> TracedDocument {
    let begun = TracedDocument {
        entry: key.0.clone(),
        state: "not_made",
        id: None,
        document: None,
        at: None,
        lease_until: None,
    };
    match &entry.value.state {
        EntryState::Open => begun,
        EntryState::Claimed {
            claimed_at,
            lease_until,
            ..
        } => TracedDocument {
            state: "in_progress",
            at: Some(*claimed_at),
            lease_until: Some(*lease_until),
            ..begun
        },
        EntryState::Done {
            recorded_at,
            document,
            response,
        } => TracedDocument {
            state: "made",
            id: Some(document.id.clone()),
            document: answered(response, &document.id),
            at: Some(*recorded_at),
            ..begun
        },
    }
}

/// The document as the action answered; it holds no person.
fn answered(response: &str, id: &str) -> Option<Value> {
    let response: Value = serde_json::from_str(response).ok()?;
    let several = response.get("documents").and_then(Value::as_array);
    let one = response.get("document").into_iter();
    let all = several.into_iter().flatten().chain(one);
    let mut own = all.filter(|document| document.get("id").and_then(Value::as_str) == Some(id));
    own.next().cloned()
}
