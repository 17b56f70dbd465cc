//! The tax of an order, as HubSpot may have it in its total and as QuickBooks may compute it.
//!
//! Intuit's reference does not say how sales tax is rounded. Recorded of a tax that is not automated: each rate
//! once, on the whole (`TaxLine` of the sample company's invoices). In its community Intuit says that QuickBooks
//! Online reckons line by line
//! (<https://quickbooks.intuit.com/learn-support/en-ca/sales-customers/if-my-subtotal-is-95-40-and-my-gst-hst-is-15-the-total-tax/01/306952>).
//! So an amount that is free to be a cent more or less is the one that fits both; else the one that fits the
//! likelier of them ([`TaxRounding`]); else the one that fits the other.

mod told;

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::order::{Reading, half_up, roundings};
use super::{
    DiscountStyle, LineError, OrderTerms, OrderValue, Shown, ShownTax, TaxRounding, split,
};
pub(super) use told::{is_told, readings_by_tax};

/// The ways in which QuickBooks may round the tax, under which it is another than the one in HubSpot's total;
/// the least is the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Misfit {
    likelier: bool,
    other: bool,
}

/// A possible tax of an order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tax {
    /// The tax on the lines; exact.
    pub(super) lines: Decimal,
    /// The tax on lines and order, in whole smallest units.
    pub(super) total: Decimal,
    /// True when it is in the total HubSpot shows.
    pub(super) within: bool,
    /// True when HubSpot shows a total and does not say whether it is in there.
    pub(super) is_open: bool,
    /// True when it is on what the lines come to before the order's discount, and QuickBooks can tax that.
    pub(super) is_full: bool,
}

/// The tax of amounts as QuickBooks may compute it, in whole smallest units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComputedTax {
    on_the_whole: Decimal,
    by_line: Decimal,
}

/// The taxes of one reading of an order.
pub(super) struct Taxation<'t> {
    pub(super) terms: &'t OrderTerms,
    pub(super) reading: &'t Reading,
    /// The exact amounts of the lines, the first of the amounts that are settled; the fees come after them.
    pub(super) nets: &'t [Decimal],
    pub(super) decimals: u32,
}

impl Misfit {
    /// No way of rounding fits.
    pub(super) const BOTH: Self = Self {
        likelier: true,
        other: true,
    };

    /// True where the likelier way of rounding fits.
    pub(super) const fn is_likely_to_fit(self) -> bool {
        !self.likelier
    }
}

impl ComputedTax {
    /// The tax in one way of rounding.
    pub const fn of(self, rounding: TaxRounding) -> Decimal {
        match rounding {
            TaxRounding::OnTheWhole => self.on_the_whole,
            TaxRounding::LineByLine => self.by_line,
        }
    }

    /// The candidates that are reckoned again from the amounts posted: the same tax as QuickBooks computes it.
    pub(super) fn candidates(self, tax: &Tax) -> Vec<Tax> {
        let totals = [self.on_the_whole, self.by_line].into_iter();
        totals.map(|total| Tax { total, ..*tax }).collect()
    }

    /// The ways of rounding under which it is another than this one.
    pub(super) fn misfit(self, tax: &Tax, rounding: TaxRounding) -> Misfit {
        Misfit {
            likelier: self.of(rounding) != tax.total,
            other: self.of(rounding.other()) != tax.total,
        }
    }
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
        for (lines, is_full) in self.taxes_of_lines(lines)? {
            let exact = lines.checked_add(self.reading.amounts.tax);
            let exact = exact.ok_or(LineError::TotalTooLarge)?;
            let tax = |total, within| Tax {
                lines,
                total,
                within,
                is_open,
                is_full,
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

    /// The likeliest tax on the lines of which HubSpot shows this much.
    pub(super) fn likeliest_tax_of_lines(&self, shown: Decimal) -> Result<Decimal, LineError> {
        let taxes = self.taxes_of_lines(shown)?;
        Ok(taxes.first().map_or(shown, |(tax, _)| *tax))
    }

    /// The tax on the lines, which HubSpot may show before or after the order's discount. HubSpot takes
    /// discounts first, then taxes
    /// (<https://developers.hubspot.com/docs/api-reference/latest/crm/objects/discounts/guide>), so
    /// that what is left of it after them is likelier than all of it. One that the rates come to after the discount, and not
    /// before, is what is due.
    pub(super) fn taxes_of_lines(&self, shown: Decimal) -> Result<Vec<(Decimal, bool)>, LineError> {
        let (subtotal, discount) = (self.reading.subtotal, self.reading.amounts.discount);
        if shown.is_zero() || discount.is_zero() || subtotal.is_zero() {
            return Ok(vec![(shown, false)]);
        }
        let left = |tax: Decimal| {
            let left = tax.checked_mul(subtotal - discount);
            Ok(left.ok_or(LineError::TotalTooLarge)? / subtotal)
        };
        let discounted = left(shown)?;
        if let Some(full) = self.tax_by_rates()? {
            let slack = Decimal::new(self.taxed_lines(), self.decimals);
            let is_near = |tax: Decimal| (tax - shown).abs() < slack;
            if is_near(left(full)?) && !is_near(full) {
                return Ok(vec![(shown, false)]);
            }
        }
        let terms = self.terms;
        let can_be_full = terms.can_tax_full_amounts
            && terms.taxes.is_empty()
            && terms.discount_style == DiscountStyle::DiscountLine;
        Ok(vec![(discounted, false), (shown, can_be_full)])
    }

    /// The exact tax of the lines before discounts, as their rates have it; none where not all are known.
    fn tax_by_rates(&self) -> Result<Option<Decimal>, LineError> {
        let rates = &self.terms.line_rates;
        if rates.len() != self.nets.len() {
            return Ok(None);
        }
        let mut sum = Decimal::ZERO;
        for (net, rate) in self.nets.iter().zip(rates) {
            let hundredfold = net.checked_mul(*rate).ok_or(LineError::TotalTooLarge)?;
            sum = total(&[sum, hundredfold])?;
        }
        Ok(Some(sum / Decimal::ONE_HUNDRED))
    }

    /// The number of lines whose tax HubSpot has rounded.
    fn taxed_lines(&self) -> i64 {
        let rates = self.terms.line_rates.iter();
        i64::try_from(rates.filter(|rate| !rate.is_zero()).count()).unwrap_or(i64::MAX)
    }

    /// The tax that QuickBooks computes for the amounts that would be posted: by the rates of the lines, or
    /// where these are not known, that of the lines as it is.
    pub(super) fn computed(
        &self,
        amounts: &[Decimal],
        discount: Decimal,
        tax: &Tax,
    ) -> Result<ComputedTax, LineError> {
        let before_tax = total(amounts)?.checked_sub(discount);
        let before_tax = before_tax.ok_or(LineError::TotalTooLarge)?;
        let taxable = if tax.is_full {
            amounts.to_vec()
        } else {
            self.taxable(amounts, discount)?
        };
        let lines = self.of_lines(&taxable, tax)?;
        let of_order = ComputedTax {
            on_the_whole: self.terms.tax_on(before_tax, self.reading, self.decimals)?,
            by_line: self
                .terms
                .tax_by_line(&taxable, self.reading, self.decimals)?,
        };
        let plus = |one: Decimal, other: Decimal| {
            let sum = one.checked_add(other).ok_or(LineError::TotalTooLarge)?;
            Ok(half_up(sum, self.decimals))
        };
        Ok(ComputedTax {
            on_the_whole: plus(of_order.on_the_whole, lines.on_the_whole)?,
            by_line: plus(of_order.by_line, lines.by_line)?,
        })
    }

    /// The taxes that QuickBooks may come to between all amounts rounded down and all rounded up, at most so many.
    pub(super) fn reached(
        &self,
        amounts: &[Decimal],
        discount: Decimal,
        tax: &Tax,
        most: usize,
    ) -> Vec<Tax> {
        let computed = |strategy| {
            let rounded = amounts
                .iter()
                .map(|amount| amount.round_dp_with_strategy(self.decimals, strategy));
            let rounded: Vec<Decimal> = rounded.collect();
            let computed = self.computed(&rounded, discount, tax).ok()?;
            Some(computed.of(self.terms.rounding))
        };
        let down = computed(RoundingStrategy::ToNegativeInfinity);
        let Some((down, up)) = down.zip(computed(RoundingStrategy::ToPositiveInfinity)) else {
            return Vec::new();
        };
        let next = |total: &Decimal| total.checked_add(Decimal::new(1, self.decimals));
        let totals = std::iter::successors(Some(down), next).take(most);
        let totals = totals.take_while(|total| *total <= up);
        totals.map(|total| Tax { total, ..*tax }).collect()
    }

    /// The rate of each amount, and the units by which the tax of it grows line by line if it is a unit more.
    pub(super) fn effects_of_a_unit(
        &self,
        amounts: &[Decimal],
        settled: &[Decimal],
        discount: Decimal,
    ) -> Result<Vec<[Decimal; 2]>, LineError> {
        let (all, unit) = (total(settled)?, Decimal::new(1, self.decimals));
        let share = all.checked_sub(discount);
        let share = share.and_then(|left| left.checked_div(all));
        let of_order = self.terms.taxes.iter().filter_map(|tax| match tax {
            OrderValue::Percent(rate) => Some(*rate),
            OrderValue::Fixed(_) => None,
        });
        let of_order: Vec<Decimal> = of_order.collect();
        let rates = self.terms.line_rates.iter().copied();
        let rates = rates.chain(std::iter::repeat(Decimal::ZERO));
        let effect = |(amount, rate): (&Decimal, Decimal)| {
            let tax = |amount: Decimal| {
                let taxable = amount.checked_mul(share.unwrap_or(Decimal::ONE))?;
                let rates = of_order.iter().copied().chain([rate]);
                let taxes = rates.map(|rate| {
                    let hundredfold = taxable.checked_mul(rate)?;
                    Some(half_up(hundredfold / Decimal::ONE_HUNDRED, self.decimals))
                });
                taxes.sum::<Option<Decimal>>()
            };
            let more = amount.checked_add(unit).and_then(tax)?;
            Some([rate, more.checked_sub(tax(*amount)?)?])
        };
        let effects: Option<Vec<_>> = amounts.iter().zip(rates).map(effect).collect();
        effects.ok_or(LineError::TotalTooLarge)
    }

    /// The lines' own taxes on the part of each that is taxed.
    fn of_lines(&self, taxable: &[Decimal], tax: &Tax) -> Result<ComputedTax, LineError> {
        let rates = &self.terms.line_rates;
        if rates.len() != self.nets.len() {
            return Ok(ComputedTax {
                on_the_whole: tax.lines,
                by_line: tax.lines,
            });
        }
        let mut by_rate: BTreeMap<Decimal, Decimal> = BTreeMap::new();
        let mut by_line = Decimal::ZERO;
        for (amount, rate) in taxable.iter().zip(rates) {
            let hundredfold = amount.checked_mul(*rate).ok_or(LineError::TotalTooLarge)?;
            let tax = half_up(hundredfold / Decimal::ONE_HUNDRED, self.decimals);
            by_line = total(&[by_line, tax])?;
            let known = by_rate.entry(*rate).or_default();
            *known = total(&[*known, hundredfold])?;
        }
        let taxes = by_rate.into_values();
        let rounded = taxes.map(|tax| half_up(tax / Decimal::ONE_HUNDRED, self.decimals));
        Ok(ComputedTax {
            on_the_whole: total(&rounded.collect::<Vec<_>>())?,
            by_line,
        })
    }

    /// The part of each line and fee that is taxed: less its share of the discount, which on a line of its own
    /// is one of all of them, and in the prices one of the lines alone, in whole cents.
    fn taxable(&self, amounts: &[Decimal], discount: Decimal) -> Result<Vec<Decimal>, LineError> {
        let prices = &self.terms.line_prices;
        if prices.len() == self.nets.len() {
            let prices = prices.iter().copied();
            let prices = prices.chain(std::iter::repeat(Decimal::ZERO));
            let posted = amounts.iter().zip(prices);
            let posted: Vec<Decimal> = posted.map(|(amount, price)| price.max(*amount)).collect();
            let left = total(amounts)?.checked_sub(discount);
            return less(&posted, left.ok_or(LineError::TotalTooLarge)?);
        }
        if discount.is_zero() || total(amounts)?.is_zero() {
            return Ok(amounts.to_vec());
        }
        if self.terms.discount_style == DiscountStyle::DiscountLine {
            let left = total(amounts)?.checked_sub(discount);
            return less(amounts, left.ok_or(LineError::TotalTooLarge)?);
        }
        let sold = amounts.get(..self.nets.len()).unwrap_or(amounts);
        let shares = split(discount, sold, self.decimals)?.into_iter();
        let shares = shares.chain(std::iter::repeat(Decimal::ZERO));
        let taxable = amounts.iter().zip(shares);
        let taxable = taxable.map(|(amount, share)| amount.checked_sub(share));
        taxable
            .collect::<Option<_>>()
            .ok_or(LineError::TotalTooLarge)
    }
}

/// Amounts less the discount line that leaves so much of them, which they share in proportion.
fn less(amounts: &[Decimal], left: Decimal) -> Result<Vec<Decimal>, LineError> {
    let all = total(amounts)?;
    if all.is_zero() {
        return Ok(amounts.to_vec());
    }
    let discount = all.checked_sub(left).ok_or(LineError::TotalTooLarge)?;
    let less = |amount: &Decimal| amount.checked_sub(discount.checked_mul(*amount)? / all);
    let less: Option<Vec<Decimal>> = amounts.iter().map(less).collect();
    less.ok_or(LineError::TotalTooLarge)
}

fn total(amounts: &[Decimal]) -> Result<Decimal, LineError> {
    let mut amounts = amounts.iter();
    let sum = amounts.try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount));
    sum.ok_or(LineError::TotalTooLarge)
}
