//! Random parts of random orders: each receipt is its refund to the cent, and together they are the whole.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::refunds::{partial, refund, total};
use create_refund_receipt::CreateRefundReceipt;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rehearsal::Rehearsal;
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use serde_json::{Value, json};

const PAYMENTS: usize = 25;

/// A sale in cents, with a discount and a fee on the whole in percent, and where it is cut.
#[derive(Clone, Debug)]
struct Paid {
    lines: Vec<u32>,
    discount: u32,
    fee: u32,
    cuts: Vec<u32>,
}

fn any_paid() -> impl Strategy<Value = Paid> {
    let lines = prop::collection::vec(1_u32..50_000, 1..8);
    let cuts = prop::collection::vec(1_u32..1_000, 0..4);
    (lines, 0_u32..60, 0_u32..30, cuts).prop_map(|(lines, discount, fee, cuts)| Paid {
        lines,
        discount,
        fee,
        cuts,
    })
}

fn cents(cents: u32) -> Decimal {
    Decimal::new(cents.into(), 2)
}

fn share(of: Decimal, percent: u32) -> Decimal {
    let exact = of * Decimal::from(percent) / Decimal::ONE_HUNDRED;
    exact.round_dp_with_strategy(2, MidpointAwayFromZero)
}

impl Paid {
    fn total(&self) -> Decimal {
        let subtotal: Decimal = self.lines.iter().map(|line| cents(*line)).sum();
        let left = subtotal - share(subtotal, self.discount);
        left + share(left, self.fee)
    }

    /// The amount that was given back after each refund; the last is everything.
    fn so_far(&self) -> Vec<Decimal> {
        let whole = self.total();
        let part = |cut: &u32| (whole * Decimal::new((*cut).into(), 3)).trunc_with_scale(2);
        let mut totals: Vec<Decimal> = self.cuts.iter().map(part).chain([whole]).collect();
        totals.retain(|total| !total.is_zero());
        totals.sort();
        totals.dedup();
        totals
    }

    fn event(&self, id: &str, so_far: Decimal) -> Value {
        let lines: Vec<String> = self
            .lines
            .iter()
            .map(|line| cents(*line).to_string())
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let term = |id: &str, percent: u32| {
            json!([{"id": id, "properties": {
                "hs_label": "Services", "hs_type": "PERCENT", "hs_value": percent.to_string(),
            }}])
        };
        let mut event = refund(id, &so_far.to_string(), &lines);
        let is_full = so_far == self.total();
        event["record"]["properties"]["hs_latest_status"] = json!(if is_full {
            "refunded"
        } else {
            "partially_refunded"
        });
        event["record"]["properties"]["hs_initial_amount"] = json!(self.total().to_string());
        event["record"]["discounts"] = term("1", self.discount);
        event["record"]["fees"] = term("2", self.fee);
        event
    }
}

#[tokio::test]
async fn each_receipt_is_its_refund_and_together_they_are_what_was_paid() {
    let stage = Rehearsal::with_settings(partial()).await;
    let mut runner = TestRunner::deterministic();
    for payment in 0..PAYMENTS {
        let paid = any_paid().new_tree(&mut runner).unwrap().current();
        let mut before = Decimal::ZERO;
        for so_far in paid.so_far() {
            let event = paid.event(&format!("3{payment}"), so_far);
            let response = stage.run::<CreateRefundReceipt>(&event).await;
            let response = response.unwrap_or_else(|error| panic!("{error}: {paid:?}"));
            let given_back: Decimal = total(&response).parse().unwrap();
            assert_eq!(given_back, so_far - before, "{paid:?}");
            before = so_far;
        }
        assert_eq!(before, paid.total());
    }
}
