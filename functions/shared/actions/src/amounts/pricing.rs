//! Amounts, quantities and unit prices of a whole document.

use rust_decimal::Decimal;

use super::{
    DiscountStyle, LineAmounts, LineError, Note, OrderDiscount, PricedLine, Pricing, Settlement,
    split, unit_price, units,
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
            let nets = discounted(settlement.amounts, &order, decimals)?;
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

/// The amounts after the order's discount, which they share in proportion to the last unit.
fn discounted(
    mut amounts: Vec<Decimal>,
    order: &OrderDiscount,
    decimals: u32,
) -> Result<Vec<Decimal>, LineError> {
    let weights: Vec<Decimal> = amounts.iter().take(order.lines).copied().collect();
    let shares = split(order.amount, &weights, decimals)?;
    for (amount, share) in amounts.iter_mut().zip(shares) {
        *amount -= share;
    }
    Ok(amounts)
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
