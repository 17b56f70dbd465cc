use actions::amounts::Precision;
use actions::subject::refund::share;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Given, fitting};
use crate::tax::{
    Rounding::{ByLine, OnTheWhole},
    Tax,
};

const CENTS: Precision = Precision {
    currency: 2,
    checked: 2,
};

fn cents(cents: i64) -> Decimal {
    Decimal::new(cents, 2)
}

/// A tax at one rate in thousandths of a percent, on the lines that have it.
fn tax(rate: u32, taxed: &[bool]) -> Tax {
    let rate = Decimal::new(rate.into(), 3);
    let rates =
        |is_taxed: &bool| -> Vec<Decimal> { is_taxed.then_some(rate).into_iter().collect() };
    Tax::new(taxed.iter().map(rates).collect(), 2)
}

/// Gives back these amounts with tax, one after the other, each in proportion and then moved by a cent.
fn given_back(
    left: &mut [Decimal],
    whole: Decimal,
    dues: &[Decimal],
    tax: &Tax,
) -> Vec<Option<Decimal>> {
    let mut left_with_tax = whole;
    let mut totals = Vec::new();
    for due in dues {
        let net: Decimal = left.iter().sum();
        let net_of_due = if *due == left_with_tax {
            net
        } else {
            (due * net / left_with_tax).round_dp(2).min(net)
        };
        let shares = share(net_of_due, left, CENTS).unwrap();
        let given = Given {
            due: *due,
            left,
            left_with_tax,
        };
        let parts = fitting(&shares, given, tax, 2);
        totals.push(parts.as_ref().map(|parts| tax.total(parts, OnTheWhole)));
        for (left, part) in left.iter_mut().zip(parts.unwrap_or(shares)) {
            *left -= part;
        }
        left_with_tax -= due;
    }
    totals
}

#[test]
fn a_cent_between_a_taxed_and_an_untaxed_line_makes_a_refund_fit() {
    // 8 % on 0.56 is 0.0448: 0.56 and 0.04 are 0.60, 0.57 and 0.05 are 0.62, so 0.61 alone never fits.
    let taxed = tax(8_000, &[true]);
    let alone = [cents(1_000)];
    let given = Given {
        due: cents(61),
        left: &alone,
        left_with_tax: cents(1_080),
    };
    assert_eq!(fitting(&[cents(56)], given, &taxed, 2), None);

    let both = tax(8_000, &[true, false]);
    let left = [cents(1_000), cents(10)];
    let given = Given {
        due: cents(61),
        left: &left,
        left_with_tax: cents(1_090),
    };
    let parts = fitting(&[cents(57), cents(0)], given, &both, 2).unwrap();
    assert_eq!(parts, [cents(56), cents(1)]);
}

#[test]
fn what_fits_in_proportion_stays_as_it_is() {
    let both = tax(8_000, &[true, false]);
    let left = [cents(10_000), cents(5_000)];
    let given = Given {
        due: cents(7_900),
        left: &left,
        left_with_tax: cents(15_800),
    };
    let shares = [cents(5_000), cents(2_500)];
    assert_eq!(fitting(&shares, given, &both, 2), Some(shares.to_vec()));
}

#[test]
fn where_no_cent_fits_the_tax_on_the_whole_the_one_that_fits_it_line_by_line_is_taken() {
    // 8 % of 0.56 and of 0.57 are 0.04 and 0.05, so 0.61 never fits on the whole; 8 % of 0.28 is 0.02, twice.
    let both = tax(8_000, &[true, true]);
    let left = [cents(500), cents(500)];
    let given = Given {
        due: cents(61),
        left: &left,
        left_with_tax: cents(1_080),
    };
    let parts = fitting(&[cents(28), cents(28)], given, &both, 2).unwrap();
    assert_eq!(both.total(&parts, ByLine), cents(61));
    // Where the sale was taxed line by line, that goes first.
    let mut by_line = both;
    by_line.roundings = vec![ByLine, OnTheWhole];
    let given = Given {
        due: cents(64),
        ..given
    };
    let parts = fitting(&[cents(30), cents(30)], given, &by_line, 2).unwrap();
    assert_eq!(by_line.total(&parts, ByLine), cents(64));
}

#[test]
fn a_cent_between_two_lines_of_one_tax_makes_a_refund_fit_whose_tax_is_rounded_line_by_line() {
    // 1.55 and 1.57 at 8 % are 1.67 and 1.70; 1.56 twice are 3.36.
    let mut both = tax(8_000, &[true, true]);
    both.roundings = vec![ByLine];
    let left = [cents(1_000), cents(1_000)];
    let given = Given {
        due: cents(337),
        left: &left,
        left_with_tax: cents(2_160),
    };
    let mut parts = fitting(&[cents(156), cents(156)], given, &both, 2).unwrap();
    parts.sort();
    assert_eq!(parts, [cents(155), cents(157)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn with_an_untaxed_line_every_refund_comes_to_what_was_given_back(
        taxed in prop::collection::vec(1_i64..80_000, 1..6),
        untaxed in prop::collection::vec(2_000_i64..80_000, 1..4),
        rate in 1_u32..25_000,
        cuts in prop::collection::vec(1_u32..1_000, 0..5),
    ) {
        let flags: Vec<bool> = taxed.iter().map(|_| true).chain(untaxed.iter().map(|_| false)).collect();
        let tax = tax(rate, &flags);
        let mut left: Vec<Decimal> = taxed.iter().chain(&untaxed).map(|amount| cents(*amount)).collect();
        let sold = left.clone();
        let whole = tax.total(&left, OnTheWhole);
        let mut so_far: Vec<Decimal> = cuts.iter()
            .map(|cut| (whole * Decimal::new((*cut).into(), 3)).trunc_with_scale(2))
            .filter(|amount| !amount.is_zero())
            .chain([whole]).collect();
        so_far.sort();
        so_far.dedup();
        let mut before = Decimal::ZERO;
        let dues: Vec<Decimal> = so_far.iter().map(|total| total - std::mem::replace(&mut before, *total)).collect();
        let totals = given_back(&mut left, whole, &dues, &tax);
        let expected: Vec<Option<Decimal>> = dues.into_iter().map(Some).collect();
        prop_assert_eq!(totals, expected);
        // A cent at most is given back of a line beyond, or short of, what it was sold for.
        for (line, sold) in left.iter().zip(sold) {
            prop_assert!(line.abs() <= cents(3) && *line <= sold, "{line}");
        }
    }

    #[test]
    fn with_taxed_lines_alone_a_refund_fits_wherever_an_amount_with_its_tax_comes_to_it(
        sold in 1_000_i64..200_000, rate in 1_u32..25_000, cut in 1_u32..1_000,
    ) {
        let tax = tax(rate, &[true]);
        let left = [cents(sold)];
        let whole = tax.total(&left, OnTheWhole);
        let due = (whole * Decimal::new(cut.into(), 3)).trunc_with_scale(2);
        prop_assume!(!due.is_zero() && due < whole);
        let shares = [(due * left[0] / whole).round_dp(2)];
        let exists = (-20..=20).any(|cent| {
            let net = shares[0] + cents(cent);
            net >= Decimal::ZERO && net <= left[0] && tax.total(&[net], OnTheWhole) == due
        });
        let given = Given { due, left: &left, left_with_tax: whole };
        let parts = fitting(&shares, given, &tax, 2);
        prop_assert_eq!(parts.is_some(), exists);
        if let Some(parts) = parts {
            prop_assert_eq!(tax.total(&parts, OnTheWhole), due);
        }
    }

    #[test]
    fn a_refund_taxed_line_by_line_fits_wherever_some_cents_of_its_lines_come_to_it(
        sold in prop::collection::vec(200_i64..90_000, 2..4), rate in 1_u32..25_000, cut in 1_u32..1_000,
    ) {
        let flags: Vec<bool> = sold.iter().map(|_| true).collect();
        let mut tax = tax(rate, &flags);
        tax.roundings = vec![ByLine];
        let left: Vec<Decimal> = sold.iter().map(|amount| cents(*amount)).collect();
        let whole = tax.total(&left, ByLine);
        let due = (whole * Decimal::new(cut.into(), 3)).trunc_with_scale(2);
        prop_assume!(!due.is_zero() && due < whole);
        let net: Decimal = left.iter().sum();
        let shares = share((due * net / whole).round_dp(2), &left, CENTS).unwrap();
        let given = Given { due, left: &left, left_with_tax: whole };
        let exists = (0..3_u32.pow(shares.len().try_into().unwrap())).any(|case| {
            let moved = shares.iter().enumerate().map(|(line, part)| {
                let third = case / 3_u32.pow(line.try_into().unwrap()) % 3;
                part + cents(i64::from(third) - 1)
            });
            let moved: Vec<Decimal> = moved.collect();
            let has_room = moved.iter().zip(&left).all(|(part, left)| *part >= Decimal::ZERO && part <= left);
            has_room && tax.total(&moved, ByLine) == due
        });
        let parts = fitting(&shares, given, &tax, 2);
        prop_assert!(parts.is_some() || !exists);
        if let Some(parts) = parts {
            prop_assert_eq!(tax.total(&parts, ByLine), due);
            for (part, left) in parts.iter().zip(&left) {
                prop_assert!(*part >= Decimal::ZERO && part <= left);
            }
        }
    }
}
