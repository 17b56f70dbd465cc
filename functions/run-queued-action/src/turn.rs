//! The turn of a run.

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
    /// The request, handed on as it came.
    #[debug(skip)]
    pub request: Box<RawValue>,
}

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
        let bodies = messages.records.iter().map(|message| &message.body);
        let turns = bodies.map(|body| serde_json::from_str(body).map_err(|_| unreadable()));
        turns.collect()
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
