//! Faults in JSON, in either casing.

use serde_json::{Map, Value};

use super::{Fault, FaultError};

/// Finds the fault of an answer; `{"fault": null}` is none.
pub(super) fn parse(answer: &Map<String, Value>) -> Option<Fault> {
    let fault = field(answer, "fault")?.as_object()?;
    let errors = match field(fault, "error") {
        Some(Value::Array(errors)) => errors.iter().filter_map(error).collect(),
        Some(single) => error(single).into_iter().collect(),
        None => Vec::new(),
    };
    Some(Fault {
        fault_type: text(fault, "type"),
        errors,
    })
}

fn error(value: &Value) -> Option<FaultError> {
    let error = value.as_object()?;
    Some(FaultError {
        code: text(error, "code").unwrap_or_default(),
        message: text(error, "message").unwrap_or_default(),
        detail: text(error, "detail").unwrap_or_default(),
        element: text(error, "element").filter(|element| !element.is_empty()),
    })
}

fn field<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match field(object, name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
