//! The actions on one machine: a demonstration, one invocation, a backfill, or a server that speaks AWS
//! Lambda's Invoke API, against a local QuickBooks company or a real one.

#![allow(
    clippy::disallowed_methods,
    reason = "the program of a machine: its clock, its randomness and its environment are this machine's"
)]

mod backfill;
mod cli;
mod connect;
mod console;
mod demo;
mod error;
mod functions;
mod installation;
mod invoke;
mod manage;
mod pages;
mod portal;
mod request;
mod serve;
mod signals;
mod workflows;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use console::Tone;
use error::LocalError;

/// Something other than a function's own error went wrong; clap uses the same for a wrong argument.
const CANNOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| cli::hints::with(error).exit());
    console::write_logs();
    match run(&cli) {
        Ok(code) => code,
        // Who told it to end knows.
        Err(LocalError::Interrupted) => ExitCode::from(signals::INTERRUPTED),
        Err(error) => {
            console::complain(format_args!("{} {error}", Tone::Bad.text("error:")));
            match (&error, &cli.command) {
                // They are what was asked about.
                (LocalError::SettingFaults { .. }, Some(Command::Settings(_)))
                | (LocalError::Refused(_), _) => ExitCode::FAILURE,
                _ => ExitCode::from(CANNOT_RUN),
            }
        }
    }
}

/// Runs the command.
fn run(cli: &Cli) -> Result<ExitCode, LocalError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let succeeded = match &cli.command {
            None => demo::run(cli.verbose, &cli.services).await,
            Some(_) if cli.verbose => Err(LocalError::Usage(
                "--verbose shows every record of the demonstration, which runs without a command",
            )),
            Some(Command::Invoke(arguments)) => invoke::run(arguments, &cli.services).await,
            Some(Command::Serve(arguments)) => serve::run(arguments, &cli.services).await,
            Some(Command::Backfill(arguments)) => {
                return backfill::run(arguments, &cli.services).await;
            }
            Some(Command::Connect(arguments)) => connect::run(arguments, &cli.services).await,
            Some(Command::Manage(arguments)) => manage::run(arguments, &cli.services).await,
            Some(Command::Settings(command)) => manage::settings(command, &cli.services).await,
            Some(Command::Mappings(command)) => manage::mappings(command, &cli.services).await,
            Some(Command::Runs(arguments)) => manage::runs(arguments, &cli.services).await,
            Some(Command::Doctor(arguments)) => manage::doctor(arguments, &cli.services).await,
            Some(Command::Init(arguments)) => manage::init(arguments),
            Some(Command::Completions { shell }) => {
                console::print(cli::completions(*shell).trim_end())?;
                Ok(true)
            }
            Some(Command::Hubspot(command)) => portal::run(command, &cli.services.hubspot).await,
        };
        Ok(if succeeded? {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
}
