//! Time that can be moved, and names that never repeat.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use actions::environment::{Clock, Randomness, Sleep};
use jiff::{SignedDuration, Timestamp};

/// The machine's clock plus what it was moved by; clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct StageEnvironment {
    moved_by: Arc<AtomicI64>,
    names: Arc<AtomicU64>,
}

impl StageEnvironment {
    /// Moves the clock forward.
    pub fn advance(&self, by: SignedDuration) {
        let milliseconds = i64::try_from(by.as_millis()).expect("a duration of some years");
        self.moved_by.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for StageEnvironment {
    fn now(&self) -> Timestamp {
        let moved_by = SignedDuration::from_millis(self.moved_by.load(Ordering::SeqCst));
        Timestamp::now() + moved_by
    }
}

impl Randomness for StageEnvironment {
    fn token(&self) -> String {
        format!("owner-{}", self.names.fetch_add(1, Ordering::SeqCst))
    }

    fn fraction(&self) -> f64 {
        0.5
    }
}

impl Sleep for StageEnvironment {
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(duration)
    }
}
