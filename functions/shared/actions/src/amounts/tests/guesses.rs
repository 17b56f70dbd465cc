//! Readings of an order that nothing but likelihood chose.

use rust_decimal::Decimal;

use super::decimal;
use crate::amounts::{Guess, Open, OrderTerms, OrderValue, Shown, ShownTax, tie};

/// The guess about a line of 100.00 at 8 %, of which HubSpot shows this tax, less percentages on the whole.
fn guess(total: Option<&str>, tax: &str, percentages: &[i64]) -> Option<Guess> {
    let percentages = percentages.iter().copied().map(Decimal::from);
    let terms = OrderTerms {
        discounts: percentages.map(OrderValue::Percent).collect(),
        line_rates: vec![Decimal::from(8)],
        can_tax_full_amounts: true,
        ..OrderTerms::default()
    };
    let shown = Shown {
        total: total.map(decimal),
        tax: ShownTax::Perhaps(decimal(tax)),
    };
    let tied = tie(&[Decimal::ONE_HUNDRED], &terms, &shown, 2).unwrap();
    tied.guess
}

/// The total, the tax of the line, its discounts, and the guess.
type Case = (
    Option<&'static str>,
    &'static str,
    &'static [i64],
    Option<Guess>,
);

#[test]
fn a_reading_that_no_total_and_no_rate_tells_is_a_guess() {
    let of = |open, chosen: &str, other: &str| {
        let (chosen, other) = (decimal(chosen), decimal(other));
        Some(Guess {
            open,
            chosen,
            other,
        })
    };
    let of_tax = of(Open::TaxOfLines, "97.20", "98.00");
    let stacked = of(Open::Percentages, "80.00", "81.00");
    let cases: [Case; 10] = [
        (Some("90.00"), "8.00", &[10], of_tax),
        (None, "8.00", &[10], of_tax),
        (Some("98.00"), "8.00", &[10], None),
        (Some("97.20"), "8.00", &[10], None),
        (Some("90.00"), "7.20", &[10], None),
        (Some("97.20"), "7.20", &[10], None),
        (None, "0", &[10, 10], stacked),
        (Some("81.00"), "0", &[10, 10], None),
        (None, "8.00", &[], None),
        (Some("70.00"), "8.00", &[10], None),
    ];
    for (total, tax, percentages, expected) in cases {
        let found = guess(total, tax, percentages);
        assert_eq!(found, expected, "{total:?} {tax} {percentages:?}");
    }
}
