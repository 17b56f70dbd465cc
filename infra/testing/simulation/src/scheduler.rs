//! The scheduler of a run: the requests and sleeps of all workers, and the state on which the next choice depends.
//! Everything simulated reports here.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sandbox_hubspot::InProcessSandbox as Portal;
use sandbox_quickbooks::{InProcessSandbox, ManualClock};
use storage::embedded::EmbeddedStore;

use crate::choice::{Choice, Chooser, NoFaults};
use crate::digest::Digest;
use crate::fault::{Fault, RequestKind};
use crate::observer::{Memory, Observer, Process};

/// The scheduler of one run, with the world that it runs on.
pub(crate) struct Scheduler {
    pub(crate) clock: ManualClock,
    pub(crate) company: InProcessSandbox,
    pub(crate) store: EmbeddedStore,
    /// HubSpot. Runs share it for as long as nobody changes it.
    portal: Mutex<Arc<Portal>>,
    state: Mutex<State>,
}

/// The part that changes during a run.
pub(crate) struct State {
    /// The worker that is running.
    pub(crate) current: usize,
    pub(crate) slots: Vec<Slot>,
    pub(crate) processes: Vec<Process>,
    pub(crate) late_effects: Vec<LateEffect>,
    pub(crate) allowance: Allowance,
    /// The ways in which a worker that is about to wait may go on, each with the end of its wait.
    pub(crate) waits: Vec<(Choice, Timestamp)>,
    /// The requests that may fail in each attempt, where that is counted by the attempt.
    pub(crate) faults_per_attempt: Option<u32>,
    pub(crate) chooser: Box<dyn Chooser>,
    /// `true` if the run came to a state from which everything has been tried.
    pub(crate) is_abandoned: bool,
    pub(crate) observer: Observer,
}

/// The faults still allowed.
#[derive(Clone, Copy, Debug, Hash)]
pub(crate) struct Allowance {
    /// Requests that fail.
    pub(crate) faults: u32,
    /// Waits that last until QuickBooks has forgotten its request ids.
    pub(crate) forgettings: u32,
    /// Workers that are held up while others sleep.
    pub(crate) stalls: u32,
    /// Requests that have their effect after their caller gave up.
    pub(crate) late_effects: u32,
}

impl Allowance {
    /// All goes well.
    pub(crate) const NONE: Self = Self {
        faults: 0,
        forgettings: 0,
        stalls: 0,
        late_effects: 0,
    };
}

impl Allowance {
    /// The faults still allowed after a wait.
    pub(crate) fn after(self, wait: Choice) -> Self {
        let is_long = wait == Choice::WaitForForgetting;
        Self {
            forgettings: self.forgettings - u32::from(is_long),
            ..self
        }
    }
}

/// The state of a worker, as the scheduler knows it.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; no two of them make a state"
)]
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    /// The request it waits to send.
    pub(crate) pending: Option<PendingRequest>,
    pub(crate) granted: Option<Verdict>,
    /// When its sleep ends.
    pub(crate) wakes_at: Option<Timestamp>,
    /// When its invocation is cut off.
    pub(crate) alarm: Option<Timestamp>,
    /// `true` if its process has just died.
    pub(crate) is_killed: bool,
    /// `true` if anything went wrong in its present attempt.
    pub(crate) is_disturbed: bool,
    /// `true` if QuickBooks has refused its access token in its present attempt.
    pub(crate) was_refused: bool,
    /// The digest of company and store when HubSpot did not give what it was asked for in its present attempt.
    pub(crate) was_not_given: Option<Digest>,
    pub(crate) is_over: bool,
    pub(crate) process: usize,
    /// The digest of all answers of its present attempt.
    pub(crate) answers: Digest,
}

/// A request that waits to be sent.
#[derive(Clone, Debug)]
pub(crate) struct PendingRequest {
    pub(crate) label: String,
    pub(crate) kind: RequestKind,
    /// `true` if it can fail; the mere beginning of a request cannot.
    pub(crate) is_fallible: bool,
}

/// The way in which a request is dealt with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict {
    pub(crate) fault: Option<Fault>,
    pub(crate) latency: Duration,
}

/// A request that is under way though its caller gave up.
pub(crate) struct LateEffect {
    pub(crate) label: String,
    /// When it has its effect at the latest.
    pub(crate) due: Timestamp,
    pub(crate) effect: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Scheduler {
    pub(crate) fn new(
        (clock, company, store, portal): (
            ManualClock,
            InProcessSandbox,
            EmbeddedStore,
            Arc<Portal>,
        ),
        workers: usize,
        allowance: Allowance,
        chooser: Box<dyn Chooser>,
        observer: Observer,
    ) -> Self {
        let state = State {
            current: 0,
            slots: vec![Slot::default(); workers],
            processes: Vec::new(),
            late_effects: Vec::new(),
            allowance,
            waits: Vec::new(),
            faults_per_attempt: None,
            chooser,
            is_abandoned: false,
            observer,
        };
        Self {
            clock,
            company,
            store,
            portal: Mutex::new(portal),
            state: Mutex::new(state),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// HubSpot as it is now.
    pub(crate) fn portal(&self) -> Arc<Portal> {
        Arc::clone(&self.portal.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes HubSpot another one from here on in this run.
    pub(crate) fn replace_portal(&self, portal: Portal) {
        *self.portal.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(portal);
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock on to `moment`, unless it is past it.
    pub(crate) fn advance_to(&self, moment: Timestamp) {
        let by = moment.duration_since(self.now());
        if let Ok(by) = Duration::try_from(by) {
            // The clock counts in milliseconds.
            self.clock
                .advance(by.saturating_add(Duration::from_nanos(999_999)));
        }
    }

    /// A fresh process.
    pub(crate) fn start_process(&self) -> usize {
        let mut state = self.lock();
        state.processes.push(Process {
            is_alive: true,
            names: 0,
            memory: Memory::default(),
        });
        state.processes.len() - 1
    }

    /// Waits until the running worker's request is dealt with.
    pub(crate) fn step(self: &Arc<Self>, pending: PendingRequest) -> Step {
        Step {
            scheduler: Arc::clone(self),
            pending,
        }
    }

    /// Waits until the clock shows `moment`.
    pub(crate) fn sleep_until(self: &Arc<Self>, moment: Timestamp) -> Sleeping {
        Sleeping {
            scheduler: Arc::clone(self),
            until: moment,
        }
    }

    /// Waits for this long.
    pub(crate) fn sleep(self: &Arc<Self>, duration: Duration) -> Sleeping {
        let duration = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        let until = self.now().saturating_add(duration);
        self.sleep_until(until.unwrap_or(Timestamp::MAX))
    }

    /// Makes the running worker's process die once its future has been polled.
    pub(crate) fn kill_current(&self) {
        let mut state = self.lock();
        let current = state.current;
        if let Some(slot) = state.slots.get_mut(current) {
            slot.is_killed = true;
        }
    }

    /// Counts anew what may go wrong in the attempt that begins, where that is counted by the attempt.
    pub(crate) fn begin_attempt(&self) {
        let mut state = self.lock();
        if let Some(faults) = state.faults_per_attempt {
            state.allowance.faults = faults;
        }
    }

    /// Makes the choice how the running worker waits; `None` when the run ends there.
    pub(crate) fn choose_wait(
        &self,
        waits: Vec<(Choice, Timestamp)>,
    ) -> Option<(Choice, Timestamp)> {
        let now = self.now();
        let mut state = self.lock();
        state.waits = waits;
        if state.chooser.stops_at_wait() {
            state.is_abandoned = true;
            return None;
        }
        let options: Vec<Choice> = state.waits.iter().map(|(choice, _)| *choice).collect();
        let chosen = state.choose(&options, now)?;
        let mut waits = state.waits.iter();
        waits.find(|(choice, _)| *choice == chosen).copied()
    }

    /// Changes the memory of the process of this number.
    pub(crate) fn remember(&self, process: usize, change: impl FnOnce(&mut Memory, &mut Observer)) {
        let mut state = self.lock();
        let state = &mut *state;
        if let Some(process) = state.processes.get_mut(process) {
            change(&mut process.memory, &mut state.observer);
        }
    }
}

impl State {
    /// Makes a choice; where there is only one way on, it is no choice.
    pub(crate) fn choose(&mut self, options: &[Choice], now: Timestamp) -> Option<Choice> {
        let chosen = if options.len() == 1 {
            Some(0)
        } else {
            let mut chooser = std::mem::replace(&mut self.chooser, Box::new(NoFaults));
            let place = chooser.choose(options, &|| self.key(now));
            self.chooser = chooser;
            place
        };
        let choice = chosen.and_then(|place| options.get(place)).copied();
        self.is_abandoned |= choice.is_none();
        choice
    }

    /// The digest of everything on which the rest of the run depends when a worker that is alone goes on
    /// so: the world, and what its process remembers. Times count by what they decide alone.
    pub(crate) fn key_between_attempts(
        &self,
        scheduler: &Scheduler,
        wait: (Choice, Timestamp),
    ) -> Digest {
        let (choice, then) = wait;
        let is_expected = !self.late_effects.is_empty();
        let mut observer = &self.observer;
        let forgetful;
        if choice == Choice::WaitForForgetting {
            forgetful = self.observer.after_forgetting();
            observer = &forgetful;
        }
        let mut key = observer.state_between_attempts(then, &scheduler.company, is_expected);
        let left = self.allowance.after(choice);
        key.add((left.forgettings, left.late_effects));
        for late in &self.late_effects {
            let left = late.due.duration_since(then);
            key.add((&late.label, left.is_positive().then(|| left.as_millis())));
        }
        let same_process = choice == Choice::WaitForLease { same_process: true };
        for slot in self.slots.iter().filter(|_| same_process) {
            let process = self.processes.get(slot.process);
            key.add(process.map(|process| observer.memory_key(&process.memory)));
            key.add(process.map(|process| process.memory.of_reading(then)));
            let lease = observer.lease.filter(|(_, until)| *until > then);
            key.add(lease.map(|(holder, _)| holder == slot.process));
        }
        key
    }

    /// The digest of everything on which the rest of the run depends.
    fn key(&self, now: Timestamp) -> Digest {
        let mut key = Digest::of((now, self.allowance)).with(self.observer.key());
        let holder = self.observer.lease.as_ref().map(|(process, until)| {
            let slot = self.slots.iter().position(|slot| slot.process == *process);
            let is_alive = self.processes.get(*process).is_some_and(|one| one.is_alive);
            (slot.filter(|_| is_alive), until)
        });
        key.add(holder);
        for late in &self.late_effects {
            key.add((&late.label, late.due));
        }
        for slot in &self.slots {
            let process = self.processes.get(slot.process);
            let mates = self
                .slots
                .iter()
                .position(|one| one.process == slot.process);
            key.add((slot.answers, slot.is_over, slot.is_disturbed, mates));
            key.add(
                process
                    .map(|process| (process.is_alive, self.observer.memory_key(&process.memory))),
            );
            key.add((slot.wakes_at, slot.alarm));
            key.add(slot.pending.as_ref().map(|pending| &pending.label));
        }
        key
    }
}

/// A request of the running worker.
pub(crate) struct Step {
    scheduler: Arc<Scheduler>,
    pending: PendingRequest,
}

impl Future for Step {
    type Output = Verdict;

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Verdict> {
        let mut state = self.scheduler.lock();
        let current = state.current;
        let Some(slot) = state.slots.get_mut(current) else {
            return Poll::Pending;
        };
        if let Some(verdict) = slot.granted.take() {
            return Poll::Ready(verdict);
        }
        slot.pending = Some(self.pending.clone());
        Poll::Pending
    }
}

/// A sleep of the running worker.
pub(crate) struct Sleeping {
    scheduler: Arc<Scheduler>,
    until: Timestamp,
}

impl Future for Sleeping {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        if self.scheduler.now() >= self.until {
            return Poll::Ready(());
        }
        let mut state = self.scheduler.lock();
        let current = state.current;
        if let Some(slot) = state.slots.get_mut(current) {
            let earlier = slot.wakes_at.filter(|moment| *moment < self.until);
            slot.wakes_at = earlier.or(Some(self.until));
        }
        Poll::Pending
    }
}
