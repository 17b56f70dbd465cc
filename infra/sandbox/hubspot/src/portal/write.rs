//! Records that are created and changed.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::association_type::{Category, TypeKey};
use super::change::{Happening, RecordChange};
use super::record::{Record, Source};
use super::{Portal, line_item, parse_id, rules, text_of, value};
use crate::object_type::ObjectType;
use crate::refusal::{PropertyFault, Refusal};

/// An association of a new record, as a create request names it.
#[derive(Deserialize)]
pub(crate) struct NewAssociation {
    to: To,
    #[serde(default)]
    types: Vec<SentType>,
}

#[derive(Deserialize)]
struct To {
    id: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SentType {
    association_category: Category,
    association_type_id: u32,
}

impl Portal {
    /// Creates a record with its associations, or refuses all of it.
    pub(crate) fn create(
        &mut self,
        object_type: ObjectType,
        properties: &Map<String, Value>,
        associations: &[NewAssociation],
        now: Timestamp,
    ) -> Result<u64, Refusal> {
        let values = self.accept(object_type, properties, None)?;
        rules::refuse_incomplete(object_type, &values)?;
        let links = self.resolve(object_type, associations)?;
        rules::refuse_empty_invoice(object_type, &values, |to| {
            links.iter().any(|(to_type, ..)| *to_type == to)
        })?;
        let id = self.next_id();
        let record = Record {
            created: now,
            updated: now,
            ..Record::default()
        };
        self.records
            .entry(object_type)
            .or_default()
            .insert(id, record);
        self.changes.push(RecordChange {
            object_type,
            id,
            time: now,
            source: Source::Integration,
            happening: Happening::Created,
        });
        self.store((object_type, id), values, Source::Integration, now);
        for (to_type, to, key) in links {
            self.link((object_type, id), (to_type, to), key);
        }
        Ok(id)
    }

    /// Changes properties of a record, or refuses all of it.
    pub(crate) fn update(
        &mut self,
        object_type: ObjectType,
        id: u64,
        properties: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let values = self.accept(object_type, properties, Some(id))?;
        rules::refuse_empty_invoice(object_type, &values, |to| {
            !self.linked(object_type, id, to).is_empty()
        })?;
        self.store((object_type, id), values, Source::Integration, now);
        Ok(())
    }

    /// Changes properties as HubSpot itself or a person does: no rule of the API is asked.
    pub(crate) fn edit(
        &mut self,
        object_type: ObjectType,
        id: u64,
        properties: &Map<String, Value>,
        now: Timestamp,
    ) {
        let values = properties.iter();
        let values = values.map(|(name, value)| (name.clone(), text_of(value)));
        self.store((object_type, id), values, Source::CrmUi, now);
    }

    /// Refuses a write that an update or a create would refuse, and writes nothing.
    pub(crate) fn check(
        &self,
        object_type: ObjectType,
        properties: &Map<String, Value>,
        id: Option<u64>,
    ) -> Result<(), Refusal> {
        self.accept(object_type, properties, id).map(drop)
    }

    pub(super) fn next_id(&mut self) -> u64 {
        // HubSpot's ids of one day are far apart, and of all types.
        self.last_id += 97;
        self.last_id
    }

    fn store(
        &mut self,
        (object_type, id): (ObjectType, u64),
        values: impl IntoIterator<Item = (String, Option<String>)>,
        source: Source,
        now: Timestamp,
    ) {
        let records = self.records.get_mut(&object_type);
        let Some(record) = records.and_then(|records| records.get_mut(&id)) else {
            return;
        };
        let before = record.history.len();
        for (name, value) in values {
            record.set(&name, value, source, now);
        }
        if object_type == ObjectType::LineItems {
            line_item::work_out(record, now);
        }
        record.updated = now;
        let changes = record.history.iter().skip(before);
        self.changes.extend(changes.map(|change| RecordChange {
            object_type,
            id,
            time: change.time,
            source: change.source,
            happening: Happening::Changed {
                name: change.name.clone(),
                value: change.value.clone(),
            },
        }));
    }

    /// The values to write, if all of them fit.
    fn accept(
        &self,
        object_type: ObjectType,
        properties: &Map<String, Value>,
        id: Option<u64>,
    ) -> Result<Vec<(String, Option<String>)>, Refusal> {
        let mut faults = Vec::new();
        let mut values = Vec::new();
        for (name, sent) in properties {
            let text = text_of(sent);
            match self.fault(object_type, name, text.as_deref()) {
                Some(fault) => faults.push(fault),
                None => values.push((name.clone(), kept(object_type, name, text))),
            }
        }
        if !faults.is_empty() {
            return Err(Refusal::properties(self.id, &faults));
        }
        self.refuse_duplicate(object_type, &values, id)?;
        Ok(values)
    }

    fn fault(
        &self,
        object_type: ObjectType,
        name: &str,
        text: Option<&str>,
    ) -> Option<PropertyFault> {
        let fault = |code, message| PropertyFault {
            name: name.to_owned(),
            code,
            message,
        };
        let Some(definition) = self.definition(object_type, name) else {
            let message = format!("Property \"{name}\" does not exist");
            return Some(fault("PROPERTY_DOESNT_EXIST", message));
        };
        if definition.read_only {
            let message = format!("\"{name}\" is a read only property; its value cannot be set.");
            return Some(fault("READ_ONLY_VALUE", message));
        }
        let text = text?;
        rules::fault(object_type, name, text).or_else(|| value::fault(definition, text))
    }

    fn refuse_duplicate(
        &self,
        object_type: ObjectType,
        values: &[(String, Option<String>)],
        id: Option<u64>,
    ) -> Result<(), Refusal> {
        let Some(unique) = object_type.unique_property() else {
            return Ok(());
        };
        for (name, value) in values {
            if let Some(value) = value
                && name == unique
                && let Some(other) = self.find_by(object_type, unique, value)?
                && Some(other) != id
            {
                return Err(Refusal::contact_exists(other));
            }
        }
        Ok(())
    }

    /// The records and types that a create request's associations mean.
    fn resolve(
        &self,
        from: ObjectType,
        associations: &[NewAssociation],
    ) -> Result<Vec<(ObjectType, u64, TypeKey)>, Refusal> {
        let mut links = Vec::new();
        for association in associations {
            for sent in &association.types {
                let key = TypeKey {
                    category: sent.association_category,
                    id: sent.association_type_id,
                };
                let id = text_of(&association.to.id).unwrap_or_default();
                let invalid = || Refusal::invalid("One or more associations are invalid");
                let found = self
                    .association_type(key)
                    .filter(|found| found.from == from);
                let to_type = found.ok_or_else(invalid)?.to;
                let to = self.find(to_type, parse_id(&id)?);
                let (to, _) = to
                    .filter(|(_, record)| record.archived.is_none())
                    .ok_or_else(invalid)?;
                links.push((to_type, to, key));
            }
        }
        Ok(links)
    }
}

/// A value as it is kept: addresses are in small letters.
fn kept(object_type: ObjectType, name: &str, text: Option<String>) -> Option<String> {
    if object_type.unique_property() == Some(name) {
        return text.map(|text| text.trim().to_lowercase());
    }
    text
}
