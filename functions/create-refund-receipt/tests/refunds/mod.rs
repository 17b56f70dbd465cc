//! Refunded payments for tests.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]

use actions::Response;
use rehearsal::Rehearsal;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A payment of contact 51, of which `refunded` was given back so far, for these lines' amounts.
pub(crate) fn refund(id: &str, refunded: &str, lines: &[&str]) -> Value {
    let paid: Decimal = lines
        .iter()
        .map(|line| line.parse::<Decimal>().unwrap())
        .sum();
    let is_full = refunded.parse::<Decimal>().unwrap() >= paid;
    let items = lines.iter().enumerate().map(|(place, amount)| {
        let name = ["Hours", "Gardening", "Design"][place % 3];
        json!({"id": (7001 + place).to_string(), "properties": {
            "name": name, "quantity": "1", "price": amount, "amount": amount,
        }})
    });
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment",
            "id": id,
            "properties": {
                "hs_latest_status": if is_full { "refunded" } else { "partially_refunded" },
                "hs_initial_amount": paid.to_string(), "hs_currency_code": "USD",
                "hs_refunds_amount": refunded, "hs_initiated_date": "2026-03-04T18:22:31.204Z",
            },
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": items.collect::<Vec<_>>(),
        },
        "options": {"refund_account": "Checking"},
    })
}

/// Settings that allow refunds of a part.
pub(crate) fn partial() -> Value {
    json!({"refunds": {"partial": true}})
}

/// The totals of the refund receipts in QuickBooks, in the order in which they were made.
#[allow(dead_code, reason = "not every test file compares totals")]
pub(crate) fn totals(stage: &Rehearsal) -> Vec<String> {
    let made = stage.made("RefundReceipt");
    made.iter().map(|row| row["TotalAmt"].to_string()).collect()
}

/// The total of the document in a response.
#[allow(dead_code, reason = "not every test file compares totals")]
pub(crate) fn total(response: &Response) -> &str {
    response
        .document
        .as_ref()
        .map_or("none", |document| &document.total)
}
