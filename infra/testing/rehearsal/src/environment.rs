//! Time that can be moved, and names that never repeat.

use std::f64::consts::GOLDEN_RATIO;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
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
    sleeper: Sleeper,
}

/// The way to sleep on a clock that a test moves.
#[derive(Clone, Default)]
struct Sleeper(Arc<OnceLock<Box<Sleep>>>);

type Sleep = dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

impl fmt::Debug for Sleeper {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sleeper")
    }
}

impl StageEnvironment {
    /// The time of a company; where that stands still until it is moved, so does this.
    pub(crate) fn of(company: &CompanyClock) -> Self {
        Self {
            company: company.clone(),
            ..Self::default()
        }
    }

    /// Sleeps like this from now on, where the clock stands still until a test moves it; said once.
    pub fn sleep_like<F>(&self, sleep: impl Fn(Duration) -> F + Send + Sync + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let sleep: Box<Sleep> = Box::new(move |duration| Box::pin(sleep(duration)));
        assert!(self.sleeper.0.set(sleep).is_ok(), "it is said already");
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

    async fn sleep(&self, duration: Duration) {
        match self.sleeper.0.get() {
            Some(sleep) => sleep(duration).await,
            None => tokio::time::sleep(duration).await,
        }
    }
}
