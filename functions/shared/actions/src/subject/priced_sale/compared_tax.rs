//! The tax with which QuickBooks' is compared.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::record::sale::{LineTax, Sale};
use crate::settings::{self, Settings};

/// The part of a record that tells its tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownBy {
    /// HubSpot shows it in money, or shows none at all.
    #[default]
    Money,
    /// HubSpot shows rates alone, and it is reckoned from these.
    Rates,
}

/// The tax with which QuickBooks' is compared: the one in money, else what the rates come to, else nothing where
/// HubSpot shows no tax.
///
/// None where HubSpot names a tax and no rate of it; for a payment whose tax is not in money, since its total is compared
/// with what was paid; and where untaxed prices are said to hold the tax, for what is in them is settled by its code.
pub(super) fn compared_tax(
    sale: &Sale,
    due: Decimal,
    settings: &Settings,
) -> Option<(Decimal, ShownBy)> {
    if let Some(tax) = sale.tax {
        return Some((tax, ShownBy::Money));
    }
    let is_inclusive = settings::is_inclusive(settings);
    let is_whole = sale.item.is_some();
    if sale.total_has_tax || (is_inclusive && is_whole) {
        return None;
    }
    let of_lines = sale.lines.iter().map(|line| &line.tax);
    let mut taxed = of_lines.filter(|tax| tax.is_taxed()).peekable();
    if taxed.peek().is_none() {
        return (!is_inclusive).then_some((Decimal::ZERO, ShownBy::Money));
    }
    let has_rate = |tax: &LineTax| tax.rate.is_some_and(|rate| !rate.is_zero());
    taxed.all(has_rate).then_some((due, ShownBy::Rates))
}
