//! Requests that write outcomes: completions of workflow actions, and notes.

use http::Method;
use serde_json::{Value, json};

use super::{Api, Request, Target, objects::batch_size};
use crate::{
    object::ObjectType,
    properties::Properties,
    request::{Completion, Note},
};

/// The most workflow actions that a batch completes.
pub const MAX_COMPLETIONS: usize = 100;

impl Request {
    /// Completes a workflow action that HubSpot waits for (scope `automation`); answered without content.
    pub fn complete(completion: &Completion) -> Self {
        let segments = [completion.callback_id.as_str(), "complete"];
        let target = Target::new(Api::Callbacks, segments);
        Self::write(Method::POST, target, &completion.to_body())
    }

    /// Completes up to [`MAX_COMPLETIONS`] workflow actions of one account; answered without content.
    pub fn complete_batch(completions: &[Completion]) -> Self {
        let inputs: Vec<Value> = completions.iter().map(Completion::to_input).collect();
        let target = Target::new(Api::Callbacks, ["complete"]);
        Self {
            refusal: batch_size(completions.len(), MAX_COMPLETIONS),
            ..Self::write(Method::POST, target, &json!({ "inputs": inputs }))
        }
    }

    /// Puts a note on the timelines of records; the answer is an [`Answer::record`](crate::Answer::record).
    ///
    /// Repeating it after a lost answer may make a second note.
    pub fn create_note(note: &Note) -> Self {
        match note.properties() {
            Ok(properties) => Self::create(&ObjectType::Note, &properties, &note.about),
            Err(refusal) => Self {
                refusal: Some(refusal),
                ..Self::create(&ObjectType::Note, &Properties::default(), &[])
            },
        }
    }
}
