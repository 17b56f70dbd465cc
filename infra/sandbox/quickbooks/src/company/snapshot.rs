//! A company as a file keeps it: whole, and then what was added.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::company::entity::IdSpace;
use crate::company::numbering::Sequence;
use crate::company::{Company, Deleted, Entity, Fields, Row, Unsaved};

/// Everything a [`Company`] is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Snapshot {
    realm_id: String,
    time_zone: String,
    rows: Vec<StoredRow>,
    last_ids: Vec<(IdSpace, u64)>,
    numbers: Vec<(Sequence, u64)>,
    touches: u64,
    deleted: Vec<StoredDeletion>,
}

/// The changes of a company by one request.
#[derive(Serialize, Deserialize)]
pub(crate) struct Addition {
    rows: Vec<StoredRow>,
    gone: Vec<(Entity, String)>,
    counters: Counters,
    deleted: Vec<StoredDeletion>,
}

#[derive(Serialize, Deserialize)]
struct StoredRow {
    entity: Entity,
    id: String,
    touched: u64,
    fields: Fields,
}

#[derive(Serialize, Deserialize)]
struct Counters {
    last_ids: Vec<(IdSpace, u64)>,
    numbers: Vec<(Sequence, u64)>,
    touches: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredDeletion {
    entity: Entity,
    id: String,
    time: Timestamp,
}

impl StoredRow {
    fn of(entity: Entity, id: &str, row: &Row) -> Self {
        Self {
            entity,
            id: id.to_owned(),
            touched: row.touched,
            fields: row.fields.clone(),
        }
    }
}

impl Counters {
    fn of(company: &Company) -> Self {
        let last_ids = company.last_ids.iter();
        let numbers = company.numbers.iter();
        Self {
            last_ids: last_ids.map(|(space, last)| (*space, *last)).collect(),
            numbers: numbers.map(|(sequence, last)| (*sequence, *last)).collect(),
            touches: company.touches,
        }
    }
}

impl StoredDeletion {
    fn of(gone: &Deleted) -> Self {
        Self {
            entity: gone.entity,
            id: gone.id.clone(),
            time: gone.time,
        }
    }
}

impl Addition {
    pub(crate) fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The addition to a file for these changes.
    pub(crate) fn of(company: &Company, unsaved: &Unsaved) -> Self {
        let (mut rows, mut gone) = (Vec::new(), Vec::new());
        for (entity, id) in unsaved.rows.keys() {
            match company.row(*entity, id) {
                Some(row) => rows.push(StoredRow::of(*entity, id, row)),
                None => gone.push((*entity, id.clone())),
            }
        }
        let deleted = company.deleted.iter().skip(unsaved.deletions_before);
        Self {
            rows,
            gone,
            counters: Counters::of(company),
            deleted: deleted.map(StoredDeletion::of).collect(),
        }
    }
}

impl Snapshot {
    pub(crate) fn row_count(&self) -> usize {
        self.rows.len()
    }
}

impl From<&Company> for Snapshot {
    fn from(company: &Company) -> Self {
        let rows = company.tables.iter().flat_map(|(entity, table)| {
            let stored = |(id, row): (&str, &Row)| StoredRow::of(*entity, id, row);
            table.by_id().map(stored)
        });
        let counters = Counters::of(company);
        Self {
            realm_id: company.realm_id.clone(),
            time_zone: company.zone.iana_name().unwrap_or("UTC").to_owned(),
            rows: rows.collect(),
            last_ids: counters.last_ids,
            numbers: counters.numbers,
            touches: counters.touches,
            deleted: company.deleted.iter().map(StoredDeletion::of).collect(),
        }
    }
}

impl From<Snapshot> for Company {
    fn from(snapshot: Snapshot) -> Self {
        let zone = TimeZone::get(&snapshot.time_zone).unwrap_or(TimeZone::UTC);
        let mut company = Self::empty(&snapshot.realm_id, zone);
        company.add(Addition {
            rows: snapshot.rows,
            gone: Vec::new(),
            counters: Counters {
                last_ids: snapshot.last_ids,
                numbers: snapshot.numbers,
                touches: snapshot.touches,
            },
            deleted: snapshot.deleted,
        });
        company
    }
}

impl Company {
    /// Brings back what was saved.
    pub(crate) fn add(&mut self, addition: Addition) {
        for row in addition.rows {
            let StoredRow {
                entity,
                id,
                touched,
                fields,
            } = row;
            let row = Arc::new(Row { fields, touched });
            self.table_mut(entity).put(&id, row);
        }
        for (entity, id) in addition.gone {
            self.table_mut(entity).take(&id);
        }
        self.last_ids = addition.counters.last_ids.into_iter().collect();
        self.numbers = addition.counters.numbers.into_iter().collect();
        self.touches = addition.counters.touches;
        let deleted = addition.deleted.into_iter();
        self.deleted.extend(deleted.map(|gone| Deleted {
            entity: gone.entity,
            id: gone.id,
            time: gone.time,
        }));
        self.saved_deletions = self.deleted.len();
    }
}
