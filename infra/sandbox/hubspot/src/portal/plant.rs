//! Records that are put into the portal under ids of their own, past the API.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::record::{Record, Source};
use super::{Portal, parse_id, text_of};
use crate::error::SandboxError;
use crate::object_type::ObjectType;

/// The first day: 5 January 2026, 16:00 UTC; records without a date are from then.
const FIRST_DAY: Timestamp = Timestamp::constant(1_767_628_800, 0);

/// The end of the ids that new ones go on from.
const FARTHEST_ID: u64 = 1_000_000_000_000_000;

/// A record to plant, as the API answers one; ids and associations are given.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Planted {
    id: String,
    properties: Map<String, Value>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    #[serde(default)]
    archived: bool,
    /// The ids of the records that were merged into this one.
    #[serde(default)]
    merged: Vec<String>,
    /// Associated ids by type.
    #[serde(default)]
    associations: BTreeMap<ObjectType, Vec<Associated>>,
}

/// An associated record: its id, or its id with labels.
#[derive(Deserialize)]
#[serde(untagged)]
enum Associated {
    Plain(String),
    Labelled { id: String, labels: Vec<String> },
}

impl Portal {
    /// Adds a record under its own id, whatever its values are: real portals hold what the API would refuse today.
    /// Associated records have to be there. A record of that id is replaced, with its associations.
    pub(crate) fn plant(
        &mut self,
        object_type: ObjectType,
        row: Value,
    ) -> Result<u64, SandboxError> {
        let row: Planted = serde_json::from_value(row)?;
        let id = planted_id(object_type, &row.id)?;
        let created = row.created_at.unwrap_or(FIRST_DAY);
        let updated = row.updated_at.unwrap_or(created);
        let mut record = Record {
            created,
            updated,
            archived: row.archived.then_some(updated),
            ..Record::default()
        };
        for (name, value) in &row.properties {
            let is_own = [
                "hs_object_id",
                object_type.created_property(),
                object_type.changed_property(),
            ]
            .contains(&name.as_str());
            if !is_own {
                record.set(name, text_of(value), Source::CrmUi, created);
            }
        }
        self.forget(object_type, id);
        for merged in &row.merged {
            let merged = planted_id(object_type, merged)?;
            self.merged
                .entry(object_type)
                .or_default()
                .insert(merged, id);
        }
        if !row.merged.is_empty() {
            let ids = Some(row.merged.join(";"));
            record.set("hs_merged_object_ids", ids, Source::MergeObjects, updated);
        }
        self.records
            .entry(object_type)
            .or_default()
            .insert(id, record);
        if id < FARTHEST_ID {
            self.last_id = self.last_id.max(id);
        }
        for (to_type, associated) in row.associations {
            for associated in associated {
                self.associate_planted((object_type, id), to_type, &associated)?;
            }
        }
        Ok(id)
    }

    /// Ends the associations of a record that is to be replaced.
    fn forget(&mut self, object_type: ObjectType, id: u64) {
        let record = self.records.get(&object_type).and_then(|all| all.get(&id));
        let links = record.map(|record| record.links.clone());
        for (to_type, links) in links.into_iter().flatten() {
            for link in links {
                self.unlink((object_type, id), (to_type, link.to), None);
            }
        }
    }

    fn associate_planted(
        &mut self,
        from: (ObjectType, u64),
        to_type: ObjectType,
        associated: &Associated,
    ) -> Result<(), SandboxError> {
        let (to, labels) = match associated {
            Associated::Plain(to) => (to, &[][..]),
            Associated::Labelled { id, labels } => (id, labels.as_slice()),
        };
        let to = planted_id(to_type, to)?;
        if self.find(to_type, to).is_none() {
            return Err(unusable(to_type, &to.to_string()));
        }
        let plain = self.default_type(from.0, to_type)?;
        self.link(from, (to_type, to), plain);
        for label in labels {
            let key = self
                .types_between(from.0, to_type)
                .find(|it| it.label.as_deref() == Some(label.as_str()))
                .map(|it| it.key)
                .ok_or_else(|| unusable(to_type, label))?;
            self.link(from, (to_type, to), key);
        }
        Ok(())
    }
}

fn planted_id(object_type: ObjectType, id: &str) -> Result<u64, SandboxError> {
    parse_id(id).map_err(|_| unusable(object_type, id))
}

fn unusable(object_type: ObjectType, id: &str) -> SandboxError {
    SandboxError::Id {
        object_type: object_type.name(),
        id: id.to_owned(),
    }
}
