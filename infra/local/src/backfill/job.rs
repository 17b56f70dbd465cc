//! One record to be booked, and what is filled in where a file does not say it.

use std::str::FromStr;

use actions::request::{ActionRequest, parse};
use bytes::Bytes;
use serde_json::{Map, Value, json};

/// One record to be booked.
#[derive(Clone, derive_more::Debug)]
pub(super) struct Job {
    /// Where it begins in the file, from 1.
    pub(super) line: u64,
    /// Which record it is.
    pub(super) subject: Subject,
    /// The event for the function.
    #[debug(skip)]
    pub(super) event: Bytes,
}

/// What there is one row for: a record, or an enrolment of it where the file names enrolments.
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

/// What stands for what a record does not say itself.
#[derive(Debug)]
pub(super) struct Defaults {
    /// The connection.
    pub(super) connection: String,
    /// The type of record.
    pub(super) object_type: Option<String>,
    /// Options for all records.
    pub(super) options: OptionsOfAll,
    /// Whether nothing is to be posted.
    pub(super) dry_run: bool,
}

/// Options for all records: a JSON object.
#[derive(Clone, Debug, Default)]
pub(crate) struct OptionsOfAll(Map<String, Value>);

impl FromStr for OptionsOfAll {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let options: Map<String, Value> = serde_json::from_str(text)
            .map_err(|error| format!("options are a JSON object: {error}"))?;
        Ok(Self(options))
    }
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
        })
    }
}

impl Subject {
    fn of(request: &ActionRequest) -> Self {
        Self {
            connection: request.connection.to_string(),
            object_type: request.record.object_type.to_string(),
            record_id: request.record.id.clone(),
            enrollment_id: request.run.enrollment().unwrap_or_default().to_owned(),
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

impl Defaults {
    /// The request that a JSON value stands for: a request, an EventBridge event with one, or just a
    /// record.
    pub(super) fn request(&self, value: Value) -> Result<Value, String> {
        let Value::Object(mut fields) = value else {
            return Err("it is not a JSON object".to_owned());
        };
        if fields.contains_key("detail-type") {
            return match fields.remove("detail") {
                Some(detail) => self.request(detail),
                None => Err("the EventBridge event has no `detail`".to_owned()),
            };
        }
        let request = if fields.contains_key("record") {
            fields
        } else if fields.contains_key("id") {
            Map::from_iter([("record".to_owned(), Value::Object(fields))])
        } else {
            return Err("it is neither a request with a `record` nor a record with an `id`".into());
        };
        self.complete(request)
    }

    fn complete(&self, mut request: Map<String, Value>) -> Result<Value, String> {
        let connection = request.entry("connection").or_insert(Value::Null);
        if connection.is_null() {
            *connection = json!(self.connection);
        }
        if let Some(record) = request.get_mut("record").and_then(Value::as_object_mut)
            && !record.contains_key("object_type")
        {
            let object_type = self.object_type.as_ref();
            let object_type = object_type.ok_or(
                "the record says no `object_type`, such as `deal`: add it, or give --object-type",
            )?;
            record.insert("object_type".to_owned(), json!(object_type));
        }
        let own = match request.remove("options") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(own)) => own,
            Some(_) => return Err("`options` is not a JSON object".to_owned()),
        };
        let mut options = self.options.0.clone();
        options.extend(own);
        if self.dry_run {
            options.insert("dry_run".to_owned(), json!(true));
        }
        request.insert("options".to_owned(), Value::Object(options));
        Ok(Value::Object(request))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Defaults, Job};

    fn defaults() -> Defaults {
        Defaults {
            connection: "us-books".to_owned(),
            object_type: Some("deal".to_owned()),
            options: r#"{"memo": "all", "class": "2026"}"#.parse().unwrap(),
            dry_run: false,
        }
    }

    #[test]
    fn what_a_line_does_not_say_is_filled_in_and_what_it_says_stays() {
        let whole = json!({
            "connection": "uk-books",
            "record": {"object_type": "quote", "id": "7"},
            "options": {"memo": "its own"},
        });
        let table = [
            (
                json!({"id": "9001"}),
                json!({"connection": "us-books", "record": {"object_type": "deal", "id": "9001"},
                       "options": {"memo": "all", "class": "2026"}}),
            ),
            (
                whole.clone(),
                json!({"connection": "uk-books", "record": {"object_type": "quote", "id": "7"},
                       "options": {"memo": "its own", "class": "2026"}}),
            ),
            (
                json!({"detail-type": "Deal won", "detail": whole}),
                json!({"connection": "uk-books", "record": {"object_type": "quote", "id": "7"},
                       "options": {"memo": "its own", "class": "2026"}}),
            ),
        ];
        for (line, expected) in table {
            assert_eq!(defaults().request(line), Ok(expected));
        }
    }

    #[test]
    fn a_dry_run_posts_nothing_whatever_the_line_says() {
        let defaults = Defaults {
            dry_run: true,
            ..defaults()
        };
        let line = json!({"id": "1", "options": {"dry_run": false}});
        let line = json!({"record": line, "options": {"dry_run": false}});
        assert_eq!(defaults.request(line).unwrap()["options"]["dry_run"], true);
    }

    #[test]
    fn what_is_no_record_is_refused_without_its_values() {
        for line in [
            json!([]),
            json!({"name": "Canary"}),
            json!({"record": {"id": "1"}, "options": "Canary"}),
            json!({"record": {"id": "1"}, "options": {}, "connection": "Canary Books"}),
            json!({"record": "Canary"}),
            json!({"detail-type": "Canary"}),
        ] {
            let refused = defaults()
                .request(line.clone())
                .and_then(|request| Job::of(1, &request).map(|_| ()));
            let reason = refused.unwrap_err();
            assert!(!reason.contains("Canary"), "{line}: {reason}");
        }
    }

    #[test]
    fn a_record_without_a_type_is_not_taken_for_a_deal() {
        let defaults = Defaults {
            object_type: None,
            ..defaults()
        };
        let reason = defaults.request(json!({"id": "1"})).unwrap_err();
        assert!(reason.contains("--object-type"), "{reason}");
    }

    #[test]
    fn a_record_is_known_by_its_ids_however_its_type_is_spelt() {
        let request = |value: Value| Job::of(1, &defaults().request(value).unwrap()).unwrap();
        let plural = request(json!({"object_type": "DEALS", "id": 9001})).subject;
        let singular = request(json!({"id": "9001"})).subject;
        assert_eq!(plural, singular);
        let enrolled = json!({"record": {"id": "9001"}, "run": {"callback_id": "ap-1"}});
        assert_ne!(request(enrolled).subject, singular);
    }
}
