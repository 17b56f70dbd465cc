//! The desk of a run: who wants what, who may go on, and what was seen. Everything simulated reports here.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sandbox_quickbooks::{InProcessSandbox, ManualClock};
use storage::Version;
use storage::embedded::EmbeddedStore;

use crate::choice::{Calm, Choice, Chooser};
use crate::digest::Digest;
use crate::fault::{Fault, RequestKind};
use crate::witness::Witness;

/// What one run runs on.
pub(crate) struct Desk {
    pub(crate) clock: ManualClock,
    pub(crate) company: InProcessSandbox,
    pub(crate) store: EmbeddedStore,
    state: Mutex<State>,
}

/// What changes during a run.
pub(crate) struct State {
    /// The worker that is running.
    pub(crate) current: usize,
    pub(crate) seats: Vec<Seat>,
    pub(crate) processes: Vec<Process>,
    pub(crate) stragglers: Vec<Straggler>,
    pub(crate) allowance: Allowance,
    /// How a worker that is about to wait may go on, and until when it waits then.
    pub(crate) waits: Vec<(Choice, Timestamp)>,
    /// How many requests may fail in each attempt, where that is counted by the attempt.
    pub(crate) faults_per_attempt: Option<u32>,
    pub(crate) chooser: Box<dyn Chooser>,
    /// Whether the run came to a state from which everything has been tried.
    pub(crate) is_abandoned: bool,
    pub(crate) witness: Witness,
}

/// What may still go wrong.
#[derive(Clone, Copy, Debug, Hash)]
pub(crate) struct Allowance {
    /// Requests that fail.
    pub(crate) faults: u32,
    /// Waits that last until QuickBooks has forgotten its request ids.
    pub(crate) oblivions: u32,
    /// Workers that are held up while others sleep.
    pub(crate) stalls: u32,
    /// Requests that have their effect after their caller gave up.
    pub(crate) stragglers: u32,
}

impl Allowance {
    /// All goes well.
    pub(crate) const NONE: Self = Self {
        faults: 0,
        oblivions: 0,
        stalls: 0,
        stragglers: 0,
    };
}

impl Allowance {
    /// What is left after a wait.
    pub(crate) fn after(self, wait: Choice) -> Self {
        let is_long = wait == Choice::WaitForOblivion;
        Self {
            oblivions: self.oblivions - u32::from(is_long),
            ..self
        }
    }
}

/// What is known of a worker.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; no two of them make a state"
)]
#[derive(Clone, Debug, Default)]
pub(crate) struct Seat {
    /// The request it waits to send.
    pub(crate) wants: Option<Want>,
    pub(crate) granted: Option<Verdict>,
    /// When its sleep ends.
    pub(crate) wakes_at: Option<Timestamp>,
    /// When its invocation is cut off.
    pub(crate) alarm: Option<Timestamp>,
    /// Whether its process has just died.
    pub(crate) is_killed: bool,
    /// Whether anything went wrong in its present attempt.
    pub(crate) is_disturbed: bool,
    /// Whether QuickBooks has refused its access token in its present attempt.
    pub(crate) was_refused: bool,
    pub(crate) is_over: bool,
    pub(crate) process: usize,
    /// Everything it has been told in its present attempt.
    pub(crate) told: Digest,
}

/// A request that waits to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Want {
    pub(crate) label: String,
    pub(crate) kind: RequestKind,
    /// Whether it can fail; the mere beginning of a request cannot.
    pub(crate) is_fallible: bool,
}

/// How a request fares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict {
    pub(crate) fault: Option<Fault>,
    pub(crate) latency: Duration,
}

/// A process: an execution environment of Lambda.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Process {
    pub(crate) is_alive: bool,
    /// How many names it has drawn.
    pub(crate) names: u32,
    pub(crate) memory: Memory,
}

/// What a process remembers from one invocation to the next: of tokens, and nothing else. Tokens are told
/// apart by the place of their refresh token among all that Intuit gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// The tokens it read or stored last, and whether one of them had been refused before.
    pub(crate) cached: Option<(usize, bool)>,
    /// Tokens it got and could not store yet, and the version of those they are to replace.
    pub(crate) unsaved: Option<(usize, Version)>,
    /// Whether it has a name for the lease.
    pub(crate) is_named: bool,
}

/// A request that is under way though its caller gave up.
pub(crate) struct Straggler {
    pub(crate) label: String,
    /// When it has its effect at the latest.
    pub(crate) due: Timestamp,
    pub(crate) effect: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Desk {
    pub(crate) fn new(
        (clock, company, store): (ManualClock, InProcessSandbox, EmbeddedStore),
        workers: usize,
        allowance: Allowance,
        chooser: Box<dyn Chooser>,
        witness: Witness,
    ) -> Self {
        let state = State {
            current: 0,
            seats: vec![Seat::default(); workers],
            processes: Vec::new(),
            stragglers: Vec::new(),
            allowance,
            waits: Vec::new(),
            faults_per_attempt: None,
            chooser,
            is_abandoned: false,
            witness,
        };
        Self {
            clock,
            company,
            store,
            state: Mutex::new(state),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
    pub(crate) fn step(self: &Arc<Self>, want: Want) -> Step {
        Step {
            desk: Arc::clone(self),
            want,
        }
    }

    /// Waits until the clock shows `moment`.
    pub(crate) fn sleep_until(self: &Arc<Self>, moment: Timestamp) -> Sleeping {
        Sleeping {
            desk: Arc::clone(self),
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
        if let Some(seat) = state.seats.get_mut(current) {
            seat.is_killed = true;
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

    /// What the process of this number remembers.
    pub(crate) fn remember(&self, process: usize, change: impl FnOnce(&mut Memory, &mut Witness)) {
        let mut state = self.lock();
        let state = &mut *state;
        if let Some(process) = state.processes.get_mut(process) {
            change(&mut process.memory, &mut state.witness);
        }
    }
}

impl State {
    /// Makes a choice; where there is only one way on, it is no choice.
    pub(crate) fn choose(&mut self, options: &[Choice], now: Timestamp) -> Option<Choice> {
        let chosen = if options.len() == 1 {
            Some(0)
        } else {
            let mut chooser = std::mem::replace(&mut self.chooser, Box::new(Calm));
            let place = chooser.choose(options, &|| self.key(now));
            self.chooser = chooser;
            place
        };
        let choice = chosen.and_then(|place| options.get(place)).copied();
        self.is_abandoned |= choice.is_none();
        choice
    }

    /// Whether the end to which the run came is to be looked at.
    pub(crate) fn is_new_end(&mut self, now: Timestamp) -> bool {
        let mut chooser = std::mem::replace(&mut self.chooser, Box::new(Calm));
        let is_new = chooser.is_new_end(&|| self.witness.key().with(now));
        self.chooser = chooser;
        is_new
    }

    /// The digest of everything on which the rest of the run depends when a worker that is alone goes on
    /// so: the world, and what its process remembers. Times count by what they decide alone.
    pub(crate) fn key_between_attempts(&self, desk: &Desk, wait: (Choice, Timestamp)) -> Digest {
        let (choice, then) = wait;
        let is_expected = !self.stragglers.is_empty();
        let mut witness = &self.witness;
        let forgetful;
        if choice == Choice::WaitForOblivion {
            forgetful = self.witness.after_oblivion();
            witness = &forgetful;
        }
        let mut key = witness.standing(then, &desk.company, is_expected);
        let left = self.allowance.after(choice);
        key.add((left.oblivions, left.stragglers));
        for straggler in &self.stragglers {
            let left = straggler.due.duration_since(then);
            key.add((
                &straggler.label,
                left.is_positive().then(|| left.as_millis()),
            ));
        }
        let same_process = choice == Choice::WaitForLease { same_process: true };
        for seat in self.seats.iter().filter(|_| same_process) {
            let process = self.processes.get(seat.process);
            key.add(process.map(|process| witness.memory_key(&process.memory)));
            let lease = witness.lease.filter(|(_, until)| *until > then);
            key.add(lease.map(|(holder, _)| holder == seat.process));
        }
        key
    }

    /// The digest of everything on which the rest of the run depends.
    fn key(&self, now: Timestamp) -> Digest {
        let mut key = Digest::of((now, self.allowance)).with(self.witness.key());
        let holder = self.witness.lease.as_ref().map(|(process, until)| {
            let seat = self.seats.iter().position(|seat| seat.process == *process);
            let is_alive = self.processes.get(*process).is_some_and(|one| one.is_alive);
            (seat.filter(|_| is_alive), until)
        });
        key.add(holder);
        for straggler in &self.stragglers {
            key.add((&straggler.label, straggler.due));
        }
        for seat in &self.seats {
            let process = self.processes.get(seat.process);
            let mates = self
                .seats
                .iter()
                .position(|one| one.process == seat.process);
            key.add((seat.told, seat.is_over, seat.is_disturbed, mates));
            key.add(
                process.map(|process| (process.is_alive, self.witness.memory_key(&process.memory))),
            );
            key.add((seat.wakes_at, seat.alarm));
            key.add(seat.wants.as_ref().map(|want| &want.label));
        }
        key
    }
}

/// A request of the running worker.
pub(crate) struct Step {
    desk: Arc<Desk>,
    want: Want,
}

impl Future for Step {
    type Output = Verdict;

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Verdict> {
        let mut state = self.desk.lock();
        let current = state.current;
        let Some(seat) = state.seats.get_mut(current) else {
            return Poll::Pending;
        };
        if let Some(verdict) = seat.granted.take() {
            return Poll::Ready(verdict);
        }
        seat.wants = Some(self.want.clone());
        Poll::Pending
    }
}

/// A sleep of the running worker.
pub(crate) struct Sleeping {
    desk: Arc<Desk>,
    until: Timestamp,
}

impl Future for Sleeping {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        if self.desk.now() >= self.until {
            return Poll::Ready(());
        }
        let mut state = self.desk.lock();
        let current = state.current;
        if let Some(seat) = state.seats.get_mut(current) {
            let earlier = seat.wakes_at.filter(|moment| *moment < self.until);
            seat.wakes_at = earlier.or(Some(self.until));
        }
        Poll::Pending
    }
}
