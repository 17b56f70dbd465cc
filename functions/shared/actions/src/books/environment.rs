//! Time and chance, passed in: the pipeline itself reads no clock and draws no random number.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

mod system;

pub use system::SystemEnvironment;

/// Everything of the outside that is neither storage nor QuickBooks: the time, chance, and waiting.
pub trait Environment: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// A fresh name that nobody else draws, such as the owner of a claim or a lease.
    fn token(&self) -> String;

    /// A number from 0 (included) to 1 (excluded), for jitter.
    fn fraction(&self) -> f64;

    /// Comes back after `duration`.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;
}

impl<E: Environment> Environment for Arc<E> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }

    fn token(&self) -> String {
        (**self).token()
    }

    fn fraction(&self) -> f64 {
        (**self).fraction()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        (**self).sleep(duration)
    }
}
