//! The totals that the exact amounts of an order come to: what it is over where HubSpot shows no total.

use rust_decimal::{Decimal, RoundingStrategy};

use super::order::{Reading, half_up};
use super::taxation::{Taxation, readings_by_tax};
use super::{LineError, OrderTerms, Shown, ShownTax};

/// The total of an order of which HubSpot shows none: its exact amounts, rounded once. None where all but its tax is in whole
/// units, so that nothing can be carried.
pub(super) fn summed(
    nets: &[Decimal],
    terms: &OrderTerms,
    tax: ShownTax,
    decimals: u32,
) -> Result<Option<Shown>, LineError> {
    let readings = readings_by_tax(nets, terms, tax, decimals)?;
    let Some(likeliest) = readings.first() else {
        return Ok(None);
    };
    let is_whole = |amount: &Decimal| amount.normalize().scale() <= decimals;
    let order = &likeliest.amounts;
    if is_whole(&order.discount) && nets.iter().chain(&order.fees).all(is_whole) {
        return Ok(None);
    }
    let tax = match tax {
        ShownTax::Apart(lines) => ShownTax::Apart(lines),
        // It was rounded line by line in HubSpot: no cent of a line makes up for that.
        ShownTax::Within(lines) | ShownTax::Perhaps(lines)
            if is_whole(&lines) && !lines.is_zero() =>
        {
            ShownTax::Apart(lines)
        }
        ShownTax::Within(lines) | ShownTax::Perhaps(lines) => ShownTax::Within(lines),
    };
    let exact = exact_in(likeliest, nets, terms, tax, sum(nets)?, decimals)?;
    // HubSpot rounds a discount half up, and so what it leaves half down.
    let rounding = if is_whole(&order.discount) {
        RoundingStrategy::MidpointAwayFromZero
    } else {
        RoundingStrategy::MidpointTowardZero
    };
    let total = Some(exact.round_dp_with_strategy(decimals, rounding));
    Ok(Some(Shown { total, tax }))
}

/// The least that an order may come to in whole units: whoever paid less has paid a part of it.
///
/// # Errors
///
/// An amount that is impossible or too large.
pub fn least_total(
    nets: &[Decimal],
    terms: &OrderTerms,
    tax: ShownTax,
    decimals: u32,
) -> Result<Decimal, LineError> {
    let rounded = nets.iter().map(|net| half_up(*net, decimals));
    let sums = [sum(nets)?, sum(&rounded.collect::<Vec<_>>())?];
    let mut least: Option<Decimal> = None;
    for reading in &terms.readings(nets, decimals)? {
        for lines in sums {
            let exact = exact_in(reading, nets, terms, tax, lines, decimals)?;
            let down = exact.round_dp_with_strategy(decimals, RoundingStrategy::ToNegativeInfinity);
            least = Some(least.map_or(down, |known| known.min(down)));
        }
    }
    least.ok_or(LineError::TotalTooLarge)
}

/// The exact total of an order in one reading, where its lines sum to this: with tax, where that is not apart from it.
fn exact_in(
    reading: &Reading,
    nets: &[Decimal],
    terms: &OrderTerms,
    tax: ShownTax,
    lines: Decimal,
    decimals: u32,
) -> Result<Decimal, LineError> {
    let taxation = Taxation {
        terms,
        reading,
        nets,
        decimals,
    };
    let order = &reading.amounts;
    let tax = match tax {
        ShownTax::Apart(_) => Decimal::ZERO,
        ShownTax::Within(shown) | ShownTax::Perhaps(shown) => {
            let of_lines = taxation.likeliest_tax_of_lines(shown)?;
            sum(&[of_lines, order.tax])?
        }
    };
    let before_tax = lines.checked_sub(order.discount);
    let before_tax = before_tax.ok_or(LineError::TotalTooLarge)?;
    sum(&[before_tax, sum(&order.fees)?, tax])
}

fn sum(amounts: &[Decimal]) -> Result<Decimal, LineError> {
    let mut amounts = amounts.iter();
    let sum = amounts.try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount));
    sum.ok_or(LineError::TotalTooLarge)
}
