//! Time, names and chance of a simulated process.

use std::future::Future;
use std::time::Duration;

use actions::books::environment::Environment;
use jiff::Timestamp;

use super::Seam;

/// A process's clock, chance and sleep.
#[derive(Clone)]
pub(crate) struct SimulatedEnvironment(pub(crate) Seam);

impl Environment for SimulatedEnvironment {
    fn now(&self) -> Timestamp {
        self.0.scheduler.now()
    }

    /// A name that begins with its process: `3/0`.
    fn token(&self) -> String {
        let mut state = self.0.scheduler.lock();
        let process = self.0.process;
        let number = state.processes.get_mut(process).map_or(0, |process| {
            process.names += 1;
            process.names
        });
        format!("{process}/{number}")
    }

    fn fraction(&self) -> f64 {
        self.0.scheduler.lock().chooser.fraction()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.0.scheduler.sleep(duration)
    }
}
