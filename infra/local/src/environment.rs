//! Time and chance as the operating system gives them.

use std::time::Duration;

use actions::books::environment::{Clock, Randomness, Sleep};
use jiff::Timestamp;

/// This machine's clock, its random numbers, and a real wait.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemEnvironment;

impl Clock for SystemEnvironment {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

impl Randomness for SystemEnvironment {
    /// A random UUID: two processes that drew the same name could both believe they hold a claim.
    fn token(&self) -> String {
        uuid::Uuid::new_v4().to_string()
    }

    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}

impl Sleep for SystemEnvironment {
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
