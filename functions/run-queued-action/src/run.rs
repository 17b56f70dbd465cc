//! One delivery of the queue.

use actions::ActionError;

use crate::outcome::Outcome;
use crate::ports::{Actions, Queue, Tasks};
use crate::turn::Turn;

/// The end of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The action has answered, and the run goes on.
    Answered,
    /// The action failed, and the run was told.
    Failed,
    /// A quota was used up, and the turn comes once more when the told time is over.
    PutOff,
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
    queue: &impl Queue,
    event: &[u8],
) -> Result<Vec<Ended>, ActionError> {
    let mut ended = Vec::new();
    for turn in Turn::all_of(event)? {
        ended.push(take(actions, tasks, queue, &turn).await?);
    }
    Ok(ended)
}

async fn take(
    actions: &impl Actions,
    tasks: &impl Tasks,
    queue: &impl Queue,
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
    if is_put_off(queue, turn, &outcome).await {
        return Ok(Ended::PutOff);
    }
    if !tasks.tell(&turn.task_token, &outcome).await? {
        return Ok(Ended::NotWaitedFor);
    }
    Ok(match outcome {
        Outcome::Succeeded { .. } => Ended::Answered,
        Outcome::Failed { .. } => Ended::Failed,
    })
}

/// Leaves the turn in the queue for as long as was told. The workflow's own retries, which take a turn each and know no such
/// time, are for what the queue does not take.
async fn is_put_off(queue: &impl Queue, turn: &Turn, outcome: &Outcome) -> bool {
    let Some(wait) = outcome.wait() else {
        return false;
    };
    let put_off = queue.put_off(&turn.message, wait).await;
    if let Err(error) = &put_off {
        tracing::warn!(%error, "the turn was not put off, and the workflow is told");
    }
    put_off.is_ok()
}

#[cfg(test)]
mod tests;
