//! `cargo xtask`: one command per thing that is checked.
//!
//! Run it from anywhere in the workspace. Every command stops at the first failure and says which
//! command to repeat.

mod components;
mod error;
mod house;
mod lambda;
mod python;
mod step;
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

#[derive(Clone, Copy, Subcommand)]
enum Command {
    /// Run all tests of the workspace.
    Test,
    /// Check formatting and lints; a warning is a failure.
    Lint,
    /// Check who depends on whom, where files are and how long they are.
    House,
    /// Check the store on AWS on DynamoDB Local and moto.
    Storage,
    /// Build the functions and run them in Lambda's emulator, on real components.
    Lambda,
    /// Install the programs that build and deploy, and say where they are.
    Programs,
    /// Check the template with Amazon's linters.
    Template,
    /// Run the workflows and the rules in an interpreter, against the local program.
    Workflows,
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
        Command::Test => run_all(&test_steps()),
        Command::Lint => run_all(&lint_steps()),
        Command::House => house::check(),
        Command::Storage => components::prove_storage(),
        Command::Lambda => lambda::prove(),
        Command::Programs => components::programs::install(),
        Command::Template => template::lint(),
        Command::Workflows => workflows::prove(),
    }
}

/// What the tests are made of. The proofs on real components (a database, a runtime emulator) are
/// commands of their own, each of which starts and stops what it needs.
fn test_steps() -> Vec<Step> {
    let workspace = Step::cargo("tests", &["test", "--workspace", "--all-features"])
        // A snapshot that differs fails the test and leaves no file behind.
        .env("INSTA_UPDATE", "no");
    vec![workspace]
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
    vec![
        Step::cargo("format", &["fmt", "--all", "--check"]),
        Step::cargo("clippy", &clippy),
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
