//! `runs`: what became of records, and the way to run one again.

mod again;
mod id;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::door::{Door, DoorArguments};
use crate::console::{self, Tone};
use crate::error::LocalError;
use crate::installation::ServiceArguments;
use crate::request::OptionsOfAll;
use crate::workflows;
pub(crate) use id::RunId;

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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Status {
    Made,
    Failed,
    InProgress,
    NotMade,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Failed => "failed",
            Self::InProgress => "in_progress",
            Self::NotMade => "not_made",
        }
    }
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
            let door = Door::open(&arguments.list.door, services).await?;
            list(&door, &arguments.list).await?;
            Ok(true)
        }
        Some(RunsCommand::Show(arguments)) => {
            let door = Door::open(&arguments.door, services).await?;
            show(&door, &arguments.id).await?;
            Ok(true)
        }
        Some(RunsCommand::Again(arguments)) => again::run(arguments, services).await,
    }
}

async fn list(door: &Door, arguments: &ListArguments) -> Result<(), LocalError> {
    let mut runs: Vec<Value> = Vec::new();
    let mut after = Value::Null;
    loop {
        let fields = json!({
            "record": arguments.record,
            "status": arguments.status.map(Status::name),
            "day": arguments.day,
            "after": after,
        });
        let mut answer = door.ask("list_runs", fields).await?;
        if let Some(page) = answer["runs"].as_array_mut() {
            runs.append(page);
        }
        after = answer["next"].take();
        if after.is_null() {
            break;
        }
    }
    // Pages are of the ledger's order; a person wants the latest.
    runs.sort_by_key(|run| std::cmp::Reverse(text(&run["at"])));
    let mut table = console::table(
        ["Run", "State", "When (UTC)", "Came of it"],
        console::width(),
    );
    for run in runs.iter().take(arguments.limit) {
        let when = text(&run["at"]).chars().take(19).collect::<String>();
        table.add_row([
            text(&run["id"]).into(),
            tone(run).cell(text(&run["status"]).replace('_', " ")),
            when.replace('T', " ").into(),
            comfy_table::Cell::new(outcome(run)),
        ]);
    }
    if runs.is_empty() {
        return Ok(console::print("No runs.")?);
    }
    console::print(table)?;
    let left = runs.len().saturating_sub(arguments.limit);
    if left > 0 {
        console::print(format_args!(
            "{left} more: --limit, --record, --status or --day"
        ))?;
    }
    Ok(())
}

async fn show(door: &Door, id: &RunId) -> Result<(), LocalError> {
    let fields = json!({ "record": id.record() });
    let answer = door.ask("list_runs", fields).await?;
    let runs = answer["runs"].as_array().cloned().unwrap_or_default();
    let own: Vec<&Value> = runs
        .iter()
        .filter(|run| run["id"] == id.to_string())
        .collect();
    if own.is_empty() {
        let said = format!(
            "no run {id} is known for {}: `runs` lists them",
            door.connection()
        );
        return Err(LocalError::Refused(said));
    }
    for run in own {
        let status = tone(run).text(text(&run["status"]).replace('_', " "));
        let url = text(&run["document"]["url"]);
        let facts = [
            ("Run", id.to_string()),
            ("State", format!("{status}, {}", text(&run["at"]))),
            ("Came of it", outcome(run)),
            ("Document", url),
            ("To do", remedy(run).unwrap_or_default()),
            ("Request", id.request(door.connection()).to_string()),
        ];
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            console::print(format_args!("{name:<12}{value}"))?;
        }
    }
    Ok(())
}

/// The way out of a run that failed, in words.
pub(crate) fn remedy(run: &Value) -> Option<String> {
    let error = run["error_type"].as_str()?;
    let waits_for = workflows::waits_for(error).ok()?;
    let said = match waits_for.as_str() {
        "correction" => "put right what the reason says, and run it again",
        "connection" => {
            "connect the company again (`connect`), or store HubSpot's token (`hubspot connect`), and run it again"
        }
        _ => "nothing to correct: run it again when the service answers",
    };
    Some(said.to_owned())
}

fn tone(run: &Value) -> Tone {
    match run["status"].as_str() {
        Some("made") => Tone::Good,
        Some("in_progress") => Tone::Notice,
        _ => Tone::Bad,
    }
}

/// The document, or the reason for which there is none.
fn outcome(run: &Value) -> String {
    let document = &run["document"];
    if !document.is_null() {
        let words = ["type", "id", "total", "currency"].map(|name| text(&document[name]));
        return words.join(" ");
    }
    match run["error_type"].as_str() {
        Some(error) => format!("{error}: {}", text(&run["message"])),
        None => String::new(),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}
