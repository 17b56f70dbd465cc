//! One value of the wire: a string, or a number or boolean that is kept as its text.

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;

/// The value's text, `None` for null; the error says which kind of JSON value was found instead.
///
/// Numbers keep the digits that were sent: `serde_json` reads them with arbitrary precision.
pub(crate) fn text(value: Value) -> Result<Option<String>, &'static str> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(boolean) => Ok(Some(boolean.to_string())),
        Value::Array(_) => Err("an array"),
        Value::Object(_) => Err("an object"),
    }
}

/// For `#[serde(deserialize_with)]`: an optional scalar.
pub(crate) fn optional<'de, D: Deserializer<'de>>(de: D) -> Result<Option<String>, D::Error> {
    text(Value::deserialize(de)?).map_err(|found| D::Error::custom(expected(found)))
}

/// For `#[serde(deserialize_with)]`: a list of scalars; null is an empty list.
pub(crate) fn list<'de, D: Deserializer<'de>>(de: D) -> Result<Vec<String>, D::Error> {
    let values = Option::<Vec<Value>>::deserialize(de)?.unwrap_or_default();
    values.into_iter().map(required::<D::Error>).collect()
}

fn required<E: serde::de::Error>(value: Value) -> Result<String, E> {
    text(value)
        .map_err(|found| E::custom(expected(found)))?
        .ok_or_else(|| E::custom(expected("null")))
}

/// Expects a scalar, and names what it found instead.
pub(crate) fn expected(found: &str) -> String {
    format!("expected a string, a number or a boolean, found {found}")
}
