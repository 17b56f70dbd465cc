//! The lists of a record: their names and their form.

use serde_json::{Map, Value};
use strum::VariantArray as _;

use super::foreign;
use super::misplaced::letters;
use super::near;
use super::properties::Associated;
use crate::ActionError;
use crate::text::shortened;

/// Checks that the lists of a record are lists of objects, and that none stands under a name that is like its own:
/// its lines would be passed over in silence.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the place, and what is expected there.
pub(super) fn check(record: &Map<String, Value>) -> Result<(), ActionError> {
    for (name, value) in record {
        if list_named(name) {
            check_form(name, value)?;
        } else if let Some(right) = meant(name, value) {
            return Err(ActionError::invalid(format!(
                "`record.{}` is not read: `record.{right}` is meant",
                shortened(name)
            )));
        }
    }
    Ok(())
}

fn list_named(name: &str) -> bool {
    let mut lists = Associated::VARIANTS.iter();
    lists.any(|list| <&str>::from(list) == name)
}

fn check_form(name: &str, value: &Value) -> Result<(), ActionError> {
    let Some(objects) = value.as_array() else {
        return Err(ActionError::invalid(format!(
            "`record.{name}` is {}: expected is a list of objects, each with its `id`",
            kind(value)
        )));
    };
    match objects.iter().enumerate().find(|(_, it)| !it.is_object()) {
        None => Ok(()),
        Some((number, object)) => Err(ActionError::invalid(format!(
            "`record.{name}[{number}]` is {}: expected is an object with its `id`",
            kind(object)
        ))),
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The list, or the properties, that an unknown field of a record is meant for.
///
/// A word of the caller's own may be called as one object is (`company`), and one that is spelt like a list may be
/// anything: so both are held for a list only where they hold objects.
fn meant(name: &str, value: &Value) -> Option<&'static str> {
    if foreign::OF_RECORD.contains(&name) {
        return None;
    }
    let found: String = letters(name).collect();
    let is_called = |known: &str| letters(known).eq(found.chars());
    let lists = || Associated::VARIANTS.iter();
    if is_called(PROPERTIES) {
        return Some(PROPERTIES);
    }
    if let Some(list) = lists().find(|list| is_called(<&str>::from(*list))) {
        return Some(list.into());
    }
    let is_of_type = |list: &&Associated| {
        let object_type = list.object_type();
        is_called(&object_type.to_string()) || is_called(object_type.path())
    };
    let list = match value {
        Value::Object(_) => lists().find(is_of_type),
        Value::Array(objects) if objects.iter().any(Value::is_object) => lists()
            .find(is_of_type)
            .or_else(|| lists().find(|list| is_slip(&found, <&str>::from(*list))))
            .or_else(|| near::list(name)),
        Value::Array(ids) if !ids.is_empty() => near::list_of_ids(name),
        _ => None,
    };
    list.map(Into::into)
}

/// The field that holds a record's properties.
const PROPERTIES: &str = "properties";

/// True for a name with a slip or two in it. Short names are like too many words.
fn is_slip(found: &str, list: &str) -> bool {
    let list: String = letters(list).collect();
    let slips = match list.len() {
        8.. => 2,
        5.. => 1,
        _ => return false,
    };
    strsim::osa_distance(found, &list) <= slips
}
