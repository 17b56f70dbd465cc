//! Promises about a document's lines, and the oracle that checks it.

mod guesses;
mod laws;
mod order_laws;
mod orders;
mod summed;
mod swaps;
mod tables;

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};

use super::{
    DiscountStyle, LineAmounts, LineError, OrderDiscount, Precision, PricedLine, Pricing, price,
    settle,
};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A line of net amount, quantity and price, where `-` is no price.
fn line(net: &str, quantity: &str, price: &str) -> LineAmounts {
    let price = (price != "-").then(|| decimal(price));
    LineAmounts {
        net: decimal(net),
        quantity: decimal(quantity),
        price,
    }
}

/// Lines settled against a total and priced, without a discount on the whole.
fn priced(
    lines: &[LineAmounts],
    shown: Option<Decimal>,
    style: DiscountStyle,
    decimals: u32,
) -> Result<Pricing, LineError> {
    let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
    let settlement = settle(&nets, shown, decimals)?;
    let none = OrderDiscount {
        amount: Decimal::ZERO,
        style: DiscountStyle::DiscountLine,
        lines: lines.len(),
    };
    price(lines, settlement, none, style, same(decimals))
}

/// QuickBooks compares at the currency's own decimals.
const fn same(decimals: u32) -> Precision {
    Precision {
        currency: decimals,
        checked: decimals,
    }
}

/// QuickBooks' rule 6070, in other arithmetic than the code's: products and rounding of `Decimal`
/// instead of whole numbers of smallest units.
fn quickbooks_accepts(line: &PricedLine, decimals: u32) -> bool {
    match (line.quantity, line.unit_price) {
        (None, None) => true,
        (Some(quantity), Some(price)) => {
            exact_product(quantity, price).round_dp_with_strategy(decimals, MidpointAwayFromZero)
                == line.amount
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// The product by the distributive law, part by part, so that no part has too many digits.
fn exact_product(quantity: Decimal, price: Decimal) -> Decimal {
    let parts = [
        (quantity.trunc(), price.trunc()),
        (quantity.trunc(), price.fract()),
    ];
    let rest = [
        (quantity.fract(), price.trunc()),
        (quantity.fract(), price.fract()),
    ];
    parts
        .into_iter()
        .chain(rest)
        .map(|(quantity, price)| quantity * price)
        .sum()
}

fn half_up(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, MidpointAwayFromZero)
}
