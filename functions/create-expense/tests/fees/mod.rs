//! Payments with fees for tests.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]

use serde_json::{Value, json};

/// A payment of 150.00 whose processing cost 4.65.
pub(crate) fn payment(id: &str, options: Value) -> Value {
    let mut all = json!({
        "payment_account": "Checking", "expense_account": "Bank Charges", "vendor": "HubSpot",
    });
    if let (Some(all), Value::Object(given)) = (all.as_object_mut(), options) {
        all.extend(given);
    }
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment",
            "id": id,
            "properties": {
                "hs_latest_status": "succeeded", "hs_initial_amount": "150.00",
                "hs_currency_code": "USD", "hs_fees_amount": "4.65", "hs_net_amount": "145.35",
                "hs_initiated_date": "2026-03-04T18:22:31.204Z",
            },
        },
        "options": all,
    })
}
