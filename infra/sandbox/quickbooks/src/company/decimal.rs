//! Numbers as JSON writes them, without passing through a float.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Number, Value};

/// Rounds half away from zero to cents, as QuickBooks does.
pub(crate) fn to_cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount of money: two decimals, or a bare `0`.
pub(crate) fn money(amount: Decimal) -> Value {
    if amount.is_zero() {
        return Value::from(0);
    }
    let mut amount = to_cents(amount);
    amount.rescale(2);
    number(amount)
}

/// Any other number, without trailing zeros.
pub(crate) fn trimmed(value: Decimal) -> Value {
    number(value.normalize())
}

fn number(value: Decimal) -> Value {
    value
        .to_string()
        .parse::<Number>()
        .map_or(Value::Null, Value::Number)
}

/// The number in a JSON number or in a string of digits.
pub(crate) fn read(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    Decimal::from_str_exact(&text)
        .or_else(|_| Decimal::from_scientific(&text))
        .ok()
}

/// The number of a property, when it has one.
pub(crate) fn field(fields: &serde_json::Map<String, Value>, name: &str) -> Option<Decimal> {
    fields.get(name).and_then(read)
}

/// A number with its thousands grouped, as Intuit's texts print it: `1,000`, `1,480.55`.
pub(crate) fn grouped(value: Decimal) -> String {
    let text = value.normalize().abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value.is_sign_negative() && !value.is_zero() {
        "-"
    } else {
        ""
    };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{fraction}")
}

#[cfg(test)]
mod tests;
