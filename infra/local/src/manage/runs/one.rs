//! One run, with what to do.

use serde_json::{Value, json};

use super::RunId;
use super::remedy;
use super::told::{Zone, outcome, text, tone};
use crate::console;
use crate::error::LocalError;
use crate::manage::door::Door;

/// The words for the request of a record that was given whole.
const NOT_KEPT: &str = "not kept, since its record was given whole: whoever sent it sends it again";

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
    let zone = Zone::of(&answer);
    for (place, run) in own.into_iter().enumerate() {
        if place > 0 {
            console::print("")?;
        }
        let status = tone(run).text(text(&run["status"]).replace('_', " "));
        let url = text(&run["document"]["url"]);
        let facts = [
            ("Run", id.to_string()),
            (
                "State",
                format!("{status}, {} ({})", zone.second(&run["at"]), zone.name()),
            ),
            ("Came of it", outcome(run)),
            ("Document", url),
            ("To do", remedy(run).unwrap_or_default()),
            ("Request", request_of(run)),
        ];
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            console::print(format_args!("{name:<12}{value}"))?;
        }
    }
    Ok(())
}

/// The request of a run that failed. Of one that was made nothing is kept but its document.
fn request_of(run: &Value) -> String {
    match &run["request"] {
        Value::Null if run["status"] == "failed" => NOT_KEPT.to_owned(),
        Value::Null => String::new(),
        kept => kept.to_string(),
    }
}
