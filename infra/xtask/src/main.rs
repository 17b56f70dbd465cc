//! `cargo xtask`: one command per thing that is checked.
//!
//! Run it from anywhere in the workspace. Every command stops at the first failure and says which
//! command to repeat.

mod browser;
mod clients;
mod costs;
mod error;
mod house;
mod hubspot_app;
mod lambda;
mod lint;
mod sam_local;
mod simulate;
mod step;
mod storage;
mod template;
mod test_targets;
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
    /// Check formatting, lints, documentation and dependencies; a warning is a failure.
    Lint,
    /// Check dependencies, circles, names, files and documentation by the rules of the house.
    House,
    /// Install the real components that tests run on, and name what is missing for that.
    Components,
    /// Run published clients against the local HubSpot portal and the local QuickBooks company, and the pages' snippets with
    /// Amazon's.
    Clients,
    /// Compare the files of the HubSpot app with the model of the editor, or write them.
    HubspotApp(hubspot_app::HubSpotApp),
    /// Use the local HubSpot portal's page in Chromium, as a person does.
    Browser,
    /// Check the store on AWS, and actions on it, on DynamoDB Local and moto.
    Storage,
    /// Check the template with Amazon's linters and its own tests.
    Template,
    /// Run the workflows and the rules in an interpreter, against the actions themselves.
    Workflows,
    /// Build the functions and run them in Lambda's emulator, on real components.
    Lambda,
    /// Package one function for each processor, and run the one that runs here in Lambda's emulator.
    Package,
    /// Build and package everything that a deployment or a trial needs, so that it takes no toolchain.
    Release(lambda::Release),
    /// Measure what an execution costs in the gateway, built as it is deployed; takes some minutes.
    GatewayCost,
    /// Measure create-invoice, built as it is deployed: instructions, processor time, memory, size, requests.
    Bench(lambda::bench::Bench),
    /// Simulate actions with faults, races and late answers that are drawn from a seed.
    Simulate(simulate::Simulate),
    /// Start the servers that functions under `sam local` talk to, on this machine.
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
        Command::Lint => lint::check(),
        Command::House => house::check(),
        Command::Components => install_components(),
        Command::Clients => clients::check(),
        Command::HubspotApp(arguments) => hubspot_app::run(&arguments),
        Command::Browser => browser::check(),
        Command::Storage => storage::check(),
        Command::Template => template::check(),
        Command::Workflows => workflows::check(),
        Command::Lambda => lambda::check(),
        Command::Package => lambda::check_package(),
        Command::Release(arguments) => lambda::release(&arguments),
        Command::GatewayCost => lambda::gateway_cost::measure(),
        Command::Bench(arguments) => lambda::bench::measure(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::SamLocal(arguments) => sam_local::serve(&arguments),
        Command::Costs(costs) => costs::print(&costs),
    }
}

/// The tests of the workspace, and those on real components, each of which is a command of its own that starts and
/// stops what it needs. A missing prerequisite shows first.
fn test_steps() -> Result<Vec<Step>, XtaskError> {
    let workspace = Step::cargo("tests", &["test", "--workspace", "--all-features"])
        // A snapshot that differs fails the test and leaves no file behind.
        .env("INSTA_UPDATE", "no");
    let accepting = Step::cargo("open questions", &test_targets::OF_ACTIONS)
        .env("INSTA_UPDATE", "no")
        // The local company then accepts what it else refuses without a source.
        .env("OPEN_QUESTIONS", "accepted");
    Ok(vec![
        Step::xtask("components")?,
        workspace,
        accepting,
        Step::xtask("template")?,
        Step::xtask("clients")?,
        Step::xtask("storage")?,
        Step::xtask("workflows")?,
        Step::xtask("lambda")?,
        Step::xtask("package")?,
        Step::xtask("browser")?,
    ])
}

fn install_components() -> Result<(), XtaskError> {
    components::check_prerequisites()?;
    components::Tools::install()?;
    components::DynamoDbLocal::install()?;
    components::HubSpotClients::install()?;
    components::QuickBooksClients::install()?;
    components::AwsClients::install()?;
    let folder = components::folder();
    Ok(writeln!(
        std::io::stderr(),
        "installed in {}",
        folder.display()
    )?)
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
