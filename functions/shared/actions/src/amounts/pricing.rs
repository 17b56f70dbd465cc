//! Amounts, quantities and unit prices of a whole document.

use rust_decimal::Decimal;

use super::{
    DiscountStyle, LineAmounts, LineError, Note, OrderDiscount, PricedLine, Pricing, Settlement,
    split, split_over_lines, unit_price, units,
    units::{Precision, Units},
};

/// Prices every line of an order whose amounts are settled.
///
/// The lines sent less the discount sum to the settled amounts less the order's discount to the last unit, whatever the styles.
///
/// # Errors
///
/// An amount that is impossible or too large.
pub fn price(
    lines: &[LineAmounts],
    settlement: Settlement,
    order: OrderDiscount,
    style: DiscountStyle,
    precision: Precision,
) -> Result<Pricing, LineError> {
    let decimals = precision.currency;
    lines
        .iter()
        .enumerate()
        .try_for_each(|(line, amounts)| check(line, amounts))?;
    let (nets, discount) = match order.style {
        DiscountStyle::DiscountLine => (settlement.amounts, order.amount),
        DiscountStyle::NetUnitPrice => {
            let nets = discounted(&settlement.amounts, &order, precision)?;
            (nets, Decimal::ZERO)
        }
    };
    let discount = Units::of(discount, decimals).ok_or(LineError::TotalTooLarge)?;
    let mut pricer = Pricer {
        precision,
        discount: discount.whole,
        notes: Vec::new(),
    };
    let settled = lines.iter().zip(nets).enumerate();
    let sent = settled.map(|(line, (amounts, net))| pricer.line(style, line, amounts, net));
    let lines = sent.collect::<Result<_, _>>()?;
    if precision.checked(pricer.discount).is_none() {
        return Err(LineError::DiscountBelowCheckedDecimals);
    }
    Ok(Pricing {
        lines,
        discount: units::amount(pricer.discount, decimals).ok_or(LineError::TotalTooLarge)?,
        tie_out: settlement.tie_out,
        notes: pricer.notes,
    })
}

/// The amounts after the order's discount, which they share in proportion, to the last unit that QuickBooks takes on a
/// line. In a currency of thousandths, of which it takes hundredths, either the shares are whole in these, or what is left
/// of the lines; where neither fits, they are shared to the last thousandth.
fn discounted(
    amounts: &[Decimal],
    order: &OrderDiscount,
    precision: Precision,
) -> Result<Vec<Decimal>, LineError> {
    let (sold, fees) = amounts.split_at(order.lines.min(amounts.len()));
    let less = |shares: Vec<Decimal>| -> Vec<Decimal> {
        let lines = sold.iter().zip(shares);
        lines.map(|(amount, share)| *amount - share).collect()
    };
    let fits = |left: &Vec<Decimal>| {
        let mut lines = sold.iter().zip(left);
        lines.all(|(amount, left)| {
            precision.takes(*left) && *left >= Decimal::ZERO && left <= amount
        })
    };
    let mut left = less(split_over_lines(order.amount, sold, precision)?);
    if !fits(&left) {
        let rest = sold.iter().sum::<Decimal>() - order.amount;
        left = split_over_lines(rest, sold, precision)?;
    }
    if !fits(&left) {
        left = less(split(order.amount, sold, precision.currency)?);
    }
    Ok(left.into_iter().chain(fees.iter().copied()).collect())
}

fn check(line: usize, amounts: &LineAmounts) -> Result<(), LineError> {
    if amounts.quantity <= Decimal::ZERO {
        return Err(LineError::QuantityNotPositive { line });
    }
    if amounts.price.is_some_and(|price| price < Decimal::ZERO) {
        return Err(LineError::Negative { line });
    }
    Ok(())
}

/// The sums kept while the lines are priced.
struct Pricer {
    precision: Precision,
    /// In smallest units.
    discount: i128,
    notes: Vec<Note>,
}

impl Pricer {
    fn line(
        &mut self,
        style: DiscountStyle,
        line: usize,
        amounts: &LineAmounts,
        net: Decimal,
    ) -> Result<PricedLine, LineError> {
        let net = Units::of(net, self.precision.currency)
            .ok_or(LineError::TooLarge { line })?
            .whole;
        match style {
            DiscountStyle::NetUnitPrice => self.at_net(line, amounts, net),
            DiscountStyle::DiscountLine => self.at_gross(line, amounts, net),
        }
    }

    /// At price × quantity, with the rest in the discount.
    fn at_gross(
        &mut self,
        line: usize,
        amounts: &LineAmounts,
        net: i128,
    ) -> Result<PricedLine, LineError> {
        let gross = amounts
            .price
            .and_then(|price| unit_price::gross(price, amounts.quantity, self.precision.checked))
            .and_then(|gross| self.precision.unchecked(gross))
            .filter(|gross| *gross >= net);
        let Some(gross) = gross else {
            self.notes.push(Note::DiscountNotShown { line });
            return self.at_net(line, amounts, net);
        };
        let discount = self.discount.checked_add(gross - net);
        self.discount = discount.ok_or(LineError::TotalTooLarge)?;
        self.priced(line, gross, amounts.quantity, amounts.price)
    }

    /// At the net amount, with the unit price that gives it, or none.
    fn at_net(
        &mut self,
        line: usize,
        amounts: &LineAmounts,
        net: i128,
    ) -> Result<PricedLine, LineError> {
        let checked = self.precision.checked(net);
        let checked = checked.ok_or(LineError::BelowCheckedDecimals { line })?;
        let decimals = self.precision.checked;
        let unit_price = unit_price::find(checked, amounts.quantity, amounts.price, decimals);
        if unit_price.is_none() {
            self.notes.push(Note::AmountOnly { line });
        }
        self.priced(line, net, amounts.quantity, unit_price)
    }

    fn priced(
        &self,
        line: usize,
        amount: i128,
        quantity: Decimal,
        unit_price: Option<Decimal>,
    ) -> Result<PricedLine, LineError> {
        Ok(PricedLine {
            amount: units::amount(amount, self.precision.currency)
                .ok_or(LineError::TooLarge { line })?,
            quantity: unit_price.map(|_| unit_price::sent(quantity)),
            unit_price: unit_price.map(unit_price::sent),
        })
    }
}
