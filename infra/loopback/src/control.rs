//! The control of a stand-in over HTTP: JSON in and out, and a refusal as `{"error": …}`.

use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::reply::Reply;

/// Reads the body of a request.
///
/// # Errors
///
/// The answer that says what is wrong with it.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Reply> {
    serde_json::from_slice(body).map_err(|error| refused(400, error))
}

/// Writes a value.
///
/// # Errors
///
/// The answer that says why it cannot be written.
pub fn serialized<T: Serialize + ?Sized>(value: &T) -> Result<Value, Reply> {
    serde_json::to_value(value).map_err(|error| refused(500, error))
}

/// Answers with the reason of a refusal.
pub fn refused(status: u16, reason: impl Display) -> Reply {
    Reply::json(status, json!({ "error": reason.to_string() }).to_string())
}

/// Answers with what was found, or with nothing where there is nothing to say.
pub fn answered(answered: Result<Value, Reply>) -> Reply {
    match answered {
        Ok(Value::Null) => Reply::json(204, String::new()),
        Ok(value) => Reply::json(200, value.to_string()),
        Err(reply) => reply,
    }
}
