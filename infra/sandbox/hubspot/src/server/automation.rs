//! Executions of workflow actions that are completed.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::api::{Answer, Context};
use super::batch;
use crate::options::CompletionPolicy;
use crate::portal::{Completion, Portal};
use crate::refusal::Refusal;

/// The most executions of a batch.
const MOST: usize = 100;

/// The outcome of an execution. HubSpot's specification lists `typedOutputs` as needed, and its answers do not.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    output_fields: Map<String, Value>,
}

#[derive(Deserialize)]
struct Outcomes {
    inputs: Vec<OutcomeOf>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeOf {
    callback_id: String,
    output_fields: Map<String, Value>,
}

pub(super) fn complete(context: &mut Context<'_>, callback_id: &str) -> Result<Answer, Refusal> {
    let Outcome { output_fields } = context.request.json()?;
    let callback_id = callback_id.to_owned();
    complete_all(
        context,
        vec![OutcomeOf {
            callback_id,
            output_fields,
        }],
    )
}

pub(super) fn batch_complete(context: &mut Context<'_>) -> Result<Answer, Refusal> {
    let Outcomes { inputs } = context.request.json()?;
    batch::limit(&inputs, MOST)?;
    complete_all(context, inputs)
}

/// Completes all or none.
fn complete_all(context: &mut Context<'_>, outcomes: Vec<OutcomeOf>) -> Result<Answer, Refusal> {
    let policy = context.shared.options.completions;
    let workflows = &context.shared.workflows;
    let portal = &mut context.state.portal;
    for outcome in &outcomes {
        Portal::check_outputs(&outcome.output_fields)?;
        let id = &outcome.callback_id;
        if policy == CompletionPolicy::RefuseRepeated && portal.is_completed(id) {
            return Err(Refusal::invalid(&format!(
                "The execution {id} is completed already"
            )));
        }
        workflows.may_complete(id)?;
    }
    for outcome in &outcomes {
        workflows.complete(&outcome.callback_id, &outcome.output_fields);
    }
    let completions = outcomes.into_iter().map(|outcome| Completion {
        callback_id: outcome.callback_id,
        time: context.now,
        output_fields: outcome.output_fields,
    });
    portal.completions.extend(completions);
    Ok((204, None))
}
