//! Reading a settings document so that everything that is wrong with it is told at once.

use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

use super::Settings;
use crate::ActionError;

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
            return (None, vec![WrongSetting::new(".", &reason)]);
        }
    };
    let mut wrong = Vec::new();
    while wrong.len() < MOST {
        let error = match serde_path_to_error::deserialize::<_, Settings>(&rest) {
            Ok(settings) => return (Some(settings), wrong),
            Err(error) => error,
        };
        let reason = error.inner().to_string();
        wrong.push(WrongSetting::new(&error.path().to_string(), &reason));
        if !mend(&mut rest, error.path(), &reason) {
            break;
        }
    }
    (None, wrong)
}

/// Takes out what could not be read, or puts in what is missing; `false` where that is not possible.
fn mend(rest: &mut Value, path: &Path, reason: &str) -> bool {
    let keys: Vec<String> = path.iter().map(key).collect();
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

fn key(segment: &Segment) -> String {
    match segment {
        Segment::Seq { index } => index.to_string(),
        Segment::Map { key } => key.clone(),
        Segment::Enum { variant } => variant.clone(),
        Segment::Unknown => String::new(),
    }
}

/// The error for settings that cannot be used.
pub(super) fn unusable(wrong: &[WrongSetting]) -> ActionError {
    let one =
        |wrong: &WrongSetting| format!("`{}` cannot be used: {}", wrong.setting, wrong.reason);
    let all: Vec<String> = wrong.iter().map(one).collect();
    let word = if wrong.len() == 1 {
        "setting"
    } else {
        "settings"
    };
    ActionError::SettingMissing {
        message: format!("the connection's {word} {}", all.join("; ")),
    }
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
            "customers": {"name_conflict": "adpot", "mode": "sync_filter"},
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
