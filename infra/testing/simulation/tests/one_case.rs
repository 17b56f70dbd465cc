//! One case within other bounds than the usual ones, or one of its runs: as the variables have it.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and its result is what is asked for"
)]

use simulation::{Bounds, Case, Simulation, Variables};

/// A case with a late effect, and a wait that outlasts QuickBooks' memory of request ids, beside the faults.
fn usual() -> Variables {
    Variables {
        runs: 0,
        seed: 0,
        run: None,
        case: "create-invoice/warm".to_owned(),
        path: None,
        bounds: Bounds {
            faults: 1,
            forgettings: 1,
            stalls: 0,
            late_effects: 1,
        },
        failed_attempts: 1,
    }
}

#[test]
fn one_case_keeps_every_promise_within_the_bounds_asked_for() {
    let variables = Variables::read(&usual()).unwrap();
    let (name, bounds) = (&variables.case, variables.bounds);
    let simulation = Simulation::of(Case::named(name).unwrap(), None).unwrap();
    if let Some(path) = &variables.path {
        let transcript = simulation.replay(bounds, path).unwrap();
        println!("{}", transcript.join("\n"));
        let is_broken = |line: &String| line.starts_with("BROKEN");
        assert!(!transcript.iter().any(is_broken), "{name} by {path}");
        return;
    }
    let found = simulation
        .explore(bounds, variables.failed_attempts)
        .unwrap();
    println!(
        "{name}: {} runs, {} of them to the end, {} states, {} ends, closed after {:?}",
        found.runs, found.complete, found.states, found.ends, found.closed_after
    );
    if let Some(failure) = &found.failure {
        let transcript = simulation.replay(bounds, &failure.path).unwrap();
        println!("{}", transcript.join("\n"));
    }
    assert!(
        found.failure.is_none(),
        "{name} within {bounds:?}: {:?}",
        found.failure
    );
}

#[test]
fn a_run_that_is_taken_again_by_its_path_is_the_same_run() {
    let simulation = Simulation::of(Case::named("create-invoice/warm").unwrap(), None).unwrap();
    let bounds = usual().bounds;
    let calm = simulation.replay(bounds, "").unwrap();
    let disturbed = simulation.replay(bounds, "0.0.0.1").unwrap();
    assert_eq!(disturbed, simulation.replay(bounds, "0.0.0.1").unwrap());
    assert_ne!(calm, disturbed);
}

#[test]
fn a_path_that_is_none_is_refused() {
    let simulation = Simulation::of(Case::named("create-invoice/warm").unwrap(), None).unwrap();
    let error = simulation.replay(Bounds::default(), "0.x").unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"0.x\" is no path: give the places of the choices, such as 0.3.1"
    );
}
