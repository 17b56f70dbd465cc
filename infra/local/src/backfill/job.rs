//! One record to be booked.

use actions::request::{ActionRequest, parse};
use bytes::Bytes;
use serde_json::Value;

/// One place of a file: the line, and the request there or its fault.
pub(super) type Found = (u64, Result<Value, String>);

/// One record to be booked.
#[derive(Clone, derive_more::Debug)]
pub(super) struct Job {
    /// Where it begins in the file, from 1.
    pub(super) line: u64,
    /// The record.
    pub(super) subject: Subject,
    /// The event for the function.
    #[debug(skip)]
    pub(super) event: Bytes,
    /// True if the function reads the record from HubSpot.
    pub(super) is_by_id: bool,
}

/// The unit that has one row: a record, or an enrolment of it where the file names enrolments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Subject {
    /// The connection.
    pub(super) connection: String,
    /// HubSpot's type of the record.
    pub(super) object_type: String,
    /// HubSpot's id of the record.
    pub(super) record_id: String,
    /// The enrolment, empty if there is none.
    pub(super) enrollment_id: String,
}

impl Job {
    /// The job of a request.
    pub(super) fn of(line: u64, request: &Value) -> Result<Self, String> {
        let event = serde_json::to_vec(request).map_err(|error| error.to_string())?;
        let parsed = parse(&event).map_err(|error| error.to_string())?;
        Ok(Self {
            line,
            subject: Subject::of(&parsed),
            event: event.into(),
            is_by_id: parsed.record.is_by_id(),
        })
    }
}

impl Subject {
    fn of(request: &ActionRequest) -> Self {
        Self {
            connection: request.connection.to_string(),
            object_type: request.record.object_type.to_string(),
            record_id: request.record.id.clone(),
            enrollment_id: request.run.enrollment().unwrap_or_default(),
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.object_type, self.record_id)?;
        if self.enrollment_id.is_empty() {
            return Ok(());
        }
        write!(formatter, " (enrolment {})", self.enrollment_id)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Job;
    use crate::request::RequestDefaults;

    fn job(line: Value) -> Result<Job, String> {
        let defaults = RequestDefaults {
            connection: "us-books".to_owned(),
            object_type: Some("deal".to_owned()),
            ..RequestDefaults::default()
        };
        Job::of(1, &defaults.request(line)?)
    }

    #[test]
    fn a_record_is_known_by_its_ids_however_its_type_is_spelt() {
        let plural = job(json!({"object_type": "DEALS", "id": 9001})).unwrap();
        let singular = job(json!({"id": "9001"})).unwrap();
        assert_eq!(plural.subject, singular.subject);
        let enrolled = json!({"record": {"id": "9001"}, "run": {"callback_id": "ap-1"}});
        assert_ne!(job(enrolled).unwrap().subject, singular.subject);
    }

    #[test]
    fn what_no_function_would_read_is_refused_without_its_values() {
        for line in [
            json!({"record": {"id": "1"}, "options": {}, "connection": "Canary Books"}),
            json!({"record": "Canary"}),
        ] {
            let reason = job(line).unwrap_err();
            assert!(!reason.contains("Canary"), "{reason}");
        }
    }
}
