//! The rows of one entity, with the orders and look-ups that keep the cost of an answer from growing with them.

mod lookup;
mod ordered;
mod sequence;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use self::lookup::{Lookup, looked_up};
use self::sequence::{Place, Sequences};
pub(crate) use self::sequence::{Sequence, listed_by};
use crate::company::{Entity, Fields, Row, is_active, text};

/// The rows of an entity. What is derived from them is brought up to date with each row.
#[derive(Clone)]
pub(crate) struct Table {
    entity: Entity,
    rows: BTreeMap<String, Arc<Row>>,
    /// Those that a query shows which does not ask for inactive ones.
    shown: Sequences,
    /// The inactive ones.
    hidden: Sequences,
    lookup: Lookup,
}

impl Table {
    pub(crate) fn of(entity: Entity) -> Self {
        Self {
            entity,
            rows: BTreeMap::new(),
            shown: Sequences::default(),
            hidden: Sequences::default(),
            lookup: Lookup::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The number of rows that are shown where nobody asks for inactive ones.
    pub(crate) fn shown_count(&self) -> usize {
        self.shown.of(Sequence::Listed).len()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Row> {
        self.rows.get(id).map(Arc::as_ref)
    }

    /// All rows with their ids.
    pub(super) fn by_id(&self) -> impl Iterator<Item = (&str, &Row)> {
        let rows = self.rows.iter();
        rows.map(|(id, row)| (id.as_str(), row.as_ref()))
    }

    /// All rows, by id as text.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().map(Arc::as_ref)
    }

    /// All rows in the order of a list that asks for none.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &Row> {
        let shown = self.shown.of(Sequence::Listed).from(0);
        let hidden = self.hidden.of(Sequence::Listed).from(0);
        self.merged(shown, hidden)
    }

    /// The shown rows from a position in an order on; backwards, from the last one.
    pub(crate) fn shown_from(
        &self,
        sequence: Sequence,
        is_backwards: bool,
        position: usize,
    ) -> Box<dyn Iterator<Item = &Row> + '_> {
        let places = self.shown.of(sequence);
        if is_backwards {
            Box::new(self.at(places.back_from(position)))
        } else {
            Box::new(self.at(places.from(position)))
        }
    }

    /// The rows that were created, or updated, at a moment or later, oldest first.
    pub(crate) fn since(&self, sequence: Sequence, time: Timestamp) -> impl Iterator<Item = &Row> {
        let shown = self.shown.of(sequence).since(Place::at(time));
        let hidden = self.hidden.of(sequence).since(Place::at(time));
        self.merged(shown, hidden)
    }

    /// The rows whose property has a value, without regard to case; `None` if it is not one that is looked up.
    pub(crate) fn with_value(&self, property: &str, value: &str) -> Option<Vec<&Row>> {
        self.looks_up(property)?;
        let ids = self.lookup.with_value(property, value);
        Some(ids.filter_map(|id| self.get(id)).collect())
    }

    /// The number of them.
    pub(crate) fn count_with_value(&self, property: &str, value: &str) -> Option<usize> {
        self.looks_up(property)?;
        Some(self.lookup.count(property, value))
    }

    /// The rows whose property begins so, without regard to case; `None` if it is not one that is looked up.
    pub(crate) fn beginning(&self, property: &str, prefix: &str) -> Option<Vec<&Row>> {
        self.looks_up(property)?;
        let ids = self.lookup.beginning(property, prefix);
        Some(ids.filter_map(|id| self.get(id)).collect())
    }

    fn looks_up(&self, property: &str) -> Option<()> {
        looked_up(self.entity).contains(&property).then_some(())
    }

    /// Puts a row in the place of the one before, which is returned.
    pub(super) fn put(&mut self, id: &str, row: Arc<Row>) -> Option<Arc<Row>> {
        let before = self.take(id);
        let entity = self.entity;
        self.sequences_of(&row).insert(entity, id, &row);
        self.lookup.insert(entity, id, &row.fields);
        self.rows.insert(id.to_owned(), row);
        before
    }

    pub(super) fn take(&mut self, id: &str) -> Option<Arc<Row>> {
        let row = self.rows.remove(id)?;
        let entity = self.entity;
        self.sequences_of(&row).remove(entity, id, &row);
        self.lookup.remove(entity, id, &row.fields);
        Some(row)
    }

    fn sequences_of(&mut self, row: &Row) -> &mut Sequences {
        if self.entity.is_transaction() || is_active(&row.fields) {
            &mut self.shown
        } else {
            &mut self.hidden
        }
    }

    /// The order of two rows in a list that asks for none.
    pub(crate) fn default_order(&self, a: &Row, b: &Row) -> Ordering {
        let place = |row: &Row| {
            let id = text(&row.fields, "Id").unwrap_or_default();
            sequence::listed(self.entity, Arc::from(id), row)
        };
        place(a).cmp(&place(b))
    }

    fn at<'a>(&'a self, places: impl Iterator<Item = &'a Place>) -> impl Iterator<Item = &'a Row> {
        places.filter_map(|place| self.get(&place.id))
    }

    /// The rows at places that come in order from both sides.
    fn merged<'a>(
        &'a self,
        a: impl Iterator<Item = &'a Place>,
        b: impl Iterator<Item = &'a Place>,
    ) -> impl Iterator<Item = &'a Row> {
        let (mut a, mut b) = (a.peekable(), b.peekable());
        let next = std::iter::from_fn(move || match (a.peek(), b.peek()) {
            (Some(left), Some(right)) if right < left => b.next(),
            (Some(_), _) => a.next(),
            (None, _) => b.next(),
        });
        self.at(next)
    }
}

/// A property's own value: the id of a reference, the address of an e-mail.
pub(crate) fn value_of<'a>(fields: &'a Fields, property: &str) -> Option<&'a Value> {
    let mut parts = property.split('.');
    let mut value = fields.get(parts.next()?)?;
    for part in parts {
        value = value.get(part)?;
    }
    let inner = value.get("value").or_else(|| value.get("Address"));
    Some(inner.unwrap_or(value))
}
