//! One run: polls the workers one at a time, and decides who goes on.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use jiff::Timestamp;

use crate::choice::Choice;
use crate::desk::{Desk, State, Verdict};
use crate::fault::Fault;
use crate::promise::Promise;

/// A worker's future.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Rings when a worker that waits for a lock within its process can go on.
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A run on its way.
pub(crate) struct Run {
    desk: Arc<Desk>,
    /// The workers that are not done, each with the number of its seat.
    workers: Vec<(usize, Work, Arc<Bell>)>,
}

/// What is to be done next.
enum Next {
    Poll(usize),
    Chosen(Choice),
    /// Nobody can go on before this moment.
    Advance(Timestamp),
    Stuck,
}

impl Run {
    pub(crate) fn new(desk: Arc<Desk>, workers: Vec<(usize, Work)>) -> Self {
        // At first all of them are to be polled.
        let bell = || Arc::new(Bell(AtomicBool::new(true)));
        let workers = workers
            .into_iter()
            .map(|(seat, work)| (seat, work, bell()))
            .collect();
        Self { desk, workers }
    }

    /// Goes on until all workers are done; `false` when the run is abandoned.
    pub(crate) fn finish(mut self) -> bool {
        while !self.workers.is_empty() {
            let next = self.next();
            if self.desk.lock().is_abandoned {
                return false;
            }
            match next {
                Next::Poll(seat) => self.poll(seat),
                Next::Chosen(Choice::Step { worker, fault }) => {
                    self.grant(worker, fault);
                    self.poll(worker);
                }
                Next::Chosen(Choice::Deliver(place)) => self.deliver(place),
                Next::Chosen(Choice::Stall) => {
                    self.desk.lock().allowance.stalls -= 1;
                    if let Some(moment) = self.next_moment() {
                        self.advance(moment);
                    }
                }
                Next::Chosen(_) | Next::Stuck => {
                    let mut state = self.desk.lock();
                    state
                        .witness
                        .breach(Promise::Completion, "nobody can go on");
                    return true;
                }
                Next::Advance(moment) => self.advance(moment),
            }
            if self.desk.lock().is_abandoned {
                return false;
            }
        }
        while !self.desk.lock().stragglers.is_empty() {
            self.deliver(0);
        }
        true
    }

    fn next(&self) -> Next {
        if let Some((seat, ..)) = self
            .workers
            .iter()
            .find(|(seat, _, bell)| bell.0.load(Ordering::SeqCst) || self.has_lost_process(*seat))
        {
            return Next::Poll(*seat);
        }
        let now = self.desk.now();
        let mut state = self.desk.lock();
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

    /// Whether a worker's process died in the hands of another worker.
    fn has_lost_process(&self, seat: usize) -> bool {
        let state = self.desk.lock();
        let Some(seat) = state.seats.get(seat).filter(|seat| seat.alarm.is_some()) else {
            return false;
        };
        let process = state.processes.get(seat.process);
        process.is_some_and(|process| !process.is_alive)
    }

    /// The ways on, the undisturbed ones first.
    fn options(&self, state: &State) -> Vec<Choice> {
        let wanting = self.workers.iter().filter_map(|(seat, ..)| {
            let want = state.seats.get(*seat)?.wants.as_ref()?;
            Some((*seat, want))
        });
        let wanting: Vec<_> = wanting.collect();
        let smooth = wanting.iter().map(|(worker, _)| Choice::Step {
            worker: *worker,
            fault: None,
        });
        let mut options: Vec<Choice> = smooth.collect();
        if state.allowance.faults > 0 {
            for (worker, want) in &wanting {
                let was_refused = state
                    .seats
                    .get(*worker)
                    .is_some_and(|seat| seat.was_refused);
                // A token that is refused just after it was refreshed is no fault but a revocation.
                let applies = |fault: &&Fault| match fault {
                    Fault::Unauthorized => !was_refused,
                    Fault::Straggles | Fault::DiesStraggling => state.allowance.stragglers > 0,
                    _ => true,
                };
                let faults = want.kind.faults().iter().filter(applies);
                let faults = faults.filter(|_| want.is_fallible);
                options.extend(faults.map(|fault| Choice::Step {
                    worker: *worker,
                    fault: Some(*fault),
                }));
            }
        }
        options.extend((0..state.stragglers.len()).map(Choice::Deliver));
        let is_asleep = |(seat, ..): &(usize, Work, Arc<Bell>)| {
            let seat = state.seats.get(*seat);
            seat.is_some_and(|seat| seat.wants.is_none() && seat.wakes_at.is_some())
        };
        if state.allowance.stalls > 0 && self.workers.iter().any(is_asleep) {
            options.push(Choice::Stall);
        }
        options
    }

    /// When the next thing happens by itself.
    fn next_moment(&self) -> Option<Timestamp> {
        let state = self.desk.lock();
        let seats = self.workers.iter().filter_map(|(seat, ..)| {
            let seat = state.seats.get(*seat)?;
            let wakes_at = seat.wakes_at.into_iter().chain(seat.alarm).min();
            wakes_at.filter(|_| seat.wants.is_none())
        });
        let due = state.stragglers.iter().map(|straggler| straggler.due);
        seats.chain(due).min()
    }

    /// Lets time pass: what is due happens, and who has slept enough goes on.
    fn advance(&mut self, moment: Timestamp) {
        self.desk.advance_to(moment);
        let now = self.desk.now();
        loop {
            let state = self.desk.lock();
            let due = state.stragglers.iter().position(|one| one.due <= now);
            drop(state);
            match due {
                Some(place) => self.deliver(place),
                None => break,
            }
        }
        let state = self.desk.lock();
        for (seat, _, bell) in &self.workers {
            let Some(seat) = state.seats.get(*seat) else {
                continue;
            };
            let wakes_at = seat.wakes_at.into_iter().chain(seat.alarm).min();
            if wakes_at.is_some_and(|moment| moment <= now) {
                bell.0.store(true, Ordering::SeqCst);
            }
        }
    }

    /// Lets a worker's request be dealt with so.
    fn grant(&self, worker: usize, fault: Option<Fault>) {
        let now = self.desk.now();
        let mut state = self.desk.lock();
        let state = &mut *state;
        let latency = Duration::from_millis(state.chooser.latency());
        let Some(seat) = state.seats.get_mut(worker) else {
            return;
        };
        let Some(want) = seat.wants.take() else {
            return;
        };
        let latency = if want.is_fallible {
            latency
        } else {
            Duration::ZERO
        };
        seat.granted = Some(Verdict { fault, latency });
        seat.is_disturbed |= fault.is_some();
        seat.was_refused |= fault == Some(Fault::Unauthorized);
        let answer = if want.kind.is_of_quickbooks() {
            state.witness.books()
        } else if want.kind.is_of_tokens() {
            state.witness.tokens().with(state.witness.lease)
        } else {
            state.witness.shelves()
        };
        seat.told.add((&want.label, fault, answer, now));
        state.witness.met.insert((want.label.clone(), fault));
        state.allowance.faults -= u32::from(fault.is_some());
        let straggles = matches!(fault, Some(Fault::Straggles | Fault::DiesStraggling));
        state.allowance.stragglers -= u32::from(straggles);
        state.witness.tell(|| match fault {
            Some(fault) => format!("  worker {worker}: {} {fault}", want.label),
            None => format!("  worker {worker}: {}", want.label),
        });
    }

    /// Lets a request whose caller gave up have its effect.
    fn deliver(&self, place: usize) {
        let mut state = self.desk.lock();
        let mut straggler = state.stragglers.remove(place);
        for seat in &mut state.seats {
            seat.is_disturbed = true;
        }
        let label = straggler.label;
        state.witness.tell(|| format!("  late effect: {label}"));
        drop(state);
        let mut context = Context::from_waker(Waker::noop());
        let polled = straggler.effect.as_mut().poll(&mut context);
        if polled.is_pending() {
            let mut state = self.desk.lock();
            state.witness.breach(
                Promise::Completion,
                "an effect that waits cannot be simulated",
            );
        }
    }

    fn poll(&mut self, seat: usize) {
        let Some(place) = self.workers.iter().position(|(one, ..)| *one == seat) else {
            return;
        };
        {
            let mut state = self.desk.lock();
            state.current = seat;
            if let Some(seat) = state.seats.get_mut(seat) {
                seat.wants = None;
                seat.wakes_at = None;
                seat.alarm = None;
            }
        }
        let Some((_, work, bell)) = self.workers.get_mut(place) else {
            return;
        };
        bell.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(bell));
        let mut context = Context::from_waker(&waker);
        if work.as_mut().poll(&mut context).is_ready() {
            drop(self.workers.remove(place));
            if let Some(seat) = self.desk.lock().seats.get_mut(seat) {
                seat.is_over = true;
            }
        }
    }
}
