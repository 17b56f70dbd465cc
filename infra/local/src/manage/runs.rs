//! `runs`: what became of records, and the way to run one again.

mod again;
mod id;
mod list;
mod listed;
mod one;
mod remedy;
mod told;

use clap::{Args, Subcommand};

use super::door::{Door, DoorArguments};
use crate::error::LocalError;
use crate::installation::ServiceArguments;
use crate::request::OptionsOfAll;
pub(crate) use id::RunId;
use list::Status;
pub(crate) use remedy::remedy;
pub(crate) use told::Zone;

const EXAMPLES: &str = "\
Examples:
  quickbooks-actions runs --store books.redb --status failed
  quickbooks-actions runs show create-invoice/deal/9001 --store books.redb
  quickbooks-actions runs again create-invoice/deal/9001 --store books.redb";

/// Arguments of `runs`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub(crate) struct RunsArguments {
    #[command(subcommand)]
    command: Option<RunsCommand>,
    #[command(flatten)]
    list: ListArguments,
}

#[derive(Debug, Subcommand)]
enum RunsCommand {
    /// Show a run: its document or its failure, and what to do
    Show(ShowArguments),
    /// Run a record again, read from HubSpot by its id
    Again(AgainArguments),
}

/// Arguments of the list.
#[derive(Debug, Args)]
struct ListArguments {
    /// Only the runs of this record, such as `deal 9001`
    #[arg(long, value_name = "RECORD")]
    record: Option<String>,
    /// Only the runs in this state
    #[arg(long, value_enum)]
    status: Option<Status>,
    /// Only the runs of this day of the company's, such as 2026-11-28
    #[arg(long, value_name = "DATE")]
    day: Option<String>,
    /// Show no more than so many
    #[arg(long, default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `runs show`.
#[derive(Debug, Args)]
struct ShowArguments {
    /// The run, such as create-invoice/deal/9001
    id: RunId,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `runs again`.
#[derive(Debug, Args)]
pub(super) struct AgainArguments {
    /// The run, such as create-invoice/deal/9001
    pub(super) id: RunId,
    /// Options of the request as JSON; without them, the `serve` behind --endpoint takes those that it had
    #[arg(long, value_name = "JSON")]
    pub(super) options: Option<OptionsOfAll>,
    /// Book into a real company for the first time without being asked
    #[arg(long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) door: DoorArguments,
}

/// Runs the command; `false` where a run failed again.
pub(super) async fn run(
    arguments: &RunsArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    match &arguments.command {
        None => {
            arguments.list.door.known()?;
            let door = Door::to_read(&arguments.list.door, services).await?;
            list::show(&door, &arguments.list).await?;
            Ok(true)
        }
        Some(RunsCommand::Show(arguments)) => {
            arguments.door.known()?;
            let door = Door::to_read(&arguments.door, services).await?;
            one::show(&door, &arguments.id).await?;
            Ok(true)
        }
        Some(RunsCommand::Again(arguments)) => again::run(arguments, services).await,
    }
}
