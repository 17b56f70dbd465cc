//! One invocation: an action's future, which ends with an answer, by the clock, or with its process.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use jiff::{SignedDuration, Timestamp};

use crate::scheduler::Scheduler;

/// The longest that an invocation may take, as in the template.
const LONGEST: SignedDuration = SignedDuration::from_secs(30);
/// The pipeline is to be back this long before the end, and is cut off that long before; as the functions'
/// runtime has it.
const ANSWER: SignedDuration = SignedDuration::from_millis(500);
const CUT_OFF: SignedDuration = SignedDuration::from_millis(200);

/// The end of an invocation that begins at `start`, for the pipeline.
pub(crate) fn deadline(start: Timestamp) -> Timestamp {
    later(start, LONGEST - ANSWER)
}

/// When an invocation that begins at `start` is cut off.
pub(crate) fn cut_off(start: Timestamp) -> Timestamp {
    later(start, LONGEST - CUT_OFF)
}

/// `moment` moved on by `by`.
pub(crate) fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// The end of an invocation.
pub(crate) enum Ended<T> {
    Answered(T),
    CutOff,
    Died,
}

/// A running invocation.
pub(crate) struct Invocation<T> {
    scheduler: Arc<Scheduler>,
    process: usize,
    cut_off: Timestamp,
    action: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
}

impl<T> Invocation<T> {
    pub(crate) fn new(
        scheduler: Arc<Scheduler>,
        process: usize,
        cut_off: Timestamp,
        action: Pin<Box<dyn Future<Output = T> + Send>>,
    ) -> Self {
        Self {
            scheduler,
            process,
            cut_off,
            action: Some(action),
        }
    }

    fn is_alive(&self) -> bool {
        let state = self.scheduler.lock();
        let process = state.processes.get(self.process);
        process.is_some_and(|process| process.is_alive)
    }

    /// `true` if this invocation has just ended its process.
    fn was_killed(&self) -> bool {
        let mut state = self.scheduler.lock();
        let current = state.current;
        let slot = state.slots.get_mut(current);
        let is_killed = slot.is_some_and(|slot| std::mem::take(&mut slot.is_killed));
        if is_killed && let Some(process) = state.processes.get_mut(self.process) {
            process.is_alive = false;
        }
        is_killed
    }
}

impl<T> Future for Invocation<T> {
    type Output = Ended<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Ended<T>> {
        if !self.is_alive() {
            self.action = None;
            return Poll::Ready(Ended::Died);
        }
        if self.scheduler.now() >= self.cut_off {
            self.action = None;
            return Poll::Ready(Ended::CutOff);
        }
        let Some(action) = self.action.as_mut() else {
            return Poll::Pending;
        };
        if let Poll::Ready(answer) = action.as_mut().poll(cx) {
            self.action = None;
            return Poll::Ready(Ended::Answered(answer));
        }
        if self.was_killed() {
            self.action = None;
            return Poll::Ready(Ended::Died);
        }
        let mut state = self.scheduler.lock();
        let current = state.current;
        if let Some(slot) = state.slots.get_mut(current) {
            slot.alarm = Some(self.cut_off);
        }
        Poll::Pending
    }
}
