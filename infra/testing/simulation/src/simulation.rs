//! A case, ready to be run.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::audit::Audit;
use crate::case::Case;
use crate::choice::{Choice, Chooser, Drawing, Enumerating, Path, text_of};
use crate::desk::{Allowance, Desk};
use crate::digest::Digest;
use crate::error::SimulationError;
use crate::fault::Fault;
use crate::policy::RetryPolicy;
use crate::promise::Breach;
use crate::run::{Run, Work};
use crate::sabotage::Sabotage;
use crate::worker::{Environment, Worker};
use crate::world::World;

/// How much may go wrong in each run of an enumeration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// Requests that fail, wherever and in whichever attempts.
    pub faults: u32,
    /// Waits that last until QuickBooks has forgotten its request ids.
    pub oblivions: u32,
    /// Times at which those who could go on are held up until a sleeper wakes.
    pub stalls: u32,
    /// Requests that have their effect after their caller gave up.
    pub stragglers: u32,
    /// Whether faults are counted in each attempt anew.
    pub by_attempt: bool,
}

/// A case, ready to be run.
pub struct Simulation {
    case: Case,
    world: Arc<World>,
    policy: Arc<RetryPolicy>,
    sabotage: Option<Sabotage>,
}

/// What an enumeration came to.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// Runs that went to their end.
    pub complete: u64,
    /// Runs that were given up at a state from which everything had been tried.
    pub abandoned: u64,
    /// Different states in which there was a choice.
    pub states: usize,
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
    /// What was broken.
    pub breaches: Vec<Breach>,
}

/// What one run came to.
pub(crate) struct Outcome {
    pub(crate) is_complete: bool,
    pub(crate) breaches: Vec<Breach>,
    pub(crate) met: BTreeSet<(String, Option<Fault>)>,
    pub(crate) story: Vec<String>,
}

impl Simulation {
    /// Sets a case up.
    ///
    /// # Errors
    ///
    /// When the case does not work even if nothing goes wrong before it.
    pub fn of(case: Case, sabotage: Option<Sabotage>) -> Result<Self, SimulationError> {
        let policy = Arc::new(RetryPolicy::of_the_workflow()?);
        let world = Arc::new(World::of(&case, &policy)?);
        Ok(Self {
            case,
            world,
            policy,
            sabotage,
        })
    }

    /// Runs the case in every way within the bounds, up to the first one that breaks a promise.
    pub fn enumerate(&self, bounds: Bounds) -> Result<Enumeration, SimulationError> {
        let chooser = Arc::new(Mutex::new(Enumerating::new()));
        let mut found = Enumeration {
            complete: 0,
            abandoned: 0,
            states: 0,
            met: BTreeSet::new(),
            failure: None,
        };
        loop {
            let outcome = self.run(bounds, Box::new(Shared(Arc::clone(&chooser))), false)?;
            found.met.extend(outcome.met);
            if outcome.is_complete {
                found.complete += 1;
            } else {
                found.abandoned += 1;
            }
            let mut chooser = chooser.lock().unwrap_or_else(PoisonError::into_inner);
            if !outcome.breaches.is_empty() {
                found.failure = Some(Failure {
                    path: text_of(&chooser.path.places()),
                    breaches: outcome.breaches,
                });
                break;
            }
            if !chooser.advance() {
                break;
            }
        }
        let chooser = chooser.lock().unwrap_or_else(PoisonError::into_inner);
        found.states = chooser.seen.len();
        Ok(found)
    }

    /// Takes one run of an enumeration again, and tells its story.
    pub fn replay(&self, bounds: Bounds, path: &str) -> Result<Vec<String>, SimulationError> {
        let chooser = Box::new(Enumerating::replaying(path_of(path)));
        Ok(self.run(bounds, chooser, true)?.story)
    }

    /// What a run breaks whose choices are drawn from a seed.
    ///
    /// # Errors
    ///
    /// When the world cannot be set up.
    pub fn draw(&self, bounds: Bounds, seed: u64) -> Result<Vec<Breach>, SimulationError> {
        Ok(self.drawn(bounds, seed, false)?.breaches)
    }

    /// One run whose choices are drawn from a seed.
    pub(crate) fn drawn(
        &self,
        bounds: Bounds,
        seed: u64,
        tells: bool,
    ) -> Result<Outcome, SimulationError> {
        self.run(bounds, Box::new(Drawing::new(seed)), tells)
    }

    fn run(
        &self,
        bounds: Bounds,
        chooser: Box<dyn Chooser>,
        tells: bool,
    ) -> Result<Outcome, SimulationError> {
        let allowance = Allowance {
            faults: bounds.faults,
            oblivions: bounds.oblivions,
            stalls: bounds.stalls,
            stragglers: bounds.stragglers,
        };
        let desk = self.world.desk(self.case.workers(), allowance, chooser)?;
        let desk = Arc::new(desk);
        {
            let mut state = desk.lock();
            state.faults_per_attempt = bounds.by_attempt.then_some(bounds.faults);
            if tells {
                let first = format!("{}, with {bounds:?} at most", self.case.name);
                state.witness.story = Some(vec![first]);
            }
        }
        let is_complete = self.drive(&desk);
        if is_complete && desk.lock().is_new_end(desk.now()) {
            self.audit(&desk)?;
        }
        let mut state = desk.lock();
        // What straggles holds the desk; so the desk must let go of it.
        state.stragglers.clear();
        let witness = std::mem::take(&mut state.witness);
        Ok(Outcome {
            is_complete,
            breaches: witness.breaches,
            met: witness.met,
            story: witness.story.unwrap_or_default(),
        })
    }

    /// Lets all workers work; `false` when they are stopped before they are done.
    pub(crate) fn drive(&self, desk: &Arc<Desk>) -> bool {
        Run::new(Arc::clone(desk), self.workers(desk)).finish()
    }

    /// Looks at the end of a run.
    pub(crate) fn audit(&self, desk: &Arc<Desk>) -> Result<(), SimulationError> {
        let audit = Audit {
            desk,
            case: &self.case,
            world: &self.world,
            policy: &self.policy,
            sabotage: self.sabotage,
        };
        audit.conclude()
    }

    /// The world in which the case begins.
    pub(crate) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world)
    }

    fn workers(&self, desk: &Arc<Desk>) -> Vec<(usize, Work)> {
        let first = Environment::start(desk, self.sabotage);
        let events = self.case.workers.iter().enumerate();
        events
            .map(|(number, event)| {
                let environment = if number == 0 || self.case.shares_process {
                    first.clone()
                } else {
                    Environment::start(desk, self.sabotage)
                };
                if let Some(seat) = desk.lock().seats.get_mut(number) {
                    seat.process = environment.process;
                }
                let worker = Worker {
                    desk: Arc::clone(desk),
                    number,
                    event: Arc::clone(event),
                    policy: Arc::clone(&self.policy),
                    environment,
                    sabotage: self.sabotage,
                    is_alone: self.case.workers() == 1 && !desk.lock().chooser.draws_waits(),
                };
                let work: Work = Box::pin(worker.work());
                (number, work)
            })
            .collect()
    }
}

/// The choices of an enumeration, lent to one run after another.
struct Shared(Arc<Mutex<Enumerating>>);

impl Chooser for Shared {
    fn choose(&mut self, options: &[Choice], key: &dyn Fn() -> Digest) -> Option<usize> {
        let mut chooser = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        chooser.choose(options, key)
    }

    fn is_new_end(&mut self, key: &dyn Fn() -> Digest) -> bool {
        let mut chooser = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        chooser.is_new_end(key)
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

/// The path that was typed so.
fn path_of(text: &str) -> Path {
    let places = text.split('.').filter_map(|place| place.parse().ok());
    Path::through(&places.collect::<Vec<_>>())
}
