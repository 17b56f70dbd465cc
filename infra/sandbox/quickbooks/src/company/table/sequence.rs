//! The orders in which the rows of an entity are read.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::Timestamp;

use super::ordered::Ordered;
use crate::company::{Entity, Fields, Row, text};

/// An order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sequence {
    /// That of a list which asks for none.
    Listed,
    /// By number.
    Id,
    /// By `MetaData.CreateTime`.
    Created,
    /// By `MetaData.LastUpdatedTime`, and within a second by what was changed last.
    Updated,
}

/// The place of a row in an order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    rank: Rank,
    number: u64,
    pub(super) id: Arc<str>,
}

/// Recorded: transactions last changed first, lists by name in binary order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    None,
    Changed(Reverse<u64>),
    Named(Option<Box<str>>),
    Timed(Timestamp, u64),
}

/// Rows in each of the orders.
#[derive(Clone, Default)]
pub(super) struct Sequences {
    listed: Ordered<Place>,
    ids: Ordered<Place>,
    created: Ordered<Place>,
    updated: Ordered<Place>,
}

impl Sequences {
    pub(super) fn of(&self, sequence: Sequence) -> &Ordered<Place> {
        match sequence {
            Sequence::Listed => &self.listed,
            Sequence::Id => &self.ids,
            Sequence::Created => &self.created,
            Sequence::Updated => &self.updated,
        }
    }

    pub(super) fn insert(&mut self, entity: Entity, id: &str, row: &Row) {
        let [listed, ids, created, updated] = places(entity, id, row);
        self.listed.insert(listed);
        self.ids.insert(ids);
        self.created.insert(created);
        self.updated.insert(updated);
    }

    pub(super) fn remove(&mut self, entity: Entity, id: &str, row: &Row) {
        let [listed, ids, created, updated] = places(entity, id, row);
        self.listed.remove(&listed);
        self.ids.remove(&ids);
        self.created.remove(&created);
        self.updated.remove(&updated);
    }
}

impl Place {
    /// The place before all rows of this moment and later.
    pub(super) fn at(time: Timestamp) -> Self {
        Self {
            rank: Rank::Timed(time, 0),
            number: 0,
            id: Arc::from(""),
        }
    }
}

/// The property by which rows are listed; nothing for transactions, which come by their changes.
pub(crate) fn listed_by(entity: Entity) -> Option<&'static str> {
    match entity {
        Entity::Customer | Entity::Item => Some("FullyQualifiedName"),
        Entity::Vendor | Entity::Employee => Some("DisplayName"),
        _ => Some("Name").filter(|_| !entity.is_transaction()),
    }
}

/// The place in the order of a list that asks for none.
pub(super) fn listed(entity: Entity, id: Arc<str>, row: &Row) -> Place {
    let rank = match listed_by(entity) {
        Some(property) => Rank::Named(text(&row.fields, property).map(Box::from)),
        None => Rank::Changed(Reverse(row.touched)),
    };
    place(rank, id)
}

fn places(entity: Entity, id: &str, row: &Row) -> [Place; 4] {
    let id = Arc::<str>::from(id);
    let timed = |name: &str, then: u64| match time(&row.fields, name) {
        Some(time) => Rank::Timed(time, then),
        None => Rank::None,
    };
    [
        listed(entity, Arc::clone(&id), row),
        place(Rank::None, Arc::clone(&id)),
        place(timed("CreateTime", 0), Arc::clone(&id)),
        place(timed("LastUpdatedTime", row.touched), id),
    ]
}

fn place(rank: Rank, id: Arc<str>) -> Place {
    let number = id.parse().unwrap_or(u64::MAX);
    Place { rank, number, id }
}

fn time(fields: &Fields, name: &str) -> Option<Timestamp> {
    fields.get("MetaData")?.get(name)?.as_str()?.parse().ok()
}
