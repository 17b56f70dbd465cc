//! `cargo xtask`: one command per thing that is checked.
//!
//! Run it from anywhere in the workspace. Every command stops at the first failure and says which
//! command to repeat.

mod costs;
mod error;
mod house;
mod lambda;
mod sam_local;
mod simulate;
mod step;
mod storage;
mod template;
mod workflows;
mod workspace;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use error::XtaskError;
use step::{Step, run_all};

/// Sets up and runs every check of the project.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Subcommand)]
enum Command {
    /// Run all tests: those of the workspace, and those on real components.
    Test,
    /// Check formatting and lints; a warning is a failure.
    Lint,
    /// Check who depends on whom, where files are and how long they are.
    House,
    /// Install the real components that proofs stand on, and say what is missing for that.
    Components,
    /// Check the store on AWS, and actions on it, on DynamoDB Local and moto.
    Storage,
    /// Check the template with Amazon's linters.
    Template,
    /// Run the workflows and the rules in an interpreter, against the local program.
    Workflows,
    /// Build the functions and run them in Lambda's emulator, on real components.
    Lambda,
    /// Simulate actions with faults, races and late answers that are drawn from a seed.
    Simulate(simulate::Simulate),
    /// Start what functions under `sam local` talk to, on this machine.
    SamLocal(sam_local::SamLocal),
    /// Reckon what invoices cost on AWS, at prices that are given.
    Costs(costs::Costs),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If even stderr is closed, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "\nerror: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), XtaskError> {
    match command {
        Command::Test => run_all(&test_steps()?),
        Command::Lint => run_all(&lint_steps()),
        Command::House => house::check(),
        Command::Components => install_components(),
        Command::Storage => storage::prove(),
        Command::Template => template::lint(),
        Command::Workflows => workflows::prove(),
        Command::Lambda => lambda::prove(),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::SamLocal(arguments) => sam_local::serve(&arguments),
        Command::Costs(costs) => costs::print(&costs),
    }
}

/// What the tests are made of: those of the workspace, and the proofs on real components, each of which
/// is a command of its own that starts and stops what it needs. What is missing shows first.
fn test_steps() -> Result<Vec<Step>, XtaskError> {
    let workspace = Step::cargo("tests", &["test", "--workspace", "--all-features"])
        // A snapshot that differs fails the test and leaves no file behind.
        .env("INSTA_UPDATE", "no");
    Ok(vec![
        Step::xtask("components")?,
        workspace,
        Step::xtask("template")?,
        Step::xtask("storage")?,
        Step::xtask("workflows")?,
        Step::xtask("lambda")?,
    ])
}

fn install_components() -> Result<(), XtaskError> {
    components::check_prerequisites()?;
    components::Tools::install()?;
    components::DynamoDbLocal::install()?;
    let folder = components::folder();
    Ok(writeln!(
        std::io::stderr(),
        "installed in {}",
        folder.display()
    )?)
}

fn lint_steps() -> Vec<Step> {
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ];
    // Those tests that run only on real components are no part of `--all-targets`.
    let clippy_of_proofs = [
        "clippy",
        "--workspace",
        "--all-features",
        "--test",
        "aws",
        "--test",
        "lambda",
        "--",
        "-D",
        "warnings",
    ];
    vec![
        Step::cargo("format", &["fmt", "--all", "--check"]),
        Step::cargo("clippy", &clippy),
        Step::cargo("clippy of proofs", &clippy_of_proofs),
    ]
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
