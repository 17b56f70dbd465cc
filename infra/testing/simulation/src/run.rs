//! One run: polls the workers one at a time, and decides who goes on.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use jiff::Timestamp;

use crate::choice::Choice;
use crate::digest::Digest;
use crate::fault::{Fault, RequestKind};
use crate::promise::Promise;
use crate::scheduler::{Scheduler, State, Verdict};

/// A worker's future.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Rings when a worker that waits for a lock within its process can go on.
struct WakeFlag(AtomicBool);

impl Wake for WakeFlag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A run on its way.
pub(crate) struct Run {
    scheduler: Arc<Scheduler>,
    /// The workers that are not done, each with the number of its slot.
    workers: Vec<(usize, Work, Arc<WakeFlag>)>,
}

/// The next thing to be done.
enum Next {
    Poll(usize),
    Chosen(Choice),
    /// Nobody can go on before this moment.
    Advance(Timestamp),
    Stuck,
}

impl Run {
    pub(crate) fn new(scheduler: Arc<Scheduler>, workers: Vec<(usize, Work)>) -> Self {
        // At first all of them are to be polled.
        let wake_flag = || Arc::new(WakeFlag(AtomicBool::new(true)));
        let workers = workers
            .into_iter()
            .map(|(slot, work)| (slot, work, wake_flag()))
            .collect();
        Self { scheduler, workers }
    }

    /// Goes on until all workers are done; `false` when the run is abandoned.
    pub(crate) fn finish(mut self) -> bool {
        while !self.workers.is_empty() {
            let next = self.next();
            if self.scheduler.lock().is_abandoned {
                return false;
            }
            match next {
                Next::Poll(slot) => self.poll(slot),
                Next::Chosen(Choice::Step { worker, fault }) => {
                    self.grant(worker, fault);
                    self.poll(worker);
                }
                Next::Chosen(Choice::Deliver(place)) => self.deliver(place),
                Next::Chosen(Choice::Stall) => {
                    self.scheduler.lock().allowance.stalls -= 1;
                    if let Some(moment) = self.next_moment() {
                        self.advance(moment);
                    }
                }
                Next::Chosen(_) | Next::Stuck => {
                    let mut state = self.scheduler.lock();
                    state
                        .observer
                        .breach(Promise::Completion, "nobody can go on");
                    return true;
                }
                Next::Advance(moment) => self.advance(moment),
            }
            if self.scheduler.lock().is_abandoned {
                return false;
            }
        }
        while !self.scheduler.lock().late_effects.is_empty() {
            self.deliver(0);
        }
        true
    }

    fn next(&self) -> Next {
        if let Some((slot, ..)) = self.workers.iter().find(|(slot, _, wake_flag)| {
            wake_flag.0.load(Ordering::SeqCst) || self.has_lost_process(*slot)
        }) {
            return Next::Poll(*slot);
        }
        let now = self.scheduler.now();
        let mut state = self.scheduler.lock();
        let options = self.options(&state);
        let is_movable = options
            .iter()
            .any(|option| matches!(option, Choice::Step { .. }));
        if is_movable {
            return state
                .choose(&options, now)
                .map_or(Next::Stuck, Next::Chosen);
        }
        drop(state);
        self.next_moment().map_or(Next::Stuck, Next::Advance)
    }

    /// `true` if a worker's process died in the hands of another worker.
    fn has_lost_process(&self, slot: usize) -> bool {
        let state = self.scheduler.lock();
        let Some(slot) = state.slots.get(slot).filter(|slot| slot.alarm.is_some()) else {
            return false;
        };
        let process = state.processes.get(slot.process);
        process.is_some_and(|process| !process.is_alive)
    }

    /// The ways on, the undisturbed ones first.
    fn options(&self, state: &State) -> Vec<Choice> {
        let waiting = self.workers.iter().filter_map(|(slot, ..)| {
            let pending = state.slots.get(*slot)?.pending.as_ref()?;
            Some((*slot, pending))
        });
        let waiting: Vec<_> = waiting.collect();
        let smooth = waiting.iter().map(|(worker, _)| Choice::Step {
            worker: *worker,
            fault: None,
        });
        let mut options: Vec<Choice> = smooth.collect();
        if state.allowance.faults > 0 {
            for (worker, pending) in &waiting {
                let was_refused = state
                    .slots
                    .get(*worker)
                    .is_some_and(|slot| slot.was_refused);
                // A token that is refused just after it was refreshed is no fault but a revocation.
                let applies = |fault: &&Fault| match fault {
                    Fault::Unauthorized => !was_refused,
                    Fault::LateEffect | Fault::DiesWithLateEffect => {
                        state.allowance.late_effects > 0
                    }
                    _ => true,
                };
                let faults = pending.kind.faults().iter().filter(applies);
                let faults = faults.filter(|_| pending.is_fallible);
                options.extend(faults.map(|fault| Choice::Step {
                    worker: *worker,
                    fault: Some(*fault),
                }));
            }
        }
        options.extend((0..state.late_effects.len()).map(Choice::Deliver));
        let is_asleep = |(slot, ..): &(usize, Work, Arc<WakeFlag>)| {
            let slot = state.slots.get(*slot);
            slot.is_some_and(|slot| slot.pending.is_none() && slot.wakes_at.is_some())
        };
        if state.allowance.stalls > 0 && self.workers.iter().any(is_asleep) {
            options.push(Choice::Stall);
        }
        options
    }

    /// When the next thing happens by itself.
    fn next_moment(&self) -> Option<Timestamp> {
        let state = self.scheduler.lock();
        let slots = self.workers.iter().filter_map(|(slot, ..)| {
            let slot = state.slots.get(*slot)?;
            let wakes_at = slot.wakes_at.into_iter().chain(slot.alarm).min();
            wakes_at.filter(|_| slot.pending.is_none())
        });
        let due = state.late_effects.iter().map(|late| late.due);
        slots.chain(due).min()
    }

    /// Lets time pass: what is due happens, and who has slept enough goes on.
    fn advance(&mut self, moment: Timestamp) {
        self.scheduler.advance_to(moment);
        let now = self.scheduler.now();
        loop {
            let state = self.scheduler.lock();
            let due = state.late_effects.iter().position(|one| one.due <= now);
            drop(state);
            match due {
                Some(place) => self.deliver(place),
                None => break,
            }
        }
        let state = self.scheduler.lock();
        for (slot, _, wake_flag) in &self.workers {
            let Some(slot) = state.slots.get(*slot) else {
                continue;
            };
            let wakes_at = slot.wakes_at.into_iter().chain(slot.alarm).min();
            if wakes_at.is_some_and(|moment| moment <= now) {
                wake_flag.0.store(true, Ordering::SeqCst);
            }
        }
    }

    /// Lets a worker's request be dealt with so.
    fn grant(&self, worker: usize, fault: Option<Fault>) {
        let now = self.scheduler.now();
        let mut state = self.scheduler.lock();
        let state = &mut *state;
        let latency = Duration::from_millis(state.chooser.latency());
        let Some(slot) = state.slots.get_mut(worker) else {
            return;
        };
        let Some(pending) = slot.pending.take() else {
            return;
        };
        let latency = if pending.is_fallible {
            latency
        } else {
            Duration::ZERO
        };
        slot.granted = Some(Verdict { fault, latency });
        slot.is_disturbed |= fault.is_some();
        slot.was_refused |= fault == Some(Fault::Unauthorized);
        if pending.kind == RequestKind::HubSpotRead
            && fault.is_some_and(|fault| fault != Fault::DiesBefore)
        {
            slot.was_not_given = Some(state.observer.books_digest());
        }
        let answer = if pending.kind == RequestKind::HubSpotRead {
            Digest::of(state.observer.record_changed)
        } else if pending.kind.is_of_quickbooks() {
            state.observer.company_digest()
        } else if pending.kind.is_of_tokens() {
            state.observer.tokens().with(state.observer.lease)
        } else {
            state.observer.store_digest()
        };
        slot.answers.add((&pending.label, fault, answer, now));
        state.observer.met.insert((pending.label.clone(), fault));
        state.allowance.faults -= u32::from(fault.is_some());
        let is_late = matches!(fault, Some(Fault::LateEffect | Fault::DiesWithLateEffect));
        state.allowance.late_effects -= u32::from(is_late);
        state.observer.log(|| match fault {
            Some(fault) => format!("  worker {worker}: {} {fault}", pending.label),
            None => format!("  worker {worker}: {}", pending.label),
        });
    }

    /// Lets a request whose caller gave up have its effect.
    fn deliver(&self, place: usize) {
        let mut state = self.scheduler.lock();
        let mut late = state.late_effects.remove(place);
        for slot in &mut state.slots {
            slot.is_disturbed = true;
        }
        let label = late.label;
        state.observer.log(|| format!("  late effect: {label}"));
        drop(state);
        let mut context = Context::from_waker(Waker::noop());
        let polled = late.effect.as_mut().poll(&mut context);
        if polled.is_pending() {
            let mut state = self.scheduler.lock();
            state.observer.breach(
                Promise::Completion,
                "an effect that waits cannot be simulated",
            );
        }
    }

    fn poll(&mut self, slot: usize) {
        let Some(place) = self.workers.iter().position(|(one, ..)| *one == slot) else {
            return;
        };
        {
            let mut state = self.scheduler.lock();
            state.current = slot;
            if let Some(slot) = state.slots.get_mut(slot) {
                slot.pending = None;
                slot.wakes_at = None;
                slot.alarm = None;
            }
        }
        let Some((_, work, wake_flag)) = self.workers.get_mut(place) else {
            return;
        };
        wake_flag.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(wake_flag));
        let mut context = Context::from_waker(&waker);
        if work.as_mut().poll(&mut context).is_ready() {
            drop(self.workers.remove(place));
            if let Some(slot) = self.scheduler.lock().slots.get_mut(slot) {
                slot.is_over = true;
            }
        }
    }
}
