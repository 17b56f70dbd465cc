//! The same of JSON lines: the values stand in requests.

use hubspot::{ObjectType, Properties};
use registry::RegisteredAction;
use serde_json::Value;

use super::{Values, has_decimal_comma, numbers};
use crate::backfill::job::Found;

/// The lists of a record whose objects have numbers, and the objects' names.
const LISTS: [(&str, ObjectType, &str); 4] = [
    ("line_items", ObjectType::LineItem, "line item"),
    ("discounts", ObjectType::Discount, "discount"),
    ("fees", ObjectType::Fee, "fee"),
    ("taxes", ObjectType::Tax, "tax"),
];

/// An object of a request, with the words that name it in messages.
struct Named {
    object_type: ObjectType,
    label: String,
    properties: Properties,
}

/// Puts the fault of its values in the place of each request that has one.
pub(in crate::backfill) fn check_all(found: Vec<Found>, action: RegisteredAction) -> Vec<Found> {
    let requests = || {
        found
            .iter()
            .filter_map(|(_, request)| request.as_ref().ok())
    };
    let has_commas = requests().any(|request| objects(request).iter().any(Named::has_commas));
    let mut values = Values::of_json_lines(has_commas, action);
    let checked = found.into_iter().map(|(line, request)| {
        let request = request.and_then(|request| {
            check(&request, &mut values)?;
            Ok(request)
        });
        (line, request)
    });
    checked.collect()
}

fn check(request: &Value, values: &mut Values) -> Result<(), String> {
    values.begin_record();
    let mut problems = Vec::new();
    for object in objects(request) {
        let properties = &object.properties;
        for name in properties.names() {
            values.look(name, properties.get(name).unwrap_or_default());
        }
        for name in properties.names() {
            let value = properties.get(name).unwrap_or_default();
            if let Err(problem) = values.check(&object.object_type, name, value, name) {
                problems.push(format!("{}: {problem}", object.label));
            }
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("; "))
}

/// The record of a request, and the objects in it that have numbers. What has another form is refused where
/// the request is read.
fn objects(request: &Value) -> Vec<Named> {
    let Some(record) = request.get("record") else {
        return Vec::new();
    };
    let kind = record.get("object_type").and_then(Value::as_str);
    let kind = kind.map_or(ObjectType::Deal, ObjectType::from);
    let own = kind.to_string();
    let mut objects: Vec<Named> = named(record, kind, &own).into_iter().collect();
    for (list, kind, name) in LISTS {
        let listed = record.get(list).and_then(Value::as_array);
        let listed = listed.into_iter().flatten();
        objects.extend(listed.filter_map(|object| named(object, kind.clone(), name)));
    }
    objects
}

fn named(object: &Value, object_type: ObjectType, name: &str) -> Option<Named> {
    let properties = serde_json::from_value(object.get("properties")?.clone()).ok()?;
    let id = match object.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    };
    Some(Named {
        object_type,
        label: format!("{name} {id}"),
        properties,
    })
}

impl Named {
    fn has_commas(&self) -> bool {
        let mut names = numbers(&self.object_type).iter();
        names.any(|name| self.properties.get(name).is_some_and(has_decimal_comma))
    }
}
