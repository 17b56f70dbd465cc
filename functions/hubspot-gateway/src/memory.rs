//! Workflows and a bus in memory, for the local program and tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::ports::{Bus, BusEvent, PortError, RunState, Started, Workflows};
use crate::run::Run;

/// Workflows in memory. Whoever holds them takes the runs that were started, runs them, and tells how they ended.
#[derive(derive_more::Debug)]
#[debug("MemoryWorkflows({runs:?})")]
pub struct MemoryWorkflows<C> {
    clock: C,
    runs: Mutex<BTreeMap<String, Entry>>,
}

#[derive(Debug)]
struct Entry {
    run: Run,
    state: RunState,
    is_taken: bool,
}

impl<C: Fn() -> Timestamp> MemoryWorkflows<C> {
    /// Workflows without a run, by this clock.
    pub fn new(clock: C) -> Self {
        Self {
            clock,
            runs: Mutex::default(),
        }
    }

    /// The runs that were started and not taken yet, by their names.
    pub fn take(&self) -> Vec<Run> {
        let mut runs = self.lock();
        let fresh = runs.values_mut().filter(|entry| !entry.is_taken);
        fresh
            .map(|entry| {
                entry.is_taken = true;
                entry.run.clone()
            })
            .collect()
    }

    /// Ends a run; nothing happens when there is none of this name.
    pub fn end(&self, name: &str, state: RunState) {
        if let Some(entry) = self.lock().get_mut(name) {
            entry.state = state;
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Entry>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Fn() -> Timestamp + Send + Sync> Workflows for MemoryWorkflows<C> {
    async fn start(&self, run: &Run) -> Result<Started, PortError> {
        let since = (self.clock)();
        let mut runs = self.lock();
        // As Step Functions does it: the same input while it runs is the same start, and anything else a conflict.
        if let Some(known) = runs.get(&run.name) {
            return Ok(match known.state {
                RunState::Running { since } if known.run.input == run.input => {
                    Started::Running { since }
                }
                RunState::Running { .. } | RunState::Succeeded { .. } | RunState::Failed { .. } => {
                    Started::Before
                }
            });
        }
        let entry = Entry {
            run: run.clone(),
            state: RunState::Running { since },
            is_taken: false,
        };
        runs.insert(run.name.clone(), entry);
        Ok(Started::Running { since })
    }

    async fn describe(&self, name: &str) -> Result<Option<RunState>, PortError> {
        Ok(self.lock().get(name).map(|entry| entry.state.clone()))
    }
}

/// A bus in memory.
#[derive(Debug, Default)]
pub struct MemoryBus(Mutex<Vec<BusEvent>>);

impl MemoryBus {
    /// Takes the events that were put, in their order.
    pub fn take(&self) -> Vec<BusEvent> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Bus for MemoryBus {
    async fn put(&self, events: &[BusEvent]) -> Result<(), PortError> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(events);
        Ok(())
    }
}
