//! One process's knowledge of each connection's tokens, behind one lock per connection.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use quickbooks::Transport;
use storage::{Connection, TokenSet, Tokens, Version};
use tokio::sync::{Mutex as TaskMutex, MutexGuard};

use super::{Access, AccessError, AccessTokens, pacing};
use crate::books::environment::Environment;

/// One lock per connection; its holder may refresh.
#[derive(Default)]
pub(super) struct Slots(Mutex<HashMap<Connection, Arc<Slot>>>);

pub(super) type Slot = TaskMutex<State>;

/// This process's knowledge of one connection's tokens.
#[derive(Default)]
pub(super) struct State {
    /// The access token in use.
    pub(super) cached: Option<Cached>,
    /// Tokens Intuit has given that are not in the store yet, since it failed or the task that
    /// wanted them was dropped. The next task stores them before anything else.
    pub(super) unsaved: Option<Unsaved>,
    /// True when a refresh was sent whose answer never came.
    pub(super) answer_lost: bool,
    /// The name under which this process takes the lease. One name for all its refreshes: a task
    /// that was dropped half way leaves the lease to the next one.
    owner: Option<String>,
}

pub(super) struct Cached {
    pub(super) access: Access,
    pub(super) expires_at: Timestamp,
}

pub(super) struct Unsaved {
    /// The version the tokens were refreshed from.
    pub(super) expected: Version,
    pub(super) tokens: TokenSet,
}

impl Slots {
    pub(super) fn of(&self, connection: &Connection) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(connection.clone()).or_default())
    }
}

impl State {
    /// The owner's name; drawn at the first refresh and not before, so that two processes that
    /// start from one memory snapshot do not share it.
    pub(super) fn owner(&mut self, draw: impl FnOnce() -> String) -> &str {
        self.owner.get_or_insert_with(draw)
    }
}

impl<S: Tokens + Sync, T: Transport + Sync, E: Environment> AccessTokens<S, T, E> {
    /// Takes the connection's lock in this process, by the deadline.
    pub(super) async fn enter<'s>(
        &self,
        slot: &'s Slot,
        deadline: Timestamp,
    ) -> Result<MutexGuard<'s, State>, AccessError> {
        if let Ok(state) = slot.try_lock() {
            return Ok(state);
        }
        let left = pacing::time_until(deadline, self.environment.now());
        tokio::select! {
            biased;
            state = slot.lock() => Ok(state),
            () = self.environment.sleep(left) => Err(AccessError::InProgress),
        }
    }
}
