//! The fate of a record, as `trace` tells it, and the way to what is not in the store.

use std::future::Future;
use std::pin::Pin;

use actions::ActionError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::Connection;

/// The fate of a record.
#[derive(Debug, Serialize)]
pub struct Trace {
    /// The record, such as `deal 9001`.
    pub record: String,
    /// The actions that were run for it, with what each came to.
    pub actions: Vec<TracedAction>,
    /// Its runs that wait for a person in the queue of failed runs, as their messages say; absent where
    /// there is no queue.
    pub waiting: Option<Vec<Value>>,
    /// Its executions of workflows, the latest first; absent where there are no workflows.
    pub executions: Option<Vec<ExecutionFacts>>,
    /// True where the queue or a workflow holds more than was looked through: what is not shown may be there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
}

/// An action that was run for a record.
#[derive(Debug, Serialize)]
pub struct TracedAction {
    /// The action's name.
    pub action: String,
    /// The documents that it has made, is making, or was refused.
    pub documents: Vec<TracedDocument>,
    /// The failure of its last run; absent where a document was recorded since.
    pub failed: Option<TracedFailure>,
}

/// A document that an action has begun to make.
#[derive(Debug, Serialize)]
pub struct TracedDocument {
    /// The ledger's key, which names the document, and the enrolment where there is one.
    pub entry: String,
    /// `made`, `in_progress` (or broken off, until the lease ends), or `not_made`: QuickBooks refused it.
    pub state: &'static str,
    /// QuickBooks' id.
    pub id: Option<String>,
    /// Its number, total, currency and address, as the action answered.
    pub document: Option<Value>,
    /// When it was recorded, or claimed.
    pub at: Option<Timestamp>,
    /// Until when nobody else may go on with it.
    pub lease_until: Option<Timestamp>,
}

/// The failure of a run.
#[derive(Serialize, derive_more::Debug)]
pub struct TracedFailure {
    /// The kind of error.
    pub error_type: String,
    /// The same in words, with what to do.
    pub message: String,
    /// The time of the failure.
    pub at: Timestamp,
    /// HubSpot's id of the execution or enrolment that asked.
    pub asked_by: Option<String>,
    /// The request by the record's id, with its options; absent where the record was given whole.
    #[debug(skip)]
    pub request: Option<Value>,
}

/// The state of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Its document was made.
    Made,
    /// It failed, and no document of it was recorded since.
    Failed,
    /// Somebody is at it, or was when the process died.
    InProgress,
    /// QuickBooks refused its document.
    NotMade,
}

/// A run of an action for a record, by ids alone.
#[derive(Serialize, derive_more::Debug)]
pub struct ListedRun {
    /// Its id: action and record, such as `create-invoice/deal/9001`.
    pub id: String,
    /// The state.
    pub status: RunStatus,
    /// When it was recorded, claimed, or failed.
    pub at: Option<Timestamp>,
    /// The document, as the action answered.
    pub document: Option<Value>,
    /// The kind of error.
    pub error_type: Option<String>,
    /// The same in words, with what to do.
    pub message: Option<String>,
    /// The request of a run that failed, by the record's id and with its options; absent where the record was
    /// given whole.
    #[debug(skip)]
    pub request: Option<Value>,
}

/// An execution of a workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExecutionFacts {
    /// The workflow's name.
    pub workflow: String,
    /// The execution's ARN, by which its history is found.
    pub execution: String,
    /// `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`.
    pub status: String,
    /// When it began.
    pub started_at: Timestamp,
}

/// The facts of a record that are not in the store.
#[derive(Debug, Default)]
pub struct Elsewhere {
    /// The messages that wait for a person.
    pub waiting: Vec<Value>,
    /// The executions.
    pub executions: Vec<ExecutionFacts>,
    /// True where there is more than was looked through.
    pub incomplete: bool,
}

/// A run that is to be started once more.
#[derive(Debug)]
pub struct RunToStart<'r> {
    /// The connection.
    pub connection: &'r Connection,
    /// The action, such as `create-invoice`.
    pub action: &'r str,
    /// The record, such as `deal` and `9001`.
    pub record: (&'r str, &'r str),
    /// The run as the store keeps it.
    pub kept: Option<KeptRun>,
}

/// A run as the store keeps it.
#[derive(derive_more::Debug)]
pub struct KeptRun {
    /// The name of the execution that is started for this failure, so that none is started twice.
    pub name: String,
    /// The input of `quickbooks-action`.
    #[debug(skip)]
    pub input: Value,
}

/// The names of the executions that were started, to come.
pub type RunNames<'c> = Pin<Box<dyn Future<Output = Result<Vec<String>, ActionError>> + Send + 'c>>;

/// The facts from elsewhere, to come.
pub type ElsewhereFound<'c> =
    Pin<Box<dyn Future<Output = Result<Elsewhere, ActionError>> + Send + 'c>>;

/// The way to the queue of failed runs and to executions; dyn-compatible, so that an installation without
/// workflows costs no type.
pub trait RunsElsewhere: Send + Sync {
    /// Looks for a record (`deal`, `9001`), or for what HubSpot's ids of its executions name.
    fn of_record<'c>(
        &'c self,
        record: (&'c str, &'c str),
        asked_by: &'c [String],
    ) -> ElsewhereFound<'c>;

    /// Starts what waits of a run, or the run as the store keeps it; no name where there is neither.
    fn run_again<'c>(&'c self, run: &'c RunToStart<'c>) -> RunNames<'c>;
}
