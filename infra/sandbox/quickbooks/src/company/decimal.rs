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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn cents_are_rounded_half_away_from_zero() {
        for (exact, rounded) in [
            ("0.005", "0.01"),
            ("0.004999", "0.00"),
            ("-0.005", "-0.01"),
            ("1861.075", "1861.08"),
        ] {
            assert_eq!(to_cents(decimal(exact)), decimal(rounded), "{exact}");
        }
    }

    #[test]
    fn money_has_two_decimals_but_for_zero_and_other_numbers_as_few_as_they_need() {
        assert_eq!(money(decimal("100")).to_string(), "100.00");
        assert_eq!(money(decimal("0.00")).to_string(), "0");
        assert_eq!(trimmed(decimal("4.50")).to_string(), "4.5");
        assert_eq!(trimmed(decimal("75.000")).to_string(), "75");
    }

    #[test]
    fn thousands_are_grouped() {
        for (value, text) in [
            ("1000", "1,000"),
            ("999", "999"),
            ("1234567.80", "1,234,567.8"),
            ("-1480.55", "-1,480.55"),
        ] {
            assert_eq!(grouped(decimal(value)), text);
        }
    }

    proptest! {
        #[test]
        fn money_is_read_back_to_the_cent(cents in -99_999_999_999_999_999_i64..99_999_999_999_999_999) {
            let amount = Decimal::new(cents, 2);
            prop_assert_eq!(read(&money(amount)), Some(amount));
        }
    }
}
