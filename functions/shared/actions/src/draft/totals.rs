//! Totals: those posted and those HubSpot shows, compared with those QuickBooks computed.

use quickbooks::EntityKind;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::response::{Warning, amount};
use crate::subject::priced_sale::ShownBy;

/// The totals QuickBooks computed for a document.
#[derive(Clone, Debug)]
pub struct QuickBooksTotals {
    /// The type of the document.
    pub document: EntityKind,
    /// The total, with tax.
    pub total: Decimal,
    /// The part of the total that is tax.
    pub tax: Decimal,
    /// The total it must come to with tax, where that is known to the cent.
    pub due: Option<Decimal>,
    /// The rates of the tax in percent, each of which QuickBooks rounds by itself.
    pub rates: Vec<Decimal>,
}

/// The totals a document must come to; stored with the claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Expected {
    /// The sum of what was posted.
    pub(crate) total: Decimal,
    /// The tax that HubSpot shows, or its rates come to, where it is compared.
    pub(crate) tax: Option<Decimal>,
    /// The part of the record that tells that tax.
    #[serde(default)]
    pub(crate) tax_shown_by: ShownBy,
    /// `true` where the sum holds the tax.
    pub(crate) inclusive: bool,
    /// The total it must come to with tax, where that is known to the cent.
    pub(crate) due: Option<Decimal>,
    /// The decimals of the currency.
    pub(crate) decimals: u32,
    /// The number of lines whose tax is rounded.
    #[serde(default)]
    pub(crate) taxed_lines: u32,
}

impl Expected {
    /// True where the total holds the tax and is the one that was posted, and the tax is another by no more than
    /// rounding: HubSpot and QuickBooks each round that of a line by half a unit at most.
    pub(crate) fn is_rounded_otherwise(&self, computed: &QuickBooksTotals) -> bool {
        let most = Decimal::new(i64::from(self.taxed_lines), self.decimals);
        let is_near = |tax: Decimal| (tax - computed.tax).abs() <= most;
        self.inclusive && computed.total == self.total && self.tax.is_some_and(is_near)
    }

    /// The differences, as warnings with the record and both figures.
    pub(crate) fn differences(&self, computed: &QuickBooksTotals, label: &str) -> Vec<Warning> {
        let comparable = if self.inclusive {
            computed.total
        } else {
            computed.total - computed.tax
        };
        let show = |value: Decimal| amount(value, self.decimals);
        let mut differences = Vec::new();
        if comparable != self.total {
            let posted = show(self.total);
            differences.push(Warning::quickbooks_total(label, &posted, &show(comparable)));
        }
        if let Some(tax) = self.tax.filter(|tax| *tax != computed.tax) {
            let shown = match self.tax_shown_by {
                ShownBy::Money => format!("HubSpot shows {}", show(tax)),
                ShownBy::Rates => format!("HubSpot's rates come to {}", show(tax)),
                ShownBy::Total => format!("the total HubSpot shows leaves {} for it", show(tax)),
            };
            // Less is rounding.
            let some = Decimal::new(i64::from(self.taxed_lines.max(1)), self.decimals);
            let tax = if computed.tax.is_zero() && tax > some {
                Warning::no_quickbooks_tax(label, &shown)
            } else {
                Warning::quickbooks_tax(label, &shown, &show(computed.tax))
            };
            differences.push(tax);
        }
        differences
    }
}

#[cfg(test)]
mod tests;
