//! Records that are put into a portal under ids of their own.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::error::SandboxError;
use crate::object_type::ObjectType;

/// The lists in which a record's associated objects can stand, and the types of these.
const LISTS: [(&str, &str); 10] = [
    ("contacts", "contacts"),
    ("companies", "companies"),
    ("line_items", "line_items"),
    ("deals", "deals"),
    ("quotes", "quotes"),
    ("payments", "commerce_payments"),
    ("invoices", "invoices"),
    ("discounts", "discounts"),
    ("fees", "fees"),
    ("taxes", "taxes"),
];

/// A record under its own id, as [`crate::Sandbox::plant`] takes one. `Debug` shows its type alone.
#[derive(derive_more::Debug, Clone, PartialEq)]
pub struct PlantedRecord {
    /// The name of its type, such as `deals`.
    pub object_type: String,
    /// Its id, properties and associations.
    #[debug(skip)]
    pub record: Value,
}

impl PlantedRecord {
    /// The records of one that has its associated objects in it, in lists such as `contacts` and `line_items`:
    /// first those, and last itself. Its type is its `object_type`, where `payment` is HubSpot's `commerce_payment`.
    ///
    /// ```
    /// use sandbox_hubspot::PlantedRecord;
    ///
    /// let planted = PlantedRecord::with_associated(&serde_json::json!({
    ///     "object_type": "deal", "id": "9001", "properties": { "dealname": "Garden redesign" },
    ///     "contacts": [{ "id": "51", "properties": { "firstname": "Ada" } }],
    /// }));
    /// assert_eq!(planted[0].object_type, "contacts");
    /// assert_eq!(planted[1].record["associations"]["contacts"][0], "51");
    /// ```
    pub fn with_associated(record: &Value) -> Vec<Self> {
        let mut associations = Map::new();
        let mut planted = Vec::new();
        for (list, object_type) in LISTS {
            let objects = record[list].as_array().map_or(&[][..], Vec::as_slice);
            if objects.is_empty() {
                continue;
            }
            let ids = objects.iter().map(|object| object["id"].clone());
            associations.insert(object_type.to_owned(), ids.collect());
            let objects = objects.iter();
            planted.extend(objects.map(|object| Self::of(object_type, object, &Map::new())));
        }
        let object_type = match record["object_type"].as_str().unwrap_or_default() {
            "payment" => "commerce_payment",
            other => other,
        };
        planted.push(Self::of(object_type, record, &associations));
        planted
    }

    /// The records of several such ones, each once: associated objects first, so that associations point backwards.
    pub fn with_all_associated<'r>(records: impl IntoIterator<Item = &'r Value>) -> Vec<Self> {
        let (mut planted, mut last) = (Vec::new(), Vec::new());
        for record in records {
            let mut all = Self::with_associated(record);
            last.extend(all.pop());
            planted.append(&mut all);
        }
        planted.append(&mut last);
        let mut seen = HashSet::new();
        planted.retain(|one| seen.insert((one.object_type.clone(), one.record["id"].to_string())));
        planted
    }

    fn of(object_type: &str, object: &Value, associations: &Map<String, Value>) -> Self {
        let mut record = json!({
            "id": object["id"],
            "properties": object["properties"],
            "associations": associations,
        });
        for moment in ["createdAt", "updatedAt"] {
            if let Some(told) = object.get(moment) {
                record[moment] = told.clone();
            }
        }
        Self {
            object_type: object_type.to_owned(),
            record,
        }
    }

    /// Its type.
    pub(crate) fn known_type(&self) -> Result<ObjectType, SandboxError> {
        ObjectType::known(&self.object_type)
    }
}
