//! The completion of the workflow's step, with the outputs that later steps and the history show.

use std::collections::BTreeMap;

use hubspot::{Completion, ExecutionState};

use crate::outcome::Outcome;

/// The completion of the execution that HubSpot named so: a failure if any action has failed.
///
/// The outputs are those of the first action, and of a failure the first that has failed.
pub fn completion(callback_id: &str, outcomes: &[Outcome]) -> Completion {
    let failed = outcomes.iter().find(|outcome| outcome.is_failed());
    let state = match failed {
        Some(_) => ExecutionState::FailContinue,
        None => ExecutionState::Success,
    };
    let told = outcomes.iter().take(1).chain(failed);
    let outputs: BTreeMap<&str, String> = told.flat_map(|one| one.step.outputs()).collect();
    outputs.into_iter().fold(
        Completion::new(callback_id, state),
        |completion, (field, value)| completion.output(field, &value),
    )
}

#[cfg(test)]
mod tests;
