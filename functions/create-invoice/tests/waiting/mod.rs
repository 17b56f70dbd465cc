//! Waiting on a clock that stands still until everybody waits, and then shows when the first is due.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sandbox_quickbooks::ManualClock;
use tokio::sync::oneshot;

pub(crate) struct Waiting {
    clock: ManualClock,
    state: Mutex<State>,
}

struct State {
    /// The number of those at work.
    at_work: usize,
    now: Duration,
    count: u64,
    due: BinaryHeap<Reverse<(Duration, u64)>>,
    wake: std::collections::HashMap<u64, oneshot::Sender<()>>,
}

impl Waiting {
    /// For so many who are at work.
    pub(crate) fn new(clock: ManualClock, at_work: usize) -> Arc<Self> {
        let state = State {
            at_work,
            now: Duration::ZERO,
            count: 0,
            due: BinaryHeap::new(),
            wake: std::collections::HashMap::new(),
        };
        Arc::new(Self {
            clock,
            state: Mutex::new(state),
        })
    }

    /// Waits so long, to the millisecond.
    pub(crate) async fn wait(&self, duration: Duration) {
        let (wake, woken) = oneshot::channel();
        {
            let state = &mut *self.state.lock().unwrap();
            let milliseconds = u64::try_from(duration.as_micros().div_ceil(1_000)).unwrap();
            state.count += 1;
            let due = state.now + Duration::from_millis(milliseconds);
            state.due.push(Reverse((due, state.count)));
            state.wake.insert(state.count, wake);
        }
        self.leave();
        woken.await.unwrap();
    }

    /// One more is at work, whom somebody at work has let go on.
    pub(crate) fn enter(&self) {
        self.state.lock().unwrap().at_work += 1;
    }

    /// One fewer is at work; if nobody is left, the next one is due.
    pub(crate) fn leave(&self) {
        let state = &mut *self.state.lock().unwrap();
        state.at_work -= 1;
        if state.at_work > 0 {
            return;
        }
        if let Some(Reverse((due, number))) = state.due.pop() {
            self.clock.advance(due.saturating_sub(state.now));
            state.now = due;
            state.at_work = 1;
            state.wake.remove(&number).unwrap().send(()).unwrap();
        }
    }
}
