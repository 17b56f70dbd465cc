//! The portal's records, and the rules under which they are read and written.

mod association;
mod association_type;
mod callback;
mod change;
mod definition;
mod group;
mod line_item;
mod merge;
mod plant;
mod record;
mod rules;
pub(crate) mod seed;
mod value;
mod view;
mod write;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use association_type::{AssociationType, Category, TypeKey};
pub(crate) use callback::Completion;
pub(crate) use change::{Happening, RecordChange};
pub(crate) use definition::Definition;
pub(crate) use record::{Change, Link, Record, Source};
pub(crate) use value::{instant, text_of};
pub(crate) use view::{Page, Wanted, instant_text};
pub(crate) use write::NewAssociation;

use crate::object_type::ObjectType;
use crate::refusal::Refusal;

/// A HubSpot account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Portal {
    pub(crate) id: u64,
    pub(crate) account: Account,
    records: BTreeMap<ObjectType, BTreeMap<u64, Record>>,
    /// The records that are no more, each with the one it was merged into.
    merged: BTreeMap<ObjectType, BTreeMap<u64, u64>>,
    definitions: BTreeMap<ObjectType, BTreeMap<String, Definition>>,
    /// The groups of properties that apps made, by name; the others are those of the definitions.
    #[serde(default)]
    groups: BTreeMap<ObjectType, BTreeMap<String, String>>,
    pub(crate) association_types: Vec<AssociationType>,
    pub(crate) owners: Vec<Value>,
    pub(crate) tax_rates: Vec<Value>,
    pub(crate) completions: Vec<Completion>,
    last_id: u64,
    /// The changes since the start, oldest first.
    #[serde(skip)]
    pub(crate) changes: Vec<RecordChange>,
}

/// The account's own data.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) time_zone: String,
    pub(crate) currency: String,
    pub(crate) additional_currencies: Vec<String>,
}

impl Account {
    /// The time zone; UTC where it is none that is known.
    pub(crate) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

impl Portal {
    /// All records of a type, in the order of their ids, archived ones too.
    pub(crate) fn records(
        &self,
        object_type: ObjectType,
    ) -> impl DoubleEndedIterator<Item = (u64, &Record)> {
        let records = self.records.get(&object_type).into_iter().flatten();
        records.map(|(&id, record)| (id, record))
    }

    /// The record of an id, archived or not; that of a merged one is its survivor.
    pub(crate) fn find(&self, object_type: ObjectType, id: u64) -> Option<(u64, &Record)> {
        let id = self.survivor(object_type, id);
        let record = self.records.get(&object_type)?.get(&id)?;
        Some((id, record))
    }

    /// The record that is meant by a path's id, in the state that is asked for.
    pub(crate) fn read(
        &self,
        object_type: ObjectType,
        id: &str,
        id_property: Option<&str>,
        archived: bool,
    ) -> Result<u64, Refusal> {
        let found = match id_property {
            Some(property) => self.find_by(object_type, property, id)?,
            None => Some(parse_id(id)?),
        };
        let record = found.and_then(|id| self.find(object_type, id));
        let record = record.filter(|(_, record)| record.archived.is_some() == archived);
        record.map(|(id, _)| id).ok_or_else(Refusal::no_record)
    }

    /// The record with this value of a unique property.
    pub(crate) fn find_by(
        &self,
        object_type: ObjectType,
        property: &str,
        value: &str,
    ) -> Result<Option<u64>, Refusal> {
        if property == "hs_object_id" {
            return Ok(value.parse().ok());
        }
        let definition = self.definition(object_type, property);
        if !definition.is_some_and(|definition| definition.has_unique_value) {
            return Err(Refusal::invalid(&format!(
                "The property {property} is not a unique property of {object_type}"
            )));
        }
        let mut live = self.records(object_type);
        let found = live.find(|(_, record)| {
            let known = record.values.get(property);
            record.archived.is_none()
                && known.is_some_and(|known| known.eq_ignore_ascii_case(value))
        });
        Ok(found.map(|(id, _)| id))
    }

    /// The definitions of a type's properties, by name.
    pub(crate) fn definitions(&self, object_type: ObjectType) -> impl Iterator<Item = &Definition> {
        let definitions = self.definitions.get(&object_type);
        definitions.into_iter().flat_map(BTreeMap::values)
    }

    /// The definition of a property.
    pub(crate) fn definition(&self, object_type: ObjectType, name: &str) -> Option<&Definition> {
        self.definitions.get(&object_type)?.get(name)
    }

    /// Adds a definition, or replaces one.
    pub(crate) fn define(&mut self, object_type: ObjectType, definition: Definition) {
        let definitions = self.definitions.entry(object_type).or_default();
        definitions.insert(definition.name.clone(), definition);
    }

    /// Takes a definition away; records keep what they have.
    pub(crate) fn undefine(&mut self, object_type: ObjectType, name: &str) {
        if let Some(definitions) = self.definitions.get_mut(&object_type) {
            definitions.remove(name);
        }
    }

    /// Archives a record. An id that no record has is no error.
    pub(crate) fn archive(&mut self, object_type: ObjectType, id: u64, now: Timestamp) {
        let id = self.survivor(object_type, id);
        let Some(record) = self.record(object_type, id) else {
            return;
        };
        if record.archived.is_some() {
            return;
        }
        record.archived = Some(now);
        record.updated = now;
        self.changes.push(RecordChange {
            object_type,
            id,
            time: now,
            source: Source::Integration,
            happening: Happening::Archived,
        });
        if object_type == ObjectType::Quotes {
            // A quote takes its lines with it.
            for line in self.linked(object_type, id, ObjectType::LineItems) {
                self.archive(ObjectType::LineItems, line, now);
            }
        }
    }

    fn record(&mut self, object_type: ObjectType, id: u64) -> Option<&mut Record> {
        self.records.get_mut(&object_type)?.get_mut(&id)
    }

    fn survivor(&self, object_type: ObjectType, mut id: u64) -> u64 {
        let merged = self.merged.get(&object_type);
        while let Some(&next) = merged.and_then(|merged| merged.get(&id)) {
            id = next;
        }
        id
    }
}

/// An id out of a path or a body: digits.
pub(crate) fn parse_id(id: &str) -> Result<u64, Refusal> {
    let is_digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = id.parse().ok().filter(|_| is_digits);
    parsed.ok_or_else(|| Refusal::no_id(id))
}
