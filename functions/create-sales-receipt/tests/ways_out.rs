//! Payments that are not what their lines come to: refused with advice that can be followed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_sales_receipt::CreateSalesReceipt;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// A payment of so much for a line of 92.50, which is billed again where it recurs.
fn payment(paid: &str, recurs: bool) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment", "id": "1",
            "properties": {"hs_initial_amount": paid, "hs_latest_status": "succeeded",
                "hs_initiated_date": "2026-11-18"},
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": [{"id": "7001", "properties": {
                "name": "Hours", "quantity": "1", "price": "92.50", "amount": "92.50",
                "recurringbillingfrequency": if recurs { "monthly" } else { "" },
            }}],
        },
    })
}

#[tokio::test]
async fn a_payment_that_is_not_its_lines_is_refused_with_advice_that_can_be_followed() {
    let stage = Rehearsal::start().await;
    for (paid, recurs, said, unsaid) in [
        (
            "0.00",
            false,
            "leave payments of nothing out",
            "create-paid-invoice",
        ),
        ("50.00", false, "paid_invoices.part_payments", "recurs"),
        ("50.00", true, "recurs", "paid_invoices.part_payments"),
    ] {
        let event = payment(paid, recurs);
        let error = stage.run::<CreateSalesReceipt>(&event).await.unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains(said) && !message.contains(unsaid),
            "{message}"
        );
    }
    assert_eq!(stage.requests(), [""; 0]);
}
