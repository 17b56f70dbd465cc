//! Reading a settings document so that everything that is wrong with it is told at once.

use json_fault::Step;
use serde_json::{Map, Value, json};

use super::Settings;
use crate::ActionError;
use crate::request::nearest;
use crate::text::shortened;

/// The most faults that are told; a document of another kind has one in every field.
const MOST: usize = 30;

/// A setting that cannot be used, and the reason, which may repeat a value of it.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct WrongSetting {
    /// The path of the setting, such as `products.income_account`; `.` is the whole document.
    pub setting: String,
    /// The reason.
    #[debug("…")]
    pub reason: String,
}

impl WrongSetting {
    pub(super) fn new(setting: &str, reason: &str) -> Self {
        Self {
            setting: setting.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

/// The settings as a whole, as messages name them.
const WHOLE: &str = "settings";

/// The settings as far as they can be read, and what cannot be.
///
/// The reader stops at the first fault, so what is wrong is taken out, and the rest read again.
pub(super) fn read(document: &str) -> (Option<Settings>, Vec<WrongSetting>) {
    let mut rest: Value = match serde_json::from_str(document) {
        Ok(rest) => rest,
        Err(error) => {
            let reason = format!(
                "it is not JSON: {:?} error at line {}",
                error.classify(),
                error.line()
            );
            return (None, vec![WrongSetting::new(WHOLE, &reason)]);
        }
    };
    let mut wrong = Vec::new();
    while wrong.len() < MOST {
        let fault = match json_fault::read::<Settings>(&rest) {
            Ok(settings) => return (Some(settings), wrong),
            Err(fault) => fault,
        };
        let reason = fault.reason();
        let told = with_nearest(&reason);
        let place = fault.place();
        let setting = match (place.as_str(), missing_field(&reason)) {
            (".", Some(field)) => field,
            (".", None) => WHOLE,
            (place, _) => place,
        };
        wrong.push(WrongSetting::new(setting, &told));
        if !mend(&mut rest, fault.path(), &reason) {
            break;
        }
    }
    (None, wrong)
}

/// Takes out what could not be read, or puts in what is missing; `false` where that is not possible.
fn mend(rest: &mut Value, path: &[Step], reason: &str) -> bool {
    let keys: Vec<String> = path.iter().map(key).collect();
    let element = path
        .iter()
        .rposition(|step| matches!(step, Step::Element(_)));
    if let Some(place) = element {
        return replace(rest, keys.get(..=place).unwrap_or_default());
    }
    if let Some(field) = missing_field(reason) {
        let Some(Value::Object(fields)) = at(rest, &keys) else {
            return false;
        };
        let value = match field {
            "company" => Value::Object(Map::from_iter([("realm_id".to_owned(), Value::from("0"))])),
            _ => Value::from("0"),
        };
        return fields.insert(field.to_owned(), value).is_none();
    }
    take_out(rest, &keys)
}

/// Puts something that can be read in the place of an element of a list, whole, since what is missing in it
/// cannot be made up; the others keep their places. One of a list other than filters is taken out.
fn replace(rest: &mut Value, keys: &[String]) -> bool {
    let readable = json!({"propertyName": "hs_object_id", "operator": "HAS_PROPERTY"});
    let list = keys.iter().rev().nth(1).map(String::as_str);
    match (list, at(rest, keys)) {
        (Some("filters"), Some(element)) if *element != readable => {
            *element = readable;
            true
        }
        (Some("filter_groups"), Some(element)) => {
            *element = json!({"filters": [readable]});
            true
        }
        _ => take_out(rest, keys),
    }
}

/// Takes out what stands at a path; `false` where nothing does.
fn take_out(rest: &mut Value, keys: &[String]) -> bool {
    let Some((last, above)) = keys.split_last() else {
        return false;
    };
    match at(rest, above) {
        Some(Value::Object(fields)) => fields.remove(last).is_some(),
        Some(Value::Array(values)) => match last.parse::<usize>() {
            Ok(place) if place < values.len() => {
                values.remove(place);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// The reason with the word that is meant, where a word is unknown and another one much like it.
fn with_nearest(reason: &str) -> String {
    let mut quoted = reason.split('`').skip(1).step_by(2);
    let is_unknown = reason.starts_with("unknown ");
    let Some(unknown) = quoted.next().filter(|_| is_unknown) else {
        return reason.to_owned();
    };
    let known: Vec<&str> = quoted.collect();
    // What is known comes after it.
    let told = reason.replacen(unknown, &shortened(unknown), 1);
    if unknown == WHOLE {
        return format!(
            "{told} (of an answer to get_settings, give what stands in its `settings` alone)"
        );
    }
    match nearest(unknown, known) {
        Some(meant) => format!("{told} (perhaps `{meant}` is meant)"),
        None => told,
    }
}

fn missing_field(reason: &str) -> Option<&str> {
    reason.strip_prefix("missing field `")?.split('`').next()
}

fn at<'v>(value: &'v mut Value, keys: &[String]) -> Option<&'v mut Value> {
    keys.iter().try_fold(value, |value, key| match value {
        Value::Object(fields) => fields.get_mut(key),
        Value::Array(values) => values.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn key(step: &Step) -> String {
    match step {
        Step::Element(index) => index.to_string(),
        Step::Field(name) => name.clone(),
    }
}

/// The most places that are named for one reason.
const MOST_PLACES: usize = 5;

/// The error for settings that cannot be used, each reason once with its places.
pub(super) fn unusable(wrong: &[WrongSetting]) -> ActionError {
    let mut by_reason: Vec<(&str, Vec<&str>)> = Vec::new();
    for WrongSetting { setting, reason } in wrong {
        match by_reason.iter_mut().find(|(known, _)| known == reason) {
            Some((_, settings)) => settings.push(setting),
            None => by_reason.push((reason, vec![setting])),
        }
    }
    let all: Vec<String> = by_reason
        .iter()
        .map(|(reason, settings)| told(reason, settings))
        .collect();
    let word = if wrong.len() == 1 {
        "setting"
    } else {
        "settings"
    };
    ActionError::SettingMissing {
        message: format!("the connection's {word} {}", all.join("; ")),
    }
}

fn told(reason: &str, settings: &[&str]) -> String {
    let named = settings
        .iter()
        .take(MOST_PLACES)
        .map(|setting| format!("`{setting}`"));
    let named: Vec<String> = named.collect();
    let more = match settings.len().saturating_sub(MOST_PLACES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more} cannot be used: {reason}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::settings::Settings;

    fn message(settings: &serde_json::Value) -> String {
        match Settings::parse(&settings.to_string()) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_with_its_path() {
        let settings = json!({
            "company": {"country": 7, "time_zone": "Mars/Olympus"},
            "customers": {"name_conflict": "adpot", "mode": "sync_filter", "display_name_length": 501},
            "products": {"income_acount": "Sales"},
            "refunds": {"partial": "yes"},
            "colour": "red",
            "quickbooks": {"batch_items": 31},
        });
        let message = message(&settings);
        let places = [
            "`company.country`",
            "`company`",
            "`company.time_zone`",
            "`customers.name_conflict`",
            "`customers.filter_groups`",
            "`customers.display_name_length`",
            "income_acount",
            "`refunds.partial`",
            "colour",
            "`quickbooks.batch_items`",
        ];
        for place in places {
            assert!(message.contains(place), "{place}: {message}");
        }
    }

    #[test]
    fn an_operator_that_hubspot_does_not_have_is_told_once_and_no_reader_s_words_beside_it() {
        let filters = |operator: &str| {
            let filter = json!({"propertyName": "lifecyclestage", "operator": operator, "value": "customer"});
            json!({"filters": [filter.clone(), filter]})
        };
        let groups: Vec<_> = (0..7).map(|_| filters("EQUALS")).collect();
        let settings = json!({
            "company": {"realm_id": "1"},
            "customers": {"mode": "sync_filter", "filter_groups": groups},
            "once_per": "week",
        });
        let message = message(&settings);
        assert_eq!(
            message.matches("unknown variant `EQUALS`").count(),
            1,
            "{message}"
        );
        assert!(!message.contains("unknown variant `0`"), "{message}");
        assert!(
            message.contains("`customers.filter_groups[0].filters[0].operator`"),
            "{message}"
        );
        assert!(message.contains("`once_per`"), "{message}");
        assert!(message.contains("(perhaps `EQ` is meant)"), "{message}");
        assert!(message.len() < 1_000, "{} characters", message.len());
        let missing = json!({"company": {"realm_id": "1"},
            "customers": {"filter_groups": [{"filters": [{"propertyName": "email"}]}]}});
        let message = self::message(&missing);
        assert!(message.contains("missing field `operator`"), "{message}");
        assert!(!message.contains("variant"), "{message}");
    }

    #[test]
    fn a_word_that_is_too_long_is_cut_and_the_known_ones_are_told() {
        let long = "x".repeat(100_000);
        let message = message(&json!({"company": {"realm_id": "1"}, "once_per": long}));
        assert!(message.len() < 1_000, "{} characters", message.len());
        assert!(
            message.contains("expected `record` or `enrollment`"),
            "{message}"
        );
    }

    #[test]
    fn one_fault_is_told_as_one() {
        let message = message(&json!({"company": {"realm_id": "1"}, "once_per": "week"}));
        assert!(
            message
                .starts_with("the connection's setting `once_per` cannot be used: unknown variant"),
            "{message}"
        );
    }

    #[test]
    fn what_is_no_settings_document_is_refused() {
        for document in ["", "[]", "7", "{", "null", "{}"] {
            assert!(Settings::parse(document).is_err(), "{document}");
        }
    }
}
