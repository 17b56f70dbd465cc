//! HubSpot's own answer about a record, as the object endpoints give it:
//! `{"id": "9001", "properties": {…}, "createdAt": …, "associations": {…}}`.
//!
//! <https://developers.hubspot.com/docs/api-reference/crm-deals-v3/guide>

use std::collections::BTreeSet;

use hubspot::ObjectType;
use serde_json::{Map, Value, json};

/// Properties that records of one type alone have. `amount` and `name` are none: several types have
/// them.
const TELLING: [(&str, &str); 6] = [
    ("dealname", "deal"),
    ("deal_currency_code", "deal"),
    ("hs_title", "quote"),
    ("hs_quote_amount", "quote"),
    ("hs_initial_amount", "payment"),
    ("hs_initiated_date", "payment"),
];

/// Associated objects whose ids are enough: the names in an answer, and where a request holds them.
const BY_ID: [(&str, &str); 5] = [
    ("contacts", "contacts"),
    ("companies", "companies"),
    ("deals", "deals"),
    ("quotes", "quotes"),
    ("invoices", "invoices"),
];

/// Tells whether it is an answer with a list of records.
pub(super) fn is_list(value: &Value) -> bool {
    value.get("results").is_some_and(Value::is_array)
}

/// Refuses an answer with several records: one event is of one.
pub(super) fn refuse_list(value: &Value) -> Result<(), String> {
    match value.get("results").and_then(Value::as_array) {
        None => Ok(()),
        Some(objects) if objects.iter().any(|object| object.get("toObjectId").is_some()) => Err(
            "it is an answer of HubSpot about what is associated with a record, and no record: give the record by its \
             `object_type` and `id`, and all that is associated with it is read too"
                .to_owned(),
        ),
        Some(records) => Err(format!(
            "it is an answer of HubSpot with a list of {} records: give each one by itself (`jq -c \
             '.results[]'` writes one a line, which `backfill` takes as a .jsonl file)",
            records.len()
        )),
    }
}

/// The record of an answer: of associations the ids are taken. They stay in it too, since the actions refuse a record
/// that lacks a line of them.
///
/// # Errors
///
/// For an archived record, and for line items of which only the ids are there: they would be lost.
pub(super) fn record(mut answer: Map<String, Value>) -> Result<Map<String, Value>, String> {
    if answer.get("archived") == Some(&Value::Bool(true)) {
        return Err("the record is archived in HubSpot: restore it there first".to_owned());
    }
    let Some(Value::Object(associations)) = answer.get("associations").cloned() else {
        return Ok(answer);
    };
    for name in ["line items", "line_items"] {
        if !ids(&associations, name).is_empty() && !answer.contains_key("line_items") {
            return Err(
                "HubSpot's answer has the ids of its line items alone: read them too, and add them \
                 as `line_items` (`[{\"id\": …, \"properties\": {…}}]`), or the document would lack \
                 them"
                .to_owned(),
            );
        }
    }
    for (name, field) in BY_ID {
        let found = ids(&associations, name);
        if !found.is_empty() && !answer.contains_key(field) {
            let records = found.iter().map(|id| json!({ "id": id }));
            answer.insert(field.to_owned(), records.collect());
        }
    }
    Ok(answer)
}

/// The ids of associated objects in HubSpot's order, each once: an answer repeats an object for each
/// way in which it is associated.
fn ids<'a>(associations: &'a Map<String, Value>, name: &str) -> Vec<&'a Value> {
    let results = associations
        .get(name)
        .and_then(|found| found.get("results"));
    let results = results.and_then(Value::as_array).map(Vec::as_slice);
    let mut seen = BTreeSet::new();
    let ids = results.unwrap_or_default().iter();
    ids.filter_map(|result| result.get("id").or_else(|| result.get("toObjectId")))
        .filter(|id| seen.insert(id.to_string()))
        .collect()
}

/// The type that an answer says or shows: by HubSpot's id of the type, or by a property that records of
/// one type alone have.
pub(super) fn object_type(record: &Map<String, Value>) -> Option<String> {
    if let Some(id) = record.get("objectTypeId").and_then(Value::as_str) {
        return Some(ObjectType::from(id).to_string());
    }
    let properties = record.get("properties")?.as_object()?;
    let told = TELLING
        .iter()
        .filter(|(name, _)| properties.contains_key(*name));
    let told: BTreeSet<&str> = told.map(|(_, object_type)| *object_type).collect();
    match told.len() {
        1 => told.first().map(|object_type| (*object_type).to_owned()),
        _ => None,
    }
}
