//! Errors in JSON, read leniently: an error that is not in shape must still be told.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{ApiError, ErrorDetail, name};

pub(super) fn error(object: &Map<String, Value>) -> ApiError {
    let errors = object.get("errors").and_then(Value::as_array);
    ApiError {
        category: name_of(object, "category").or_else(|| name_of(object, "errorType")),
        sub_category: name_of(object, "subCategory"),
        message: text(object, "message").unwrap_or_default(),
        correlation_id: name_of(object, "correlationId"),
        policy_name: name_of(object, "policyName"),
        context: context(object),
        errors: errors.into_iter().flatten().filter_map(detail).collect(),
    }
}

fn detail(value: &Value) -> Option<ErrorDetail> {
    let object = value.as_object()?;
    Some(ErrorDetail {
        code: name_of(object, "code"),
        sub_category: name_of(object, "subCategory"),
        field: name_of(object, "in"),
        message: text(object, "message").unwrap_or_default(),
        context: context(object),
    })
}

fn context(object: &Map<String, Value>) -> BTreeMap<String, Vec<String>> {
    let Some(context) = object.get("context").and_then(Value::as_object) else {
        return BTreeMap::new();
    };
    let entries = context.iter().filter(|(key, _)| name(key).is_some());
    entries
        .map(|(key, value)| (key.clone(), values(value)))
        .collect()
}

/// A list as documented, or one value, which is in use too.
fn values(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(scalar).collect(),
        single => scalar(single).into_iter().collect(),
    }
}

/// A name of HubSpot's. Anything else in its place may quote people's data, and is left out.
fn name_of(object: &Map<String, Value>, field: &str) -> Option<String> {
    text(object, field).filter(|text| name(text).is_some())
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    scalar(object.get(name)?)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
