//! The seams: the functions of actions, the tasks that wait, and the queue of both.

use std::future::Future;
use std::time::Duration;

use actions::ActionError;

use crate::outcome::Outcome;

/// Step Functions or the queue did not do what was asked. The text holds no token and no answer.
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct PortError {
    /// The observation.
    pub detail: String,
}

impl From<PortError> for ActionError {
    /// An invocation that fails, so that the queue delivers the message again.
    fn from(error: PortError) -> Self {
        Self::StorageUnavailable {
            detail: error.to_string(),
        }
    }
}

/// The port to the functions of actions.
pub trait Actions {
    /// Has an action answer a request, and waits for it. That Lambda did not run it is an outcome too.
    fn invoke(&self, action: &str, request: &str) -> impl Future<Output = Outcome> + Send;
}

/// The port to the tasks that wait for their tokens.
pub trait Tasks {
    /// Says that the task's turn has come, and asks thereby whether it still waits.
    fn is_waited_for(&self, token: &str) -> impl Future<Output = Result<bool, PortError>> + Send;

    /// Tells the task what came of it; `false` if it waits no longer.
    fn tell(
        &self,
        token: &str,
        outcome: &Outcome,
    ) -> impl Future<Output = Result<bool, PortError>> + Send;
}

/// The port to the queue of actions.
pub trait Queue {
    /// Has the queue deliver a message once more, after this time.
    fn put_off(
        &self,
        message: &str,
        wait: Duration,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}
