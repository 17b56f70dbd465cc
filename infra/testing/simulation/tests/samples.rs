//! The samples of every action in the registry, with every fault at every request.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use registry::RegisteredAction;
use simulation::{Bounds, Case, Simulation, SimulationError};

/// The most failed attempts in a row.
const FAILED_ATTEMPTS: u32 = 1;

/// Explores a sample, and checks that no promise was broken; `false` where the action refuses it, so that there is
/// nothing to be made once.
fn explore(case: Case) -> bool {
    let name = case.name.clone();
    let simulation = match Simulation::of(case, None) {
        Ok(simulation) => simulation,
        Err(SimulationError::Refused { .. }) => return false,
        Err(error) => panic!("{name}: {error}"),
    };
    let bounds = Bounds {
        faults: 1,
        ..Bounds::default()
    };
    let found = simulation.explore(bounds, FAILED_ATTEMPTS).unwrap();
    if let Some(failure) = &found.failure {
        let transcript = simulation.replay(bounds, &failure.path).unwrap();
        let (path, breach) = (&failure.path, &failure.breaches[0]);
        panic!("{name} by {path}: {breach}\n{}", transcript.join("\n"));
    }
    true
}

#[test]
fn the_samples_of_every_action_are_booked_once_whatever_fails() {
    let mut explored = BTreeSet::new();
    for case in Case::samples().unwrap() {
        let action = case.action;
        let is_left_out = explored.contains(&action) && has_cases_of_its_own(action);
        if !is_left_out && explore(case) {
            explored.insert(action);
        }
    }
    let all: BTreeSet<RegisteredAction> = RegisteredAction::ALL.iter().copied().collect();
    assert_eq!(explored, all, "an action without a sample that it books");
}

/// `true` for an action whose cases `faults.rs` explores: of its samples one is enough.
fn has_cases_of_its_own(action: RegisteredAction) -> bool {
    Case::alone().iter().any(|case| case.action == action)
}
