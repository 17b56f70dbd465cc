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
