//! The reading of an order that its taxes tell, where HubSpot shows no total.

use rust_decimal::Decimal;

use super::{ShownTax, Taxation};
use crate::amounts::order::Reading;
use crate::amounts::{LineError, OrderTerms};

/// The readings of an order of which HubSpot shows no total, the likeliest first: where the rates come to the tax that it shows on
/// lines after the discount of some readings alone, one of these.
pub(in crate::amounts) fn readings_by_tax(
    nets: &[Decimal],
    terms: &OrderTerms,
    shown: ShownTax,
    decimals: u32,
) -> Result<Vec<Reading>, LineError> {
    let mut readings = terms.readings(nets, decimals)?;
    let told = readings.iter().map(is_told(nets, terms, shown, decimals));
    let told: Vec<bool> = told.collect::<Result<_, _>>()?;
    if let (Some(false), Some(first)) = (told.first(), told.iter().position(|is_told| *is_told)) {
        let likeliest = readings.remove(first);
        readings.insert(0, likeliest);
    }
    Ok(readings)
}

/// The test of a reading by the tax that HubSpot shows on lines.
pub(in crate::amounts) fn is_told<'t>(
    nets: &'t [Decimal],
    terms: &'t OrderTerms,
    shown: ShownTax,
    decimals: u32,
) -> impl Fn(&Reading) -> Result<bool, LineError> + 't {
    move |reading| {
        let taxation = Taxation {
            terms,
            reading,
            nets,
            decimals,
        };
        taxation.is_told_by(shown)
    }
}

impl Taxation<'_> {
    /// True where the rates of the lines come to the tax that HubSpot shows on them after the discount of this reading, and not
    /// before.
    fn is_told_by(&self, shown: ShownTax) -> Result<bool, LineError> {
        let shown = match shown {
            ShownTax::Apart(_) => return Ok(false),
            ShownTax::Within(shown) | ShownTax::Perhaps(shown) => shown,
        };
        let (subtotal, discount) = (self.reading.subtotal, self.reading.amounts.discount);
        let Some(full) = self.tax_by_rates()? else {
            return Ok(false);
        };
        if shown.is_zero() || discount.is_zero() || subtotal.is_zero() {
            return Ok(false);
        }
        let left = full.checked_mul(subtotal - discount);
        let left = left.ok_or(LineError::TotalTooLarge)? / subtotal;
        let slack = Decimal::new(self.taxed_lines(), self.decimals);
        let is_near = |tax: Decimal| (tax - shown).abs() < slack;
        Ok(is_near(left) && !is_near(full))
    }
}
