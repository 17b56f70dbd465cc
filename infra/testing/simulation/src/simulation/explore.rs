//! Every run of a case within bounds.
//!
//! With several workers every run is made from the beginning, and given up where it comes to a state from which
//! all ways on were taken before.
//!
//! Between two attempts of a lone worker the rest of a run depends on the world alone (and on what a process that
//! lives on remembers). So its attempts are explored, not its runs: from each such state every attempt is made,
//! with every fault at every request, and the states in which the attempts leave the world are gone on from in
//! the same way. When no further state turns up, all runs have been covered, however often they fail.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;

use crate::choice::{Choice, ExhaustiveChooser, Lent, Path, text_of};
use crate::digest::Digest;
use crate::error::SimulationError;
use crate::fault::Fault;
use crate::promise::Breach;
use crate::scheduler::{Allowance, Scheduler};
use crate::simulation::{Bounds, Simulation};
use crate::world::World;

/// The result of an exploration.
#[derive(Clone, Debug, Default)]
pub struct Exploration {
    /// Runs that were made; of a lone worker its attempts.
    pub runs: u64,
    /// Those of them in which all events were done.
    pub complete: u64,
    /// Different states: those in which there was a choice, of a lone worker those in which an attempt can begin.
    pub states: usize,
    /// Different states in which all events were done.
    pub ends: usize,
    /// The failed attempts in a row after which no further state turned up; none where some still did.
    pub closed_after: Option<u32>,
    /// Every request that came, with every fault that met it.
    pub met: BTreeSet<(String, Option<Fault>)>,
    /// The first run that broke a promise.
    pub failure: Option<Failure>,
}

/// A run that broke promises.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The choices of the run, with which it can be run again.
    pub path: String,
    /// The promises that were broken.
    pub breaches: Vec<Breach>,
}

/// A state from which runs are explored.
struct Place {
    /// The last world before it in which no process was left and nothing under way.
    world: Arc<World>,
    /// The choices from there on.
    path: Path,
    /// The attempts from there on.
    attempts: u32,
    /// The faults still allowed in that world.
    allowance: Allowance,
    /// The choices from the beginning up to that world.
    origin: Vec<usize>,
    failed_attempts: u32,
}

impl Simulation {
    /// Makes every run within the bounds, up to the first one that breaks a promise. A lone worker fails at most
    /// `failed_attempts` times in a row; several go on until they are done.
    ///
    /// # Errors
    ///
    /// When the case cannot be set up.
    pub fn explore(
        &self,
        bounds: Bounds,
        failed_attempts: u32,
    ) -> Result<Exploration, SimulationError> {
        let mut exploring = Exploring {
            simulation: self,
            bounds,
            seen: HashSet::new(),
            ends: HashSet::new(),
            ahead: VecDeque::new(),
            deepest: 0,
            found: Exploration::default(),
        };
        exploring.ahead.push_back(Place {
            world: self.world(),
            path: Path::default(),
            attempts: 0,
            allowance: bounds.allowance(),
            origin: Vec::new(),
            failed_attempts: 0,
        });
        let mut is_closed = true;
        while let Some(place) = exploring.ahead.pop_front() {
            if place.failed_attempts > failed_attempts {
                is_closed = false;
                continue;
            }
            if !exploring.go_on_from(&place)? {
                is_closed = false;
                break;
            }
        }
        let mut found = exploring.found;
        found.ends = exploring.ends.len();
        found.closed_after = is_closed.then_some(exploring.deepest);
        Ok(found)
    }
}

struct Exploring<'s> {
    simulation: &'s Simulation,
    bounds: Bounds,
    seen: HashSet<Digest>,
    ends: HashSet<Digest>,
    ahead: VecDeque<Place>,
    deepest: u32,
    found: Exploration,
}

impl Exploring<'_> {
    /// Makes every run from a state; `false` once a promise is broken.
    fn go_on_from(&mut self, place: &Place) -> Result<bool, SimulationError> {
        let fixed = place.path.len();
        let lent = Lent::new(if self.simulation.is_of_one_worker() {
            ExhaustiveChooser::of_an_attempt(place.path.clone(), place.attempts)
        } else {
            ExhaustiveChooser::of_runs()
        });
        loop {
            let chooser = Box::new(lent.clone());
            let scheduler = self
                .simulation
                .scheduler(&place.world, place.allowance, chooser)?;
            let is_complete = self.simulation.drive(&scheduler);
            self.found.runs += 1;
            if is_complete {
                self.found.complete += 1;
                self.conclude(&scheduler)?;
            }
            let mut chooser = lent.lock();
            self.found
                .met
                .extend(std::mem::take(&mut scheduler.lock().observer.met));
            let breaches = scheduler.lock().observer.breaches.clone();
            if !breaches.is_empty() {
                let path = [place.origin.clone(), chooser.path.places()].concat();
                let path = text_of(&path);
                self.found.failure = Some(Failure { path, breaches });
                return Ok(false);
            }
            if chooser.has_stopped() {
                self.note(place, &chooser.path, &scheduler)?;
            }
            scheduler.lock().late_effects.clear();
            if !chooser.advance(fixed) {
                self.found.states += chooser.seen.as_ref().map_or(1, HashSet::len);
                return Ok(true);
            }
        }
    }

    /// Looks at an end, unless all events were done in the same state before.
    fn conclude(&mut self, scheduler: &Arc<Scheduler>) -> Result<(), SimulationError> {
        let end = {
            let state = scheduler.lock();
            let observer = &state.observer;
            let world = observer.state_between_attempts(scheduler.now(), &scheduler.company, false);
            world.with(observer.ends_key())
        };
        if self.ends.insert(end) {
            self.simulation.audit(scheduler)?;
        }
        Ok(())
    }

    /// Notes the states to which an attempt came, one for each way to wait for the next: those that are new.
    fn note(
        &mut self,
        place: &Place,
        taken: &Path,
        scheduler: &Scheduler,
    ) -> Result<(), SimulationError> {
        let (waits, is_bare) = {
            let state = scheduler.lock();
            (state.waits.clone(), state.late_effects.is_empty())
        };
        for (number, wait) in waits.iter().enumerate() {
            let key = scheduler.lock().key_between_attempts(scheduler, *wait);
            if !self.seen.insert(key) {
                continue;
            }
            let mut path = taken.clone();
            if waits.len() > 1 {
                path.take(number, waits.len());
            }
            let failed_attempts = place.failed_attempts + 1;
            self.deepest = self.deepest.max(failed_attempts);
            let keeps_process = wait.0 == Choice::WaitForLease { same_process: true };
            let next = if is_bare && !keeps_process {
                Place {
                    world: Arc::new(place.world.after(scheduler, *wait)?),
                    allowance: Allowance {
                        faults: self.bounds.faults,
                        ..scheduler.lock().allowance.after(wait.0)
                    },
                    origin: [place.origin.clone(), path.places()].concat(),
                    path: Path::default(),
                    attempts: 0,
                    failed_attempts,
                }
            } else {
                Place {
                    world: Arc::clone(&place.world),
                    path,
                    attempts: place.attempts + 1,
                    allowance: place.allowance,
                    origin: place.origin.clone(),
                    failed_attempts,
                }
            };
            self.ahead.push_back(next);
        }
        Ok(())
    }
}
