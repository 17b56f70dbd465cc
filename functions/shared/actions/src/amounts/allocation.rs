//! Sharing out whole units so that nothing is lost: the largest-remainder method.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::{LineError, Precision, units, units::Units};

/// Splits `total` in proportion to `weights`; the parts sum exactly to it.
///
/// Each part is within one smallest unit (10^-`decimals`) of its exact share. Units left over go to
/// the largest remainders, and among equals to the first. A weight of zero gets nothing. Totals
/// below zero are split like their opposites.
pub fn split(
    total: Decimal,
    weights: &[Decimal],
    decimals: u32,
) -> Result<Vec<Decimal>, LineError> {
    let total = Units::of(total, decimals).ok_or(LineError::TotalTooLarge)?;
    if total.rest != 0 {
        return Err(LineError::TotalNotWhole);
    }
    let parts = proportional(total.whole.abs(), &common_scale(weights)?)?;
    let sign = if total.whole < 0 { -1 } else { 1 };
    parts
        .into_iter()
        .map(|part| units::amount(sign * part, decimals).ok_or(LineError::TotalTooLarge))
        .collect()
}

/// The same in parts that can stand on QuickBooks' lines, where the total is whole in these; else in smallest units.
pub fn split_over_lines(
    total: Decimal,
    weights: &[Decimal],
    precision: Precision,
) -> Result<Vec<Decimal>, LineError> {
    let decimals = if precision.takes(total) {
        precision.of_lines()
    } else {
        precision.currency
    };
    split(total, weights, decimals)
}

/// Gives one more unit to the parts with the largest remainders, `left_over` of them.
pub(super) fn give_to_largest(parts: &mut [i128], remainders: &[i128], left_over: usize) {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| Reverse(remainders.get(*index).copied()));
    for index in order.into_iter().take(left_over) {
        if let Some(part) = parts.get_mut(index) {
            *part += 1;
        }
    }
}

fn proportional(total: i128, weights: &[i128]) -> Result<Vec<i128>, LineError> {
    let sum = weights
        .iter()
        .try_fold(0_i128, |sum, weight| sum.checked_add(*weight));
    let sum = sum.ok_or(LineError::TotalTooLarge)?;
    if sum == 0 {
        return if total == 0 {
            Ok(vec![0; weights.len()])
        } else {
            Err(LineError::NoWeights)
        };
    }
    let shares = weights.iter().enumerate().map(|(line, weight)| {
        let share = total
            .checked_mul(*weight)
            .ok_or(LineError::TooLarge { line })?;
        Ok((share / sum, share % sum))
    });
    let (mut parts, remainders): (Vec<_>, Vec<_>) =
        shares.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    let left_over = usize::try_from(total - parts.iter().sum::<i128>());
    give_to_largest(
        &mut parts,
        &remainders,
        left_over.map_err(|_| LineError::TotalTooLarge)?,
    );
    Ok(parts)
}

/// The weights as whole numbers of one common scale.
fn common_scale(weights: &[Decimal]) -> Result<Vec<i128>, LineError> {
    let weights: Vec<Decimal> = weights.iter().map(Decimal::normalize).collect();
    let scale = weights.iter().map(Decimal::scale).max().unwrap_or_default();
    let whole = |(line, weight): (usize, &Decimal)| {
        if weight.mantissa() < 0 {
            return Err(LineError::Negative { line });
        }
        let factor = units::power_of_ten(scale - weight.scale());
        factor
            .and_then(|factor| weight.mantissa().checked_mul(factor))
            .ok_or(LineError::TooLarge { line })
    };
    weights.iter().enumerate().map(whole).collect()
}
