//! Guesses about an order: readings that the chosen one was preferred to by likelihood alone.

use rust_decimal::Decimal;

use super::order::{Reading, half_up};
use super::taxation::{Taxation, is_told};
use super::{LineError, OrderTerms, Shown, ShownTax, TieOut, Tied};

/// A reading of an order that is as good as the chosen one by all that HubSpot shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The question that HubSpot leaves open.
    pub open: Open,
    /// The total under the chosen reading, with the tax where that comes on top.
    pub chosen: Decimal,
    /// The total under the other one.
    pub other: Decimal,
}

/// A question about an order that HubSpot may leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// The tax on the lines: before the order's discounts or after them.
    TaxOfLines,
    /// The base of a second discount or fee: what the first one started from, or what it left.
    Percentages,
}

/// The reading that was passed over although the total HubSpot shows is as good for it.
///
/// A total with tax tells the tax, and a total of any kind the discounts and fees. The base of a second tax is not asked for: its
/// tax code tells it, and QuickBooks' tax is compared.
pub(super) fn guess(
    nets: &[Decimal],
    terms: &OrderTerms,
    shown: &Shown,
    tied: &Tied,
    decimals: u32,
) -> Result<Option<Guess>, LineError> {
    let are_plain = terms.discounts.is_empty() && terms.fees.len() < 2;
    let tells_tax = shown.total.is_some() && tied.untaxed.is_none();
    if are_plain || tells_tax || matches!(tied.settlement.tie_out, TieOut::Differs { .. }) {
        return Ok(None);
    }
    let readings = terms.readings(nets, decimals)?;
    let Some(chosen) = readings.iter().find(|one| one.amounts == tied.order) else {
        return Ok(None);
    };
    let (taxes, is_on_top) = match shown.tax {
        ShownTax::Apart(taxes) => (taxes, false),
        ShownTax::Within(taxes) | ShownTax::Perhaps(taxes) => (taxes, true),
    };
    let taxes_of_lines = |reading: &Reading| {
        let taxation = Taxation {
            terms,
            reading,
            nets,
            decimals,
        };
        taxation.taxes_of_lines(taxes)
    };
    // The total where the lines are taxed in this place among the readings of their tax.
    let total = |reading: &Reading, place: usize| {
        let before_tax = reading.before_tax()?;
        let of_lines = taxes_of_lines(reading)?;
        let Some((of_lines, _)) = of_lines.get(place).filter(|_| is_on_top) else {
            return Ok(half_up(before_tax, decimals));
        };
        let tax = of_lines.checked_add(reading.amounts.tax);
        let tax = tax.ok_or(LineError::TotalTooLarge)?;
        let total = half_up(before_tax, decimals).checked_add(half_up(tax, decimals));
        total.ok_or(LineError::TotalTooLarge)
    };
    let as_chosen = total(chosen, 0)?;
    let mut others = Vec::new();
    if shown.total.is_none() {
        let of_other_base = readings.iter().find(|one| one.differs_in_base(chosen));
        let is_told = is_told(nets, terms, shown.tax, decimals);
        let of_other_base = match of_other_base {
            Some(other) if is_told(chosen)? && !is_told(other)? => None,
            other => other,
        };
        others.extend(of_other_base.map(|other| (Open::Percentages, other, 0)));
    }
    if taxes_of_lines(chosen)?.len() > 1 {
        others.push((Open::TaxOfLines, chosen, 1));
    }
    for (open, reading, place) in others {
        let other = total(reading, place)?;
        if other != as_chosen {
            return Ok(Some(Guess {
                open,
                chosen: as_chosen,
                other,
            }));
        }
    }
    Ok(None)
}
