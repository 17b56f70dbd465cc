//! From an event's bytes to a request.

use hubspot::{ObjectId, ObjectType};
use serde::Deserialize;
use serde_json::{Map, Value};
use strum::VariantArray;

use super::{
    ActionRequest, associations, flat, foreign, ids, lists, misplaced, unknown, without_values,
};
use crate::ActionError;
use crate::request::properties::Associated;
use crate::text::shortened;

/// Reads an event: a request, or an EventBridge envelope with the request as its `detail`.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the field, and the record where that can be read; it never
/// repeats the field's value.
pub fn parse(event: &[u8]) -> Result<ActionRequest, ActionError> {
    let request = fields_of(event)?;
    let label = label(&request);
    let read = read(request);
    match label {
        Some(label) => read.map_err(|error| error.of_record(&label)),
        None => read,
    }
}

/// The fields of the request in an event.
fn fields_of(event: &[u8]) -> Result<Map<String, Value>, ActionError> {
    let value: Value = serde_json::from_slice(event).map_err(|error| {
        ActionError::invalid(format!(
            "the event is not JSON: {:?} error at line {} column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    })?;
    if !json_fault::has_every_field(event, &value) {
        json_fault::refuse_repeated(event).map_err(|error| {
            ActionError::invalid(format!(
                "the event cannot be meant so: {error}: leave one of them out"
            ))
        })?;
    }
    let mut request = unwrap_envelope(value)?;
    // `null` for an object that may be left out says that it was.
    request.retain(|_, value| !value.is_null());
    if let Some(Value::Object(record)) = request.get_mut("record") {
        record.retain(|_, value| !value.is_null());
    }
    Ok(request)
}

/// Refuses a record that has an id, and does not say of what: an answer of HubSpot's API does not.
fn require_type(record: &Map<String, Value>) -> Result<(), ActionError> {
    match record.get("id").and_then(id) {
        Some(id) if !record.contains_key("object_type") => Err(ActionError::invalid(format!(
            "record {}: `record.object_type` is missing: add which of `deal`, `quote` and `payment` it is",
            id.as_str()
        ))),
        _ => Ok(()),
    }
}

fn id(id: &Value) -> Option<ObjectId> {
    match id {
        Value::String(id) => ObjectId::new(id.trim()).ok(),
        Value::Number(id) => ObjectId::new(&id.to_string()).ok(),
        _ => None,
    }
}

/// The record as messages name it, where its type is one of HubSpot's and its id is one.
fn label(request: &Map<String, Value>) -> Option<String> {
    let record = request.get("record")?;
    let object_type = ObjectType::deserialize(record.get("object_type")?).ok()?;
    let id = id(record.get("id")?)?;
    let is_known = !matches!(object_type, ObjectType::Other(_));
    is_known.then(|| format!("{object_type} {}", id.as_str()))
}

fn read(request: Map<String, Value>) -> Result<ActionRequest, ActionError> {
    let strays = misplaced::strays(&request)?;
    unknown::check(&request)?;
    let mut told = Vec::new();
    if let Some(Value::Object(record)) = request.get("record") {
        require_type(record)?;
        lists::check(record)?;
        flat::refuse(record)?;
        ids::check_forms(record)?;
        ids::refuse_archived(record)?;
        told = associations::told(record);
    }
    let by_id = is_by_id(&request);
    let mut request = typed(&Value::Object(request))?;
    ids::check(&request.record)?;
    request.record.by_id = by_id?;
    if !request.record.by_id {
        associations::add(&mut request.record, told);
    }
    Ok(ActionRequest { strays, ..request })
}

/// True when a record is given by its type and id alone.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for lists without the record's own properties: it is neither given nor to be
/// read.
fn is_by_id(request: &Map<String, Value>) -> Result<bool, ActionError> {
    let Some(Value::Object(record)) = request.get("record") else {
        return Ok(false);
    };
    if record.contains_key("properties") {
        return Ok(false);
    }
    let lists = Associated::VARIANTS.iter().map(ToString::to_string);
    match lists.into_iter().find(|list| record.contains_key(list)) {
        None => Ok(true),
        Some(list) => Err(ActionError::invalid(format!(
            "the request has `record.{list}` and no `record.properties`: give the record whole, with its \
             properties, or its type and id alone, and it is read from HubSpot"
        ))),
    }
}

/// EventBridge's envelope is known by `detail-type`, which every event of a bus has.
fn unwrap_envelope(event: Value) -> Result<Map<String, Value>, ActionError> {
    let mut event = match event {
        Value::Object(event) => event,
        Value::Array(events) => {
            let advice = foreign::advice_on_list(&events);
            let advice = advice.unwrap_or_else(|| "the event is not a JSON object".to_owned());
            return Err(ActionError::invalid(advice));
        }
        _ => return Err(ActionError::invalid("the event is not a JSON object")),
    };
    if !event.contains_key("detail-type") {
        return Ok(event);
    }
    match event.remove("detail") {
        Some(Value::Object(request)) => {
            let beside = misplaced::beside_detail(&event);
            let label = label(&request);
            match label {
                Some(label) => beside.map_err(|error| error.of_record(&label))?,
                None => beside?,
            }
            Ok(request)
        }
        _ => Err(ActionError::invalid(
            "the EventBridge event has no `detail` object: put the request there",
        )),
    }
}

fn typed(request: &Value) -> Result<ActionRequest, ActionError> {
    json_fault::read(request).map_err(|fault| {
        let path = shortened(&fault.place());
        let reason = without_values(&fault.reason());
        let place = if path == "." {
            String::new()
        } else {
            format!("`{path}`: ")
        };
        ActionError::invalid(format!("the request cannot be read: {place}{reason}"))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::parse;

    fn message_for(event: &[u8]) -> String {
        let error = parse(event).unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        error.to_string()
    }

    #[test]
    fn a_malformed_event_names_the_field_and_never_its_value() {
        let request = |record: serde_json::Value| {
            json!({"connection": "us-books", "record": record}).to_string()
        };
        let cases = [
            (String::new(), "not JSON"),
            ("{".to_owned(), "not JSON"),
            ("[]".to_owned(), "not a JSON object"),
            (
                r#"{"connection": "us-books", "options": {"dry_run": true}, "options": {"memo": "Canary"}}"#
                    .to_owned(),
                "`options` stands there twice",
            ),
            ("{}".to_owned(), "missing field `connection`"),
            (
                json!({"connection": "Ada\"Canary"}).to_string(),
                "`connection`",
            ),
            (
                json!({"connection": "us-books"}).to_string(),
                "missing field `record`",
            ),
            (
                request(json!({"id": "6011", "object_type": null})),
                "record 6011: `record.object_type` is missing: add which of `deal`, `quote` and `payment`",
            ),
            (
                request(json!({"id": "Canary"})),
                "`record.id` is no id of HubSpot",
            ),
            (
                request(json!({"object_type": "deal"})),
                "`record`: missing field `id`",
            ),
            (
                request(json!({"object_type": "deal", "id": ""})),
                "`record.id`",
            ),
            (
                request(json!({"object_type": "deal", "id": "1", "contacts": "Canary"})),
                "`record.contacts`",
            ),
            (
                request(json!({"object_type": "deal", "id": "1", "line_items": [{}]})),
                "`record.line_items[0]`",
            ),
            (
                request(json!({"object_type": "deal", "id": "1", "contacts": {"id": "Canary"}})),
                "`record.contacts` is an object: expected is a list of objects, each with its `id`",
            ),
            (
                request(
                    json!({"object_type": "deal", "id": "1", "line_items": [{"id": "7"}, null]}),
                ),
                "`record.line_items[1]` is null: expected is an object with its `id`",
            ),
            (json!({"detail-type": "deal"}).to_string(), "no `detail`"),
        ];
        for (event, expected) in cases {
            let message = message_for(event.as_bytes());
            assert!(message.contains(expected), "{event}: {message}");
            assert!(!message.contains("Canary"), "{message}");
        }
    }

    #[test]
    fn a_request_that_cannot_be_read_names_its_record_where_that_can() {
        let named = [
            (
                json!({"object_type": "deal", "id": 9001, "contacts": "Canary"}),
                true,
            ),
            (
                json!({"object_type": "0-14", "id": "9001", "line_items": [{}]}),
                true,
            ),
            (
                json!({"object_type": "Canary", "id": "9001", "contacts": 1}),
                false,
            ),
            (json!({"object_type": "deal", "id": "Canary"}), false),
        ];
        for (record, is_named) in named {
            let event = json!({"connection": "us-books", "record": record}).to_string();
            let message = message_for(event.as_bytes());
            assert_eq!(message.contains(" 9001: "), is_named, "{message}");
            assert!(!message.contains("Canary"), "{message}");
        }
        let event = json!({"connection": "us-books", "record": {"object_type": "deal", "id": "9001"},
            "option": {}});
        let message = message_for(event.to_string().as_bytes());
        assert!(
            message.starts_with("deal 9001: the request has no field"),
            "{message}"
        );
    }

    #[test]
    fn a_record_is_given_whole_or_by_its_type_and_id_alone() {
        let by_id = |record: serde_json::Value| {
            let event = json!({"connection": "us-books", "record": record}).to_string();
            parse(event.as_bytes()).map(|request| request.record.is_by_id())
        };
        let cases = [
            (json!({"object_type": "deal", "id": "1"}), true),
            (
                json!({"object_type": "deal", "id": "1", "properties": null}),
                true,
            ),
            (
                json!({"object_type": "DEAL", "id": 1, "archived": false}),
                true,
            ),
            (
                json!({"object_type": "deal", "id": "1", "properties": {}}),
                false,
            ),
            (
                json!({"object_type": "deal", "id": "1", "properties": {}, "contacts": []}),
                false,
            ),
        ];
        for (record, expected) in cases {
            assert_eq!(by_id(record.clone()).unwrap(), expected, "{record}");
        }
        let lists_alone = json!({"object_type": "deal", "id": "1", "line_items": []});
        let message = by_id(lists_alone).unwrap_err().to_string();
        assert!(message.contains("`record.line_items`"), "{message}");
    }

    #[test]
    fn ten_megabytes_of_garbage_are_refused() {
        message_for(&vec![b'x'; 10 << 20]);
        message_for("[".repeat(10 << 20).as_bytes());
    }

    #[test]
    fn an_eventbridge_envelope_carries_the_same_request() {
        let request = json!({
            "connection": "us-books",
            "record": {"object_type": "deal", "id": 9001, "unknown": 1},
            "run": {"workflow_id": 192_814_114, "callback_id": "", "another": null},
        });
        let envelope = json!({"detail-type": "Deal won", "source": "crm", "detail": request});
        for event in [request, envelope] {
            let parsed = parse(event.to_string().as_bytes()).unwrap();
            assert_eq!(parsed.record.label(), "deal 9001");
            assert_eq!(parsed.run.workflow_id.as_deref(), Some("192814114"));
            assert_eq!(parsed.run.enrollment(), None);
        }
    }

    proptest! {
        #[test]
        fn no_event_makes_the_parser_panic(event in any::<Vec<u8>>(), text in ".{0,200}") {
            let _ = parse(&event);
            let nested = json!({"connection": text, "record": {"id": text}, "options": text});
            let _ = parse(nested.to_string().as_bytes());
            let _ = parse(text.as_bytes());
        }
    }
}
