//! The inputs of an execution, as options of the contract.
//!
//! HubSpot's clients do not agree on types: a number may come as text, integer or decimal, and a list as a list or as
//! a text joined by `;`. So each value is read by what its field is for.

mod value;

use editor::{EditorAction, Field, Labels, Language, Target};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use storage::Connection;

/// The inputs by their names, from the first of these places that has some: HubSpot's versions put them into
/// `inputFields`, `fields` and `typedInputs`.
pub(crate) fn given(places: [Value; 3]) -> Map<String, Value> {
    let given = places.into_iter().find_map(|place| match place {
        Value::Object(inputs) if !inputs.is_empty() => Some(inputs),
        _ => None,
    });
    let given = given.unwrap_or_default().into_iter();
    given.map(|(name, input)| (name, plain(input))).collect()
}

/// The value of an input, which may stand in an object beside its type.
fn plain(input: Value) -> Value {
    match input {
        Value::Object(mut typed) => typed.remove("value").unwrap_or(Value::Null),
        plain => plain,
    }
}

/// The connection that was chosen.
///
/// # Errors
///
/// A message, when none was.
pub(crate) fn connection(inputs: &Map<String, Value>) -> Result<Connection, String> {
    let chosen = inputs.get("connection").map(value::choice).transpose();
    let chosen = chosen.map_err(|expected| format!("the QuickBooks account: {expected}"))?;
    let chosen = chosen.flatten().unwrap_or_default();
    if chosen == editor::UNAVAILABLE || chosen.is_empty() {
        return Err("no QuickBooks account is chosen: choose one in the action".to_owned());
    }
    Connection::try_from(chosen.as_str())
        .map_err(|_| "the QuickBooks account of the action is none: choose another".to_owned())
}

/// The options that the inputs are.
///
/// # Errors
///
/// A message that names the field.
pub(crate) fn options(
    action: &EditorAction,
    inputs: &Map<String, Value>,
    zone: &TimeZone,
) -> Result<Map<String, Value>, String> {
    let mut options = Map::new();
    let mut custom_fields = Map::new();
    for (name, input) in inputs {
        let Some(field) = action.field(name) else {
            refuse_unknown(name, input)?;
            continue;
        };
        let read = value::read(field, input, zone);
        let read = read.map_err(|expected| format!("{}: {expected}", place(field)))?;
        let Some(option) = read else { continue };
        match field.target {
            Target::Connection => {}
            Target::Option { name, .. } => {
                options.insert(name.to_owned(), option);
            }
            Target::CustomField { id } => {
                custom_fields.insert(id.to_owned(), option);
            }
        }
    }
    if !custom_fields.is_empty() {
        options.insert("custom_fields".to_owned(), custom_fields.into());
    }
    Ok(options)
}

/// An input of another name might change what is booked, so it is refused unless it is empty or HubSpot's own.
fn refuse_unknown(name: &str, input: &Value) -> Result<(), String> {
    let is_empty = input.is_null() || input.as_str().is_some_and(|text| text.trim().is_empty());
    if is_empty || name.starts_with("hs_") {
        return Ok(());
    }
    let name: String = name.chars().take(60).collect();
    Err(format!(
        "the action has a field `{name}` that this version does not know: update the QuickBooks actions, or \
         take the action out of the workflow and put it in again"
    ))
}

/// The field, for messages.
fn place(field: &Field) -> String {
    let labels = Labels::of(Language::English).field(field.name);
    let label = labels.map_or(field.name, |labels| labels.label);
    format!("the field `{}` ({label})", field.name)
}

#[cfg(test)]
mod tests;
