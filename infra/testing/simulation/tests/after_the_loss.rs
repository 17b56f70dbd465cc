//! A ledger that was lost after its records were booked, with the setting for that time: every fault at every request.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use simulation::{Bounds, Case, Simulation};

#[test]
fn nothing_is_made_twice_after_the_ledger_was_lost_whatever_fails() {
    for case in Case::after_the_loss() {
        let name = case.name.clone();
        let bounds = Bounds {
            faults: 1,
            ..Bounds::default()
        };
        let simulation = Simulation::of(case, None).unwrap();
        let found = simulation.explore(bounds, 2).unwrap();
        if let Some(failure) = &found.failure {
            let transcript = simulation.replay(bounds, &failure.path).unwrap();
            let (path, breach) = (&failure.path, &failure.breaches[0]);
            panic!("{name} by {path}: {breach}\n{}", transcript.join("\n"));
        }
        assert!(found.runs > 10, "{name}: {found:?}");
    }
}
