use rust_decimal::Decimal;

use super::{decimal, line, priced as price, quickbooks_accepts};
use crate::amounts::{
    DiscountStyle, LineAmounts, LineError, Note, PricedLine, Pricing, TieOut, settle, split,
};

const EACH_STYLE: [DiscountStyle; 2] = [DiscountStyle::NetUnitPrice, DiscountStyle::DiscountLine];

/// `amount = quantity × unit price`, or the amount alone.
fn shown(line: &PricedLine) -> String {
    match (line.quantity, line.unit_price) {
        (Some(quantity), Some(price)) => format!("{} = {quantity} × {price}", line.amount),
        (None, None) => line.amount.to_string(),
        halves => panic!("only one of quantity and unit price: {halves:?}"),
    }
}

fn priced(lines: &[LineAmounts], style: DiscountStyle, decimals: u32) -> Pricing {
    let pricing = price(lines, None, style, decimals).unwrap();
    assert!(
        pricing
            .lines
            .iter()
            .all(|line| quickbooks_accepts(line, decimals)),
        "{pricing:?}"
    );
    pricing
}

#[test]
fn a_net_unit_price_is_the_price_or_the_shortest_that_gives_the_amount() {
    for (net, quantity, unit, decimals, expected) in [
        ("1480.00", "16", "92.50", 2, "1480.00 = 16 × 92.50"),
        ("1480", "16.00", "92.5", 2, "1480.00 = 16.00 × 92.5"),
        ("1861.08", "14.5", "128.35", 2, "1861.08 = 14.5 × 128.35"),
        ("90.00", "1", "100.00", 2, "90.00 = 1 × 90.00"),
        ("100.00", "3", "33.333", 2, "100.00 = 3 × 33.333"),
        ("100.00", "3", "-", 2, "100.00 = 3 × 33.333"),
        ("100.00", "7", "15.00", 2, "100.00 = 7 × 14.286"),
        ("0.00", "5", "10.00", 2, "0.00 = 5 × 0.00"),
        ("1000", "3", "-", 0, "1000 = 3 × 333.3"),
        ("1000", "4", "300", 0, "1000 = 4 × 250"),
        ("1.5", "1", "-", 0, "2 = 1 × 2"),
        ("0.21", "20", "-", 2, "0.21 = 20 × 0.0105"),
        ("10.001", "3", "-", 3, "10.001 = 3 × 3.3337"),
        ("0.01", "3", "0.004", 2, "0.01 = 3 × 0.004"),
    ] {
        let pricing = priced(
            &[line(net, quantity, unit)],
            DiscountStyle::NetUnitPrice,
            decimals,
        );
        assert_eq!(
            shown(&pricing.lines[0]),
            expected,
            "{net} {quantity} {unit}"
        );
        assert!(
            pricing.notes.is_empty() && pricing.discount.is_zero(),
            "{net} {quantity} {unit}"
        );
    }
}

#[test]
fn a_line_that_no_unit_price_gives_is_sent_as_an_amount_and_said_so() {
    for (net, quantity) in [
        ("0.01", "1000000"),
        ("0.01", "123456789012"),
        ("1.00", "3.33333333"),
    ] {
        let pricing = priced(&[line(net, quantity, "-")], DiscountStyle::NetUnitPrice, 2);
        assert_eq!(shown(&pricing.lines[0]), net);
        assert_eq!(pricing.notes, [Note::AmountOnly { line: 0 }]);
    }
}

#[test]
fn a_discount_line_takes_what_the_lines_show_too_much() {
    let lines = [
        line("87.50", "1", "100.00"),
        line("1450.00", "16", "92.50"),
        line("99.99", "3", "33.333"),
    ];
    let pricing = priced(&lines, DiscountStyle::DiscountLine, 2);
    let shown: Vec<String> = pricing.lines.iter().map(shown).collect();
    assert_eq!(
        shown,
        [
            "100.00 = 1 × 100.00",
            "1480.00 = 16 × 92.50",
            "100.00 = 3 × 33.333"
        ]
    );
    assert_eq!(pricing.discount, decimal("42.51"));
    assert!(pricing.notes.is_empty());
}

#[test]
fn without_a_discount_there_is_no_discount_line() {
    let pricing = priced(
        &[line("1480.00", "16", "92.50")],
        DiscountStyle::DiscountLine,
        2,
    );
    assert!(pricing.discount.is_zero() && pricing.notes.is_empty());
}

#[test]
fn a_surcharge_or_a_line_without_a_price_stands_at_its_net_amount() {
    for unit in ["100.00", "-", "99.999999999999"] {
        let lines = [line("110.00", "1", unit), line("90.00", "1", "100.00")];
        let pricing = priced(&lines, DiscountStyle::DiscountLine, 2);
        assert_eq!(shown(&pricing.lines[0]), "110.00 = 1 × 110.00", "{unit}");
        assert_eq!(pricing.discount, decimal("10.00"), "{unit}");
        assert_eq!(
            pricing.notes,
            [Note::DiscountNotShown { line: 0 }],
            "{unit}"
        );
    }
}

#[test]
fn a_gross_amount_that_quickbooks_does_not_take_is_not_shown() {
    let lines = [line("1.00", "2", "9999999999999.99")];
    let pricing = priced(&lines, DiscountStyle::DiscountLine, 2);
    assert_eq!(shown(&pricing.lines[0]), "1.00 = 2 × 0.50");
    assert_eq!(pricing.notes, [Note::DiscountNotShown { line: 0 }]);
    assert!(pricing.discount.is_zero());
}

#[test]
fn cents_are_settled_so_that_the_lines_sum_to_the_total_shown() {
    let thirds = ["33.333", "33.333", "33.333"].map(decimal);
    let wholes = ["33.335", "10.00", "33.334"].map(decimal);
    let fives = ["0.005", "10.00", "0.005"].map(decimal);
    for (nets, total, expected, tie_out) in [
        (
            &thirds,
            None,
            ["33.34", "33.33", "33.33"],
            TieOut::Carried(decimal("100.00")),
        ),
        (
            &fives,
            None,
            ["0.01", "10.00", "0.00"],
            TieOut::Carried(decimal("10.01")),
        ),
        (&wholes, None, ["33.34", "10.00", "33.33"], TieOut::NoTotal),
        (
            &thirds,
            Some("99.99"),
            ["33.33", "33.33", "33.33"],
            TieOut::Rounded,
        ),
        (
            &thirds,
            Some("100.00"),
            ["33.34", "33.33", "33.33"],
            TieOut::Allocated,
        ),
        (
            &fives,
            Some("10.02"),
            ["0.01", "10.00", "0.01"],
            TieOut::Rounded,
        ),
        (
            &fives,
            Some("10.01"),
            ["0.01", "10.00", "0.00"],
            TieOut::Allocated,
        ),
        // Rounded half down, as HubSpot's checkout leaves a discounted line.
        (
            &fives,
            Some("10.00"),
            ["0.00", "10.00", "0.00"],
            TieOut::Allocated,
        ),
    ] {
        let total = total.map(decimal);
        // 3 × 33.333 is 99.999, which a portal may show as it is.
        let settlement = settle(nets, total, 2).unwrap();
        assert_eq!(settlement.amounts, expected.map(decimal), "{total:?}");
        assert_eq!(settlement.tie_out, tie_out, "{total:?}");
    }
    let exact_total = settle(&thirds, Some(decimal("99.999")), 2).unwrap();
    assert_eq!(exact_total.tie_out, TieOut::Allocated);
}

#[test]
fn a_total_that_no_rounding_meets_is_reported_with_its_difference() {
    for (total, difference) in [("110", "10.00"), ("90.004", "-10.00"), ("-5", "-105.00")] {
        let settlement = settle(&[decimal("100")], Some(decimal(total)), 2).unwrap();
        assert_eq!(settlement.amounts, [decimal("100.00")]);
        let TieOut::Differs {
            shown,
            lines,
            difference: found,
            ..
        } = settlement.tie_out
        else {
            panic!("{total} ties out: {settlement:?}");
        };
        assert_eq!(
            (shown - lines, found),
            (decimal(difference), decimal(difference)),
            "{total}"
        );
    }
}

#[test]
fn impossible_amounts_are_refused_with_their_line() {
    let good = line("1", "1", "1");
    for (bad, error) in [
        (
            line("1", "0", "1"),
            LineError::QuantityNotPositive { line: 1 },
        ),
        (
            line("1", "-2", "1"),
            LineError::QuantityNotPositive { line: 1 },
        ),
        (line("-0.01", "1", "1"), LineError::Negative { line: 1 }),
        (line("1", "1", "-1"), LineError::Negative { line: 1 }),
        (
            line("10000000000000", "1", "1"),
            LineError::TooLarge { line: 1 },
        ),
        (
            line("9999999999999.995", "1", "1"),
            LineError::TooLarge { line: 1 },
        ),
        (
            line("79228162514264337593543950335", "1", "1"),
            LineError::TooLarge { line: 1 },
        ),
    ] {
        for style in EACH_STYLE {
            assert_eq!(price(&[good, bad], None, style, 2), Err(error), "{bad:?}");
        }
    }
}

#[test]
fn huge_prices_and_quantities_never_overflow() {
    let huge = Decimal::MAX.to_string();
    for style in EACH_STYLE {
        let pricing = priced(&[line("9999999999999.99", &huge, &huge)], style, 2);
        assert_eq!(shown(&pricing.lines[0]), "9999999999999.99");
    }
}

#[test]
fn a_document_without_lines_has_no_amounts() {
    let pricing = priced(&[], DiscountStyle::DiscountLine, 2);
    assert!(pricing.lines.is_empty() && pricing.discount.is_zero());
}

#[test]
fn a_total_is_split_in_proportion_and_the_rest_goes_to_the_largest_remainders() {
    for (total, weights, decimals, expected) in [
        (
            "100.00",
            vec!["1", "1", "1"],
            2,
            vec!["33.34", "33.33", "33.33"],
        ),
        (
            "100.00",
            vec!["1", "1", "2"],
            2,
            vec!["25.00", "25.00", "50.00"],
        ),
        (
            "0.02",
            vec!["1", "0", "1", "1"],
            2,
            vec!["0.01", "0.00", "0.01", "0.00"],
        ),
        ("0.05", vec!["0.30", "0.70"], 2, vec!["0.02", "0.03"]),
        ("-10.00", vec!["1", "2"], 2, vec!["-3.33", "-6.67"]),
        ("100", vec!["1.5", "1.5", "3"], 0, vec!["25", "25", "50"]),
        ("0", vec!["0", "0"], 2, vec!["0.00", "0.00"]),
        ("0", vec![], 2, vec![]),
    ] {
        let weights: Vec<Decimal> = weights.into_iter().map(decimal).collect();
        let expected: Vec<Decimal> = expected.into_iter().map(decimal).collect();
        assert_eq!(
            split(decimal(total), &weights, decimals),
            Ok(expected),
            "{total} {weights:?}"
        );
    }
}

#[test]
fn what_cannot_be_split_is_refused() {
    let weights = |texts: &[&str]| texts.iter().map(|text| decimal(text)).collect::<Vec<_>>();
    for (total, weights, error) in [
        ("1.00", weights(&["0", "0"]), LineError::NoWeights),
        ("1.00", weights(&[]), LineError::NoWeights),
        ("1.005", weights(&["1"]), LineError::TotalNotWhole),
        (
            "1.00",
            weights(&["1", "-1"]),
            LineError::Negative { line: 1 },
        ),
        (
            "1.00",
            vec![Decimal::MAX, decimal("0.00000000001")],
            LineError::TooLarge { line: 0 },
        ),
        (
            "9999999999999.99",
            vec![Decimal::MAX],
            LineError::TooLarge { line: 0 },
        ),
    ] {
        assert_eq!(
            split(decimal(total), &weights, 2),
            Err(error),
            "{total} {weights:?}"
        );
    }
}
