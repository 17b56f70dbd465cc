//! Associations: what is associated with what, and how.

use super::association_type::{AssociationType, Category, TypeKey};
use super::record::Link;
use super::{Portal, Record};
use crate::object_type::ObjectType;
use crate::refusal::Refusal;

/// A record by its type and id.
type Place = (ObjectType, u64);

impl Portal {
    /// The association type of that identity.
    pub(crate) fn association_type(&self, key: TypeKey) -> Option<&AssociationType> {
        self.association_types.iter().find(|it| it.key == key)
    }

    /// The association types from one type to another.
    pub(crate) fn types_between(
        &self,
        from: ObjectType,
        to: ObjectType,
    ) -> impl Iterator<Item = &AssociationType> {
        let types = self.association_types.iter();
        types.filter(move |it| (it.from, it.to) == (from, to))
    }

    /// The type that is meant by a name of the third version, or by a number.
    pub(crate) fn type_named(
        &self,
        from: ObjectType,
        to: ObjectType,
        name: &str,
    ) -> Result<TypeKey, Refusal> {
        let id: Option<u32> = name.parse().ok();
        let found = self
            .types_between(from, to)
            .find(|it| it.name == name || Some(it.key.id) == id);
        found.map(|it| it.key).ok_or_else(|| {
            Refusal::invalid(&format!(
                "{name} is not a valid association type from {from} to {to}"
            ))
        })
    }

    /// The type that stands for no label in particular.
    pub(crate) fn default_type(
        &self,
        from: ObjectType,
        to: ObjectType,
    ) -> Result<TypeKey, Refusal> {
        let own = |it: &&AssociationType| it.key.category == Category::HubspotDefined;
        let mut types = self.types_between(from, to).filter(own);
        let found = types.find(|it| it.label.is_none());
        found
            .map(|it| it.key)
            .ok_or_else(|| Refusal::invalid(&format!("{from} cannot be associated with {to}")))
    }

    /// The records of a type that are associated with one and not archived, in the order in which they were associated.
    pub(crate) fn links<'a>(
        &'a self,
        record: &'a Record,
        to: ObjectType,
    ) -> impl Iterator<Item = &'a Link> {
        let links = record.links.get(&to).into_iter().flatten();
        links.filter(move |link| {
            let found = self.find(to, link.to);
            found.is_some_and(|(_, record)| record.archived.is_none())
        })
    }

    /// The ids of a record's associated ones, archived or not.
    pub(super) fn linked(&self, from: ObjectType, id: u64, to: ObjectType) -> Vec<u64> {
        let links = self
            .find(from, id)
            .and_then(|(_, record)| record.links.get(&to));
        links.into_iter().flatten().map(|link| link.to).collect()
    }

    /// Associates two records, in both directions. A label brings the type without one along, as HubSpot does where
    /// there are both.
    pub(crate) fn link(&mut self, from: Place, to: Place, key: TypeKey) {
        let plain = self.default_type(from.0, to.0).ok();
        for key in [Some(key), plain].into_iter().flatten() {
            let Some(inverse) = self.association_type(key).map(|it| it.inverse) else {
                continue;
            };
            self.add(from, to, key);
            self.add(to, from, inverse);
        }
    }

    /// Ends one way of being associated, or all of them.
    pub(crate) fn unlink(&mut self, from: Place, to: Place, key: Option<TypeKey>) {
        let inverse = key
            .and_then(|key| self.association_type(key))
            .map(|it| it.inverse);
        self.remove(from, to, key);
        self.remove(to, from, inverse);
    }

    fn add(&mut self, (from_type, from): Place, (to_type, to): Place, key: TypeKey) {
        let Some(record) = self.record(from_type, from) else {
            return;
        };
        let links = record.links.entry(to_type).or_default();
        let known = links.iter_mut().find(|link| link.to == to);
        match known {
            Some(link) if link.types.contains(&key) => {}
            Some(link) => {
                link.types.push(key);
                link.types.sort();
            }
            None => links.push(Link {
                to,
                types: vec![key],
            }),
        }
    }

    fn remove(&mut self, (from_type, from): Place, (to_type, to): Place, key: Option<TypeKey>) {
        let Some(links) = self
            .record(from_type, from)
            .and_then(|record| record.links.get_mut(&to_type))
        else {
            return;
        };
        for link in links.iter_mut().filter(|link| link.to == to) {
            link.types.retain(|&it| key.is_some_and(|key| key != it));
        }
        links.retain(|link| !link.types.is_empty());
    }
}
