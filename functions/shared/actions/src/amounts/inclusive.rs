//! Lines whose amounts hold the tax, taken apart into the net amount and the tax.

use rust_decimal::Decimal;

use super::{PricedLine, half_up, unit_price, units::Precision, units::Units};

/// The tax in an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxWithin {
    /// At a rate in percent of the net amount.
    Rate(Decimal),
    /// So much money.
    Amount(Decimal),
}

/// A line at its net amount, rounded half up to what can stand on one, with the unit price that gives it, or none. `quantity` is the line's own, also
/// where it is not sent.
///
/// `None` for a tax that the amount cannot hold.
pub fn without_tax(
    line: &PricedLine,
    tax: TaxWithin,
    quantity: Decimal,
    precision: Precision,
) -> Option<PricedLine> {
    let hundred = Decimal::ONE_HUNDRED;
    let net = match tax {
        TaxWithin::Rate(rate) => {
            let hundredfold = line.amount.checked_mul(hundred)?;
            hundredfold.checked_div(hundred.checked_add(rate)?)?
        }
        TaxWithin::Amount(tax) => line.amount.checked_sub(tax)?,
    };
    let net = half_up(net, precision.of_lines());
    if net < Decimal::ZERO || net > line.amount {
        return None;
    }
    let units = Units::of(net, precision.currency)?.whole;
    let checked = precision.checked(units);
    // The price stays where the tax is nothing.
    let unit_price = checked.zip(line.unit_price).and_then(|(checked, price)| {
        unit_price::find(checked, quantity, Some(price), precision.checked)
    });
    Some(PricedLine {
        amount: net,
        quantity: unit_price.map(|_| unit_price::sent(quantity)),
        unit_price: unit_price.map(unit_price::sent),
    })
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{TaxWithin, without_tax};
    use crate::amounts::{Precision, PricedLine};

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_net_line_is_its_net_unit_price_times_its_quantity_or_has_neither() {
        let rate = |text: &str| TaxWithin::Rate(decimal(text));
        let amount = |text: &str| TaxWithin::Amount(decimal(text));
        let cases = [
            ("120.00", "1", rate("20"), Some(("100.00", Some("100.00")))),
            ("99.99", "3", rate("20"), Some(("83.33", Some("27.777")))),
            ("100.00", "1", rate("0"), Some(("100.00", Some("100.00")))),
            (
                "100.00",
                "1",
                amount("16.67"),
                Some(("83.33", Some("83.33"))),
            ),
            // No price of seven decimals gives a net amount to so many.
            ("1000.00", "30000000", rate("20"), Some(("833.33", None))),
            ("10.00", "1", amount("10.01"), None),
        ];
        for (gross, quantity, tax, expected) in cases {
            let line = PricedLine {
                amount: decimal(gross),
                quantity: Some(decimal(quantity)),
                unit_price: Some(decimal(gross) / decimal(quantity)),
            };
            let precision = Precision {
                currency: 2,
                checked: 2,
            };
            let net = without_tax(&line, tax, decimal(quantity), precision);
            let found = net.map(|net| (net.amount, net.unit_price));
            let expected = expected.map(|(net, price)| (decimal(net), price.map(decimal)));
            assert_eq!(found, expected, "{gross} {quantity} {tax:?}");
            if let Some(net) = net {
                assert_eq!(net.quantity.is_some(), net.unit_price.is_some());
            }
        }
    }
}
