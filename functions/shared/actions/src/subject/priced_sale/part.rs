//! Payments of a part of their lines, whose amount says nothing of what these come to.

use rust_decimal::Decimal;

use super::pricing::{shown_tax, terms};
use super::ties;
use crate::amounts::{LineError, least_total};
use crate::record::sale::Sale;
use crate::settings::{self, Settings};

/// Takes the amount of a payment for no total of its lines where it is a part: these come to what they do by themselves.
pub(super) fn without_total(sale: &mut Sale, settings: &Settings) -> Result<(), LineError> {
    let paid = sale.shown_total.filter(|_| sale.total_has_tax);
    let Some(paid) = paid.filter(|_| sale.item.is_none()) else {
        return Ok(());
    };
    let nets: Vec<Decimal> = sale.lines.iter().map(|line| line.net).collect();
    let terms = terms(sale, settings.amounts.order_discount_style, settings);
    let least = |tax| {
        let tax = shown_tax(sale, tax, settings);
        least_total(&nets, &terms, tax, sale.decimals())
    };
    let taxes = sale.reckoned_taxes_of_lines(settings::is_inclusive(settings));
    let due = least(taxes.iter().min().copied().unwrap_or_default())?;
    // Where HubSpot shows a rate and no tax, the buyer may have paid none.
    let untaxed = least(sale.tax_of_lines().unwrap_or_default())?;
    let slack = Decimal::new(taxed(sale), sale.decimals());
    if paid < due && (paid < untaxed - slack || !ties(sale, settings)) {
        sale.shown_total = None;
    }
    Ok(())
}

/// The number of amounts whose tax is rounded, each by a unit at most between HubSpot and QuickBooks.
fn taxed(sale: &Sale) -> i64 {
    let order = sale.order.line_tax();
    let amounts = if order.is_some_and(|tax| tax.is_taxed()) {
        sale.lines.len() + sale.order.fees.len()
    } else {
        let lines = sale.lines.iter();
        lines.filter(|line| line.tax.is_taxed()).count()
    };
    i64::try_from(amounts).unwrap_or(i64::MAX)
}
