//! The environment of a real process: its clock, its random numbers, its timer.

use std::future::Future;
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use super::Environment;

/// The machine's clock, the operating system's random numbers and tokio's timer.
///
/// Nothing random is kept: two environments restored from one memory snapshot draw different names.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEnvironment;

#[expect(
    clippy::disallowed_methods,
    reason = "the one clock, and the one source of randomness, of a process"
)]
impl Environment for SystemEnvironment {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// A version 4 UUID: 122 random bits.
    fn token(&self) -> String {
        Uuid::new_v4().to_string()
    }

    fn fraction(&self) -> f64 {
        // The low 62 bits of a version 4 UUID are random; a float holds 53 of them, here 32.
        let [.., a, b, c, d] = Uuid::new_v4().into_bytes();
        f64::from(u32::from_be_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(duration)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_name_is_drawn_twice_and_fractions_spread_over_the_unit() {
        let environment = SystemEnvironment;
        let names: HashSet<String> = (0..1_000).map(|_| environment.token()).collect();
        assert_eq!(names.len(), 1_000);
        let fractions: Vec<f64> = (0..1_000).map(|_| environment.fraction()).collect();
        assert!(fractions.iter().all(|f| (0.0..1.0).contains(f)));
        let mean = fractions.iter().sum::<f64>() / 1_000.0;
        assert!((0.4..0.6).contains(&mean), "{mean}");
    }
}
