//! The unit price that gives an amount.

use rust_decimal::Decimal;

use super::{units, units::Units};

/// The most decimals a unit price is sent with.
///
/// QuickBooks keeps seven of a quantity and a unit price and drops those after them
/// (<https://help.breadwinner.com/support/solutions/articles/44001664304>), so that the product would
/// no longer be the amount. Seven give a unit price to every amount up to a quantity of 10^5 (below it,
/// two neighbouring unit prices are less than a cent apart), and most need two to four.
pub const MAX_UNIT_PRICE_DECIMALS: u32 = 7;

/// The most decimals a quantity is sent with, for the same reason.
pub const MAX_QUANTITY_DECIMALS: u32 = 7;

/// Price × quantity in units of 10^-`decimals`, rounded half up.
///
/// `None` when either has more decimals than are sent, or the product is too large for QuickBooks.
pub(super) fn gross(price: Decimal, quantity: Decimal, decimals: u32) -> Option<i128> {
    let (price, quantity) = (price.normalize(), quantity.normalize());
    if price.scale() > MAX_UNIT_PRICE_DECIMALS || quantity.scale() > MAX_QUANTITY_DECIMALS {
        return None;
    }
    let product = price.mantissa().checked_mul(quantity.mantissa())?;
    let units = Units::new(product, price.scale() + quantity.scale(), decimals)?.rounded();
    units::fits(units).then_some(units)
}

/// The unit price of the fewest decimals whose product with `quantity` is the amount.
///
/// `amount` is in units of 10^-`decimals`, those at which QuickBooks compares. `price` is preferred when it gives the amount. `None` when no
/// unit price of at most [`MAX_UNIT_PRICE_DECIMALS`] does.
pub(super) fn find(
    amount: i128,
    quantity: Decimal,
    price: Option<Decimal>,
    decimals: u32,
) -> Option<Decimal> {
    let gives_amount = |price: &Decimal| gross(*price, quantity, decimals) == Some(amount);
    price.filter(gives_amount).or_else(|| {
        (decimals..=MAX_UNIT_PRICE_DECIMALS)
            .filter_map(|scale| nearest(amount, quantity.normalize(), decimals, scale))
            .find(gives_amount)
    })
}

/// A quantity or price without zeros after its last decimal where these are more than are sent: `51.21831520`.
pub(super) fn sent(value: Decimal) -> Decimal {
    if value.scale() > MAX_UNIT_PRICE_DECIMALS {
        value.normalize()
    } else {
        value
    }
}

/// The unit price of `scale` decimals nearest to amount / quantity.
///
/// No other of that scale can give the amount when this one does not: its product is farther off,
/// or as far on the other side, which for whole cents is never exactly half a cent.
fn nearest(amount: i128, quantity: Decimal, decimals: u32, scale: u32) -> Option<Decimal> {
    let factor = units::power_of_ten((scale + quantity.scale()).checked_sub(decimals)?)?;
    let dividend = amount.checked_mul(factor)?;
    let divisor = quantity.mantissa();
    let (whole, rest) = (
        dividend.checked_div(divisor)?,
        dividend.checked_rem(divisor)?,
    );
    units::amount(whole + i128::from(rest >= divisor - rest), scale)
}
