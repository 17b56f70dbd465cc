use rust_decimal::Decimal;

use super::{
    Rounding::{ByLine, OnTheWhole},
    Tax, shown_rate,
};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a_rate_is_taken_from_amounts_with_as_few_decimals_as_come_to_the_tax() {
    let cases = [
        ("8.00", "100.00", Some("8")),
        ("8.25", "100.00", Some("8.25")),
        ("0.83", "10.00", Some("8.3")),
        ("1.78", "20.00", Some("8.9")),
        ("17.75", "200.00", Some("8.875")),
        ("0.00", "100.00", None),
        ("1.00", "0.00", None),
    ];
    for (tax, sold, rate) in cases {
        let shown = shown_rate(decimal(tax), &[decimal(sold)], 2);
        assert_eq!(shown, rate.map(decimal), "{tax} of {sold}");
    }
    // 8 % of each is 8.03 and 0.23; of the whole it would be 8.27.
    let lines = [decimal("100.40"), decimal("2.92")];
    assert_eq!(shown_rate(decimal("8.26"), &lines, 2), Some(decimal("8")));
}

#[test]
fn each_rate_is_rounded_by_itself_on_the_sum_of_its_lines() {
    let rates =
        |rates: &[&str]| -> Vec<Decimal> { rates.iter().map(|rate| decimal(rate)).collect() };
    let tucson = Tax::new(vec![rates(&["7.1", "2"]), rates(&[]), rates(&["2"])], 2);
    // 7.1 % of 0.25 is 0.01775, and 2 % of 0.50 is 0.01.
    let total = tucson.total(
        &[decimal("0.25"), decimal("1.00"), decimal("0.25")],
        OnTheWhole,
    );
    assert_eq!(total, decimal("1.53"));
    assert_eq!(tucson.groups(), [vec![1], vec![2], vec![0]]);
    let alike = Tax::new(vec![rates(&["1", "1"])], 2);
    assert_eq!(alike.total(&[decimal("0.50")], OnTheWhole), decimal("0.52"));
}

#[test]
fn line_by_line_each_rate_is_rounded_on_each_line() {
    let rates = || vec![decimal("8")];
    let tax = Tax::new(vec![rates(), rates()], 2);
    let amounts = [decimal("100.40"), decimal("2.92")];
    assert_eq!(tax.total(&amounts, OnTheWhole), decimal("111.59"));
    assert_eq!(tax.total(&amounts, ByLine), decimal("111.58"));
}
