//! Values of properties: everything is text, and has to be text of its property's type.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::Value;

use super::definition::Definition;
use crate::refusal::PropertyFault;

/// A sent value as the text that is kept; none clears the property.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A moment: an ISO 8601 timestamp or date, or milliseconds since 1970.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(milliseconds) = text.parse::<i64>() {
        return Timestamp::from_millisecond(milliseconds).ok();
    }
    if let Ok(date) = text.parse::<Date>()
        && text.len() == "2026-01-31".len()
    {
        let midnight = date.at(0, 0, 0, 0);
        return TimeZone::UTC.to_timestamp(midnight).ok();
    }
    text.parse().ok()
}

/// The fault of a value, if it does not fit its property.
pub(crate) fn fault(definition: &Definition, text: &str) -> Option<PropertyFault> {
    let (code, message) = match definition.kind.as_str() {
        "number" if text.parse::<Decimal>().is_err() => {
            ("INVALID_DOUBLE", format!("{text} was not a valid number."))
        }
        "bool" if !["true", "false"].contains(&text) => (
            "INVALID_BOOLEAN",
            format!("{text} was not a valid boolean."),
        ),
        "date" | "datetime" if instant(text).is_none() => {
            ("INVALID_LONG", format!("{text} was not a valid long."))
        }
        "enumeration" => {
            let unknown = unknown_option(definition, text)?;
            let allowed: Vec<&str> = allowed(definition).collect();
            let allowed = allowed.join(", ");
            let message = format!("{unknown} was not one of the allowed options: [{allowed}]");
            ("INVALID_OPTION", message)
        }
        _ => return None,
    };
    Some(PropertyFault {
        name: definition.name.clone(),
        code,
        message,
    })
}

fn allowed(definition: &Definition) -> impl Iterator<Item = &str> {
    definition
        .options
        .iter()
        .map(|option| option.value.as_str())
}

/// A value among several, joined by semicolons, that is no option. Without options anything goes.
fn unknown_option<'a>(definition: &Definition, text: &'a str) -> Option<&'a str> {
    if definition.options.is_empty() {
        return None;
    }
    let is_unknown =
        |value: &&str| !value.is_empty() && !allowed(definition).any(|it| it == *value);
    text.split(';').find(is_unknown)
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn a_moment_is_a_timestamp_a_date_or_milliseconds() {
        for (text, milliseconds) in [
            ("2026-03-03T15:20:40.912Z", Some(1_772_551_240_912)),
            ("2026-03-03", Some(1_772_496_000_000)),
            ("1772496000000", Some(1_772_496_000_000)),
            ("next week", None),
            ("", None),
        ] {
            let found = instant(text).map(jiff::Timestamp::as_millisecond);
            assert_eq!(found, milliseconds, "{text}");
        }
    }
}
