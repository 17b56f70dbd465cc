//! Laws of orders with discounts, fees and taxes on the whole.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::laws::{any_lines, any_style, scaled};
use super::{half_up, quickbooks_accepts, same};
use crate::amounts::{
    DiscountStyle, LineAmounts, OrderDiscount, OrderTerms, OrderValue, Pricing, Shown, ShownTax,
    TieOut, Tied, price, tie,
};

fn any_value() -> impl Strategy<Value = OrderValue> {
    prop_oneof![
        scaled(1_i64..=5_000, 0_u32..=2)
            .prop_map(|share| OrderValue::Percent(share.min(Decimal::from(40)))),
        scaled(1_i64..=5_000, Just(2)).prop_map(OrderValue::Fixed),
    ]
}

/// At most two discounts, whose shares leave something.
fn any_terms() -> impl Strategy<Value = OrderTerms> {
    let some = || prop::collection::vec(any_value(), 0..=2);
    (some(), some(), some()).prop_map(|(discounts, fees, taxes)| OrderTerms {
        discounts,
        fees,
        taxes,
        ..OrderTerms::default()
    })
}

/// A way in which HubSpot may come to its total: the base of percentages, and the moment of rounding.
#[derive(Clone, Copy, Debug)]
struct Reckoning {
    running: bool,
    rounds_lines: bool,
    rounds_steps: bool,
}

fn any_reckoning() -> impl Strategy<Value = Reckoning> {
    any::<(bool, bool, bool)>().prop_map(|(running, rounds_lines, rounds_steps)| Reckoning {
        running,
        rounds_lines,
        rounds_steps,
    })
}

impl Reckoning {
    /// The total before tax and the tax, in arithmetic of its own.
    fn total(self, lines: &[LineAmounts], terms: &OrderTerms) -> Option<(Decimal, Decimal)> {
        let line = |line: &LineAmounts| {
            if self.rounds_lines {
                half_up(line.net, 2)
            } else {
                line.net
            }
        };
        let step = |amount| {
            if self.rounds_steps {
                half_up(amount, 2)
            } else {
                amount
            }
        };
        let all = |values: &[OrderValue], start: Decimal, sign: Decimal| {
            let (mut left, mut sum) = (start, Decimal::ZERO);
            for value in values {
                let amount = match value {
                    OrderValue::Fixed(amount) => *amount,
                    OrderValue::Percent(share) if self.running => left * share / Decimal::from(100),
                    OrderValue::Percent(share) => start * share / Decimal::from(100),
                };
                left += sign * amount;
                sum += amount;
            }
            step(sum)
        };
        let subtotal: Decimal = lines.iter().map(line).sum();
        let discount = all(&terms.discounts, subtotal, Decimal::NEGATIVE_ONE);
        let fees = all(&terms.fees, subtotal - discount, Decimal::ONE);
        let net = subtotal - discount + fees;
        let tax = all(&terms.taxes, net, Decimal::ONE);
        (discount <= subtotal).then_some((net, tax))
    }
}

fn posted(pricing: &Pricing) -> Decimal {
    let lines: Decimal = pricing.lines.iter().map(|line| line.amount).sum();
    lines - pricing.discount
}

/// The lines and fees as they would be posted.
fn pricing(lines: &[LineAmounts], tied: &Tied, styles: (DiscountStyle, DiscountStyle)) -> Pricing {
    let fees = tied.order.fees.iter().map(|fee| LineAmounts {
        net: *fee,
        quantity: Decimal::ONE,
        price: Some(*fee),
    });
    let all: Vec<LineAmounts> = lines.iter().copied().chain(fees).collect();
    let order = OrderDiscount {
        amount: tied.discount,
        style: styles.1,
        lines: lines.len(),
    };
    price(&all, tied.settlement.clone(), order, styles.0, same(2)).unwrap()
}

proptest! {
    #[test]
    fn what_is_posted_is_hubspots_total_to_the_cent_however_it_was_reckoned(
        lines in any_lines(2), terms in any_terms(), reckoning in any_reckoning(),
        styles in (any_style(), any_style()), with_tax in any::<bool>(),
    ) {
        let Some((net, tax)) = reckoning.total(&lines, &terms) else { return Ok(()) };
        let total = if with_tax { half_up(net + tax, 2) } else { half_up(net, 2) };
        let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
        let shown = Shown { total: Some(total), tax: ShownTax::Perhaps(Decimal::ZERO) };
        let Ok(tied) = tie(&nets, &terms, &shown, 2) else { return Ok(()) };
        let ties = !matches!(tied.settlement.tie_out, TieOut::Differs { .. });
        prop_assert!(ties, "{:?}", tied.settlement.tie_out);
        let pricing = pricing(&lines, &tied, styles);
        let posted = posted(&pricing);
        // What is posted is the total, or the total without a tax that is rounded to the cent: once, or each of a line
        // and fee.
        let without = total - posted;
        let roundings = terms.taxes.len() * pricing.lines.len() + 1;
        let off = (without - tied.order.tax).abs();
        prop_assert!(without.is_zero() || off < Decimal::new(1, 2) * Decimal::from(roundings), "{without}");
        // Compared with the tax that QuickBooks computes, no cent of difference is silent.
        prop_assert!(without.is_zero() || without == tied.tax, "{without} {}", tied.tax);
        prop_assert!(pricing.lines.iter().all(|line| quickbooks_accepts(line, 2)));
        prop_assert!(pricing.lines.iter().all(|line| !line.amount.is_sign_negative() || line.amount.is_zero()));
        prop_assert!(!pricing.discount.is_sign_negative() || pricing.discount.is_zero());
    }

    #[test]
    fn no_terms_make_tying_panic(
        numbers in prop::collection::vec((any::<i128>(), 0_u32..=28), 0..4),
        values in prop::collection::vec((any::<bool>(), any::<i128>(), 0_u32..=28), 0..6),
        total in prop::option::of((any::<i128>(), 0_u32..=28)), decimals in 0_u32..=28,
    ) {
        let number = |digits: i128, scale| Decimal::try_from_i128_with_scale(digits >> 32, scale).unwrap();
        let nets: Vec<Decimal> = numbers.into_iter().map(|(digits, scale)| number(digits, scale)).collect();
        let mut values = values.into_iter().map(|(percent, digits, scale)| {
            let value = number(digits, scale);
            if percent { OrderValue::Percent(value) } else { OrderValue::Fixed(value) }
        });
        let terms = OrderTerms {
            discounts: values.by_ref().take(2).collect(),
            fees: values.by_ref().take(2).collect(),
            taxes: values.collect(),
            ..OrderTerms::default()
        };
        let total = total.map(|(digits, scale)| number(digits, scale));
        for tax in [ShownTax::Apart(Decimal::ZERO), ShownTax::Within(Decimal::ONE), ShownTax::Perhaps(Decimal::MAX)] {
            let _ = tie(&nets, &terms, &Shown { total, tax }, decimals);
        }
    }
}
