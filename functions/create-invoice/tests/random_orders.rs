//! Random orders of up to 200 lines: what QuickBooks holds is what HubSpot shows, to the cent.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::deal;
use create_invoice::CreateInvoice;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rehearsal::Rehearsal;
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use serde_json::{Value, json};

const ORDERS: usize = 40;

/// A line as HubSpot has it: price × quantity less a percentage.
#[derive(Clone, Debug)]
struct Line {
    product: usize,
    quantity: Decimal,
    price: Decimal,
    off: Decimal,
}

/// Terms on the whole, in percent or in money.
#[derive(Clone, Debug)]
struct Order {
    lines: Vec<Line>,
    discounts: Vec<(bool, Decimal)>,
    fees: Vec<(bool, Decimal)>,
    rounds_lines: bool,
    line_discounts: &'static str,
    discounts_on_whole: &'static str,
}

fn decimal(digits: std::ops::Range<i64>, scale: u32) -> impl Strategy<Value = Decimal> {
    digits.prop_map(move |digits| Decimal::new(digits, scale))
}

fn any_line() -> impl Strategy<Value = Line> {
    let quantity = prop_oneof![
        decimal(1..50, 0),
        decimal(1..5_000, 2),
        decimal(1..50_000, 3)
    ];
    let price = prop_oneof![decimal(0..50_000, 2), decimal(0..500_000, 3)];
    let off = prop_oneof![Just(Decimal::ZERO), decimal(0..1_000, 1)];
    (0_usize..5, quantity, price, off).prop_map(|(product, quantity, price, off)| Line {
        product,
        quantity,
        price,
        off,
    })
}

fn any_order() -> impl Strategy<Value = Order> {
    let lines = prop_oneof![
        prop::collection::vec(any_line(), 1..6),
        prop::collection::vec(any_line(), 150..=200),
    ];
    let terms = || prop::collection::vec((any::<bool>(), decimal(1..2_000, 2)), 0..3);
    let style = || prop_oneof![Just("net_unit_price"), Just("discount_line")];
    (lines, terms(), terms(), any::<bool>(), style(), style()).prop_map(
        |(lines, discounts, fees, rounds_lines, line_discounts, discounts_on_whole)| Order {
            lines,
            discounts,
            fees,
            rounds_lines,
            line_discounts,
            discounts_on_whole,
        },
    )
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, MidpointAwayFromZero)
}

impl Line {
    fn net(&self) -> Decimal {
        let whole = self.quantity * self.price;
        (whole * (Decimal::ONE_HUNDRED - self.off) / Decimal::ONE_HUNDRED).normalize()
    }
}

impl Order {
    /// HubSpot's total: the lines, less each discount of them, plus each fee of what is left.
    fn total(&self) -> Option<Decimal> {
        let nets = self.lines.iter().map(Line::net);
        let subtotal: Decimal = if self.rounds_lines {
            nets.map(cents).sum()
        } else {
            nets.sum()
        };
        let amount = |of: Decimal| {
            move |(percent, value): &(bool, Decimal)| {
                if *percent {
                    of * value / Decimal::ONE_HUNDRED
                } else {
                    *value
                }
            }
        };
        let discount: Decimal = self.discounts.iter().map(amount(subtotal)).sum();
        let left = subtotal - discount;
        let fees: Decimal = self.fees.iter().map(amount(left)).sum();
        (left >= Decimal::ZERO).then(|| cents(left + fees))
    }

    fn event(&self, id: usize, total: Decimal) -> Value {
        let products = ["Hours", "Design", "Services", "Concrete", "Gardening"];
        let lines = self.lines.iter().enumerate().map(|(place, line)| {
            json!({"id": (place + 1).to_string(), "properties": {
                "name": products[line.product], "quantity": line.quantity.to_string(),
                "price": line.price.to_string(), "amount": line.net().to_string(),
            }})
        });
        let terms = |terms: &[(bool, Decimal)]| -> Vec<Value> {
            let term = |(place, (percent, value)): (usize, &(bool, Decimal))| {
                let unit = if *percent { "PERCENT" } else { "FIXED" };
                json!({"id": (place + 1).to_string(), "properties": {
                    "hs_label": "Handling", "hs_type": unit, "hs_value": value.to_string(),
                }})
            };
            terms.iter().enumerate().map(term).collect()
        };
        let options = json!({"create_missing_products": true});
        let mut event = deal(
            &id.to_string(),
            &total.to_string(),
            lines.collect(),
            options,
        );
        event["connection"] = json!(self.connection());
        event["record"]["discounts"] = json!(terms(&self.discounts));
        event["record"]["fees"] = json!(terms(&self.fees));
        event
    }

    fn connection(&self) -> String {
        format!("{}-{}", self.line_discounts, self.discounts_on_whole).replace('_', "-")
    }
}

#[tokio::test]
async fn the_invoice_s_total_is_hubspots_to_the_cent_always() {
    let stage = Rehearsal::start().await;
    for style in ["net_unit_price", "discount_line"] {
        for order_style in ["net_unit_price", "discount_line"] {
            let amounts = json!({"discount_style": style, "order_discount_style": order_style,
                "on_mismatch": "refuse", "on_quickbooks_mismatch": "refuse"});
            let name = format!("{style}-{order_style}").replace('_', "-");
            stage.connect(&name, json!({"amounts": amounts})).await;
        }
    }
    let mut runner = TestRunner::deterministic();
    for id in 1..=ORDERS {
        let order = any_order().new_tree(&mut runner).unwrap().current();
        let Some(total) = order.total() else { continue };
        let response = stage.run::<CreateInvoice>(&order.event(id, total)).await;
        let response = response.unwrap_or_else(|error| panic!("{error}: {order:?}"));
        let posted: Decimal = response.document.unwrap().total.parse().unwrap();
        assert_eq!(posted, total, "{order:?}");
    }
    let made = stage.made("Invoice");
    assert!(made.len() > ORDERS / 2, "{} invoices", made.len());
}
