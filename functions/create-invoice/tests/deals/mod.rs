//! Deals for tests.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]

use serde_json::{Value, json};

/// A deal of contact 51, Ada O'Keefe.
pub(crate) fn deal(id: &str, amount: &str, lines: Vec<Value>, options: Value) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "deal",
            "id": id,
            "properties": {"amount": amount, "deal_currency_code": "USD"},
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": lines,
        },
        "options": options,
    })
}

/// A line item without a SKU, whose name says what it is.
#[allow(dead_code, reason = "not every test file makes lines by hand")]
pub(crate) fn line(number: u32, name: &str, quantity: &str, price: &str, amount: &str) -> Value {
    json!({"id": (7000 + number).to_string(), "properties": {
        "name": name, "quantity": quantity, "price": price, "amount": amount,
    }})
}

/// Deal 9001, of one hour of work.
#[allow(dead_code, reason = "not every test target has such a deal")]
pub(crate) fn one_hour() -> Value {
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    deal("9001", "92.50", lines, json!({}))
}
