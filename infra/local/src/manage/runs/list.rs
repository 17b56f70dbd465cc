//! The list of runs.

use clap::ValueEnum;
use serde_json::{Value, json};

use super::ListArguments;
use super::listed::listed;
use super::told::{Zone, text};
use crate::console;
use crate::error::LocalError;
use crate::manage::door::Door;

/// A state that is asked for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Status {
    Made,
    Failed,
    #[value(alias = "in_progress")]
    InProgress,
    #[value(alias = "not_made")]
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

/// Shows the runs that are asked for, the latest first.
pub(super) async fn show(door: &Door, arguments: &ListArguments) -> Result<(), LocalError> {
    let mut runs: Vec<Value> = Vec::new();
    let mut after = Value::Null;
    let zone = loop {
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
            break Zone::of(&answer);
        }
    };
    // Pages are of the ledger's order; a person wants the latest.
    runs.sort_by_key(|run| std::cmp::Reverse(text(&run["at"])));
    if runs.is_empty() {
        return Ok(console::print("No runs.")?);
    }
    let shown = &runs[..runs.len().min(arguments.limit)];
    console::print(listed(shown, &zone, console::columns()))?;
    console::print(format_args!("Times and days are those of {}.", zone.name()))?;
    let left = runs.len().saturating_sub(arguments.limit);
    if left > 0 {
        console::print(format_args!(
            "There are {left} more: raise --limit, or ask for some with --record, --status or --day."
        ))?;
    }
    Ok(())
}
