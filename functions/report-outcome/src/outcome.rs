//! The outcome of one action.

use actions::Status;
use actions::response::{Document, Warning};
use editor::{EditorAction, Slot};
use serde::Deserialize;
use serde_json::Value;

/// The outcome of one action.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
pub struct Outcome {
    /// The action's name, such as `create-invoice`.
    pub action: String,
    /// The end that it came to.
    pub end: End,
    /// The outcome as the workflow's step has it.
    pub step: editor::Outcome,
}

/// The end that an action came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Documents stand in QuickBooks; the first is the action's own.
    Booked {
        /// The documents.
        documents: Vec<Document>,
        /// The action's warnings.
        warnings: Vec<Warning>,
    },
    /// There was nothing to make a document of.
    NothingToDo {
        /// The reason.
        reason: String,
    },
    /// A dry run: nothing was made.
    Preview,
    /// It failed.
    Failed {
        /// The contract's name of the error, or [`editor::RUN_FAILED`].
        error_code: &'static str,
        /// The error's sentence, which names the record and ids, and no person.
        message: String,
        /// The thing that a person must put right before the run goes on: `correction`, `connection` or `service`.
        waits_for: Option<String>,
    },
}

impl Outcome {
    /// The place among a record's properties that it is written to: its action's, and that of the sale where its
    /// action cannot be read.
    pub fn slot(&self) -> Slot {
        EditorAction::named(&self.action).map_or(Slot::Sale, |action| action.slot)
    }

    /// True when it failed.
    pub fn is_failed(&self) -> bool {
        matches!(self.end, End::Failed { .. })
    }

    /// The name of the action's document for people, such as `paid invoice`.
    pub fn noun(&self) -> String {
        let noun = self.action.strip_prefix("create-");
        noun.unwrap_or(&self.action).replace('-', " ")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    action: String,
    response: Option<WireResponse>,
    waits_for: Option<String>,
}

#[derive(Deserialize)]
struct WireResponse {
    status: Status,
    document: Option<Document>,
    documents: Option<Vec<Document>>,
    warnings: Option<Vec<Warning>>,
}

impl From<Value> for Outcome {
    /// An outcome that cannot be read is a run that broke off.
    fn from(told: Value) -> Self {
        let step = editor::Outcome::of_workflow(&told).unwrap_or_else(|| {
            editor::Outcome::failed(editor::RUN_FAILED, "its outcome cannot be read")
        });
        let wire: Wire = serde_json::from_value(told).unwrap_or_default();
        let end = match (&step, wire.response) {
            (editor::Outcome::Succeeded(_), Some(response)) => response.into(),
            (editor::Outcome::Succeeded(_), None) => End::Preview,
            (editor::Outcome::Failed { code, message }, _) => End::Failed {
                error_code: code,
                message: message.clone(),
                waits_for: wire.waits_for,
            },
        };
        Self {
            action: wire.action,
            end,
            step,
        }
    }
}

impl From<WireResponse> for End {
    fn from(response: WireResponse) -> Self {
        let warnings = response.warnings.unwrap_or_default();
        match response.status {
            Status::Created | Status::AlreadyCreated => {
                let several = response.documents.unwrap_or_default();
                let documents = if several.is_empty() {
                    response.document.into_iter().collect()
                } else {
                    several
                };
                Self::Booked {
                    documents,
                    warnings,
                }
            }
            Status::NothingToDo => Self::NothingToDo {
                reason: warnings
                    .into_iter()
                    .map(|warning| warning.message)
                    .collect::<Vec<_>>()
                    .join("; "),
            },
            Status::Preview => Self::Preview,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
