//! A run in words, as `list_runs` tells of it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::console::Tone;
use crate::functions::described;

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
        return described(document);
    }
    match run["error_type"].as_str() {
        Some(error) => format!("{error}: {}", text(&run["message"])),
        None => String::new(),
    }
}

/// The time zone in which runs are shown and asked for by day: the company's.
#[derive(Clone, Debug)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// The zone that an answer names; UTC where it names none that is known here.
    pub(crate) fn of(answer: &Value) -> Self {
        let name = answer["time_zone"].as_str();
        let zone = name.and_then(|name| TimeZone::get(name).ok());
        Self(zone.unwrap_or(TimeZone::UTC))
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// A moment to its second, such as `2026-11-28 16:12:49`.
    pub(crate) fn second(&self, at: &Value) -> String {
        let at = at.as_str().and_then(|at| at.parse::<Timestamp>().ok());
        let at = at.map(|at| self.0.to_datetime(at).strftime("%F %T").to_string());
        at.unwrap_or_default()
    }
}

/// The text of a value.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Zone;

    #[test]
    fn a_run_is_shown_at_the_time_of_the_company_whose_days_are_asked_for() {
        let at = json!("2026-11-29T00:02:49.5Z");
        let zone = Zone::of(&json!({"time_zone": "America/Los_Angeles"}));
        assert_eq!(zone.second(&at), "2026-11-28 16:02:49");
        assert_eq!(zone.name(), "America/Los_Angeles");
        let zone = Zone::of(&json!({}));
        assert_eq!(zone.second(&at), "2026-11-29 00:02:49");
        assert_eq!(zone.name(), "UTC");
        assert_eq!(zone.second(&json!(null)), "");
    }
}
