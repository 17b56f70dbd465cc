//! Random runs, of which `cargo xtask simulate` makes as many as one likes.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and one that runs for hours shows how far it is"
)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;
use std::time::Instant;

use simulation::{Bounds, BrokenRun, RandomRuns, Variables};

/// The runs of a usual test.
fn usual() -> Variables {
    Variables {
        runs: 200,
        seed: 7,
        run: None,
        case: String::new(),
        path: None,
        bounds: Bounds::default(),
        failed_attempts: 0,
    }
}

#[test]
fn random_runs_of_a_fixed_seed_keep_every_promise() {
    let variables = Variables::read(&usual()).unwrap();
    let seed = variables.seed;
    let runs = RandomRuns {
        seed,
        sabotage: None,
    };
    if let Some(number) = variables.run {
        println!("{}", runs.transcript(number).unwrap().join("\n"));
        let breaches = runs.breaches(number).unwrap();
        assert!(
            breaches.is_empty(),
            "run {number} of seed {seed}: {breaches:#?}"
        );
        return;
    }
    let broken = run(runs, variables.runs);
    for run in &broken {
        for breach in &run.breaches {
            println!("run {}: {breach}", run.number);
        }
        println!(
            "  to see it: cargo xtask simulate --seed {seed} --run {}",
            run.number
        );
    }
    assert!(broken.is_empty(), "{} runs broke a promise", broken.len());
}

/// Makes runs on all cores, and shows how far it is.
fn run(runs: RandomRuns, count: u64) -> Vec<BrokenRun> {
    let threads = available_parallelism().map_or(1, std::num::NonZero::get);
    println!(
        "{count} random runs of seed {} on {threads} threads",
        runs.seed
    );
    #[expect(
        clippy::disallowed_methods,
        reason = "the time of the runs is printed and judged by nothing"
    )]
    let start = Instant::now();
    let done = AtomicU64::new(0);
    let step = (count / 10).max(1);
    let progress = |_| {
        let done = done.fetch_add(1, Ordering::SeqCst) + 1;
        if done.is_multiple_of(step) {
            println!("  {done} runs");
        }
    };
    let broken = runs.run(count, threads, &progress).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{count} runs in {seconds:.1} s, {} broke a promise",
        broken.len()
    );
    broken
}

#[test]
fn a_run_is_the_same_whenever_it_is_run() {
    let runs = RandomRuns {
        seed: 11,
        sabotage: None,
    };
    for number in 0..20 {
        assert_eq!(
            runs.transcript(number).unwrap(),
            runs.transcript(number).unwrap()
        );
    }
}
