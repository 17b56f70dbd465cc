//! The amount of a line, and the detail it must agree with.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::company::{Fields, decimal};
use crate::fault::Fault;

/// The detail object that belongs to the line's type.
pub(super) fn detail_of(line: &Fields, name: &str) -> Result<Fields, Fault> {
    let detail = line.get(name).and_then(Value::as_object).cloned();
    detail.ok_or_else(|| Fault::missing(&format!("Line.{name}")))
}

/// With both quantity and price, the amount is their product, rounded half up to cents; two zeros say nothing
/// (python-quickbooks, whose suite runs on Intuit's sandbox, sends them beside an amount).
pub(super) fn check_amount(detail: &Fields, amount: Decimal) -> Result<(), Fault> {
    if let (Some(quantity), Some(price)) = (
        decimal::field(detail, "Qty"),
        decimal::field(detail, "UnitPrice"),
    ) {
        let product = quantity.checked_mul(price).map(decimal::to_cents);
        let says_nothing = quantity.is_zero() && price.is_zero();
        if product != Some(amount) && !says_nothing {
            return Err(Fault::amount_mismatch(&decimal::grouped(amount)));
        }
    }
    if amount == decimal::to_cents(amount) {
        Ok(())
    } else {
        Err(Fault::invalid_amount("Line.Amount", &amount.to_string()))
    }
}
