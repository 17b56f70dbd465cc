//! Amounts, quantities and unit prices of a whole document.

use rust_decimal::Decimal;

use super::{
    DiscountStyle, LineAmounts, LineError, Note, PricedLine, Pricing, settle, unit_price, units,
    units::Units,
};

/// Settles the lines' net amounts against the total HubSpot shows, and prices every line.
///
/// `decimals` is the currency's number of decimals: 2 for USD, 0 for JPY. The lines sent less the
/// discount sum to the settled net amounts to the last unit, whatever the style.
pub fn price(
    lines: &[LineAmounts],
    shown_total: Option<Decimal>,
    style: DiscountStyle,
    decimals: u32,
) -> Result<Pricing, LineError> {
    lines
        .iter()
        .enumerate()
        .try_for_each(|(line, amounts)| check(line, amounts))?;
    let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
    let settlement = settle(&nets, shown_total, decimals)?;
    let mut pricer = Pricer {
        decimals,
        discount: 0,
        notes: Vec::new(),
    };
    let settled = lines.iter().zip(settlement.amounts).enumerate();
    let sent = settled.map(|(line, (amounts, net))| pricer.line(style, line, amounts, net));
    Ok(Pricing {
        lines: sent.collect::<Result<_, _>>()?,
        discount: units::amount(pricer.discount, decimals).ok_or(LineError::TotalTooLarge)?,
        tie_out: settlement.tie_out,
        notes: pricer.notes,
    })
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

/// What adds up while the lines are priced.
struct Pricer {
    decimals: u32,
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
        let net = Units::of(net, self.decimals)
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
            .and_then(|price| unit_price::gross(price, amounts.quantity, self.decimals))
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
        let unit_price = unit_price::find(net, amounts.quantity, amounts.price, self.decimals);
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
            amount: units::amount(amount, self.decimals).ok_or(LineError::TooLarge { line })?,
            quantity: unit_price.map(|_| quantity),
            unit_price,
        })
    }
}
