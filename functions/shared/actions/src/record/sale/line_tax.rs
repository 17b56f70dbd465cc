//! The tax that HubSpot puts on one line item.

use rust_decimal::Decimal;

use super::reader::Reader;
use crate::ActionError;
use crate::amounts::half_up;
use crate::request::other_id;

/// The tax that HubSpot puts on a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineTax {
    /// HubSpot's id of the tax rate (`hs_tax_rate_group_id`).
    pub rate_group: Option<String>,
    /// The name of the tax rate (`hs_tax_label`).
    pub label: Option<String>,
    /// The rate in percent (`hs_tax_rate`).
    pub rate: Option<Decimal>,
    /// The tax in money (`hs_tax_amount`, else `hs_auto_tax_amount`).
    pub amount: Option<Decimal>,
    /// True when that is zero though the rate comes to a cent or more, as for a buyer who is exempt.
    pub is_exempt: bool,
}

impl LineTax {
    /// True when HubSpot taxes the line. A line too small for its rate to come to a cent is taxed.
    pub fn is_taxed(&self) -> bool {
        let positive = |value: Option<Decimal>| value.is_some_and(|value| value > Decimal::ZERO);
        match (self.amount, self.rate) {
            (None, None) => self.has_name(),
            (amount, rate) => !self.is_exempt && (positive(amount) || positive(rate)),
        }
    }

    /// The tax in money, else reckoned from the rate on an amount before tax, or on one that holds it; exact.
    /// It counts as nothing where no amount can hold it.
    pub(super) fn reckoned(&self, net: Decimal, is_inclusive: bool) -> Decimal {
        if let Some(amount) = self.amount {
            return amount;
        }
        let rate = self.rate.unwrap_or_default();
        let base = if is_inclusive {
            Decimal::ONE_HUNDRED.saturating_add(rate)
        } else {
            Decimal::ONE_HUNDRED
        };
        net.checked_mul(rate).unwrap_or_default() / base
    }

    /// The content by which a repeat is known to ask for the same: by what the tax code is chosen, and what the tax
    /// comes to. Nothing where HubSpot does not tax the line, in whichever way it says so.
    pub(crate) fn content(&self) -> [Option<String>; 3] {
        if !self.is_taxed() {
            return [const { None }; 3];
        }
        let number = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
        let name = self.rate_group.clone().or_else(|| self.label.clone());
        [name, number(self.rate), number(self.amount)]
    }

    /// True when HubSpot names a tax rate of the line's, be it one of nothing.
    pub fn has_name(&self) -> bool {
        self.rate_group.is_some() || self.label.is_some()
    }
}

/// True where a rate in percent comes to a smallest unit or more.
fn comes_to_a_unit(net: Decimal, rate: Decimal, decimals: u32) -> bool {
    let tax = net.checked_mul(rate / Decimal::ONE_HUNDRED);
    tax.is_none_or(|tax| !half_up(tax, decimals).is_zero())
}

impl Reader<'_> {
    pub(super) fn tax(&self, net: Decimal, decimals: u32) -> Result<LineTax, ActionError> {
        let amount = self.not_negative("hs_tax_amount")?;
        let amount = amount.or(self.not_negative("hs_auto_tax_amount")?);
        let rate = self.not_negative("hs_tax_rate")?;
        let is_due = rate.is_some_and(|rate| comes_to_a_unit(net, rate, decimals));
        Ok(LineTax {
            rate_group: other_id(self.properties, "hs_tax_rate_group_id").map(str::to_owned),
            label: self.text("hs_tax_label"),
            rate,
            amount,
            is_exempt: is_due && amount.is_some_and(|amount| amount.is_zero()),
        })
    }
}

#[cfg(test)]
mod tests;
