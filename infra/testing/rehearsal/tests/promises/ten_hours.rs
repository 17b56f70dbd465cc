//! A deal of ten hours for 1,000.00, and its payment.

use serde_json::{Value, json};

/// The payment, with these properties.
pub(crate) fn payment(id: &str, properties: &Value) -> Value {
    let mut event = json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment", "id": id,
            "properties": {"hs_initial_amount": "1000.00", "hs_currency_code": "USD",
                "hs_latest_status": "succeeded", "hs_initiated_date": "2026-11-18T21:40:12.117Z"},
            "contacts": [{"id": "61", "properties": {
                "firstname": "Tilda", "lastname": "Ferncastle", "email": "tilda.ferncastle@example.com"}}],
            "line_items": [{"id": "1", "properties": {
                "name": "Hours", "quantity": "10", "price": "100.00", "amount": "1000.00"}}],
            "deals": [{"id": "9301", "properties": {"dealname": "Looms"}}],
        },
        "options": {"create_missing_products": true},
    });
    for (name, value) in properties.as_object().unwrap() {
        event["record"]["properties"][name] = value.clone();
    }
    event
}

/// The payment 3602, refunded.
pub(crate) fn refund() -> Value {
    let refunded = json!({"hs_latest_status": "refunded", "hs_refunds_amount": "1000.00"});
    let mut event = payment("3602", &refunded);
    event["options"] = json!({"refund_account": "Checking"});
    event
}

/// The deal.
pub(crate) fn deal() -> Value {
    let mut event = payment("9301", &json!({}));
    event["record"]["object_type"] = json!("deal");
    event["record"]["properties"] = json!({"amount": "1000.00"});
    event["record"]["deals"] = json!([]);
    event
}
