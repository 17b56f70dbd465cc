//! Every attempt from every state in which an attempt can begin.
//!
//! Between two attempts of one worker the rest of a run depends on the world alone (and on what a process
//! that lives on remembers). So attempts are enumerated, not runs: from each such state every attempt is
//! made, with every fault at every request, and the states in which the attempts leave the world are gone on
//! from in the same way. When no further state turns up, all runs have been covered, however often they
//! fail.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::choice::{Choice, Chooser, Path, text_of};
use crate::desk::{Allowance, Desk};
use crate::digest::Digest;
use crate::error::SimulationError;
use crate::fault::Fault;
use crate::simulation::{Bounds, Failure, Simulation};
use crate::world::World;

/// How far an exploration goes.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Requests that fail within one attempt, at most.
    pub faults_per_attempt: u32,
    /// Failed attempts in a row, at most.
    pub failed_attempts: u32,
    /// Waits that last until QuickBooks has forgotten its request ids, at most.
    pub oblivions: u32,
    /// Requests that have their effect after their caller gave up, at most.
    pub stragglers: u32,
}

impl Reach {
    /// The bounds within which a path of the exploration is taken again.
    pub const fn bounds(self) -> Bounds {
        Bounds {
            faults: self.faults_per_attempt,
            oblivions: self.oblivions,
            stalls: 0,
            stragglers: self.stragglers,
            by_attempt: true,
        }
    }
}

/// What an exploration came to.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// States of the world in which an attempt can begin.
    pub states: usize,
    /// Attempts that were made from them.
    pub attempts: u64,
    /// States in which an event can be done.
    pub ends: usize,
    /// The failed attempts in a row after which no further state turned up; none where some still did.
    pub closed_after: Option<u32>,
    /// Every request that came, with every fault that met it.
    pub met: BTreeSet<(String, Option<Fault>)>,
    /// The first attempt that broke a promise.
    pub failure: Option<Failure>,
}

/// A state in which an attempt can begin.
struct Place {
    /// The last world before it in which no process was left and nothing under way.
    world: Arc<World>,
    /// The choices from there on.
    path: Path,
    /// The attempts from there on.
    attempts: u32,
    /// What may still go wrong in that world.
    allowance: Allowance,
    /// The choices from the beginning up to that world.
    origin: Vec<usize>,
    failed_attempts: u32,
}

impl Simulation {
    /// Makes every attempt within reach, up to the first one that breaks a promise.
    ///
    /// # Errors
    ///
    /// When the case cannot be set up.
    pub fn explore(&self, reach: Reach) -> Result<Exploration, SimulationError> {
        let mut exploring = Exploring {
            simulation: self,
            reach,
            seen: HashSet::new(),
            ends: HashSet::new(),
            ahead: VecDeque::new(),
            deepest: 0,
            found: Exploration {
                states: 0,
                attempts: 0,
                ends: 0,
                closed_after: None,
                met: BTreeSet::new(),
                failure: None,
            },
        };
        exploring.ahead.push_back(Place {
            world: self.world(),
            path: Path::default(),
            attempts: 0,
            allowance: Allowance {
                oblivions: reach.oblivions,
                stragglers: reach.stragglers,
                ..Allowance::NONE
            },
            origin: Vec::new(),
            failed_attempts: 0,
        });
        let mut is_closed = true;
        while let Some(place) = exploring.ahead.pop_front() {
            if place.failed_attempts > reach.failed_attempts {
                is_closed = false;
                continue;
            }
            exploring.found.states += 1;
            if !exploring.go_on_from(&place)? {
                is_closed = false;
                break;
            }
        }
        let deepest = exploring.deepest;
        let mut found = exploring.found;
        found.ends = exploring.ends.len();
        found.closed_after = is_closed.then_some(deepest);
        Ok(found)
    }
}

struct Exploring<'s> {
    simulation: &'s Simulation,
    reach: Reach,
    seen: HashSet<Digest>,
    ends: HashSet<Digest>,
    ahead: VecDeque<Place>,
    deepest: u32,
    found: Exploration,
}

impl Exploring<'_> {
    /// Makes every attempt from a state; `false` once a promise is broken.
    fn go_on_from(&mut self, place: &Place) -> Result<bool, SimulationError> {
        let fixed = place.path.len();
        let way = Arc::new(Mutex::new(Way::along(place.path.clone(), place.attempts)));
        loop {
            let desk = self.desk(place, &way)?;
            let is_over = self.simulation.drive(&desk);
            self.found.attempts += 1;
            if is_over {
                self.conclude(&desk)?;
            }
            let mut taken = lock(&way);
            self.found
                .met
                .extend(std::mem::take(&mut desk.lock().witness.met));
            let breaches = desk.lock().witness.breaches.clone();
            if !breaches.is_empty() {
                let path = [place.origin.clone(), taken.path.places()].concat();
                let path = text_of(&path);
                self.found.failure = Some(Failure { path, breaches });
                return Ok(false);
            }
            if taken.has_stopped {
                self.note(place, &taken, &desk)?;
            }
            desk.lock().stragglers.clear();
            if !taken.advance(fixed) {
                return Ok(true);
            }
        }
    }

    fn desk(&self, place: &Place, way: &Arc<Mutex<Way>>) -> Result<Arc<Desk>, SimulationError> {
        let chooser = Box::new(Shared(Arc::clone(way)));
        let desk = place.world.desk(1, place.allowance, chooser)?;
        desk.lock().faults_per_attempt = Some(self.reach.faults_per_attempt);
        Ok(Arc::new(desk))
    }

    /// Looks at an end, unless an event was done in the same state before.
    fn conclude(&mut self, desk: &Arc<Desk>) -> Result<(), SimulationError> {
        let end = {
            let state = desk.lock();
            let standing = state.witness.standing(desk.now(), &desk.company, false);
            standing.with(state.witness.ends_key())
        };
        if self.ends.insert(end) {
            self.simulation.audit(desk)?;
        }
        Ok(())
    }

    /// Notes the states to which an attempt came, one for each way to wait for the next: those that are new.
    fn note(&mut self, place: &Place, way: &Way, desk: &Arc<Desk>) -> Result<(), SimulationError> {
        let (waits, is_bare) = {
            let state = desk.lock();
            (state.waits.clone(), state.stragglers.is_empty())
        };
        for (number, wait) in waits.iter().enumerate() {
            let key = desk.lock().key_between_attempts(desk, *wait);
            if !self.seen.insert(key) {
                continue;
            }
            let mut path = way.path.clone();
            if waits.len() > 1 {
                path.take(number, waits.len());
            }
            let failed_attempts = place.failed_attempts + 1;
            self.deepest = self.deepest.max(failed_attempts);
            let keeps_process = wait.0 == Choice::WaitForLease { same_process: true };
            let next = if is_bare && !keeps_process {
                Place {
                    world: Arc::new(place.world.after(desk, *wait)?),
                    allowance: desk.lock().allowance.after(wait.0),
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

/// The choices of one attempt after given ones.
struct Way {
    path: Path,
    position: usize,
    given: usize,
    /// The attempts that lie on the given path.
    attempts: u32,
    waits: u32,
    has_stopped: bool,
}

impl Way {
    fn along(path: Path, attempts: u32) -> Self {
        Self {
            given: path.len(),
            path,
            position: 0,
            attempts,
            waits: 0,
            has_stopped: false,
        }
    }

    /// Goes back to the start, for the next attempt; `false` when there is none.
    fn advance(&mut self, fixed: usize) -> bool {
        let goes_on = self.path.advance(fixed);
        *self = Self::along(std::mem::take(&mut self.path), self.attempts);
        goes_on
    }
}

/// A way that is lent to one attempt after another.
struct Shared(Arc<Mutex<Way>>);

fn lock(way: &Mutex<Way>) -> std::sync::MutexGuard<'_, Way> {
    way.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Chooser for Shared {
    fn choose(&mut self, options: &[Choice], _key: &dyn Fn() -> Digest) -> Option<usize> {
        let mut way = lock(&self.0);
        let position = way.position;
        way.position += 1;
        if position < way.given {
            return way.path.retake(position, options.len());
        }
        way.path.take(0, options.len());
        Some(0)
    }

    fn stops_at_wait(&mut self) -> bool {
        let mut way = lock(&self.0);
        // The waits that lie on the path, and then the end of the attempt that is made now.
        way.has_stopped = way.waits == way.attempts;
        way.waits += 1;
        way.has_stopped
    }

    fn is_new_end(&mut self, _key: &dyn Fn() -> Digest) -> bool {
        true
    }

    fn fraction(&mut self) -> f64 {
        0.5
    }

    fn latency(&mut self) -> u64 {
        0
    }

    fn draws_waits(&self) -> bool {
        false
    }
}
