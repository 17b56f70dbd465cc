//! Long random runs: every run has a seed of its own, and with it is run again.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::case::{Case, GRACE, HOUR};
use crate::engine::Sabotage;
use crate::error::SimulationError;
use crate::promise::Breach;
use crate::simulation::{Bounds, Outcome, Simulation};

/// Random runs of one seed.
#[derive(Clone, Copy, Debug)]
pub struct RandomRuns {
    /// From which every run's own seed is drawn.
    pub seed: u64,
    /// The protection that is taken out, if any.
    pub sabotage: Option<Sabotage>,
}

/// A random run that broke promises.
#[derive(Clone, Debug)]
pub struct BrokenRun {
    /// Its number among the runs of the seed.
    pub number: u64,
    /// The promises that were broken.
    pub breaches: Vec<Breach>,
}

impl RandomRuns {
    /// Runs the first `count` runs on as many threads; hands back those that broke promises. `progress` is
    /// called after every run.
    pub fn run(
        &self,
        count: u64,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Vec<BrokenRun>, SimulationError> {
        let next = AtomicU64::new(0);
        let fails = AtomicBool::new(false);
        let broken = Mutex::new(Vec::new());
        let work = || -> Result<(), SimulationError> {
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= count || fails.load(Ordering::SeqCst) {
                    return Ok(());
                }
                let outcome = self.outcome(number, false);
                let outcome = outcome.inspect_err(|_| fails.store(true, Ordering::SeqCst))?;
                if !outcome.breaches.is_empty() {
                    let breaches = outcome.breaches;
                    let mut broken = broken.lock().unwrap_or_else(PoisonError::into_inner);
                    broken.push(BrokenRun { number, breaches });
                }
                progress(number);
            }
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
            let mut results = threads.into_iter().map(|thread| match thread.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            results.try_for_each(|result| result)
        })?;
        let mut broken = broken.into_inner().unwrap_or_else(PoisonError::into_inner);
        broken.sort_by_key(|run| run.number);
        Ok(broken)
    }

    /// The promises that one run breaks.
    ///
    /// # Errors
    ///
    /// When its case cannot be set up.
    pub fn breaches(&self, number: u64) -> Result<Vec<Breach>, SimulationError> {
        Ok(self.outcome(number, false)?.breaches)
    }

    /// Runs one run again, and gives its transcript.
    pub fn transcript(&self, number: u64) -> Result<Vec<String>, SimulationError> {
        Ok(self.outcome(number, true)?.transcript)
    }

    fn outcome(&self, number: u64, with_transcript: bool) -> Result<Outcome, SimulationError> {
        // Neighbouring numbers must not give neighbouring sequences.
        let seed = self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number;
        let mut random = fastrand::Rng::with_seed(fastrand::Rng::with_seed(seed).u64(..));
        let mut case = if random.bool() {
            Case::drawn(&mut random)
        } else {
            let mut all: Vec<Case> = Case::alone().into_iter().chain(Case::together()).collect();
            all.swap_remove(random.usize(..all.len()))
        };
        // An answer of Intuit that is lost together with its process is lost for good where Intuit takes no
        // replaced token at all, and random runs lose any answer.
        case.grace = GRACE;
        case.token_life = HOUR;
        let bounds = Bounds {
            faults: random.u32(0..=8),
            forgettings: random.u32(0..=1),
            stalls: random.u32(0..=2),
            late_effects: random.u32(0..=3),
        };
        Simulation::of(case, self.sabotage)?.drawn(bounds, random.u64(..), with_transcript)
    }
}
