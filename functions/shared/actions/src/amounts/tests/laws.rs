use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{half_up, priced as price, quickbooks_accepts};
use crate::amounts::{
    self, DiscountStyle, LineAmounts, LineError, Note, OrderDiscount, Precision, TieOut, settle,
    split,
};

pub(super) fn scaled(
    digits: impl Strategy<Value = i64>,
    scale: impl Strategy<Value = u32>,
) -> impl Strategy<Value = Decimal> {
    (digits, scale).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

/// Pieces, hours to the second, kilowatt-hours, millions, and millionths; small enough that no amount
/// has more digits than QuickBooks takes.
fn any_quantity() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        4 => scaled(1_i64..200, Just(0)),
        4 => scaled(1_i64..1_000_000, 1_u32..=4),
        1 => scaled(1_000_000_i64..40_000_000, 0_u32..=2),
        1 => scaled(1_i64..100, 6_u32..=12),
    ]
}

/// Prices with up to three decimals, cents most often.
fn any_price() -> impl Strategy<Value = Decimal> {
    prop_oneof![3 => scaled(0_i64..2_000_000, Just(2)), 1 => scaled(0_i64..2_000_000, Just(3))]
}

/// A line as HubSpot makes it: price × quantity less a percentage, rounded or not, or overridden.
fn any_line(decimals: u32) -> impl Strategy<Value = LineAmounts> {
    let percentage = prop_oneof![2 => Just(0_i64), 3 => 0_i64..=1000];
    let kind = prop_oneof![4 => Just(0_u8), 3 => Just(1), 1 => Just(2), 1 => Just(3), 1 => Just(4)];
    (any_quantity(), any_price(), percentage, kind, any_price()).prop_map(
        move |(quantity, unit, percentage, kind, other)| {
            let net = (quantity * unit * Decimal::new(1000 - percentage, 3)).round_dp(12);
            let rounded = half_up(net, decimals);
            let (net, price) = match kind {
                0 => (rounded, Some(unit)),
                1 => (net, Some(unit)),
                2 => (rounded, None),
                3 => (rounded + other, Some(unit)),
                _ => (other, Some(unit)),
            };
            LineAmounts {
                net,
                quantity,
                price,
            }
        },
    )
}

pub(super) fn any_lines(decimals: u32) -> impl Strategy<Value = Vec<LineAmounts>> {
    prop_oneof![
        prop::collection::vec(any_line(decimals), 1..=4),
        prop::collection::vec(any_line(decimals), 1..=200),
    ]
}

/// Lines of a currency of no, two or three decimals.
fn any_document() -> impl Strategy<Value = (u32, Vec<LineAmounts>)> {
    prop_oneof![Just(0_u32), Just(2), Just(2), Just(3)]
        .prop_flat_map(|decimals| (Just(decimals), any_lines(decimals)))
}

pub(super) fn any_style() -> impl Strategy<Value = DiscountStyle> {
    prop_oneof![
        Just(DiscountStyle::NetUnitPrice),
        Just(DiscountStyle::DiscountLine)
    ]
}

fn exact_total(lines: &[LineAmounts]) -> Decimal {
    lines.iter().map(|line| line.net).sum()
}

fn one_unit(decimals: u32) -> Decimal {
    Decimal::new(1, decimals)
}

proptest! {
    #[test]
    fn every_sent_line_meets_quickbooks_rule_and_none_is_lost(
        (decimals, lines) in any_document(), style in any_style(),
    ) {
        let pricing = price(&lines, None, style, decimals).unwrap();
        prop_assert_eq!(pricing.lines.len(), lines.len());
        for (index, (sent, line)) in pricing.lines.iter().zip(&lines).enumerate() {
            prop_assert!(quickbooks_accepts(sent, decimals), "line {}: {:?}", index, sent);
            let amount_only = pricing.notes.contains(&Note::AmountOnly { line: index });
            prop_assert_eq!(sent.quantity, (!amount_only).then_some(line.quantity));
        }
    }

    #[test]
    fn lines_less_discount_are_hubspots_amounts_to_the_cent(
        (decimals, lines) in any_document(), style in any_style(),
    ) {
        let pricing = price(&lines, None, style, decimals).unwrap();
        let hubspot = half_up(exact_total(&lines), decimals);
        let sent: Decimal = pricing.lines.iter().map(|line| line.amount).sum();
        prop_assert_eq!(sent - pricing.discount, hubspot);
        prop_assert!(!pricing.discount.is_sign_negative());
    }

    #[test]
    fn each_line_stands_at_its_own_net_or_gross_amount(
        (decimals, lines) in any_document(), style in any_style(),
    ) {
        let pricing = price(&lines, None, style, decimals).unwrap();
        for (index, (sent, line)) in pricing.lines.iter().zip(&lines).enumerate() {
            let at_net = style == DiscountStyle::NetUnitPrice
                || pricing.notes.contains(&Note::DiscountNotShown { line: index });
            if at_net {
                prop_assert!((sent.amount - line.net).abs() < one_unit(decimals));
            } else {
                prop_assert!(sent.amount > line.net - one_unit(decimals));
                prop_assert_eq!(sent.unit_price, line.price);
            }
        }
    }

    #[test]
    fn a_total_that_is_the_rounded_sum_always_ties_out(
        (decimals, lines) in any_document(), style in any_style(),
    ) {
        let shown = half_up(exact_total(&lines), decimals);
        let pricing = price(&lines, Some(shown), style, decimals).unwrap();
        let ties_out = matches!(pricing.tie_out, TieOut::Rounded | TieOut::Allocated);
        prop_assert!(ties_out, "{:?}", pricing.tie_out);
        let sent: Decimal = pricing.lines.iter().map(|line| line.amount).sum();
        prop_assert_eq!(sent - pricing.discount, shown);
        prop_assert!(pricing.lines.iter().all(|line| quickbooks_accepts(line, decimals)));
    }

    #[test]
    fn settling_moves_no_line_by_a_whole_unit_and_no_exact_line_at_all(
        (decimals, lines) in any_document(), offset in -3_i64..=3,
    ) {
        let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
        let shown = half_up(exact_total(&lines), decimals) + Decimal::new(offset, decimals);
        let settlement = settle(&nets, Some(shown), decimals).unwrap();
        for (settled, net) in settlement.amounts.iter().zip(&nets) {
            prop_assert!((settled - net).abs() < one_unit(decimals));
            prop_assert_eq!(settled.scale(), decimals);
        }
        let sum: Decimal = settlement.amounts.iter().sum();
        if let TieOut::Differs { shown, lines, difference, .. } = settlement.tie_out {
            prop_assert_eq!((lines, lines + difference), (sum, shown));
        } else {
            prop_assert_eq!(sum, shown);
        }
    }

    #[test]
    fn every_amount_has_a_unit_price_up_to_a_quantity_of_a_hundred_thousand(
        cents in 0_i64..=100_000_000_000, quantity in scaled(1_i64..=10_000_000, 2_u32..=7),
    ) {
        let line = LineAmounts { net: Decimal::new(cents, 2), quantity, price: None };
        let pricing = price(&[line], None, DiscountStyle::NetUnitPrice, 2).unwrap();
        prop_assert!(pricing.notes.is_empty());
        prop_assert!(quickbooks_accepts(&pricing.lines[0], 2), "{:?}", pricing.lines[0]);
    }

    #[test]
    fn lines_of_every_currency_fit_a_comparison_at_two_decimals_or_are_refused(
        (decimals, lines) in any_document(), style in any_style(),
    ) {
        let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
        let settlement = settle(&nets, None, decimals).unwrap();
        let order = OrderDiscount { amount: Decimal::ZERO, style, lines: lines.len() };
        let precision = Precision { currency: decimals, checked: 2 };
        let whole = |amount: &Decimal| amount.normalize().scale() <= 2;
        match amounts::price(&lines, settlement.clone(), order, style, precision) {
            Ok(pricing) => {
                prop_assert!(whole(&pricing.discount), "{}", pricing.discount);
                for sent in &pricing.lines {
                    prop_assert!(quickbooks_accepts(sent, 2), "{:?}", sent);
                }
            }
            Err(LineError::BelowCheckedDecimals { line }) => {
                prop_assert!(decimals > 2 && !whole(&settlement.amounts[line]));
            }
            Err(LineError::DiscountBelowCheckedDecimals) => prop_assert!(decimals > 2),
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn no_shorter_unit_price_gives_the_amount(cents in 1_i64..=1_000_000, quantity in any_quantity()) {
        let net = Decimal::new(cents, 2);
        let line = LineAmounts { net, quantity, price: None };
        let pricing = price(&[line], None, DiscountStyle::NetUnitPrice, 2).unwrap();
        if let Some(scale) = pricing.lines[0].unit_price.map(|unit| unit.scale()).filter(|scale| *scale > 2) {
            let nearest = (net / quantity).trunc_with_scale(scale - 1);
            for steps in -1..=2 {
                let shorter = nearest + Decimal::new(steps, scale - 1);
                prop_assert_ne!(half_up(shorter * quantity, 2), net);
            }
        }
    }

    #[test]
    fn no_amounts_make_pricing_panic(
        numbers in prop::collection::vec((any::<i128>(), 0_u32..=28, any::<i128>(), 0_u32..=28, any::<i128>(), 0_u32..=28), 0..4),
        total in prop::option::of((any::<i128>(), 0_u32..=28)), style in any_style(), decimals in 0_u32..=40,
    ) {
        let number = |digits: i128, scale| Decimal::try_from_i128_with_scale(digits >> 32, scale).unwrap();
        let lines: Vec<LineAmounts> = numbers.into_iter().map(|(net, a, quantity, b, unit, c)| LineAmounts {
            net: number(net, a), quantity: number(quantity, b), price: Some(number(unit, c)),
        }).collect();
        let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
        let total = total.map(|(digits, scale)| number(digits, scale));
        let _ = price(&lines, total, style, decimals);
        let _ = settle(&nets, total, decimals);
        let _ = split(total.unwrap_or_default(), &nets, decimals);
    }

    #[test]
    fn parts_sum_to_the_total_and_each_is_its_share_within_a_unit(
        cents in -1_000_000_000_i64..=1_000_000_000,
        weights in prop::collection::vec(scaled(0_i64..1_000_000, 0_u32..=3), 1..40),
    ) {
        let total = Decimal::new(cents, 2);
        let weight: Decimal = weights.iter().sum();
        prop_assume!(!weight.is_zero());
        let parts = split(total, &weights, 2).unwrap();
        prop_assert_eq!(parts.iter().sum::<Decimal>(), total);
        for (part, share) in parts.iter().zip(&weights) {
            prop_assert!((part - total * share / weight).abs() < one_unit(2));
        }
    }
}
