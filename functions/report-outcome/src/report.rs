//! The event: a run's record, its enrolment, and what became of it.

use actions::ActionError;
use actions::request::{Run, without_values};
use hubspot::{ObjectId, ObjectType};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use storage::Connection;

use crate::ended_run;
use crate::outcome::Outcome;

/// A run's record, its enrolment, and what became of it, as the workflows tell it at their end.
///
/// It is read leniently where a request is read strictly: a request that was refused for its form is reported too.
#[derive(Deserialize, derive_more::Debug)]
pub struct Report {
    /// The connection; none where the request named an impossible one.
    #[serde(default, deserialize_with = "lenient_connection")]
    pub connection: Option<Connection>,
    /// The enrolled record.
    pub record: Subject,
    /// The workflow run that asked.
    #[serde(default)]
    pub run: Run,
    /// The outcome of each action that was run, in order.
    pub outcomes: Vec<Outcome>,
    /// The moment at which the run ended; the same in each try to report it.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// The hash of the event, by which a repeated try is known.
    #[serde(skip)]
    pub(crate) digest: String,
    /// True for a run that could not tell of itself, whose outcomes are therefore guessed.
    #[serde(skip)]
    pub(crate) is_cut_off: bool,
    /// The moment at which such a run began.
    #[serde(skip)]
    pub(crate) cut_off_since: Option<Timestamp>,
}

/// The enrolled record, by type and id.
#[derive(Clone, Debug, Deserialize)]
pub struct Subject {
    /// Its type.
    pub object_type: ObjectType,
    /// HubSpot's id; none where the request gave an impossible one.
    #[serde(deserialize_with = "lenient_id")]
    pub id: Option<ObjectId>,
}

impl Report {
    /// Reads an event: a report, or the end of a run that could not tell of itself. `None` for such an end that names no
    /// record.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that names the field and never its value.
    pub fn parse(event: &[u8]) -> Result<Option<Self>, ActionError> {
        let event: Value = serde_json::from_slice(event)
            .map_err(|_| ActionError::invalid("the event is not a JSON object"))?;
        let digest = digest(&[&event.to_string()]);
        let is_cut_off = ended_run::is_end(&event);
        let cut_off_since = ended_run::began_at(&event);
        let event = if is_cut_off {
            match ended_run::report(&event) {
                Some(report) => report,
                None => return Ok(None),
            }
        } else {
            event
        };
        let mut report: Self = json_fault::read(&event).map_err(|fault| {
            let place = fault.place();
            let reason = without_values(&fault.reason());
            ActionError::invalid(format!("the report cannot be read: `{place}`: {reason}"))
        })?;
        report.digest = digest;
        report.is_cut_off = is_cut_off;
        report.cut_off_since = cut_off_since;
        Ok(Some(report))
    }

    /// The record as messages name it, such as `deal 9001`.
    pub fn label(&self) -> String {
        match &self.record.id {
            Some(id) => format!("{} {id}", self.record.object_type),
            None => self.record.object_type.to_string(),
        }
    }
}

/// The first 20 hexadecimal digits of a hash over these parts.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let bytes = hash.finalize();
    let digits = bytes.iter().take(10).map(|byte| format!("{byte:02x}"));
    digits.collect()
}

fn lenient_connection<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Connection>, D::Error> {
    let name = Value::deserialize(deserializer)?;
    let name = name
        .as_str()
        .and_then(|name| Connection::try_from(name).ok());
    Ok(name)
}

/// An id as text or as a number.
fn lenient_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ObjectId>, D::Error> {
    let id = match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return Ok(None),
    };
    Ok(ObjectId::new(&id).ok())
}

#[cfg(test)]
mod tests;
