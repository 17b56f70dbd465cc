//! Orders of which HubSpot shows no total: their exact amounts are rounded once.

use rust_decimal::Decimal;

use super::decimal;
use crate::amounts::{
    OrderTerms, OrderValue, Shown, ShownTax, TaxRounding, TieOut, least_total, tie,
};

fn terms(discount: &str, fee: &str, tax: &str) -> OrderTerms {
    let percent = |text: &str| {
        let value = (!text.is_empty()).then(|| OrderValue::Percent(decimal(text)));
        value.into_iter().collect()
    };
    OrderTerms {
        discounts: percent(discount),
        fees: percent(fee),
        taxes: percent(tax),
        ..OrderTerms::default()
    }
}

#[test]
fn an_order_without_a_total_comes_to_its_exact_amounts_rounded_once_and_a_carried_cent_is_told() {
    // Lines, discount, fee and tax in percent; the total that is posted, with tax, and whether cents were carried.
    let cases = [
        (&["33.333"; 3][..], "", "", "", "100.00", true),
        (&["0.005"; 10], "", "", "", "0.05", true),
        (&["100.40"], "", "2.9", "8", "111.58", true),
        (&["100.65"], "", "2.9", "8", "111.85", false),
        (&["33.333"; 3], "", "", "20", "120.00", false),
        (&["100.45"], "10", "", "8", "97.64", false),
        // A discount goes half up, and what it leaves half down.
        (&["100.05"], "10", "", "", "90.04", false),
        (&["33.333"; 3], "10", "", "", "90.00", false),
        (&["10.00", "5.00"], "", "", "8", "16.20", false),
    ];
    for rounding in [TaxRounding::OnTheWhole, TaxRounding::LineByLine] {
        for (nets, discount, fee, tax, expected, is_told) in cases {
            let nets: Vec<Decimal> = nets.iter().map(|net| decimal(net)).collect();
            let terms = OrderTerms {
                rounding,
                ..terms(discount, fee, tax)
            };
            let shown = Shown {
                total: None,
                tax: ShownTax::Perhaps(Decimal::ZERO),
            };
            let tied = tie(&nets, &terms, &shown, 2).unwrap();
            let lines: Decimal = tied.settlement.amounts.iter().sum();
            let label = format!("{nets:?} {terms:?}");
            assert_eq!(
                lines - tied.discount + tied.tax,
                decimal(expected),
                "{label}"
            );
            let carried = matches!(tied.settlement.tie_out, TieOut::Carried(_));
            assert!(!is_told || carried, "{label}: {:?}", tied.settlement);
        }
    }
}

#[test]
fn a_tax_that_hubspot_rounded_line_by_line_moves_no_cent_of_the_lines() {
    let nets = ["33.333"; 3].map(decimal);
    for tax in [
        ShownTax::Perhaps(decimal("20.01")),
        ShownTax::Within(decimal("20.01")),
    ] {
        let shown = Shown { total: None, tax };
        let terms = OrderTerms {
            line_rates: vec![decimal("20"); 3],
            ..OrderTerms::default()
        };
        let tied = tie(&nets, &terms, &shown, 2).unwrap();
        let lines: Decimal = tied.settlement.amounts.iter().sum();
        assert_eq!((lines, tied.tax), (decimal("100.00"), decimal("20.01")));
    }
}

#[test]
fn a_payment_is_a_part_where_the_lines_come_to_more_however_they_are_rounded() {
    let within = ShownTax::Within(Decimal::ZERO);
    let cases = [
        (&["33.333"; 3][..], "", "", "", "99.99"),
        (&["14.284"; 7], "", "", "", "99.96"),
        (&["0.005"; 10], "", "", "", "0.05"),
        (&["100.40"], "", "2.9", "8", "111.57"),
        (&["100.05"], "10", "", "", "90.04"),
    ];
    for (nets, discount, fee, tax, expected) in cases {
        let nets: Vec<Decimal> = nets.iter().map(|net| decimal(net)).collect();
        let least = least_total(&nets, &terms(discount, fee, tax), within, 2).unwrap();
        assert_eq!(least, decimal(expected), "{nets:?}");
    }
}
