//! The company: its rows, its counters, and the rules that change them.

pub(crate) mod dates;
pub(crate) mod decimal;
pub(crate) mod entity;
pub(crate) mod exchange_rate;
pub(crate) mod schema;
pub(crate) mod seed;
pub(crate) mod view;

mod account;
mod address;
mod changes;
mod currency;
mod customer;
mod draft;
mod expense;
mod expense_rules;
mod item;
mod line;
mod linking;
mod name;
mod named_list;
mod numbering;
mod payment;
mod preferences;
mod receivable;
mod reference;
mod revision;
mod sales_form;
mod snapshot;
mod table;
mod tax;
mod voided;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde_json::{Map, Value};
use strum::IntoEnumIterator;

pub(crate) use self::changes::Unsaved;
pub(crate) use self::draft::Settings;
pub(crate) use self::entity::Entity;
use self::entity::IdSpace;
pub(crate) use self::snapshot::{Addition, Snapshot};
pub(crate) use self::table::{Sequence, Table, listed_by, value_of};
pub(crate) use self::write::{Write, WriteKind};

/// The properties of one row.
pub(crate) type Fields = Map<String, Value>;

/// A row, and its place in the order of changes.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) fields: Fields,
    /// Larger for every later change; finer than `MetaData.LastUpdatedTime`, which is in seconds.
    pub(crate) touched: u64,
}

/// A transaction that was deleted, for changed data capture.
#[derive(Debug, Clone)]
pub(crate) struct Deleted {
    pub(crate) entity: Entity,
    pub(crate) id: String,
    pub(crate) time: Timestamp,
}

/// One QuickBooks Online company. Clones share the tables, until one of them writes to one.
#[derive(Clone)]
pub(crate) struct Company {
    pub(crate) realm_id: String,
    pub(crate) zone: TimeZone,
    tables: BTreeMap<Entity, Arc<Table>>,
    /// Since the last save.
    changes: Vec<changes::Change>,
    saved_deletions: usize,
    last_ids: BTreeMap<IdSpace, u64>,
    numbers: numbering::Sequences,
    touches: u64,
    pub(crate) deleted: Vec<Deleted>,
}

impl Company {
    fn empty(realm_id: &str, zone: TimeZone) -> Self {
        Self {
            realm_id: realm_id.to_owned(),
            zone,
            tables: BTreeMap::new(),
            changes: Vec::new(),
            saved_deletions: 0,
            last_ids: BTreeMap::new(),
            numbers: numbering::Sequences::default(),
            touches: 0,
            deleted: Vec::new(),
        }
    }

    /// The fields of a row.
    pub(crate) fn fields(&self, entity: Entity, id: &str) -> Option<&Fields> {
        self.row(entity, id).map(|row| &row.fields)
    }

    pub(crate) fn row(&self, entity: Entity, id: &str) -> Option<&Row> {
        self.table(entity)?.get(id)
    }

    /// The rows of an entity; none if there never was one.
    pub(crate) fn table(&self, entity: Entity) -> Option<&Table> {
        self.tables.get(&entity).map(Arc::as_ref)
    }

    fn table_mut(&mut self, entity: Entity) -> &mut Table {
        let table = self
            .tables
            .entry(entity)
            .or_insert_with(|| Arc::new(Table::of(entity)));
        Arc::make_mut(table)
    }

    /// The number of rows of all entities.
    pub(crate) fn row_count(&self) -> usize {
        self.tables.values().map(|table| table.len()).sum()
    }

    /// All rows of an entity, in no meaningful order.
    pub(crate) fn rows(&self, entity: Entity) -> impl Iterator<Item = &Row> {
        self.table(entity).into_iter().flat_map(Table::rows)
    }

    /// The rows of an entity whose property has a value, without regard to case.
    fn with_value(&self, entity: Entity, property: &str, value: &str) -> Vec<&Row> {
        let rows = self
            .table(entity)
            .and_then(|table| table.with_value(property, value));
        rows.unwrap_or_default()
    }

    /// Changes a row and marks it as changed last.
    fn change(&mut self, entity: Entity, id: &str, change: impl FnOnce(&mut Fields)) {
        if let Some(mut fields) = self.fields(entity, id).cloned() {
            change(&mut fields);
            self.put(entity, id, fields);
        }
    }

    fn put(&mut self, entity: Entity, id: &str, fields: Fields) {
        self.touches += 1;
        let touched = self.touches;
        let row = Arc::new(Row { fields, touched });
        let before = self.table_mut(entity).put(id, row);
        self.note(entity, id, before);
    }

    fn take(&mut self, entity: Entity, id: &str) {
        let before = self.table_mut(entity).take(id);
        self.note(entity, id, before);
    }

    fn note(&mut self, entity: Entity, id: &str, before: Option<Arc<Row>>) {
        let id = id.to_owned();
        self.changes.push(changes::Change { entity, id, before });
    }

    fn next_id(&mut self, entity: Entity) -> String {
        self.next_in(entity.id_space())
    }

    /// The next id that no row has: the sample company's earlier documents have some far ahead.
    fn next_in(&mut self, space: IdSpace) -> String {
        loop {
            let last = self.last_ids.entry(space).or_default();
            *last += 1;
            let id = last.to_string();
            if space != IdSpace::Transactions || !self.has_transaction(&id) {
                return id;
            }
        }
    }

    fn has_transaction(&self, id: &str) -> bool {
        let mut entities = Entity::iter().filter(|entity| entity.is_transaction());
        entities.any(|entity| self.fields(entity, id).is_some())
    }

    /// Makes sure that an id given by hand is never given again.
    fn reserve_id(&mut self, entity: Entity, id: &str) {
        if let Ok(number) = id.parse::<u64>() {
            let last = self.last_ids.entry(entity.id_space()).or_default();
            *last = (*last).max(number);
        }
    }

    /// A moment as rows show it: the company's time zone, in seconds.
    pub(crate) fn stamp(&self, now: Timestamp) -> String {
        ZonedDateTime::new(now, self.zone.clone())
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    }

    /// A part of the preferences (`SalesFormsPrefs`, `CustomTxnNumbers`).
    fn preference(&self, group: &str, name: &str) -> Option<&Value> {
        self.fields(Entity::Preferences, "1")?.get(group)?.get(name)
    }

    fn is_preferred(&self, group: &str, name: &str) -> bool {
        self.preference(group, name)
            .is_some_and(|value| value == &Value::Bool(true) || value == "true")
    }
}

/// The text of a property, when it is one.
pub(crate) fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str()
}

/// The id a reference points to.
pub(crate) fn reference_id<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name)?.get("value")?.as_str()
}

/// A reference to an id.
pub(crate) fn reference_to(id: &str) -> Value {
    let mut reference = Map::new();
    reference.insert("value".to_owned(), Value::from(id));
    Value::Object(reference)
}

/// `true` if a list row can be used: it is active unless it says otherwise.
pub(crate) fn is_active(fields: &Fields) -> bool {
    fields.get("Active") != Some(&Value::Bool(false))
}

/// Sets a property that has no value yet.
fn default_to(fields: &mut Fields, name: &str, value: impl FnOnce() -> Value) {
    if !fields.contains_key(name) {
        fields.insert(name.to_owned(), value());
    }
}
