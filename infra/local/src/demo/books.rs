//! The company's documents, asked of the company itself and not of the actions.

use std::collections::BTreeMap;

use actions::Documents;
use rust_decimal::Decimal;
use sandbox_quickbooks::Sandbox;
use serde_json::Value;

/// The company's documents of some kinds: their totals by name, such as `Invoice 145`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Books {
    totals: BTreeMap<String, Option<Decimal>>,
}

impl Books {
    /// The documents that the company holds now.
    pub(super) fn of(sandbox: &Sandbox, documents: Documents) -> Self {
        let kinds = documents.iter().map(|kind| kind.to_string());
        Self::from_rows(kinds.map(|kind| {
            let rows = sandbox.documents(&kind);
            (kind, rows)
        }))
    }

    /// The books with these rows of each kind.
    pub(super) fn from_rows(kinds: impl IntoIterator<Item = (String, Vec<Value>)>) -> Self {
        let mut totals = BTreeMap::new();
        for (kind, rows) in kinds {
            totals.extend(rows.iter().filter_map(|row| {
                let id = row.get("Id")?.as_str()?;
                Some((format!("{kind} {id}"), total(row)))
            }));
        }
        Self { totals }
    }

    /// The number of documents.
    pub(super) fn len(&self) -> usize {
        self.totals.len()
    }

    /// The names of the documents that were not there before.
    pub(super) fn new_since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a str> {
        let new = self.totals.keys();
        new.filter(|name| !before.totals.contains_key(*name))
            .map(String::as_str)
    }

    /// The total of a document.
    pub(super) fn total(&self, name: &str) -> Option<Decimal> {
        self.totals.get(name).copied().flatten()
    }
}

fn total(row: &Value) -> Option<Decimal> {
    row.get("TotalAmt")?.to_string().parse().ok()
}
