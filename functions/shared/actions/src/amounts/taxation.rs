//! The tax of an order, as HubSpot may have it in its total and as QuickBooks may compute it.
//!
//! Intuit does not say how automated sales tax rounds. Recorded of a tax that is not automated: each rate
//! once, on the whole (`TaxLine` of the sample company's invoices). An automated one may be reckoned line by
//! line. So an amount that is free to be a cent more or less is the one that fits both; else the one that
//! fits the tax on the whole; else the one that fits it line by line.

use rust_decimal::Decimal;

use super::order::{Reading, half_up, roundings};
use super::{DiscountStyle, LineError, OrderTerms, Shown, ShownTax, split};

/// The ways in which QuickBooks may round the tax, under which it is another than the one in HubSpot's total;
/// the least is the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Misfit {
    on_the_whole: bool,
    by_line: bool,
}

/// A possible tax of an order.
pub(super) struct Tax {
    /// The tax on the lines; exact.
    pub(super) lines: Decimal,
    /// The tax on lines and order, in whole smallest units.
    pub(super) total: Decimal,
    /// True when it is in the total HubSpot shows.
    pub(super) within: bool,
    /// True when HubSpot shows a total and does not say whether it is in there.
    pub(super) is_open: bool,
}

/// The taxes of one reading of an order.
pub(super) struct Taxation<'t> {
    pub(super) terms: &'t OrderTerms,
    pub(super) reading: &'t Reading,
    /// The number of lines, the first of the amounts; the fees come after them.
    pub(super) sold: usize,
    pub(super) decimals: u32,
}

impl Taxation<'_> {
    /// The taxes there may be, and whether they are in the total; the likeliest first.
    pub(super) fn candidates(&self, shown: &Shown) -> Result<Vec<Tax>, LineError> {
        let (apart, within, lines) = match shown.tax {
            ShownTax::Apart(lines) => (true, false, lines),
            ShownTax::Within(lines) => (false, true, lines),
            ShownTax::Perhaps(lines) => (true, true, lines),
        };
        let within = within && shown.total.is_some();
        let is_open = apart && within;
        let mut candidates = Vec::new();
        for lines in self.taxes_of_lines(lines)? {
            let exact = lines.checked_add(self.reading.amounts.tax);
            let exact = exact.ok_or(LineError::TotalTooLarge)?;
            let tax = |total, within| Tax {
                lines,
                total,
                within,
                is_open,
            };
            if apart || !within {
                candidates.push(tax(half_up(exact, self.decimals), false));
            }
            if within {
                let roundings = roundings(exact, self.decimals).into_iter();
                candidates.extend(roundings.map(|total| tax(total, true)));
            }
        }
        // A total without tax is likelier than any reading of the tax in it.
        candidates.sort_by_key(|tax| tax.within);
        Ok(candidates)
    }

    /// The tax on the lines, which HubSpot may show before or after the order's discount. HubSpot takes
    /// discounts first, then taxes
    /// (<https://developers.hubspot.com/docs/api-reference/latest/crm/objects/discounts/guide>), so
    /// that after it is the likelier one.
    fn taxes_of_lines(&self, shown: Decimal) -> Result<Vec<Decimal>, LineError> {
        let (subtotal, discount) = (self.reading.subtotal, self.reading.amounts.discount);
        if shown.is_zero() || discount.is_zero() || subtotal.is_zero() {
            return Ok(vec![shown]);
        }
        let discounted = shown.checked_mul(subtotal - discount);
        let discounted = discounted.ok_or(LineError::TotalTooLarge)? / subtotal;
        Ok(vec![discounted, shown])
    }

    /// The ways of rounding under which the tax of the amounts that would be posted, which is what QuickBooks
    /// computes, is another than this one.
    pub(super) fn misfit(
        &self,
        amounts: &[Decimal],
        discount: Decimal,
        tax: &Tax,
    ) -> Result<Misfit, LineError> {
        if !tax.within {
            return Ok(Misfit::default());
        }
        let sum = amounts
            .iter()
            .try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount));
        let before_tax = sum.and_then(|sum| sum.checked_sub(discount));
        let before_tax = before_tax.ok_or(LineError::TotalTooLarge)?;
        let on_the_whole = self.terms.tax_on(before_tax, self.reading, self.decimals)?;
        let taxable = self.taxable(amounts, discount)?;
        let by_line = self
            .terms
            .tax_by_line(&taxable, self.reading, self.decimals)?;
        let is_off = |order: Decimal| {
            let exact = order.checked_add(tax.lines);
            let exact = exact.ok_or(LineError::TotalTooLarge)?;
            Ok(half_up(exact, self.decimals) != tax.total)
        };
        Ok(Misfit {
            on_the_whole: is_off(on_the_whole)?,
            by_line: is_off(by_line)?,
        })
    }

    /// The part of each line and fee that is taxed: less its share of the discount, which on a line of its own
    /// is one of all of them, and in the prices one of the lines alone, in whole cents.
    fn taxable(&self, amounts: &[Decimal], discount: Decimal) -> Result<Vec<Decimal>, LineError> {
        let sum = |amounts: &[Decimal]| {
            let mut amounts = amounts.iter();
            amounts.try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount))
        };
        let all = sum(amounts).ok_or(LineError::TotalTooLarge)?;
        if discount.is_zero() || all.is_zero() {
            return Ok(amounts.to_vec());
        }
        let sold = amounts.get(..self.sold).unwrap_or(amounts);
        let shares = match self.terms.discount_style {
            DiscountStyle::NetUnitPrice => split(discount, sold, self.decimals)?,
            DiscountStyle::DiscountLine => {
                let share = |amount: &Decimal| Some(discount.checked_mul(*amount)? / all);
                let shares: Option<Vec<Decimal>> = amounts.iter().map(share).collect();
                shares.ok_or(LineError::TotalTooLarge)?
            }
        };
        let shares = shares.into_iter().chain(std::iter::repeat(Decimal::ZERO));
        let taxable = amounts.iter().zip(shares);
        let taxable = taxable.map(|(amount, share)| amount.checked_sub(share));
        taxable
            .collect::<Option<_>>()
            .ok_or(LineError::TotalTooLarge)
    }
}
