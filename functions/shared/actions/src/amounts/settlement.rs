//! Amounts below a cent: which cents the lines get.

use rust_decimal::Decimal;

use super::{LineError, allocation::give_to_largest, units, units::Units};

/// The lines' amounts in whole smallest units, and whether they sum to the total HubSpot shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// One for each line, in order; each within one smallest unit of HubSpot's amount.
    pub amounts: Vec<Decimal>,
    /// Their comparison with the total HubSpot shows.
    pub tie_out: TieOut,
}

/// The comparison of the lines' sum with the total HubSpot shows on the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieOut {
    /// HubSpot shows no total; every line is rounded half up, and their sum is that of the exact amounts.
    NoTotal,
    /// HubSpot shows no total: some lines were rounded the other way, so that they come to this, as the exact
    /// amounts do.
    Carried(Decimal),
    /// The lines, each rounded half up, sum to the total.
    Rounded,
    /// The rounded lines do not sum to the total: some were rounded the other way so that they do.
    Allocated,
    /// The lines, each rounded half up, do not sum to the total, and no rounding makes them.
    Differs {
        /// The total HubSpot shows, rounded half up.
        shown: Decimal,
        /// The sum of the lines.
        lines: Decimal,
        /// The tax that is in `shown`.
        tax: Decimal,
        /// `shown` − `lines` − `tax`.
        difference: Decimal,
    },
}

/// Rounds each line's net amount to the smallest unit, 10^-`decimals`.
///
/// Half up, unless HubSpot shows a total that only other roundings meet; then those with the largest
/// remainders are rounded up and the others down: three lines of 33.333 under a total of 100.00 are 33.34,
/// 33.33 and 33.33. Where it shows none, the sum of the exact amounts stands for it: it is what a deal's amount would
/// be. (HubSpot rounds a discount half up and so what is left half down:
/// <https://knowledge.hubspot.com/payments/understand-payment-discounts>.) Lines that are exact already are
/// never changed, and no line by more than one unit.
pub fn settle(
    nets: &[Decimal],
    shown_total: Option<Decimal>,
    decimals: u32,
) -> Result<Settlement, LineError> {
    let exact = nets
        .iter()
        .enumerate()
        .map(|(line, net)| read(line, *net, decimals));
    let exact: Vec<Units> = exact.collect::<Result<_, _>>()?;
    let rounded: Vec<i128> = exact.iter().map(|units| units.rounded()).collect();
    let sum: i128 = rounded.iter().sum();
    let Some(shown) = shown_total else {
        return alone(&exact, &rounded, decimals);
    };
    let shown = rounded_total(shown, decimals)?;
    if sum == shown {
        return settlement(&rounded, TieOut::Rounded, decimals);
    }
    if let Some(allocated) = allocate(&exact, shown)? {
        return settlement(&allocated, TieOut::Allocated, decimals);
    }
    settlement(&rounded, differs(shown, sum, decimals)?, decimals)
}

/// The lines of which HubSpot shows no total.
fn alone(exact: &[Units], rounded: &[i128], decimals: u32) -> Result<Settlement, LineError> {
    let sum = rounded_sum(exact).ok_or(LineError::TotalTooLarge)?;
    if rounded.iter().sum::<i128>() == sum {
        return settlement(rounded, TieOut::NoTotal, decimals);
    }
    let carried = allocate(exact, sum)?.ok_or(LineError::TotalTooLarge)?;
    let sum = units::amount(sum, decimals).ok_or(LineError::TotalTooLarge)?;
    settlement(&carried, TieOut::Carried(sum), decimals)
}

/// The sum of exact amounts, rounded half up.
fn rounded_sum(exact: &[Units]) -> Option<i128> {
    let whole: i128 = exact.iter().map(|units| units.whole).sum();
    let mut rests = remainders(exact)?.into_iter();
    let rest = rests.try_fold(0_i128, i128::checked_add)?;
    let per_unit = per_unit(exact);
    let below = rest.checked_rem(per_unit)?;
    Some(whole + rest.checked_div(per_unit)? + i128::from(below >= per_unit - below))
}

fn read(line: usize, net: Decimal, decimals: u32) -> Result<Units, LineError> {
    let units = Units::of(net, decimals).ok_or(LineError::TooLarge { line })?;
    if units.whole < 0 {
        return Err(LineError::Negative { line });
    }
    if !units::fits(units.rounded()) {
        return Err(LineError::TooLarge { line });
    }
    Ok(units)
}

/// Rounds half up away from zero: a shown total may be below zero, and then differs.
fn rounded_total(total: Decimal, decimals: u32) -> Result<i128, LineError> {
    let units = Units::of(total.abs(), decimals).ok_or(LineError::TotalTooLarge)?;
    Ok(if total.is_sign_negative() {
        -units.rounded()
    } else {
        units.rounded()
    })
}

/// The lines rounded up or down, by largest remainder, so that they sum to the total; none where no
/// rounding does.
fn allocate(exact: &[Units], shown: i128) -> Result<Option<Vec<i128>>, LineError> {
    let mut parts: Vec<i128> = exact.iter().map(|units| units.whole).collect();
    let below: i128 = parts.iter().sum();
    let inexact = exact.iter().filter(|units| units.rest > 0).count();
    let missing = usize::try_from(shown - below).ok();
    let Some(missing) = missing.filter(|missing| *missing <= inexact) else {
        return Ok(None);
    };
    let remainders = remainders(exact).ok_or(LineError::TotalTooLarge)?;
    give_to_largest(&mut parts, &remainders, missing);
    Ok(Some(parts))
}

/// The rest of each line below a unit, on one scale.
fn remainders(exact: &[Units]) -> Option<Vec<i128>> {
    let per_unit = per_unit(exact);
    // `per_unit` is a power of ten for every line, so each divides the largest.
    let remainders = exact
        .iter()
        .map(|units| units.rest.checked_mul(per_unit / units.per_unit));
    remainders.collect()
}

/// The finest part of a unit that any of them is counted in.
fn per_unit(exact: &[Units]) -> i128 {
    exact.iter().map(|units| units.per_unit).max().unwrap_or(1)
}

fn differs(shown: i128, lines: i128, decimals: u32) -> Result<TieOut, LineError> {
    let amount = |units| units::amount(units, decimals).ok_or(LineError::TotalTooLarge);
    Ok(TieOut::Differs {
        shown: amount(shown)?,
        lines: amount(lines)?,
        tax: Decimal::ZERO,
        difference: amount(shown - lines)?,
    })
}

fn settlement(units: &[i128], tie_out: TieOut, decimals: u32) -> Result<Settlement, LineError> {
    let amounts = units
        .iter()
        .enumerate()
        .map(|(line, units)| units::amount(*units, decimals).ok_or(LineError::TooLarge { line }));
    Ok(Settlement {
        amounts: amounts.collect::<Result<_, _>>()?,
        tie_out,
    })
}
