//! A case, ready to be run.

mod explore;
mod random;
mod variables;

use std::sync::Arc;

use crate::audit::Audit;
use crate::case::{Case, Made};
use crate::choice::{Chooser, ExhaustiveChooser, Lent, Path, RandomChooser};
use crate::engine::{ExecutionEnvironment, Sabotage};
use crate::error::SimulationError;
use crate::promise::Breach;
use crate::run::{Run, Work};
use crate::scheduler::{Allowance, Scheduler};
use crate::workflow::{RetryPolicy, Worker};
use crate::world::World;

pub use self::explore::{Exploration, Failure};
pub use self::random::{BrokenRun, RandomRuns};
pub use self::variables::Variables;

/// The most that may go wrong in a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// Requests that fail: in each attempt where a lone worker is explored, else in the whole run.
    pub faults: u32,
    /// Waits that last until QuickBooks has forgotten its request ids.
    pub forgettings: u32,
    /// Times at which those who could go on are held up until a sleeper wakes.
    pub stalls: u32,
    /// Requests that have their effect after their caller gave up.
    pub late_effects: u32,
}

impl Bounds {
    /// All of it still allowed.
    pub(crate) const fn allowance(self) -> Allowance {
        Allowance {
            faults: self.faults,
            forgettings: self.forgettings,
            stalls: self.stalls,
            late_effects: self.late_effects,
        }
    }
}

/// A case, ready to be run.
pub struct Simulation {
    case: Case,
    /// The rows that the case must make.
    made: Vec<Made>,
    world: Arc<World>,
    policy: Arc<RetryPolicy>,
    sabotage: Option<Sabotage>,
}

/// The result of one run.
pub(crate) struct Outcome {
    pub(crate) breaches: Vec<Breach>,
    pub(crate) transcript: Vec<String>,
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
        let made = match (&case.made, case.workers.as_slice()) {
            (Some(made), _) => made.clone(),
            (None, [event]) => world.made_by(event, &policy)?,
            (None, _) => return Err(SimulationError::Case("it makes nothing known".to_owned())),
        };
        Ok(Self {
            case,
            made,
            world,
            policy,
            sabotage,
        })
    }

    /// Takes one run of an exploration again, and gives its transcript.
    ///
    /// # Errors
    ///
    /// When the path cannot be read, or the world not be set up.
    pub fn replay(&self, bounds: Bounds, path: &str) -> Result<Vec<String>, SimulationError> {
        let chooser = ExhaustiveChooser::along(Path::read(path)?);
        let outcome = self.run(bounds, Box::new(Lent::new(chooser)), true)?;
        Ok(outcome.transcript)
    }

    /// The promises that a run breaks whose choices are drawn from a seed.
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
        with_transcript: bool,
    ) -> Result<Outcome, SimulationError> {
        self.run(bounds, Box::new(RandomChooser::new(seed)), with_transcript)
    }

    fn run(
        &self,
        bounds: Bounds,
        chooser: Box<dyn Chooser>,
        with_transcript: bool,
    ) -> Result<Outcome, SimulationError> {
        let scheduler = self.scheduler(&self.world, bounds.allowance(), chooser)?;
        if with_transcript {
            let first = format!("{}, with {bounds:?} at most", self.case.name);
            scheduler.lock().observer.transcript = Some(vec![first]);
        }
        if self.drive(&scheduler) {
            self.audit(&scheduler)?;
        }
        let mut state = scheduler.lock();
        // Late effects hold the scheduler; so the scheduler must let go of them.
        state.late_effects.clear();
        let observer = std::mem::take(&mut state.observer);
        Ok(Outcome {
            breaches: observer.breaches,
            transcript: observer.transcript.unwrap_or_default(),
        })
    }

    /// A scheduler for a run from a world on. The faults of a lone worker count in each attempt anew, unless its
    /// waits are drawn.
    pub(crate) fn scheduler(
        &self,
        world: &World,
        allowance: Allowance,
        chooser: Box<dyn Chooser>,
    ) -> Result<Arc<Scheduler>, SimulationError> {
        let by_attempt = self.is_of_one_worker() && !chooser.draws_waits();
        let scheduler = world.scheduler(self.case.workers(), allowance, chooser)?;
        scheduler.lock().faults_per_attempt = by_attempt.then_some(allowance.faults);
        Ok(Arc::new(scheduler))
    }

    /// `true` if nobody else is at work.
    pub(crate) fn is_of_one_worker(&self) -> bool {
        self.case.workers() == 1
    }

    /// Lets all workers work; `false` when they are stopped before they are done.
    pub(crate) fn drive(&self, scheduler: &Arc<Scheduler>) -> bool {
        Run::new(Arc::clone(scheduler), self.workers(scheduler)).finish()
    }

    /// Looks at the end of a run.
    pub(crate) fn audit(&self, scheduler: &Arc<Scheduler>) -> Result<(), SimulationError> {
        let audit = Audit {
            scheduler,
            case: &self.case,
            made: &self.made,
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

    fn workers(&self, scheduler: &Arc<Scheduler>) -> Vec<(usize, Work)> {
        let first = ExecutionEnvironment::start(scheduler, self.sabotage);
        let events = self.case.workers.iter().enumerate();
        events
            .map(|(number, event)| {
                let environment = if number == 0 || self.case.shares_process {
                    first.clone()
                } else {
                    ExecutionEnvironment::start(scheduler, self.sabotage)
                };
                if let Some(slot) = scheduler.lock().slots.get_mut(number) {
                    slot.process = environment.process;
                }
                let worker = Worker {
                    scheduler: Arc::clone(scheduler),
                    number,
                    event: Arc::clone(event),
                    policy: Arc::clone(&self.policy),
                    environment,
                    sabotage: self.sabotage,
                    is_alone: self.is_of_one_worker() && !scheduler.lock().chooser.draws_waits(),
                };
                let work: Work = Box::pin(worker.work());
                (number, work)
            })
            .collect()
    }
}
