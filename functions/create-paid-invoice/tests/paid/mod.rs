//! Payments for tests, and what stands in QuickBooks for them.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]

use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// A payment of 150.00 by contact 51 for two lines.
#[allow(dead_code, reason = "the samples are payments of their own")]
pub(crate) fn payment(id: &str, options: Value) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment",
            "id": id,
            "properties": {
                "hs_latest_status": "succeeded", "hs_initial_amount": "150.00",
                "hs_currency_code": "USD", "hs_initiated_date": "2026-03-04T18:22:31.204Z",
            },
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": [
                {"id": "7001", "properties": {
                    "name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00"}},
                {"id": "7002", "properties": {
                    "name": "Gardening", "quantity": "2", "price": "25.00", "amount": "50.00"}},
            ],
        },
        "options": options,
    })
}

/// Checks that QuickBooks has one invoice, one payment that settles it, and nothing owed.
#[allow(dead_code, reason = "not every test file looks at the whole")]
pub(crate) fn assert_settled_once(stage: &Rehearsal, total: &str) {
    let (invoices, payments) = (stage.made("Invoice"), stage.made("Payment"));
    assert_eq!((invoices.len(), payments.len()), (1, 1));
    let (invoice, payment) = (&invoices[0], &payments[0]);
    assert_eq!(invoice["TotalAmt"].to_string(), total);
    assert_eq!(payment["TotalAmt"].to_string(), total);
    assert_eq!(number(&invoice["Balance"]), "0");
    assert_eq!(number(&payment["UnappliedAmt"]), "0");
    let link = &payment["Line"][0]["LinkedTxn"][0];
    assert_eq!(
        (&link["TxnId"], &link["TxnType"]),
        (&invoice["Id"], &json!("Invoice"))
    );
    assert_eq!(invoice["LinkedTxn"][0]["TxnId"], payment["Id"]);
    assert_eq!(
        payment["CustomerRef"]["value"],
        invoice["CustomerRef"]["value"]
    );
}

/// Checks that QuickBooks has neither an invoice nor a payment of ours.
#[allow(dead_code, reason = "not every test file looks at the whole")]
pub(crate) fn assert_nothing_left(stage: &Rehearsal) {
    assert_eq!(
        (stage.made("Invoice").len(), stage.made("Payment").len()),
        (0, 0)
    );
}

fn number(value: &Value) -> String {
    let number: rust_decimal::Decimal = value.to_string().parse().unwrap();
    number.normalize().to_string()
}
