//! Long simulations, optimised.

use std::process::Command;

use clap::Args;

use crate::error::XtaskError;
use crate::workspace;

/// Random runs, or one of them.
#[derive(Args, Clone, Debug)]
pub(crate) struct Simulate {
    /// The number of runs
    #[arg(long, default_value_t = 100_000)]
    runs: u64,
    /// The seed; drawn and printed if there is none
    #[arg(long)]
    seed: Option<u64>,
    /// Run this one alone, and print its steps
    #[arg(long, value_name = "NUMBER", requires = "seed")]
    run: Option<u64>,
}

/// The test that makes random runs.
const TEST: &str = "random_runs_of_a_fixed_seed_keep_every_promise";

/// Builds the simulation's tests with the profile for it, and makes random runs: the variables say which (see the
/// documentation of the crate `simulation`).
pub(crate) fn run(arguments: &Simulate) -> Result<(), XtaskError> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the seed is printed, so that the runs can be repeated"
    )]
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    let mut command = Command::new(workspace::cargo());
    command
        .args(["test", "--profile", "simulation", "--package", "simulation"])
        .args(["--test", "random", "--", "--exact", TEST, "--nocapture"])
        .env("SIMULATION_RUNS", arguments.runs.to_string())
        .env("SIMULATION_SEED", seed.to_string())
        .current_dir(workspace::root());
    if let Some(number) = arguments.run {
        command.env("SIMULATION_RUN", number.to_string());
    }
    if command.status()?.success() {
        return Ok(());
    }
    Err(XtaskError::StepFailed {
        name: "simulation",
        command: format!(
            "cargo xtask simulate --runs {} --seed {seed}",
            arguments.runs
        ),
    })
}
