//! Paths of settings and the values that are given for them on the command line.

use std::fmt;
use std::str::FromStr;

use actions::request::refuse_repeated;
use actions::settings::Settings;
use serde_json::{Map, Value};

/// The path of a setting: names joined by dots, of which one with a dot of its own stands in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SettingPath(Vec<String>);

/// A value for a setting, as `PATH=VALUE`.
#[derive(Clone, Debug)]
pub(crate) struct Assignment {
    pub(super) path: SettingPath,
    text: String,
}

impl FromStr for SettingPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (path, rest) = Self::read(text)?;
        match rest {
            "" => Ok(path),
            rest => Err(format!(
                "`{rest}` is left over: a path is names joined by dots"
            )),
        }
    }
}

impl SettingPath {
    /// Reads a path up to the sign `=`, and gives what is left.
    fn read(text: &str) -> Result<(Self, &str), String> {
        let (mut names, mut rest) = (Vec::new(), text);
        loop {
            let (name, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted
                    .split_once('"')
                    .ok_or("a quotation mark of the path is not closed")?,
                None => rest.split_at(rest.find(['.', '=']).unwrap_or(rest.len())),
            };
            if name.is_empty() {
                return Err(
                    "a name of the path is empty: it is such as `products.income_account`".into(),
                );
            }
            names.push(name.to_owned());
            match after.strip_prefix('.') {
                Some(after) => rest = after,
                None => return Ok((Self(names), after)),
            }
        }
    }

    /// The path as faults name it.
    pub(super) fn dotted(&self) -> String {
        self.0.join(".")
    }

    /// The setting, if it is set.
    pub(super) fn get<'v>(&self, settings: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(settings, |value, name| match value {
            Value::Object(fields) => fields.get(name),
            Value::Array(values) => values.get(name.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The path above it; none of a setting at the top.
    pub(super) fn above(&self) -> Option<Self> {
        let (_, above) = self.0.split_last()?;
        (!above.is_empty()).then(|| Self(above.to_vec()))
    }

    /// True if its last name is a number, such as the `8` of a rate that the shell took the quotation marks from.
    pub(super) fn ends_in_a_number(&self) -> bool {
        let last = self.0.last();
        last.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The reason for which there can be no such setting, with the nearest name, if there can be none.
    pub(super) fn no_setting(&self, settings: &Value) -> Option<String> {
        let mut with_it = settings.clone();
        self.set(&mut with_it, Some(Value::Null)).ok()?;
        let (_, wrong) = Settings::examine(&with_it.to_string());
        let path = self.dotted();
        let own = wrong.into_iter().find(|wrong| wrong.setting == path)?;
        let reason = own.reason;
        reason.starts_with("unknown field").then_some(reason)
    }

    /// Sets the setting, or takes it out.
    fn set(&self, settings: &mut Value, value: Option<Value>) -> Result<(), String> {
        let Some((last, above)) = self.0.split_last() else {
            return Ok(());
        };
        let mut place = settings;
        for name in above {
            place =
                below(place, name).ok_or_else(|| format!("`{name}` holds no further settings"))?;
        }
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        match (place, value) {
            (Value::Object(fields), Some(value)) => {
                fields.insert(last.clone(), value);
            }
            (Value::Object(fields), None) => {
                fields.remove(last);
            }
            (Value::Array(values), Some(value)) => {
                let index = last.parse().ok();
                let element = index.and_then(|index: usize| values.get_mut(index));
                *element.ok_or_else(|| format!("the list has no element {last}"))? = value;
            }
            _ => return Err(format!("`{last}` cannot be set there")),
        }
        Ok(())
    }
}

fn below<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(fields) => Some(fields.entry(name).or_insert(Value::Null)),
        Value::Array(values) => values.get_mut(name.parse::<usize>().ok()?),
        _ => None,
    }
}

impl fmt::Display for SettingPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().map(|name| {
            if name.contains(['.', '=']) {
                format!("\"{name}\"")
            } else {
                name.clone()
            }
        });
        f.write_str(&shown.collect::<Vec<_>>().join("."))
    }
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (path, rest) = SettingPath::read(text)?;
        let text = rest.strip_prefix('=');
        let text = text.ok_or("a value is given as PATH=VALUE, such as refunds.partial=true")?;
        if serde_json::from_str::<Value>(text).is_ok() {
            refuse_repeated(text.as_bytes())
                .map_err(|error| format!("{error}: leave one of them out"))?;
        }
        Ok(Self {
            path,
            text: text.to_owned(),
        })
    }
}

impl Assignment {
    /// The value: JSON, or a text where it is none; nothing where the setting is taken out.
    fn value(&self) -> Option<Value> {
        let text = || Value::String(self.text.clone());
        (!self.text.is_empty()).then(|| serde_json::from_str(&self.text).unwrap_or_else(|_| text()))
    }

    /// True when the value is JSON and would be another as a text.
    pub(super) fn may_be_text(&self) -> bool {
        matches!(
            self.value(),
            Some(Value::Number(_) | Value::Bool(_) | Value::Null)
        )
    }

    /// Sets the setting to the value.
    pub(super) fn apply(&self, settings: &mut Value) -> Result<(), String> {
        self.path.set(settings, self.value())
    }

    /// Sets the setting to the value as a text.
    pub(super) fn apply_text(&self, settings: &mut Value) -> Result<(), String> {
        self.path
            .set(settings, Some(Value::String(self.text.clone())))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_goes_where_its_path_says() {
        for (assignment, expected) in [
            (
                "once_per=enrollment",
                json!({"a": {"b": 1}, "once_per": "enrollment"}),
            ),
            ("a.b=", json!({"a": {}})),
            ("a.c.d=true", json!({"a": {"b": 1, "c": {"d": true}}})),
            ("a.\"8.25\"=TAX", json!({"a": {"b": 1, "8.25": "TAX"}})),
            ("a.b=x=y", json!({"a": {"b": "x=y"}})),
            ("a=[1, 2]", json!({"a": [1, 2]})),
            (
                "a.b=Sales of Product Income",
                json!({"a": {"b": "Sales of Product Income"}}),
            ),
        ] {
            let mut settings = json!({"a": {"b": 1}});
            let assignment: Assignment = assignment.parse().unwrap();
            assignment.apply(&mut settings).unwrap();
            assert_eq!(settings, expected, "{assignment:?}");
        }
    }

    #[test]
    fn what_is_no_assignment_is_refused() {
        for (text, expected) in [
            ("once_per", "PATH=VALUE"),
            ("=1", "empty"),
            ("a..b=1", "empty"),
            ("a.\"b=1", "not closed"),
            (
                r#"refunds={"partial": true, "partial": false}"#,
                "`partial` stands there twice",
            ),
        ] {
            let error = text.parse::<Assignment>().unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
        let mut settings = json!({"a": 1});
        let below: Assignment = "a.b=1".parse().unwrap();
        assert!(below.apply(&mut settings).is_err());
    }
}
