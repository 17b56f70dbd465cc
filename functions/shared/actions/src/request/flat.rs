//! Properties that stand beside an id, where nothing reads them, and not in `properties`.

use hubspot::ObjectType;
use serde_json::{Map, Value};
use strum::VariantArray as _;

use super::properties::{self, Associated};
use crate::ActionError;

/// Names of properties that callers have for fields of their own too.
const OWN_WORDS: [&str; 2] = ["hs_object_id", "source"];

/// Lists whose objects say more than their ids.
const SAYING: [Associated; 6] = [
    Associated::Contacts,
    Associated::Companies,
    Associated::LineItems,
    Associated::Discounts,
    Associated::Fees,
    Associated::Taxes,
];

/// Refuses a property that stands beside the id of a record without `properties`, which would be read from HubSpot instead,
/// or of an object in its lists, whose amounts and names would be lost.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the place, and the right one.
pub(super) fn refuse(record: &Map<String, Value>) -> Result<(), ActionError> {
    if !record.contains_key("properties") {
        let object_type = record.get("object_type").and_then(Value::as_str);
        let object_type = ObjectType::from(object_type.unwrap_or_default());
        if let Some(name) = beside(record, properties::of_record(&object_type)) {
            return Err(ActionError::invalid(format!(
                "`record.{name}` is not read beside `id`: put it into `record.properties.{name}`, with all others of the \
                 record; or give its type and id alone, and it is read from HubSpot"
            )));
        }
    }
    for list in Associated::VARIANTS
        .iter()
        .filter(|list| SAYING.contains(list))
    {
        let objects = record.get(<&str>::from(list)).and_then(Value::as_array);
        for (number, object) in objects.into_iter().flatten().enumerate() {
            let name = object
                .as_object()
                .and_then(|object| beside(object, list.properties()));
            if let Some(name) = name {
                let place = format!("record.{list}[{number}]");
                return Err(ActionError::invalid(format!(
                    "`{place}.{name}` is not read beside `id`: put it into `{place}.properties.{name}`"
                )));
            }
        }
    }
    Ok(())
}

/// The first field of an object that is one of these properties, and says something.
fn beside(
    object: &Map<String, Value>,
    properties: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    // What HubSpot answers has five fields at most, so this is looked at before all properties are.
    let is_usual = |name: &String| matches!(name.as_str(), "id" | "properties");
    if object.keys().all(is_usual) {
        return None;
    }
    let mut properties = properties.filter(|name| !OWN_WORDS.contains(name));
    properties.find(|name| match object.get(*name) {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Number(_) | Value::Bool(_)) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::request::parse;

    fn refusal(record: &Value) -> String {
        let event = json!({"connection": "us-books", "record": record}).to_string();
        let parsed = parse(event.as_bytes());
        parsed.map_or_else(|error| error.to_string(), |_| String::new())
    }

    #[test]
    fn a_property_beside_an_id_is_refused_with_its_place_and_never_its_value() {
        for (record, place) in [
            (json!({"amount": "5.00"}), "record."),
            (
                json!({"dealname": "Canary", "amount": 5, "properties": null}),
                "record.",
            ),
            (
                json!({"properties": {}, "contacts": [{"id": "71", "lastname": "Canary"}]}),
                "record.contacts[0].",
            ),
            (
                json!({"properties": {}, "line_items": [{"id": "1"}, {"id": "2", "properties": {}, "discount": 50}]}),
                "record.line_items[1].",
            ),
        ] {
            let mut record = record.clone();
            record["object_type"] = json!("deal");
            record["id"] = json!("9001");
            let refused = refusal(&record);
            assert!(
                refused.starts_with(&format!("deal 9001: `{place}")),
                "{refused}"
            );
            assert!(
                refused.contains(&format!("put it into `{place}properties.")),
                "{refused}"
            );
            assert!(!refused.contains("Canary"), "{refused}");
        }
    }

    #[test]
    fn what_says_nothing_and_what_is_the_caller_s_own_stays() {
        for record in [
            json!({"object_type": "payment", "id": "1", "source": "crm", "hs_object_id": "1", "archived": false}),
            json!({"object_type": "deal", "id": "1", "amount": "", "colour": "red"}),
            json!({"object_type": "deal", "id": "1", "amount": "5.00", "properties": {},
                "deals": [{"id": "2", "amount": "5.00"}],
                "contacts": [{"id": "3", "createdAt": "2026-01-01", "archived": false, "properties": {}}]}),
        ] {
            assert_eq!(refusal(&record), "", "{record}");
        }
    }
}
