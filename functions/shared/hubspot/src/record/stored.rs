//! A record as HubSpot's object endpoints answer it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    associations::Associations,
    object::{ObjectId, ObjectType},
    properties::Properties,
    record::Record,
};

/// The property that lists the records which were merged into a record.
pub(crate) const MERGED_IDS: &str = "hs_merged_object_ids";

static NO_ASSOCIATIONS: Associations = Associations::NONE;

/// A record as the object endpoints answer it; `Debug` shows no value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Wire")]
pub struct StoredRecord {
    /// HubSpot's id. That of a record which was merged into another is answered with the other's.
    pub id: ObjectId,
    /// The properties that were asked for, as far as HubSpot knows them.
    pub properties: Properties,
    /// The record is in the recycle bin; told of those that were asked for as archived.
    pub archived: bool,
    associations: Vec<(ObjectType, Associations)>,
}

#[derive(Deserialize)]
struct Wire {
    id: ObjectId,
    #[serde(default)]
    properties: Properties,
    archived: Option<bool>,
    associations: Option<BTreeMap<String, Associations>>,
}

impl StoredRecord {
    /// The associated records of a type, as far as the answer told them: [`Associations::after`] tells whether
    /// there are more. None when there are none, or when they were not asked for. Custom objects are answered under
    /// their names, whatever they were asked for by: see [`Self::all_associations`].
    pub fn associations(&self, to: &ObjectType) -> &Associations {
        let mut all = self.associations.iter();
        all.find(|(object_type, _)| object_type == to)
            .map_or(&NO_ASSOCIATIONS, |(_, associations)| associations)
    }

    /// The types of record of which associations were told, with the associations.
    pub fn all_associations(&self) -> impl Iterator<Item = (&ObjectType, &Associations)> {
        self.associations
            .iter()
            .map(|(to, associations)| (to, associations))
    }

    /// The ids of records that were merged into this one; they lead here now.
    pub fn merged_ids(&self) -> Vec<ObjectId> {
        let ids = self.properties.list(MERGED_IDS).into_iter();
        ids.filter_map(|id| ObjectId::new(id).ok()).collect()
    }

    /// Tells whether this is the record of that id, or the one it was merged into.
    pub fn answers_to(&self, id: &ObjectId) -> bool {
        self.id == *id || self.merged_ids().contains(id)
    }
}

impl From<StoredRecord> for Record {
    fn from(stored: StoredRecord) -> Self {
        Self {
            id: stored.id.into(),
            properties: stored.properties,
        }
    }
}

impl From<Wire> for StoredRecord {
    fn from(wire: Wire) -> Self {
        let mut associations: Vec<(ObjectType, Associations)> = Vec::new();
        for (name, told) in wire.associations.into_iter().flatten() {
            // Line items are answered as `line items`, with a space.
            let to = ObjectType::from(name.as_str());
            let known = associations.iter_mut().find(|(known, _)| *known == to);
            match known {
                Some((_, known)) => known.merge(told),
                None => associations.push((to, told)),
            }
        }
        Self {
            id: wire.id,
            properties: wire.properties,
            archived: wire.archived.unwrap_or_default(),
            associations,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::StoredRecord;
    use crate::{
        object::{ObjectId, ObjectType},
        record::Record,
    };

    fn read(json: Value) -> StoredRecord {
        serde_json::from_value(json).unwrap()
    }

    fn deal() -> StoredRecord {
        read(json!({
            "id": "9001",
            "properties": { "dealname": "canary", "hs_merged_object_ids": "8001;8002", "fax": null },
            "createdAt": "2026-01-05T10:00:00.000Z", "updatedAt": "2026-02-01T08:30:00.000Z",
            "archived": false,
            "associations": {
                "line items": { "results": [{ "id": "7002", "type": "deal_to_line_item" }, { "id": "7001", "type": "deal_to_line_item" }],
                    "paging": { "next": { "after": "7001", "link": "https://api.hubapi.com/x" } } },
                "contacts": { "results": [{ "id": "51", "type": "deal_to_contact" }] },
                "companies": { "results": [{ "id": "77", "type": "deal_to_company" }, { "id": "77", "type": "deal_to_company_unlabeled" }] },
            },
        }))
    }

    #[test]
    fn associations_are_found_under_the_names_that_hubspot_writes() {
        let deal = deal();
        let lines = deal.associations(&ObjectType::LineItem);
        let ids: Vec<_> = lines.ids().map(ObjectId::as_str).collect();
        assert_eq!(ids, ["7002", "7001"]);
        assert_eq!(lines.after(), Some("7001"));
        assert_eq!(deal.associations(&ObjectType::Contact).len(), 1);
        assert_eq!(deal.associations(&ObjectType::Company).len(), 1);
        assert!(deal.associations(&ObjectType::Fee).is_empty());
        for name in ["line_items", "line items", "LINE_ITEM"] {
            let record =
                read(json!({ "id": 1, "associations": { name: { "results": [{ "id": 7 }] } } }));
            assert_eq!(
                record.associations(&ObjectType::LineItem).len(),
                1,
                "{name}"
            );
        }
    }

    #[test]
    fn a_type_that_is_told_under_two_names_keeps_what_is_still_to_come() {
        let page = json!({ "results": [{ "id": 7 }], "paging": { "next": { "after": "8" } } });
        let record = read(json!({ "id": 1, "associations": {
            "line items": page, "line_items": { "results": [{ "id": 9 }] } } }));
        let lines = record.associations(&ObjectType::LineItem);
        assert_eq!((lines.len(), lines.after()), (2, Some("8")));
    }

    #[test]
    fn a_record_answers_to_the_ids_that_were_merged_into_it() {
        let deal = deal();
        for (id, expected) in [
            ("9001", true),
            ("8001", true),
            ("8002", true),
            ("8003", false),
        ] {
            assert_eq!(
                deal.answers_to(&ObjectId::new(id).unwrap()),
                expected,
                "{id}"
            );
        }
    }

    #[test]
    fn an_archived_record_says_so() {
        assert!(read(json!({ "id": "1", "properties": {}, "archived": true })).archived);
        assert!(!read(json!({ "id": "1" })).archived);
    }

    #[test]
    fn a_stored_record_is_a_record() {
        let record = Record::from(deal());
        assert_eq!(record.id, "9001");
        assert_eq!(record.properties.get("dealname"), Some("canary"));
    }

    #[test]
    fn debug_shows_no_value() {
        let debug = format!("{:?}", deal());
        assert!(
            debug.contains("dealname") && !debug.contains("canary"),
            "{debug}"
        );
    }
}
