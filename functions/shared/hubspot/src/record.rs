//! A record: an id and its properties.

mod stored;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::{Properties, scalar};

pub(crate) use stored::MERGED_IDS;
pub use stored::StoredRecord;

/// One record of the CRM, of whatever type, as the object endpoints and webhooks send it.
///
/// The id may be a string or a number in JSON and is text here. What stands beside the two fields
/// (`createdAt`, `updatedAt`, `archived`, `associations`) is ignored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, derive_more::Debug)]
pub struct Record {
    /// HubSpot's id, unique within its object type; never empty.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The properties that were asked for; a record sent without any has none.
    #[serde(default)]
    pub properties: Properties,
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = scalar::optional(deserializer)?.unwrap_or_default();
    match text.trim() {
        "" => Err(D::Error::custom("a record needs an id")),
        id => Ok(id.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    fn read(json: &str) -> Result<Record, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn a_record_is_read_from_what_the_object_endpoints_send() {
        let record = read(
            r#"{"id":"51","properties":{"email":"ada@example.com","fax":null},
                "createdAt":"2026-01-05T10:00:00.000Z","updatedAt":"2026-02-01T08:30:00.000Z",
                "archived":false,"associations":{"deals":{"results":[{"id":"1"}]}}}"#,
        )
        .unwrap();
        assert_eq!(record.id, "51");
        assert_eq!(record.properties.get("email"), Some("ada@example.com"));
        assert_eq!(record.properties.get("fax"), None);
    }

    #[test]
    fn an_id_may_be_a_number_of_any_length() {
        let record = read(r#"{"id":57909394501234567890123,"properties":{}}"#).unwrap();
        assert_eq!(record.id, "57909394501234567890123");
    }

    #[test]
    fn a_record_without_an_id_is_refused() {
        for json in [
            r#"{"id":" "}"#,
            r#"{"id":null}"#,
            r#"{"properties":{}}"#,
            r#"{"id":[1]}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_record_may_come_without_properties() {
        assert_eq!(read(r#"{"id":"1"}"#).unwrap().properties.names().count(), 0);
    }

    #[test]
    fn debug_shows_no_value() {
        let record = read(r#"{"id":"51","properties":{"email":"canary@example.com"}}"#).unwrap();
        let debug = format!("{record:?}");
        assert!(
            debug.contains("email") && !debug.contains("canary"),
            "{debug}"
        );
    }

    #[test]
    fn a_record_written_and_read_again_is_the_same() {
        let record = read(r#"{"id":"1","properties":{"amount":1480.00,"fax":null}}"#).unwrap();
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(
            text,
            r#"{"id":"1","properties":{"amount":"1480.00","fax":null}}"#
        );
        assert_eq!(read(&text).unwrap(), record);
    }
}
