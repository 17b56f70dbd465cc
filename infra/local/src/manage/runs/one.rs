//! One run, with what to do.

use serde_json::{Value, json};

use super::RunId;
use super::told::{outcome, remedy, second, text, tone};
use crate::console;
use crate::error::LocalError;
use crate::manage::door::Door;

/// Shows the run.
pub(super) async fn show(door: &Door, id: &RunId) -> Result<(), LocalError> {
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
            ("State", format!("{status}, {}", second(run))),
            ("Came of it", outcome(run)),
            ("Document", url),
            ("To do", remedy(run).unwrap_or_default()),
            ("Request", id.request_of(run, door.connection()).to_string()),
        ];
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            console::print(format_args!("{name:<12}{value}"))?;
        }
    }
    Ok(())
}
