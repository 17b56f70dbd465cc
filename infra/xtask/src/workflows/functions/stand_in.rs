//! Functions that do not exist yet, as far as workflows see them.

use serde_json::{Value, json};

use super::Answer;

/// Personal data of the records here; it may go to an action and nowhere else.
pub(in super::super) const PERSONAL: [&str; 3] =
    ["canary@example.com", "(510) 555-0199", "9 Canary Lane"];

/// What `load-record`, `report-outcome` and the actions without a folder answer.
pub(super) fn answer(name: &str, event: &Value) -> Answer {
    match name {
        "load-record" => Answer::Response(json!({ "record": record(&event["record"]) })),
        "report-outcome" => Answer::Response(json!({})),
        action => Answer::Response(response(action, event)),
    }
}

/// The record whole.
fn record(of: &Value) -> Value {
    let [email, phone, address] = PERSONAL;
    let contact = json!({ "email": email, "phone": phone, "address": address });
    let line = json!({ "name": "Hours", "quantity": "1", "price": "240.00", "amount": "240.00" });
    json!({
        "object_type": of["object_type"], "id": of["id"],
        "properties": { "amount": "240.00" },
        "contacts": [{ "id": "51", "properties": contact }],
        "companies": [],
        "line_items": [{ "id": "7001", "properties": line }],
    })
}

fn response(action: &str, event: &Value) -> Value {
    if event["record"]["contacts"][0]["properties"]["email"].is_null() {
        return json!({ "status": "nothing_to_do", "products": [], "warnings": [] });
    }
    json!({
        "status": "created",
        "document": { "type": action, "id": "1", "total": "240.00", "currency": "USD" },
        "products": [], "warnings": [],
    })
}
