//! The tax with which QuickBooks' is compared.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::amounts::TieOut;
use crate::record::sale::{LineTax, Sale, SaleLine};
use crate::response::Warning;
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
    /// HubSpot names it alone, and it is what the lines leave of the total.
    Total,
}

/// The tax with which QuickBooks' is compared: the one in money, else what the rates come to, else nothing where
/// HubSpot shows no tax.
///
/// None where HubSpot names a tax and no rate of it, which [`not_compared`] tells; for a payment of the whole whose tax is not in money, since its total is
/// compared with what was paid; and where untaxed prices are said to hold the tax, for what is in them is settled by its code.
pub(super) fn compared_tax(
    sale: &Sale,
    due: Decimal,
    settings: &Settings,
) -> Option<(Decimal, ShownBy)> {
    if let Some(tax) = sale.tax {
        return Some((tax, ShownBy::Money));
    }
    if is_compared_otherwise(sale, settings) {
        return None;
    }
    let of_lines = sale.lines.iter().map(|line| &line.tax);
    let mut taxed = of_lines.filter(|tax| tax.is_taxed()).peekable();
    if taxed.peek().is_none() {
        return (!settings::is_inclusive(settings)).then_some((Decimal::ZERO, ShownBy::Money));
    }
    taxed.all(has_rate).then_some((due, ShownBy::Rates))
}

/// The warning for a tax that HubSpot only names: there is nothing with which QuickBooks' is compared, so that it may be any.
pub(super) fn not_compared(sale: &Sale, settings: &Settings) -> Option<Warning> {
    if sale.tax.is_some() || is_compared_otherwise(sale, settings) {
        return None;
    }
    let is_named_alone = |line: &&SaleLine| line.tax.is_taxed() && !has_rate(&line.tax);
    let mut named = sale.lines.iter().filter(is_named_alone);
    let first = named.next()?.label();
    let others = match named.count() {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    Some(Warning::new(
        "tax_not_compared",
        format!(
            "{}, {first}{others}: its tax has a name in HubSpot, and neither rate nor amount in the record, so QuickBooks' tax \
             was compared with nothing: see that it is right, and load `hs_tax_rate` and `hs_tax_amount`, or fill them in in \
             HubSpot",
            sale.label
        ),
    ))
}

/// The tax that the lines leave of the total HubSpot shows, where it only names that of some: whether that is in the total, and
/// how much it is, is known once QuickBooks has computed it.
pub(super) fn left_by_total(
    sale: &Sale,
    tie_out: &TieOut,
    settings: &Settings,
) -> Option<(Decimal, ShownBy)> {
    let TieOut::Differs {
        tax, difference, ..
    } = tie_out
    else {
        return None;
    };
    let is_named_alone =
        |line: &&SaleLine| line.tax.is_taxed() && line.tax.amount.is_none() && !has_rate(&line.tax);
    let named = sale.lines.iter().filter(is_named_alone);
    let of_named: Decimal = named.map(|line| line.net).sum();
    let is_tax = *difference > Decimal::ZERO && *difference <= of_named;
    let is_on_top = !settings::is_inclusive(settings) && !sale.is_compared_with_payment();
    let left = tax.checked_add(*difference)?;
    (is_tax && is_on_top).then_some((left, ShownBy::Total))
}

/// True where the tax is not one of the record's to compare: a payment's total is compared with what was paid, and what is in
/// untaxed prices is settled by its code.
fn is_compared_otherwise(sale: &Sale, settings: &Settings) -> bool {
    sale.is_compared_with_payment() || (settings::is_inclusive(settings) && sale.item.is_some())
}

fn has_rate(tax: &LineTax) -> bool {
    tax.rate.is_some_and(|rate| !rate.is_zero())
}
