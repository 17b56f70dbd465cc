//! One delivery of the queue.

use actions::ActionError;

use crate::outcome::Outcome;
use crate::ports::{Actions, Tasks};
use crate::turn::Turn;

/// The end of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The action has answered, and the run goes on.
    Answered,
    /// The action failed, and the run was told.
    Failed,
    /// Nobody waits for it: the run was stopped, has ended, or has queued another turn.
    NotWaitedFor,
}

/// Takes the turns of an event, one after the other.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for what is no message of the queue, and [`ActionError::StorageUnavailable`] when Step
/// Functions does not answer. The queue then delivers the message again.
pub async fn run(
    actions: &impl Actions,
    tasks: &impl Tasks,
    event: &[u8],
) -> Result<Vec<Ended>, ActionError> {
    let mut ended = Vec::new();
    for turn in Turn::all_of(event)? {
        ended.push(take(actions, tasks, &turn).await?);
    }
    Ok(ended)
}

async fn take(
    actions: &impl Actions,
    tasks: &impl Tasks,
    turn: &Turn,
) -> Result<Ended, ActionError> {
    if !tasks.is_waited_for(&turn.task_token).await? {
        return Ok(Ended::NotWaitedFor);
    }
    let outcome = if turn.is_for_an_action() {
        actions.invoke(&turn.action, &turn.for_the_action()).await
    } else {
        Outcome::failed("InvalidRequest", "the queue of actions runs actions alone")
    };
    if !tasks.tell(&turn.task_token, &outcome).await? {
        return Ok(Ended::NotWaitedFor);
    }
    Ok(match outcome {
        Outcome::Succeeded { .. } => Ended::Answered,
        Outcome::Failed { .. } => Ended::Failed,
    })
}

#[cfg(test)]
mod tests;
