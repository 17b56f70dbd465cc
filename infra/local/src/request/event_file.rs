//! An event as a person gives it: a file, or standard input.

use std::io::Read;
use std::path::Path;

use actions::request::refuse_repeated;
use serde_json::Value;

use super::text_of;
use crate::error::LocalError;

/// The text of a file, or of standard input for `-`, in the encodings that editors and shells write.
pub(crate) fn read_event(path: &Path) -> Result<String, LocalError> {
    if path.is_dir() {
        let reason = "it is a folder: give a file, or `-` for standard input";
        return Err(refused(path, reason));
    }
    let bytes = read(path).map_err(|source| LocalError::Read {
        path: path.to_owned(),
        source,
    })?;
    text_of(&bytes).map_err(|reason| refused(path, &reason))
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path != Path::new("-") {
        return std::fs::read(path);
    }
    let mut event = Vec::new();
    std::io::stdin().lock().read_to_end(&mut event)?;
    Ok(event)
}

/// The JSON object of an event.
///
/// # Errors
///
/// The place where it stops being JSON, and never a value.
pub(crate) fn value_of(path: &Path, text: &str) -> Result<Value, LocalError> {
    if text.trim().is_empty() {
        return Err(refused(path, "it is empty: an event is a JSON object"));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => match refuse_repeated(text.as_bytes()) {
            Ok(()) => Ok(Value::Object(fields)),
            Err(error) => Err(refused(path, &format!("{error}: leave one of them out"))),
        },
        Ok(Value::Array(values)) => {
            let number = values.len();
            let way_out = if values
                .iter()
                .any(|value| value.get("subscriptionType").is_some())
            {
                "it is what a webhook of HubSpot posts to `hubspot-gateway`, and no request: give `connection`, and `record` \
                 with the `object_type` and the `id` (`objectId` there)"
            } else {
                "`jq -c '.[]' FILE > records.jsonl` writes one a line, which `backfill` takes"
            };
            let reason =
                format!("it is a list of {number}, and one event is of one record: {way_out}");
            Err(refused(path, &reason))
        }
        Ok(_) => Err(refused(path, "it is not a JSON object")),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let said = error.to_string();
            let reason = said.split(" at line ").next().unwrap_or_default();
            let reason = format!("line {line}, column {column}: it is not JSON: {reason}");
            Err(refused(path, &reason))
        }
    }
}

fn refused(path: &Path, reason: &str) -> LocalError {
    LocalError::Event {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}
