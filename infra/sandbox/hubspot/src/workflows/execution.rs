//! A record's passage through an action: its state, and everything that happened to it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answer::{ActionAnswer, Verdict};
use super::options::{LateCompletions, WorkflowOptions};
use super::request::InputValue;
use super::schedule::{Tries, next_execution};
use crate::object_type::ObjectType;
use crate::refusal::Refusal;

/// An execution with its history.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Execution {
    pub(crate) callback_id: String,
    pub(super) definition_id: u64,
    pub(crate) enrollment_id: u64,
    pub(crate) object_type: ObjectType,
    pub(crate) object_id: u64,
    pub(crate) inputs: BTreeMap<String, InputValue>,
    /// The record's properties when it was enrolled.
    pub(super) values: BTreeMap<String, String>,
    pub(crate) enrolled: Timestamp,
    pub(super) standing: Standing,
    tries: u32,
    pub(crate) answers: Vec<ActionAnswer>,
    pub(crate) outputs: Map<String, Value>,
    pub(crate) history: Vec<Entry>,
}

/// A line of the history.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) time: Timestamp,
    pub(crate) text: String,
}

/// The state of an execution, as the portal goes on from it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Standing {
    /// To be sent at this time.
    Due(Timestamp),
    /// Sent, and not answered yet.
    Sent,
    /// Waiting for its completion until this time.
    Blocked(Timestamp),
    Succeeded,
    Failed,
    /// Nobody completed it in time; the workflow has gone on.
    Expired,
}

/// The state of an execution, as the history shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
pub enum ExecutionState {
    /// To be sent, again or for the first time.
    #[strum(serialize = "Waiting to be sent")]
    Due,
    /// Sent, and not answered yet.
    #[strum(serialize = "Sent")]
    Sent,
    /// Blocked: the app completes it later.
    #[strum(serialize = "In progress")]
    Blocked,
    /// The app did it.
    #[strum(serialize = "Succeeded")]
    Succeeded,
    /// The app did not do it; the workflow has gone on.
    #[strum(serialize = "Failed")]
    Failed,
    /// The app did not complete it in time; the workflow has gone on.
    #[strum(serialize = "Expired")]
    Expired,
}

impl ExecutionState {
    /// `true` if nothing more comes of itself.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Expired)
    }
}

/// The record, the action and the inputs of a new execution.
pub(super) struct Enrolled {
    pub(super) callback_id: String,
    pub(super) definition_id: u64,
    pub(super) enrollment_id: u64,
    pub(super) record: (ObjectType, u64),
    pub(super) inputs: BTreeMap<String, InputValue>,
    pub(super) values: BTreeMap<String, String>,
}

impl Execution {
    pub(super) fn new(enrolled: Enrolled, now: Timestamp) -> Self {
        let (object_type, object_id) = enrolled.record;
        let mut execution = Self {
            callback_id: enrolled.callback_id,
            definition_id: enrolled.definition_id,
            enrollment_id: enrolled.enrollment_id,
            object_type,
            object_id,
            inputs: enrolled.inputs,
            values: enrolled.values,
            enrolled: now,
            standing: Standing::Due(now),
            tries: 0,
            answers: Vec::new(),
            outputs: Map::new(),
            history: Vec::new(),
        };
        execution.note(now, "Enrolled");
        execution
    }

    /// The state for the history.
    pub(crate) fn state(&self) -> ExecutionState {
        match self.standing {
            Standing::Due(_) => ExecutionState::Due,
            Standing::Sent => ExecutionState::Sent,
            Standing::Blocked(_) => ExecutionState::Blocked,
            Standing::Succeeded => ExecutionState::Succeeded,
            Standing::Failed => ExecutionState::Failed,
            Standing::Expired => ExecutionState::Expired,
        }
    }

    /// `true` if it has to be sent now.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        matches!(self.standing, Standing::Due(time) if time <= now)
    }

    /// Notes that it is being sent.
    pub(super) fn send(&mut self) {
        self.standing = Standing::Sent;
        self.tries += 1;
    }

    /// Puts a request back that was under way when the portal stopped.
    pub(super) fn recover(&mut self, now: Timestamp) {
        if self.standing == Standing::Sent {
            self.standing = Standing::Due(now);
        }
    }

    /// Goes on after the answers to requests that were sent at once. The first that was taken decides.
    pub(super) fn answered(&mut self, answers: Vec<ActionAnswer>, options: &WorkflowOptions) {
        let is_taken = |it: &&ActionAnswer| matches!(it.status, Some(200..=299));
        let decisive = answers.iter().find(is_taken).or(answers.first()).cloned();
        self.answers.extend(answers);
        let Some(answer) = decisive else {
            return;
        };
        match self.standing {
            Standing::Due(_) | Standing::Sent => self.go_on(&answer, options),
            Standing::Blocked(_) => self.repeated_while_blocked(&answer),
            Standing::Succeeded | Standing::Failed | Standing::Expired => {
                self.note(answer.time, "A further answer came: it changes nothing");
            }
        }
    }

    fn go_on(&mut self, answer: &ActionAnswer, options: &WorkflowOptions) {
        let now = answer.time;
        match answer.verdict() {
            Verdict::Succeeded(outputs) => self.settle(now, Standing::Succeeded, outputs),
            Verdict::Failed(outputs) => self.settle(now, Standing::Failed, outputs),
            Verdict::Senseless(outputs, reason) => {
                self.note(now, reason);
                self.settle(now, Standing::Failed, outputs);
            }
            Verdict::Blocked(outputs, duration) => self.block(now, outputs, duration),
            Verdict::Refused | Verdict::Unavailable => self.not_taken(answer, options),
        }
    }

    fn block(&mut self, now: Timestamp, outputs: Map<String, Value>, duration: SignedDuration) {
        let until = now.checked_add(duration).unwrap_or(Timestamp::MAX);
        self.standing = Standing::Blocked(until);
        self.outputs = outputs;
        self.note(now, format!("Waits for its completion until {until}"));
    }

    fn not_taken(&mut self, answer: &ActionAnswer, options: &WorkflowOptions) {
        let what = match answer.status {
            Some(status) if answer.body.is_empty() => format!("{status}, with an empty body"),
            Some(status) => status.to_string(),
            None => answer.body.clone(),
        };
        let tries = Tries {
            count: self.tries,
            first: self.enrolled,
        };
        if let Some(next) = next_execution(tries, answer, options) {
            self.standing = Standing::Due(next);
            let text = format!("The app's server did not take it ({what}): again at {next}");
            self.note(answer.time, text);
        } else {
            let text = format!("The app's server did not take it ({what}): given up");
            self.note(answer.time, text);
            self.settle(answer.time, Standing::Failed, Map::new());
        }
    }

    fn repeated_while_blocked(&mut self, answer: &ActionAnswer) {
        let now = answer.time;
        self.note(now, "Sent once more");
        match answer.verdict() {
            Verdict::Succeeded(outputs) => self.settle(now, Standing::Succeeded, outputs),
            Verdict::Failed(outputs) => self.settle(now, Standing::Failed, outputs),
            Verdict::Blocked(outputs, duration) => self.block(now, outputs, duration),
            Verdict::Senseless(..) | Verdict::Refused | Verdict::Unavailable => {
                self.note(now, "The answer changes nothing");
            }
        }
    }

    fn settle(&mut self, now: Timestamp, standing: Standing, outputs: Map<String, Value>) {
        self.standing = standing;
        self.outputs = outputs;
        let text: &str = self.state().into();
        self.note(now, text);
    }

    /// Lets the workflow go on when nobody completed it in time.
    pub(super) fn expire(&mut self, now: Timestamp) -> bool {
        let is_over = matches!(self.standing, Standing::Blocked(until) if until <= now);
        if is_over {
            self.standing = Standing::Expired;
            self.note(now, "Nobody completed it in time: the workflow goes on");
        }
        is_over
    }

    /// A refusal of a completion that comes too late.
    pub(super) fn may_complete(&self, policy: LateCompletions) -> Result<(), Refusal> {
        if self.standing == Standing::Expired && policy == LateCompletions::Refuse {
            let message = format!("No execution waits under {}", self.callback_id);
            return Err(Refusal::not_found(&message));
        }
        Ok(())
    }

    /// Takes the outcome that the app tells; the first one stands.
    pub(super) fn complete(&mut self, outputs: &Map<String, Value>, now: Timestamp) {
        let is_success =
            outputs.get("hs_execution_state").and_then(Value::as_str) == Some("SUCCESS");
        match self.standing {
            Standing::Blocked(_) | Standing::Sent | Standing::Due(_) => {
                let standing = if is_success {
                    Standing::Succeeded
                } else {
                    Standing::Failed
                };
                self.settle(now, standing, outputs.clone());
            }
            Standing::Expired => self.note(now, "Completed too late: nothing changes"),
            Standing::Succeeded | Standing::Failed => {
                self.note(now, "Completed again: the first outcome stands");
            }
        }
    }

    fn note(&mut self, time: Timestamp, text: impl Into<String>) {
        let text = text.into();
        self.history.push(Entry { time, text });
    }
}

#[cfg(test)]
mod tests;
