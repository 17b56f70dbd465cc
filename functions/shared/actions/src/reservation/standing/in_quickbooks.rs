//! The totals of a sale's documents as QuickBooks has them now, in the place of those that the ledger has.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use storage::DocumentRef;

use super::{BookedSale, SaleStanding, Sold};

/// The total of a document as QuickBooks has it now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalNow {
    /// With tax.
    pub total: Decimal,
    /// The tax, where it has any.
    pub tax: Option<Decimal>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
    total_amt: Decimal,
    txn_tax_detail: Option<TaxDetail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaxDetail {
    total_tax: Option<Decimal>,
}

impl TotalNow {
    /// Reads QuickBooks' entity; none for one that shows no total, or was voided: it comes to nothing then.
    pub fn read(entity: &Value) -> Option<Self> {
        let answered = Answered::deserialize(entity).ok()?;
        let tax = answered.txn_tax_detail.and_then(|tax| tax.total_tax);
        let now = Self {
            total: answered.total_amt,
            tax: tax.filter(|tax| !tax.is_zero()),
        };
        (!now.total.is_zero()).then_some(now)
    }
}

impl SaleStanding {
    /// The same by the totals for which QuickBooks was asked in a company; none of a document that it does not have (any
    /// more).
    #[must_use]
    pub fn corrected(
        self,
        company: &str,
        totals: impl Iterator<Item = (DocumentRef, Option<TotalNow>)>,
    ) -> Self {
        let totals = totals.map(|(document, now)| ((company.to_owned(), document), now));
        Self {
            totals: totals.collect(),
            ..self
        }
    }

    /// True where the ledger has another total of a document than this one.
    pub fn differs(&self, document: &DocumentRef, company: &str, total: Decimal) -> bool {
        let Sold::Booked(booked) = self.sold() else {
            return false;
        };
        let mut booked = booked.iter();
        booked.any(|sale| {
            sale.document == *document && sale.company == company && sale.total != Some(total)
        })
    }

    /// A document with the total that QuickBooks has of it, where it was asked.
    pub(super) fn as_in_quickbooks(&self, sale: BookedSale) -> BookedSale {
        let key = (sale.company.clone(), sale.document.clone());
        match self.totals.get(&key) {
            Some(Some(now)) => BookedSale {
                total: Some(now.total),
                tax: now.tax,
                is_asked: true,
                ..sale
            },
            Some(None) => BookedSale {
                is_asked: true,
                ..sale
            },
            None => sale,
        }
    }
}
