//! Random runs, of which `cargo xtask simulate` makes as many as one likes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use simulation::RandomRuns;

#[test]
fn random_runs_of_a_fixed_seed_keep_every_promise() {
    let runs = RandomRuns {
        seed: 7,
        sabotage: None,
    };
    let broken = runs.run(200, 2, &|_| {}).unwrap();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn a_run_is_the_same_whenever_it_is_run() {
    let runs = RandomRuns {
        seed: 11,
        sabotage: None,
    };
    for number in 0..20 {
        assert_eq!(runs.story(number).unwrap(), runs.story(number).unwrap());
    }
}
