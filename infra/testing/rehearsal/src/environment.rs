//! Time that can be moved, and names that never repeat.

use std::f64::consts::GOLDEN_RATIO;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use actions::books::environment::Environment;
use jiff::{SignedDuration, Timestamp};
use sandbox_quickbooks::Clock as CompanyClock;

/// The company's clock plus what it was moved by; clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct StageEnvironment {
    company: CompanyClock,
    moved_by: Arc<AtomicI64>,
    names: Arc<AtomicU64>,
    draws: Arc<AtomicU32>,
}

impl StageEnvironment {
    /// The time of a company; where that stands still until it is moved, so does this.
    pub(crate) fn of(company: &CompanyClock) -> Self {
        Self {
            company: company.clone(),
            ..Self::default()
        }
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: SignedDuration) {
        let milliseconds = i64::try_from(by.as_millis()).expect("a duration of some years");
        self.moved_by.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Environment for StageEnvironment {
    fn now(&self) -> Timestamp {
        let moved_by = SignedDuration::from_millis(self.moved_by.load(Ordering::SeqCst));
        self.company.now() + moved_by
    }

    fn token(&self) -> String {
        format!("owner-{}", self.names.fetch_add(1, Ordering::SeqCst))
    }

    /// Multiples of the golden ratio: spread evenly, and the same in every run.
    fn fraction(&self) -> f64 {
        let draw = self.draws.fetch_add(1, Ordering::SeqCst) + 1;
        (f64::from(draw) * GOLDEN_RATIO).fract()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(duration)
    }
}
