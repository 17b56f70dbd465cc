//! The completion of a workflow action that HubSpot waits for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The end of a workflow action that answered `BLOCK` and for which the enrolment waits.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/automation/workflow-actions/custom-action-reference>
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct Completion {
    pub(crate) callback_id: String,
    #[debug("{:?}", outputs.keys())]
    outputs: BTreeMap<String, String>,
}

/// The end of a workflow action; the workflow goes on to its next step in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ExecutionState {
    /// It is done.
    Success,
    /// It has failed, and the workflow's history says so.
    FailContinue,
}

impl Completion {
    /// The end of the execution that HubSpot named so when it called.
    pub fn new(callback_id: &str, state: ExecutionState) -> Self {
        let state: &'static str = state.into();
        Self {
            callback_id: callback_id.to_owned(),
            outputs: BTreeMap::from([("hs_execution_state".to_owned(), state.to_owned())]),
        }
    }

    /// Gives a value to an output field of the action's definition, for later steps and the history's sentences.
    #[must_use]
    pub fn output(mut self, field: &str, value: &str) -> Self {
        self.outputs.insert(field.to_owned(), value.to_owned());
        self
    }

    /// The body; `typedOutputs` is required, though nothing needs to be in it.
    pub(crate) fn to_body(&self) -> Value {
        json!({ "outputFields": self.outputs, "typedOutputs": {} })
    }

    /// The body as a batch has it.
    pub(crate) fn to_input(&self) -> Value {
        json!({
            "callbackId": self.callback_id,
            "outputFields": self.outputs,
            "typedOutputs": {},
        })
    }
}
