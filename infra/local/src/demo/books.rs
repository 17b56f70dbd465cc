//! What the company holds, asked of the company itself and not of the functions.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sandbox_quickbooks::Sandbox;
use serde_json::Value;

/// The company's invoices: their totals by id.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Books {
    totals: BTreeMap<String, Option<Decimal>>,
}

impl Books {
    /// What the company holds now.
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        Self::from_rows(&sandbox.documents("Invoice"))
    }

    /// The books with these rows of invoices.
    pub(super) fn from_rows(rows: &[Value]) -> Self {
        let totals = rows.iter().filter_map(|row| {
            let id = row.get("Id")?.as_str()?;
            Some((id.to_owned(), total(row)))
        });
        Self {
            totals: totals.collect(),
        }
    }

    /// The number of invoices.
    pub(super) fn len(&self) -> usize {
        self.totals.len()
    }

    /// The ids of the invoices that were not there before.
    pub(super) fn new_since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a str> {
        let new = self.totals.keys();
        new.filter(|id| !before.totals.contains_key(*id))
            .map(String::as_str)
    }

    /// The total of an invoice.
    pub(super) fn total(&self, id: &str) -> Option<Decimal> {
        self.totals.get(id).copied().flatten()
    }
}

fn total(row: &Value) -> Option<Decimal> {
    row.get("TotalAmt")?.to_string().parse().ok()
}
