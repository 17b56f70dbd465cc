//! Records as the API answers them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::record::{Change, Record};
use super::{Portal, TypeKey};
use crate::object_type::ObjectType;

/// The parts of a record that a request asks for.
#[derive(Default)]
pub(crate) struct Wanted {
    /// The properties; without any, those that HubSpot gives by default.
    pub(crate) properties: Vec<String>,
    /// The properties with everything they ever were.
    pub(crate) history: Vec<String>,
    /// The associated types.
    pub(crate) associations: Vec<ObjectType>,
}

/// A part of a list, and where the next one begins.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) after: Option<String>,
}

impl<T> Page<T> {
    /// The items from a place on, at most so many.
    pub(crate) fn of(items: impl Iterator<Item = T>, from: usize, limit: usize) -> Self {
        let mut rest = items.skip(from);
        let items: Vec<T> = rest.by_ref().take(limit).collect();
        let after = rest.next().map(|_| (from + items.len()).to_string());
        Self { items, after }
    }

    /// The `paging` of an answer, with the link to the next page.
    pub(crate) fn paging(&self, link: impl FnOnce(&str) -> String) -> Option<Value> {
        let after = self.after.as_deref()?;
        Some(json!({ "next": { "after": after, "link": link(after) } }))
    }
}

impl Portal {
    /// A record; `id` is one that [`Portal::find`] gave.
    pub(crate) fn object(
        &self,
        object_type: ObjectType,
        id: u64,
        wanted: &Wanted,
    ) -> Map<String, Value> {
        let Some((id, record)) = self.find(object_type, id) else {
            return Map::new();
        };
        let mut object = Map::new();
        let mut set = |name: &str, value: Value| object.insert(name.to_owned(), value);
        set("id", Value::from(id.to_string()));
        let properties = self.properties(object_type, id, record, &wanted.properties);
        set("properties", Value::Object(properties));
        if !wanted.history.is_empty() {
            let history = wanted.history.iter();
            let history = history.map(|name| (name.clone(), history_of(record, name)));
            set("propertiesWithHistory", Value::Object(history.collect()));
        }
        set("createdAt", instant_text(record.created).into());
        set("updatedAt", instant_text(record.updated).into());
        set("archived", record.archived.is_some().into());
        if let Some(archived) = record.archived {
            set("archivedAt", instant_text(archived).into());
        }
        object
    }

    /// Every record of a type that is not archived, with all that has a value.
    pub(crate) fn listed(&self, object_type: ObjectType) -> Value {
        let live = self.records(object_type);
        let live = live.filter(|(_, record)| record.archived.is_none());
        live.map(|(id, record)| {
            let wanted = Wanted {
                properties: record.values.keys().cloned().collect(),
                ..Wanted::default()
            };
            Value::Object(self.object(object_type, id, &wanted))
        })
        .collect()
    }

    /// Every property of a record that has a value.
    pub(crate) fn values(
        &self,
        object_type: ObjectType,
        id: u64,
    ) -> Option<BTreeMap<String, String>> {
        let (id, record) = self.find(object_type, id)?;
        let mut values = record.values.clone();
        for name in [
            object_type.created_property(),
            object_type.changed_property(),
            "hs_object_id",
        ] {
            values.extend(
                record
                    .value_of(object_type, id, name)
                    .map(|it| (name.to_owned(), it)),
            );
        }
        Some(values)
    }

    /// The rows of an inline list of associations: one for each type in which a record is associated.
    pub(crate) fn association_rows(
        &self,
        object_type: ObjectType,
        id: u64,
        to: ObjectType,
    ) -> Vec<Value> {
        let Some((_, record)) = self.find(object_type, id) else {
            return Vec::new();
        };
        let row = |to: u64, key: &TypeKey| {
            let name = self.association_type(*key).map(|it| it.name.as_str());
            json!({ "id": to.to_string(), "type": name })
        };
        let links = self.links(record, to);
        links
            .flat_map(|link| link.types.iter().map(move |key| row(link.to, key)))
            .collect()
    }

    fn properties(
        &self,
        object_type: ObjectType,
        id: u64,
        record: &Record,
        asked: &[String],
    ) -> Map<String, Value> {
        let always = [
            object_type.created_property(),
            object_type.changed_property(),
            "hs_object_id",
        ];
        let names: Vec<&str> = if asked.is_empty() {
            object_type.traits().default_properties.to_vec()
        } else {
            let asked = asked.iter().map(String::as_str);
            // A property that does not exist is left out without a word.
            asked
                .filter(|name| self.definition(object_type, name).is_some())
                .collect()
        };
        let names = names.into_iter().chain(always);
        let value = |name| record.value_of(object_type, id, name);
        names
            .map(|name| (name.to_owned(), value(name).into()))
            .collect()
    }
}

impl Record {
    /// A property's value, those included that follow from the record itself.
    pub(crate) fn value_of(&self, object_type: ObjectType, id: u64, name: &str) -> Option<String> {
        match name {
            "hs_object_id" => Some(id.to_string()),
            _ if name == object_type.created_property() => Some(instant_text(self.created)),
            _ if name == object_type.changed_property() => Some(instant_text(self.updated)),
            _ => self.values.get(name).cloned(),
        }
    }
}

/// All values that a property had, the latest first.
fn history_of(record: &Record, name: &str) -> Value {
    let version = |change: &Change| {
        let source: &str = change.source.into();
        json!({
            "value": change.value.as_deref().unwrap_or_default(),
            "timestamp": instant_text(change.time),
            "sourceType": source,
        })
    };
    let changes = record.history.iter().rev();
    changes
        .filter(|change| change.name == name)
        .map(version)
        .collect()
}

/// A moment as HubSpot writes it: milliseconds only where there are some.
pub(crate) fn instant_text(time: Timestamp) -> String {
    let pattern = if time.subsec_millisecond() == 0 {
        "%Y-%m-%dT%H:%M:%SZ"
    } else {
        "%Y-%m-%dT%H:%M:%S%.3fZ"
    };
    time.strftime(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Page, instant_text};

    #[test]
    fn a_moment_has_milliseconds_only_where_there_are_some() {
        for text in [
            "2026-02-11T10:30:00.117Z",
            "2026-02-11T10:30:00.100Z",
            "2026-02-11T10:30:00Z",
        ] {
            assert_eq!(instant_text(text.parse().unwrap()), text);
        }
    }

    #[test]
    fn a_page_says_where_the_next_one_begins_and_the_last_one_does_not() {
        let page = |from| Page::of(1..=5, from, 2);
        assert_eq!(
            (page(0).items, page(0).after.as_deref()),
            (vec![1, 2], Some("2"))
        );
        assert_eq!((page(3).items, page(3).after), (vec![4, 5], None));
        assert_eq!((page(9).items, page(9).after), (vec![], None));
    }
}
