//! Records as they are pasted from HubSpot's API or typed by hand: what they name is booked, or they are refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

fn one_line() -> Vec<Value> {
    vec![line(1, "Hours", "1", "500.00", "500.00")]
}

async fn refused(stage: &Rehearsal, event: &Value) -> String {
    let error = stage.run::<CreateInvoice>(event).await.unwrap_err();
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
    format!("{}: {error}", error.error_type())
}

#[tokio::test]
async fn a_list_under_another_name_is_refused_with_the_right_one() {
    let stage = Rehearsal::start().await;
    let lines = json!(one_line());
    for (name, list, right) in [
        ("lineitems", lines.clone(), "line_items"),
        ("lineItems", lines.clone(), "line_items"),
        ("line items", lines.clone(), "line_items"),
        ("line_item", lines[0].clone(), "line_items"),
        ("Line_Items", json!([]), "line_items"),
        ("line_itmes", lines.clone(), "line_items"),
        ("contact", json!({"id": "51"}), "contacts"),
        ("compnaies", json!([{"id": "77"}]), "companies"),
        ("fee", json!([{"id": "77"}]), "fees"),
        ("commerce_payments", json!([{"id": "77"}]), "payments"),
        ("Properties", json!({"amount": "1"}), "properties"),
    ] {
        let mut event = deal("77006", "500.00", vec![], json!({}));
        event["record"][name] = list;
        let message = refused(&stage, &event).await;
        let expected = format!(
            "InvalidRequest: deal 77006: `record.{name}` is not read: `record.{right}` is meant"
        );
        assert!(message.starts_with(&expected), "{message}");
    }
    let mut event = deal(
        "77007",
        "500.00",
        one_line(),
        json!({"create_missing_products": true}),
    );
    for (name, value) in [
        (
            "url",
            json!("https://app.hubspot.com/contacts/1/record/0-3/77007"),
        ),
        ("propertiesWithHistory", json!({"amount": []})),
        ("company", json!("a word of the caller's")),
        ("tickets", json!([{"id": "5"}])),
        ("feed", json!([{"id": "5"}])),
    ] {
        event["record"][name] = value;
    }
    stage.run::<CreateInvoice>(&event).await.unwrap();
}
