//! The runs that failed for good, kept for a person to put right and start again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use actions::pipeline::failed;
use actions::text::on_one_line;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::{Connection, Runs as _};

use super::LocalWorkflows;
use super::order::{Order, object};
use crate::console::Tone;
use crate::functions::told_now;

/// A run that waits for a person; like a message in the queue of failed runs on AWS.
#[derive(Clone, derive_more::Debug, Serialize)]
pub(crate) struct FailedRun {
    /// Its name, under which it is run again.
    pub(crate) name: String,
    /// The record, such as `deal 9001`.
    pub(crate) record: String,
    /// The action.
    pub(crate) action: String,
    /// The connection.
    pub(crate) connection: Value,
    /// The contract's `errorType`.
    pub(crate) error: String,
    /// The sentence for people; it names no person.
    pub(crate) message: String,
    /// The thing that must be put right first: `correction`, `connection`, `service` or `report`.
    pub(crate) waits_for: String,
    /// The moment at which it failed.
    pub(crate) failed_at: Timestamp,
    /// The input that starts it again.
    #[serde(skip)]
    #[debug(skip)]
    pub(crate) input: Value,
}

/// The runs that wait, oldest first. They are forgotten when the process ends; the records then still say so in HubSpot.
#[derive(Debug, Default)]
pub(super) struct FailedRuns(Mutex<Vec<FailedRun>>);

impl FailedRuns {
    /// Keeps a run, and says so in a line like those of calls, with the reason.
    pub(super) fn keep(&self, run: FailedRun) {
        let FailedRun {
            name,
            error,
            waits_for,
            ..
        } = &run;
        tracing::info!(name, error, waits_for, "a run waits for a person");
        let (action, record) = (&run.action, &run.record);
        let said = format!("waits for a person: {}", on_one_line(&run.message));
        told_now(format_args!(
            "{action:<21}  {record:<24}  {}",
            Tone::Bad.text(said)
        ));
        let mut all = self.lock();
        all.retain(|other| other.name != run.name);
        all.push(run);
    }

    /// All that wait.
    pub(super) fn all(&self) -> Vec<FailedRun> {
        self.lock().clone()
    }

    /// Takes the run of this name out.
    pub(super) fn take(&self, name: &str) -> Option<FailedRun> {
        let mut all = self.lock();
        let place = all.iter().position(|run| run.name == name)?;
        Some(all.remove(place))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<FailedRun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LocalWorkflows {
    /// The runs that wait for a person, oldest first. One whose document was recorded since, by whatever call, is over.
    pub(crate) async fn failed_runs(&self) -> Vec<FailedRun> {
        for run in self.0.failed.all() {
            if self.is_recorded_since(&run).await {
                self.0.failed.take(&run.name);
            }
        }
        self.0.failed.all()
    }

    /// Forgets what the success of an action has made good.
    pub(super) async fn made_good(&self, order: &Order, action: &str) {
        let each = self.books_each_enrollment(&order.connection).await;
        let label = order.label();
        self.0.failed.lock().retain(|run| {
            let is_of_record = run.record == label && run.connection == order.connection;
            let is_of_run = !each || object(&run.input["run"]) == order.run;
            !(is_of_record && is_of_run && run.action == action)
        });
    }

    async fn is_recorded_since(&self, run: &FailedRun) -> bool {
        let Ok(connection) = Connection::deserialize(&run.connection) else {
            return false;
        };
        let record = run.record.replacen(' ', "/", 1);
        let store = &self.0.company.engine.store;
        let entries = store.entries_of(&connection, &run.action, &record).await;
        let mut entries = entries.unwrap_or_default().into_iter();
        entries.any(|(_, entry)| entry.value.is_recorded_since(run.failed_at))
            && !self.books_each_enrollment(&run.connection).await
    }

    /// True too where nobody knows: then a success says nothing of another run.
    async fn books_each_enrollment(&self, connection: &Value) -> bool {
        let store = &self.0.company.engine.store;
        match Connection::deserialize(connection) {
            Ok(connection) => failed::books_each_enrollment(store, &connection)
                .await
                .unwrap_or(true),
            Err(_) => true,
        }
    }
}
