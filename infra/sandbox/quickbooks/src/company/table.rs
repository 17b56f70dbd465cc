//! The rows of one entity, with the orders and look-ups that keep the cost of an answer from growing with them.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use crate::company::{Entity, Fields, Row, text};

/// The rows of an entity. What is derived from them is brought up to date with each row.
#[derive(Clone)]
pub(crate) struct Table {
    entity: Entity,
    rows: BTreeMap<String, Arc<Row>>,
    /// The order of a list that asks for none.
    ordered: BTreeSet<Place>,
    /// By `MetaData.LastUpdatedTime`, for changed data capture.
    updated: BTreeSet<(Timestamp, String)>,
    /// The ids under each value of the properties that are looked up.
    values: BTreeMap<&'static str, BTreeMap<String, BTreeSet<String>>>,
}

/// The place of a row in a list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    rank: Rank,
    number: u64,
    id: String,
}

/// Recorded: transactions last changed first, lists by name in binary order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Changed(Reverse<u64>),
    Named(Option<String>),
}

impl Table {
    pub(crate) fn of(entity: Entity) -> Self {
        Self {
            entity,
            rows: BTreeMap::new(),
            ordered: BTreeSet::new(),
            updated: BTreeSet::new(),
            values: BTreeMap::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
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
        self.ordered.iter().filter_map(|place| self.get(&place.id))
    }

    /// The rows that were updated at a moment or later, oldest first.
    pub(crate) fn updated_since(&self, since: Timestamp) -> impl Iterator<Item = &Row> {
        self.updated
            .range((since, String::new())..)
            .filter_map(|(_, id)| self.get(id))
    }

    /// The rows whose property has a value, without regard to case; `None` if it is not one that is looked up.
    pub(crate) fn with_value(&self, property: &str, value: &str) -> Option<Vec<&Row>> {
        let known = looked_up(self.entity);
        known.iter().find(|known| **known == property)?;
        let ids = self
            .values
            .get(property)
            .and_then(|values| values.get(&value.to_lowercase()));
        let rows = ids.into_iter().flatten().filter_map(|id| self.get(id));
        Some(rows.collect())
    }

    /// Puts a row in the place of the one before, which is returned.
    pub(super) fn put(&mut self, id: &str, row: Arc<Row>) -> Option<Arc<Row>> {
        let before = self.take(id);
        self.ordered.insert(self.place(id, &row));
        if let Some(time) = last_updated(&row.fields) {
            self.updated.insert((time, id.to_owned()));
        }
        for property in looked_up(self.entity) {
            if let Some(value) = key(&row.fields, property) {
                let values = self.values.entry(property).or_default();
                values.entry(value).or_default().insert(id.to_owned());
            }
        }
        self.rows.insert(id.to_owned(), row);
        before
    }

    pub(super) fn take(&mut self, id: &str) -> Option<Arc<Row>> {
        let row = self.rows.remove(id)?;
        self.ordered.remove(&self.place(id, &row));
        if let Some(time) = last_updated(&row.fields) {
            self.updated.remove(&(time, id.to_owned()));
        }
        for property in looked_up(self.entity) {
            let Some(values) = self.values.get_mut(property) else {
                continue;
            };
            let Some(value) = key(&row.fields, property) else {
                continue;
            };
            if let Some(ids) = values.get_mut(&value) {
                ids.remove(id);
                if ids.is_empty() {
                    values.remove(&value);
                }
            }
        }
        Some(row)
    }

    /// The order of two rows in a list that asks for none.
    pub(crate) fn default_order(&self, a: &Row, b: &Row) -> Ordering {
        let place = |row: &Row| self.place(text(&row.fields, "Id").unwrap_or_default(), row);
        place(a).cmp(&place(b))
    }

    fn place(&self, id: &str, row: &Row) -> Place {
        let property = match self.entity {
            Entity::Customer | Entity::Item => "FullyQualifiedName",
            Entity::Vendor | Entity::Employee => "DisplayName",
            _ => "Name",
        };
        let rank = if self.entity.is_transaction() {
            Rank::Changed(Reverse(row.touched))
        } else {
            Rank::Named(text(&row.fields, property).map(str::to_owned))
        };
        Place {
            rank,
            number: id.parse().unwrap_or(u64::MAX),
            id: id.to_owned(),
        }
    }
}

/// The properties by whose value rows are found at once: those that must be unique, and those that clients ask for.
fn looked_up(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Customer => &[
            "DisplayName",
            "FullyQualifiedName",
            "PrimaryEmailAddr",
            "CompanyName",
            "GivenName",
            "FamilyName",
            "ParentRef",
        ],
        Entity::Vendor | Entity::Employee => &["DisplayName", "GivenName", "FamilyName"],
        Entity::Item => &["Name", "FullyQualifiedName", "Sku", "ParentRef"],
        Entity::Account | Entity::Class | Entity::Department => {
            &["Name", "FullyQualifiedName", "ParentRef"]
        }
        Entity::Term | Entity::PaymentMethod | Entity::TaxCode | Entity::TaxRate => &["Name"],
        Entity::Invoice
        | Entity::Estimate
        | Entity::SalesReceipt
        | Entity::CreditMemo
        | Entity::RefundReceipt => &["DocNumber", "CustomerRef", "TxnDate"],
        Entity::Payment => &["CustomerRef", "PaymentRefNum", "TxnDate"],
        Entity::Purchase => &["DocNumber", "TxnDate"],
        Entity::CompanyInfo | Entity::ExchangeRate | Entity::Preferences => &[],
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

fn key(fields: &Fields, property: &str) -> Option<String> {
    value_of(fields, property)?.as_str().map(str::to_lowercase)
}

fn last_updated(fields: &Fields) -> Option<Timestamp> {
    let meta = fields.get("MetaData")?;
    meta.get("LastUpdatedTime")?.as_str()?.parse().ok()
}
