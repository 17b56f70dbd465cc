//! The turn of a run.

use std::collections::BTreeMap;

use actions::ActionError;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A message of the queue; `Debug` shows neither token nor request.
#[derive(Deserialize, derive_more::Debug)]
pub struct Turn {
    /// The token of the task that waits.
    #[debug(skip)]
    pub task_token: String,
    /// The name of the action.
    pub action: String,
    /// The request, as the run was given it: an input of a workflow.
    #[debug(skip)]
    pub request: Box<RawValue>,
    /// The action's options, where the request has those of several.
    #[serde(default)]
    #[debug(skip)]
    pub options: Option<Box<RawValue>>,
    /// The message as it came.
    #[serde(skip)]
    #[debug(skip)]
    pub message: String,
}

/// The fields of an input by which a workflow chooses actions and their options; no request has them.
const OF_WORKFLOWS: [&str; 4] = [
    "action",
    "document_action",
    "document_options",
    "expense_options",
];

/// The event that Lambda makes of messages.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
#[derive(Deserialize)]
struct Messages {
    #[serde(rename = "Records")]
    records: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    body: String,
}

impl Turn {
    /// The turns of an event.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for what is no message of the queue. The text repeats nothing of it.
    pub fn all_of(event: &[u8]) -> Result<Vec<Self>, ActionError> {
        let messages: Messages = serde_json::from_slice(event).map_err(|_| unreadable())?;
        let bodies = messages.records.into_iter().map(|message| message.body);
        let turns = bodies.map(|message| {
            let turn: Self = serde_json::from_str(&message).map_err(|_| unreadable())?;
            Ok(Self { message, ..turn })
        });
        turns.collect()
    }

    /// The request to the action: what the workflow reads of it is left out, and all else is the action's, which refuses
    /// what it does not know.
    pub(crate) fn for_the_action(&self) -> String {
        let whole = self.request.get();
        let fields: Result<BTreeMap<String, &RawValue>, _> = serde_json::from_str(whole);
        let Ok(mut fields) = fields else {
            return whole.to_owned();
        };
        fields.retain(|name, _| !OF_WORKFLOWS.contains(&name.as_str()));
        if let Some(options) = &self.options {
            fields.insert("options".to_owned(), options);
        }
        serde_json::to_string(&fields).unwrap_or_else(|_| whole.to_owned())
    }

    /// True for the name of a function that creates documents; a message may be written by whoever may write to the queue.
    pub(crate) fn is_for_an_action(&self) -> bool {
        let rest = self.action.strip_prefix("create-");
        rest.is_some_and(|rest| {
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        })
    }
}

fn unreadable() -> ActionError {
    ActionError::InvalidRequest {
        message: "the event is no message of the queue of actions: a message has task_token, action and request".to_owned(),
    }
}
