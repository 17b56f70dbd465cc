//! Discounts, fees and taxes on an order as a whole, as HubSpot applies them.
//!
//! HubSpot takes off the discounts first, then adds the fees, then the taxes
//! (<https://developers.hubspot.com/docs/api-reference/latest/crm/objects/discounts/guide>). It does not
//! say whether a second percentage is of what its kind starts from or of what the first one left, nor
//! whether it is of rounded lines, or of sums that were rounded kind by kind. So there are several
//! readings, and the total that HubSpot shows tells which of them is right.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{DiscountStyle, LineError};

/// The value of a discount, a fee or a tax; above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderValue {
    /// In percent: 8.25 is eight and a quarter of a hundred.
    Percent(Decimal),
    /// In money.
    Fixed(Decimal),
}

/// The discounts, fees and taxes of an order, each kind in the order in which it is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderTerms {
    /// The discounts, taken off first.
    pub discounts: Vec<OrderValue>,
    /// The fees, added then.
    pub fees: Vec<OrderValue>,
    /// The taxes, added last.
    pub taxes: Vec<OrderValue>,
    /// The place of the discounts in the document.
    pub discount_style: DiscountStyle,
    /// The rate in percent of each line's own tax, nothing for a line without; empty where a taxed line
    /// shows none.
    pub line_rates: Vec<Decimal>,
    /// Each line's price × quantity, where a discount line holds the discounts of lines; empty where their
    /// prices do.
    pub line_prices: Vec<Decimal>,
    /// The way in which QuickBooks is likelier to round the tax.
    pub rounding: TaxRounding,
    /// True where QuickBooks can tax the full amounts of the lines, and take a discount line off after that.
    pub can_tax_full_amounts: bool,
}

/// The rounding of the tax in QuickBooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// Each rate once, on all that it taxes.
    #[default]
    OnTheWhole,
    /// Each line by itself.
    LineByLine,
}

impl TaxRounding {
    /// The other way.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::OnTheWhole => Self::LineByLine,
            Self::LineByLine => Self::OnTheWhole,
        }
    }
}

/// The terms of an order in money; exact, perhaps with decimals below a cent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderAmounts {
    /// All discounts together.
    pub discount: Decimal,
    /// Each fee, in order.
    pub fees: Vec<Decimal>,
    /// All taxes together.
    pub tax: Decimal,
}

/// One reading of the terms of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The amounts under it.
    pub(super) amounts: OrderAmounts,
    /// The lines before discounts and fees, as the percentages see them.
    pub(super) subtotal: Decimal,
    base: Base,
}

/// The base of a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    /// The amount that all of its kind start from.
    Start,
    /// The amount that the one before it left.
    Running,
}

/// The precision of what discounts, fees and taxes come to together, before the next kind is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Steps {
    /// As computed.
    Exact,
    /// Rounded half up to so many decimals.
    Rounded(u32),
}

impl Reading {
    /// The exact amount before tax.
    pub(super) fn before_tax(&self) -> Result<Decimal, LineError> {
        let discounted = self.subtotal.checked_sub(self.amounts.discount);
        let fees = sum(self.amounts.fees.iter().copied())?;
        plus(discounted.ok_or(LineError::TotalTooLarge)?, fees)
    }

    /// True where discounts or fees come to something else because their percentages are of another base.
    pub(super) fn differs_in_base(&self, other: &Self) -> bool {
        let (one, other_amounts) = (&self.amounts, &other.amounts);
        let is_other = one.discount != other_amounts.discount || one.fees != other_amounts.fees;
        self.base != other.base && self.subtotal == other.subtotal && is_other
    }
}

impl OrderTerms {
    /// The terms on lines of these net amounts: every reading of them, the likeliest first.
    ///
    /// # Errors
    ///
    /// [`LineError::DiscountTooLarge`] when more is taken off than there is.
    pub(super) fn readings(
        &self,
        nets: &[Decimal],
        decimals: u32,
    ) -> Result<Vec<Reading>, LineError> {
        let rounded = nets.iter().map(|net| half_up(*net, decimals));
        let subtotals = [sum(nets.iter().copied())?, sum(rounded)?];
        let mut readings: Vec<Reading> = Vec::new();
        let mut refused = None;
        for subtotal in subtotals {
            for (base, steps) in [
                (Base::Start, Steps::Exact),
                (Base::Running, Steps::Exact),
                (Base::Start, Steps::Rounded(decimals)),
                (Base::Running, Steps::Rounded(decimals)),
            ] {
                let reading = self.amounts(subtotal, base, steps).map(|amounts| Reading {
                    amounts,
                    subtotal,
                    base,
                });
                let is_known =
                    |reading: &Reading| readings.iter().any(|one| one.amounts == reading.amounts);
                match reading {
                    Ok(reading) if is_known(&reading) => {}
                    Ok(reading) => readings.push(reading),
                    Err(error) => refused = refused.or(Some(error)),
                }
            }
        }
        match refused {
            Some(error) if readings.is_empty() => Err(error),
            _ => Ok(readings),
        }
    }

    /// The order's taxes on an amount before tax, in the given reading; each is rounded by itself.
    pub(super) fn tax_on(
        &self,
        before_tax: Decimal,
        reading: &Reading,
        decimals: u32,
    ) -> Result<Decimal, LineError> {
        self.rounded_tax(before_tax, reading.base, decimals)
    }

    fn rounded_tax(
        &self,
        before_tax: Decimal,
        base: Base,
        decimals: u32,
    ) -> Result<Decimal, LineError> {
        let taxes = amounts_of(&self.taxes, before_tax, base, Decimal::ONE)?;
        sum(taxes.into_iter().map(|tax| half_up(tax, decimals)))
    }

    /// The amount that comes to a total with the order's taxes, each of it alone and rounded by itself; nothing
    /// where no amount does.
    pub(crate) fn before_tax(&self, total: Decimal, decimals: u32) -> Option<Decimal> {
        let tax_on = |start| {
            let taxes = amounts_of(&self.taxes, start, Base::Start, Decimal::ONE).ok()?;
            sum(taxes).ok()
        };
        let fixed = tax_on(Decimal::ZERO)?;
        let percent = tax_on(Decimal::ONE_HUNDRED)?.checked_sub(fixed)?;
        let hundredfold = total
            .checked_sub(fixed)?
            .checked_mul(Decimal::ONE_HUNDRED)?;
        let about = hundredfold / Decimal::ONE_HUNDRED.checked_add(percent)?;
        let about = half_up(about, decimals);
        let units = [0, -1, 1, -2, 2].map(|units| Decimal::new(units, decimals));
        let mut nets = units.into_iter().filter_map(|unit| about.checked_add(unit));
        nets.find(|net| {
            let tax = self.rounded_tax(*net, Base::Start, decimals);
            *net > Decimal::ZERO && tax.is_ok_and(|tax| net.checked_add(tax) == Some(total))
        })
    }

    /// The order's taxes on these taxable amounts where the percentages of each line are rounded by
    /// themselves.
    pub(super) fn tax_by_line(
        &self,
        taxable: &[Decimal],
        reading: &Reading,
        decimals: u32,
    ) -> Result<Decimal, LineError> {
        let is_percent = |tax: &OrderValue| matches!(tax, OrderValue::Percent(_));
        let (percents, fixed): (Vec<_>, Vec<_>) = self.taxes.iter().copied().partition(is_percent);
        let mut tax = sum(amounts_of(
            &fixed,
            Decimal::ZERO,
            reading.base,
            Decimal::ONE,
        )?)?;
        for line in taxable {
            for amount in amounts_of(&percents, *line, reading.base, Decimal::ONE)? {
                tax = plus(tax, half_up(amount, decimals))?;
            }
        }
        Ok(tax)
    }

    fn amounts(
        &self,
        subtotal: Decimal,
        base: Base,
        steps: Steps,
    ) -> Result<OrderAmounts, LineError> {
        let discounts = amounts_of(&self.discounts, subtotal, base, Decimal::NEGATIVE_ONE)?;
        let discount = steps.of(sum(discounts)?);
        if discount > subtotal {
            return Err(LineError::DiscountTooLarge);
        }
        let discounted = subtotal - discount;
        let fees = amounts_of(&self.fees, discounted, base, Decimal::ONE)?;
        let before_tax = plus(discounted, steps.of(sum(fees.iter().copied())?))?;
        let taxes = amounts_of(&self.taxes, before_tax, base, Decimal::ONE)?;
        Ok(OrderAmounts {
            discount,
            fees,
            tax: steps.of(sum(taxes)?),
        })
    }
}

impl Steps {
    fn of(self, amount: Decimal) -> Decimal {
        match self {
            Self::Exact => amount,
            Self::Rounded(decimals) => half_up(amount, decimals),
        }
    }
}

/// Each of a kind in money; `sign` says whether it is added to what is left or taken off.
fn amounts_of(
    values: &[OrderValue],
    start: Decimal,
    base: Base,
    sign: Decimal,
) -> Result<Vec<Decimal>, LineError> {
    let mut running = start;
    let mut amounts = Vec::with_capacity(values.len());
    for value in values {
        let of = match base {
            Base::Start => start,
            Base::Running => running,
        };
        let amount = match value {
            OrderValue::Fixed(amount) => *amount,
            OrderValue::Percent(percent) => share(of, *percent)?,
        };
        running = plus(running, amount * sign)?;
        amounts.push(amount);
    }
    Ok(amounts)
}

fn share(of: Decimal, percent: Decimal) -> Result<Decimal, LineError> {
    let hundredfold = of.checked_mul(percent).ok_or(LineError::TotalTooLarge)?;
    Ok(hundredfold / Decimal::ONE_HUNDRED)
}

fn plus(one: Decimal, other: Decimal) -> Result<Decimal, LineError> {
    one.checked_add(other).ok_or(LineError::TotalTooLarge)
}

fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Result<Decimal, LineError> {
    amounts.into_iter().try_fold(Decimal::ZERO, plus)
}

pub(crate) fn half_up(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount in whole smallest units: rounded half up, and the other way.
pub(super) fn roundings(amount: Decimal, decimals: u32) -> Vec<Decimal> {
    let rounded = half_up(amount, decimals);
    let down = amount.round_dp_with_strategy(decimals, RoundingStrategy::ToNegativeInfinity);
    let up = amount.round_dp_with_strategy(decimals, RoundingStrategy::ToPositiveInfinity);
    let others = [down, up].into_iter().filter(|other| *other != rounded);
    std::iter::once(rounded).chain(others).collect()
}
