//! A run in words, as `list_runs` tells of it.

use serde_json::Value;

use crate::console::Tone;
use crate::workflows;

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

/// The colour of a state.
pub(super) fn tone(run: &Value) -> Tone {
    match run["status"].as_str() {
        Some("made") => Tone::Good,
        Some("in_progress") => Tone::Notice,
        _ => Tone::Bad,
    }
}

/// The document, or the reason for which there is none.
pub(super) fn outcome(run: &Value) -> String {
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

/// The time of a run to its second.
pub(super) fn second(run: &Value) -> String {
    let at = text(&run["at"]).replace('T', " ");
    at.chars().take("2026-11-28 17:12:49".len()).collect()
}

/// The text of a value.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}
