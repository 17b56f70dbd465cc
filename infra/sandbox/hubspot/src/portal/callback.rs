//! Executions of workflow actions that an app completed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Portal;
use crate::refusal::Refusal;

/// The states with which an execution may be completed.
const STATES: [&str; 2] = ["SUCCESS", "FAIL_CONTINUE"];

/// A completed execution.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Completion {
    pub(crate) callback_id: String,
    pub(crate) time: Timestamp,
    pub(crate) output_fields: Map<String, Value>,
}

impl Portal {
    /// The refusal of a completion's outputs: texts by name, one of them the state of the execution.
    pub(crate) fn check_outputs(outputs: &Map<String, Value>) -> Result<(), Refusal> {
        if let Some((name, _)) = outputs.iter().find(|(_, value)| !value.is_string()) {
            let message = format!("outputFields.{name} is not a string");
            return Err(Refusal::invalid(&message));
        }
        let state = outputs.get("hs_execution_state").and_then(Value::as_str);
        match state.filter(|state| STATES.contains(state)) {
            Some(_) => Ok(()),
            None => Err(Refusal::invalid(
                "outputFields.hs_execution_state must be SUCCESS or FAIL_CONTINUE",
            )),
        }
    }

    /// `true` if the execution was completed before.
    pub(crate) fn is_completed(&self, callback_id: &str) -> bool {
        let mut completions = self.completions.iter();
        completions.any(|completion| completion.callback_id == callback_id)
    }
}
