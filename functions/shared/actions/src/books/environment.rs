//! Time and chance, passed in: the pipeline itself reads no clock and draws no random number.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

/// Tells the time.
pub trait Clock {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Draws random names and numbers.
pub trait Randomness {
    /// A fresh name that nobody else draws, such as the owner of a claim or a lease.
    fn token(&self) -> String;

    /// A number from 0 (included) to 1 (excluded), for jitter.
    fn fraction(&self) -> f64;
}

/// Waits.
pub trait Sleep {
    /// Comes back after `duration`.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;
}

impl<T: Clock> Clock for Arc<T> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

impl<T: Randomness> Randomness for Arc<T> {
    fn token(&self) -> String {
        (**self).token()
    }

    fn fraction(&self) -> f64 {
        (**self).fraction()
    }
}

impl<T: Sleep> Sleep for Arc<T> {
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        (**self).sleep(duration)
    }
}

/// Everything of the outside that is neither storage nor QuickBooks.
pub trait Environment: Clock + Randomness + Sleep + Send + Sync {}

impl<T: Clock + Randomness + Sleep + Send + Sync> Environment for T {}
