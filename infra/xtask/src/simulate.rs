//! Long simulations, optimised.

use std::process::Command;

use clap::Args;

use crate::error::XtaskError;
use crate::workspace;

/// Random runs, or one of them.
#[derive(Args, Clone, Debug)]
pub(crate) struct Simulate {
    /// Number of runs
    #[arg(long, default_value_t = 100_000)]
    runs: u64,
    /// The seed; drawn and printed if there is none
    #[arg(long)]
    seed: Option<u64>,
    /// Run this one alone, and print its steps
    #[arg(long, value_name = "NUMBER", requires = "seed")]
    run: Option<u64>,
}

/// Builds the simulation with the profile for it, and runs it.
pub(crate) fn run(arguments: &Simulate) -> Result<(), XtaskError> {
    let mut line = vec![
        "run",
        "--profile",
        "simulation",
        "--package",
        "simulation",
        "--",
        "random",
    ]
    .into_iter()
    .map(ToOwned::to_owned)
    .collect::<Vec<String>>();
    line.push(format!("--runs={}", arguments.runs));
    line.extend(arguments.seed.map(|seed| format!("--seed={seed}")));
    line.extend(arguments.run.map(|number| format!("--run={number}")));
    let status = Command::new(workspace::cargo())
        .args(&line)
        .current_dir(workspace::root())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(XtaskError::StepFailed {
        name: "simulation",
        command: format!("cargo {}", line.join(" ")),
    })
}
