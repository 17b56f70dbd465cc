//! Orders with discounts, fees and taxes on the whole.

use rust_decimal::Decimal;

use super::{decimal, half_up, line, same};
use crate::amounts::{
    DiscountStyle, LineError, OrderDiscount, OrderTerms, OrderValue, Shown, ShownTax, TaxRounding,
    TieOut, price, tie,
};

/// `8.25%` or `8.25`.
fn value(text: &str) -> OrderValue {
    match text.strip_suffix('%') {
        Some(percent) => OrderValue::Percent(decimal(percent)),
        None => OrderValue::Fixed(decimal(text)),
    }
}

fn terms(discounts: &[&str], fees: &[&str], taxes: &[&str]) -> OrderTerms {
    let values = |texts: &[&str]| texts.iter().map(|text| value(text)).collect();
    OrderTerms {
        discounts: values(discounts),
        fees: values(fees),
        taxes: values(taxes),
        ..OrderTerms::default()
    }
}

fn shown(total: &str, tax: ShownTax) -> Shown {
    let total = (!total.is_empty()).then(|| decimal(total));
    Shown { total, tax }
}

/// `net less discount plus fees (tax)`, and `!` where that is not the total shown.
fn outcome(nets: &[&str], terms: &OrderTerms, shown: &Shown) -> String {
    let nets: Vec<Decimal> = nets.iter().map(|net| decimal(net)).collect();
    let tied = tie(&nets, terms, shown, 2).unwrap();
    let (lines, fees) = tied.settlement.amounts.split_at(nets.len());
    let sum = |amounts: &[Decimal]| half_up(amounts.iter().sum(), 2);
    let differs = matches!(tied.settlement.tie_out, TieOut::Differs { .. });
    format!(
        "{} - {} + {} ({}){}",
        sum(lines),
        half_up(tied.discount, 2),
        sum(fees),
        half_up(tied.tax, 2),
        if differs { "!" } else { "" }
    )
}

#[test]
fn discounts_come_first_then_fees_then_taxes() {
    let apart = ShownTax::Apart(Decimal::ZERO);
    let cases = [
        (
            terms(&["10%"], &[], &[]),
            "",
            apart,
            "1000.00 - 100.00 + 0 (0.00)",
        ),
        (
            terms(&["10%"], &["25"], &["8%"]),
            "",
            apart,
            "1000.00 - 100.00 + 25.00 (74.00)",
        ),
        (
            terms(&["50", "10%"], &["10%"], &[]),
            "",
            apart,
            "1000.00 - 150.00 + 85.00 (0.00)",
        ),
        // The total tells that the second discount is of what the first one left.
        (
            terms(&["50", "10%"], &[], &[]),
            "855.00",
            apart,
            "1000.00 - 145.00 + 0 (0.00)",
        ),
        (
            terms(&["50", "10%"], &[], &[]),
            "850.00",
            apart,
            "1000.00 - 150.00 + 0 (0.00)",
        ),
        (
            terms(&["50", "10%"], &[], &[]),
            "851.00",
            apart,
            "1000.00 - 150.00 + 0 (0.00)!",
        ),
        // Two taxes, each of the same amount.
        (
            terms(&[], &[], &["5%", "9.975%"]),
            "1149.75",
            ShownTax::Perhaps(Decimal::ZERO),
            "1000.00 - 0 + 0 (149.75)",
        ),
        // The total before tax, and with it.
        (
            terms(&["10%"], &[], &["8%"]),
            "900.00",
            ShownTax::Perhaps(Decimal::ZERO),
            "1000.00 - 100.00 + 0 (72.00)",
        ),
        (
            terms(&["10%"], &[], &["8%"]),
            "972.00",
            ShownTax::Perhaps(Decimal::ZERO),
            "1000.00 - 100.00 + 0 (72.00)",
        ),
        (
            terms(&["10%"], &[], &["8%"]),
            "972.00",
            ShownTax::Within(Decimal::ZERO),
            "1000.00 - 100.00 + 0 (72.00)",
        ),
        (
            terms(&["10%"], &[], &["8%"]),
            "900.00",
            ShownTax::Within(Decimal::ZERO),
            "1000.00 - 100.00 + 0 (72.00)!",
        ),
        (
            terms(&["10%"], &[], &[]),
            "910.00",
            ShownTax::Within(Decimal::TEN),
            "1000.00 - 100.00 + 0 (10)",
        ),
        (
            terms(&["100%"], &["5"], &[]),
            "5.00",
            apart,
            "1000.00 - 1000.00 + 5.00 (0.00)",
        ),
    ];
    for (terms, total, tax, expected) in cases {
        let shown = shown(total, tax);
        let found = outcome(&["600.00", "400"], &terms, &shown);
        assert_eq!(
            found.replace("(0)", "(0.00)"),
            expected,
            "{terms:?} {total}"
        );
    }
}

#[test]
fn the_tax_of_a_line_is_read_before_or_after_the_orders_discount_as_the_total_tells() {
    let discount = terms(&["10%"], &[], &[]);
    let tax = ShownTax::Perhaps(decimal("8.00"));
    for (total, expected) in [
        ("97.20", "100.00 - 10.00 + 0 (7.20)"),
        ("98.00", "100.00 - 10.00 + 0 (8.00)"),
        ("90.00", "100.00 - 10.00 + 0 (7.20)"),
        ("", "100.00 - 10.00 + 0 (7.20)"),
        ("97.21", "100.00 - 10.00 + 0 (7.20)!"),
    ] {
        let found = outcome(&["100.00"], &discount, &shown(total, tax));
        assert_eq!(found, expected, "{total}");
    }
}

#[test]
fn a_total_may_be_with_the_tax_that_quickbooks_computes_by_the_rates_of_the_lines() {
    let nets = ["33.33"; 3];
    let at = |rates: [i64; 3], rounding| OrderTerms {
        line_rates: rates.map(Decimal::from).to_vec(),
        rounding,
        ..OrderTerms::default()
    };
    let whole = |rates| at(rates, TaxRounding::OnTheWhole);
    let by_line = |rates| at(rates, TaxRounding::LineByLine);
    let cases = [
        (whole([20; 3]), "20.01", "119.99", "99.99 - 0 + 0 (20.00)"),
        (by_line([20; 3]), "20.01", "119.99", "99.99 - 0 + 0 (20.00)"),
        (whole([20; 3]), "20.01", "120.00", "99.99 - 0 + 0 (20.01)"),
        (whole([20; 3]), "20.01", "120.01", "99.99 - 0 + 0 (20.01)!"),
        // One of them is not taxed, and 20 % of 66.66 are 13.33.
        (
            whole([20, 20, 0]),
            "13.34",
            "113.32",
            "99.99 - 0 + 0 (13.33)",
        ),
        // No rates: nothing tells what QuickBooks computes.
        (
            OrderTerms::default(),
            "20.01",
            "119.99",
            "99.99 - 0 + 0 (20.01)!",
        ),
    ];
    for (terms, tax, total, expected) in cases {
        let shown = shown(total, ShownTax::Perhaps(decimal(tax)));
        assert_eq!(
            outcome(&nets, &terms, &shown),
            expected,
            "{terms:?} {total}"
        );
    }
}

#[test]
fn a_tax_is_on_the_full_amounts_only_where_the_total_tells_it_and_quickbooks_can_tax_them() {
    let discounted = |can_tax_full_amounts, discount_style| OrderTerms {
        line_rates: vec![decimal("8")],
        can_tax_full_amounts,
        discount_style,
        ..terms(&["10%"], &[], &[])
    };
    let (line, prices) = (DiscountStyle::DiscountLine, DiscountStyle::NetUnitPrice);
    for (terms, total, expected) in [
        (discounted(true, line), "98.00", true),
        (discounted(true, line), "97.20", false),
        (discounted(true, line), "90.00", false),
        (discounted(true, line), "", false),
        (discounted(true, line), "98.50", false),
        (discounted(true, prices), "98.00", false),
        (discounted(false, line), "98.00", false),
    ] {
        let shown = shown(total, ShownTax::Perhaps(decimal("8.00")));
        let tied = tie(&[decimal("100.00")], &terms, &shown, 2).unwrap();
        assert_eq!(tied.is_tax_full, expected, "{terms:?} {total}");
    }
}

#[test]
fn a_total_that_differs_is_judged_with_its_tax() {
    let shown = shown("97.30", ShownTax::Within(decimal("8.00")));
    let tied = tie(&[decimal("100.00")], &terms(&["10%"], &[], &[]), &shown, 2).unwrap();
    assert_eq!(
        tied.settlement.tie_out,
        TieOut::Differs {
            shown: decimal("97.30"),
            lines: decimal("90.00"),
            tax: decimal("7.20"),
            difference: decimal("0.10"),
        }
    );
}

#[test]
fn the_cents_of_a_fee_follow_the_tax_that_quickbooks_will_compute() {
    // HubSpot: 100.50 + 2.9145 = 103.4145, with 8 % = 111.68766. Posted as 103.41 it is taxed 8.27.
    let terms = terms(&[], &["2.9%"], &["8%"]);
    let within = ShownTax::Within(Decimal::ZERO);
    let found = outcome(&["100.50"], &terms, &shown("111.69", within));
    assert_eq!(found, "100.50 - 0 + 2.92 (8.27)");
}

#[test]
fn where_no_cent_fits_the_tax_on_the_whole_the_one_that_fits_it_line_by_line_is_taken() {
    let within = ShownTax::Within(Decimal::ZERO);
    let fee = || terms(&[], &["2.9%"], &["8%"]);
    let cases = [
        // Neither 103.31 with 8.26 nor 103.32 with 8.27 is 111.58; 8 % of 100.40 and of 2.92 are 8.03 and 0.23.
        (&["100.40"][..], fee(), "111.58", "100.40 - 0 + 2.92 (8.26)"),
        (&["100.65"], fee(), "111.85", "100.65 - 0 + 2.92 (8.28)"),
        // A discount of 1.24395: neither 81.69 with 6.53 nor 81.68 with 6.54 is taxed so on the whole, and 8 % of
        // 50.86 and of 30.82 are 4.07 and 2.47.
        (
            &["51.64", "31.29"],
            terms(&["1.5%"], &[], &["8%"]),
            "88.22",
            "82.93 - 1.25 + 0 (6.54)",
        ),
        // The taxed part of a line depends on the place of the discount: 1.54665 in the prices, and on a line of
        // its own, where no cent fits.
        (
            &["51.78", "51.33"],
            terms(&["1.5%"], &[], &["8%"]),
            "109.69",
            "103.11 - 1.54 + 0 (8.12)",
        ),
        (
            &["51.78", "51.33"],
            OrderTerms {
                discount_style: DiscountStyle::DiscountLine,
                ..terms(&["1.5%"], &[], &["8%"])
            },
            "109.69",
            "103.11 - 1.55 + 0 (8.13)",
        ),
        // No cent fits either way: the tax that is implied is kept, so that the comparison with QuickBooks' own
        // tells the cent.
        (&["66.63"], fee(), "74.05", "66.63 - 0 + 1.93 (5.49)"),
    ];
    for (nets, terms, total, expected) in cases {
        let found = outcome(nets, &terms, &shown(total, within));
        assert_eq!(found, expected, "{nets:?} {total}");
    }
}

#[test]
fn the_cent_of_a_discount_is_the_one_hubspot_shows() {
    // A third of 100.00 is 33.3333…, and half a cent goes either way.
    let nets = ["100.00"];
    let discount = terms(&["33.3333%"], &[], &[]);
    for (total, expected) in [("66.67", "33.33"), ("66.66", "33.34")] {
        let found = outcome(
            &nets,
            &discount,
            &shown(total, ShownTax::Apart(Decimal::ZERO)),
        );
        assert_eq!(found, format!("100.00 - {expected} + 0 (0)"), "{total}");
    }
    // 15 % of 11.90 is 1.785, which HubSpot rounds up: the buyer pays 10.11.
    let found = outcome(
        &["11.90"],
        &terms(&["15%"], &[], &[]),
        &shown("10.11", ShownTax::Apart(Decimal::ZERO)),
    );
    assert_eq!(found, "11.90 - 1.79 + 0 (0)");
    // Percent of lines that were rounded first: 3 × 0.335 are 1.02, of which half is 0.51, not 0.5025.
    let found = outcome(
        &["0.335", "0.335", "0.335"],
        &terms(&["50%"], &[], &[]),
        &shown("0.51", ShownTax::Apart(Decimal::ZERO)),
    );
    assert_eq!(found, "1.02 - 0.51 + 0 (0)");
}

#[test]
fn more_cannot_be_taken_off_than_there_is() {
    let nets = [decimal("10.00")];
    for discounts in [&["10.01"][..], &["5", "5.01"], &["60%", "60%", "10"]] {
        let result = tie(
            &nets,
            &terms(discounts, &[], &[]),
            &shown("", ShownTax::Apart(Decimal::ZERO)),
            2,
        );
        assert_eq!(result, Err(LineError::DiscountTooLarge), "{discounts:?}");
    }
    // The second half is of what the first one left.
    let halves = terms(&["60%", "60%"], &[], &[]);
    let tied = tie(
        &nets,
        &halves,
        &shown("", ShownTax::Apart(Decimal::ZERO)),
        2,
    )
    .unwrap();
    assert_eq!(tied.discount, decimal("8.40"));
}

#[test]
fn a_discount_on_the_whole_is_a_line_of_its_own_or_goes_into_the_prices_of_the_lines_alone() {
    let lines = [
        line("100.00", "1", "100.00"),
        line("50.00", "2", "25.00"),
        line("8.00", "1", "8.00"),
    ];
    let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
    for (style, expected, discount) in [
        (
            DiscountStyle::DiscountLine,
            ["100.00", "50.00", "8.00"],
            "10.01",
        ),
        (
            DiscountStyle::NetUnitPrice,
            ["93.33", "46.66", "8.00"],
            "0.00",
        ),
    ] {
        let tied = tie(
            &nets,
            &OrderTerms::default(),
            &shown("", ShownTax::Apart(Decimal::ZERO)),
            2,
        )
        .unwrap();
        let order = OrderDiscount {
            amount: decimal("10.01"),
            style,
            lines: 2,
        };
        let pricing = price(
            &lines,
            tied.settlement,
            order,
            DiscountStyle::NetUnitPrice,
            same(2),
        )
        .unwrap();
        let amounts: Vec<Decimal> = pricing.lines.iter().map(|line| line.amount).collect();
        assert_eq!(amounts, expected.map(decimal), "{style:?}");
        assert_eq!(pricing.discount, decimal(discount), "{style:?}");
    }
}
