//! A company as a file keeps it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::company::entity::IdSpace;
use crate::company::numbering::Sequence;
use crate::company::{Company, Deleted, Entity, Fields, Row};

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

#[derive(Serialize, Deserialize)]
struct StoredRow {
    entity: Entity,
    id: String,
    touched: u64,
    fields: Fields,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredDeletion {
    entity: Entity,
    id: String,
    time: Timestamp,
}

impl From<&Company> for Snapshot {
    fn from(company: &Company) -> Self {
        let rows = company.rows.iter().flat_map(|(entity, rows)| {
            rows.iter().map(|(id, row)| StoredRow {
                entity: *entity,
                id: id.clone(),
                touched: row.touched,
                fields: row.fields.clone(),
            })
        });
        let deleted = company.deleted.iter();
        Self {
            realm_id: company.realm_id.clone(),
            time_zone: company.zone.iana_name().unwrap_or("UTC").to_owned(),
            rows: rows.collect(),
            last_ids: company
                .last_ids
                .iter()
                .map(|(space, last)| (*space, *last))
                .collect(),
            numbers: company
                .numbers
                .iter()
                .map(|(sequence, last)| (*sequence, *last))
                .collect(),
            touches: company.touches,
            deleted: deleted
                .map(|gone| StoredDeletion {
                    entity: gone.entity,
                    id: gone.id.clone(),
                    time: gone.time,
                })
                .collect(),
        }
    }
}

impl From<Snapshot> for Company {
    fn from(snapshot: Snapshot) -> Self {
        let zone = TimeZone::get(&snapshot.time_zone).unwrap_or(TimeZone::UTC);
        let mut company = Self::empty(&snapshot.realm_id, zone);
        for StoredRow {
            entity,
            id,
            touched,
            fields,
        } in snapshot.rows
        {
            company
                .rows
                .entry(entity)
                .or_default()
                .insert(id, Arc::new(Row { fields, touched }));
        }
        company.last_ids = snapshot.last_ids.into_iter().collect();
        company.numbers = snapshot.numbers.into_iter().collect();
        company.touches = snapshot.touches;
        let deleted = snapshot.deleted.into_iter();
        company.deleted = deleted
            .map(|gone| Deleted {
                entity: gone.entity,
                id: gone.id,
                time: gone.time,
            })
            .collect();
        company
    }
}
