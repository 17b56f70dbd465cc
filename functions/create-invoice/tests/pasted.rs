//! Records as they are pasted from HubSpot's API or typed by hand: what they name is booked, or they are refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// A deal of 500.00, and HubSpot's answer of what is associated with it.
fn pasted(id: &str, associations: &Value, lines: Vec<Value>) -> Value {
    let mut event = deal(
        id,
        "500.00",
        lines,
        json!({"create_missing_products": true}),
    );
    event["record"]["associations"] = associations.clone();
    event
}

fn one_line() -> Vec<Value> {
    vec![line(1, "Hours", "1", "500.00", "500.00")]
}

fn results(ids: &[&str]) -> Value {
    let results = ids
        .iter()
        .map(|id| json!({"id": id, "type": "deal_to_something"}));
    json!({"results": results.collect::<Vec<_>>()})
}

async fn refused(stage: &Rehearsal, event: &Value) -> String {
    let error = stage.run::<CreateInvoice>(event).await.unwrap_err();
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
    format!("{}: {error}", error.error_type())
}

#[tokio::test]
async fn line_items_that_hubspot_associates_and_the_record_does_not_hold_are_refused_by_their_ids()
{
    let stage = Rehearsal::start().await;
    for (name, ids, expected) in [
        ("line items", &["1", "2"][..], "line_items` lacks 1, 2:"),
        ("line_items", &["7001", "8"][..], "line_items` lacks 8:"),
        ("fees", &["77"][..], "fees` lacks 77:"),
        ("discounts", &["78"][..], "discounts` lacks 78:"),
        ("taxes", &["79"][..], "taxes` lacks 79:"),
    ] {
        let event = pasted("77002", &json!({name: results(ids)}), one_line());
        let message = refused(&stage, &event).await;
        assert!(
            message.starts_with("RecordIncomplete: deal 77002: "),
            "{message}"
        );
        assert!(message.contains(expected), "{message}");
    }
    let none = pasted(
        "77002",
        &json!({"line items": results(&["1", "2"])}),
        vec![],
    );
    let message = refused(&stage, &none).await;
    assert!(message.contains("line_items` lacks 1, 2:"), "{message}");
    assert!(message.contains("type and id alone"), "{message}");
    let mut page = results(&["7001"]);
    page["paging"] = json!({"next": {"after": "1"}});
    let message = refused(
        &stage,
        &pasted("77002", &json!({"line items": page}), one_line()),
    )
    .await;
    assert!(message.contains("there are more"), "{message}");
}

#[tokio::test]
async fn an_answer_whose_associations_are_all_loaded_is_booked() {
    let stage = Rehearsal::start().await;
    let associations = json!({
        "line items": results(&["7001", "7001"]), "contacts": results(&["51", "52"]),
        "companies": results(&["77"]), "tickets": results(&["5"]), "fees": {"results": []},
        "p148_custom": results(&["6"]), "notes": null,
    });
    let response = stage
        .run::<CreateInvoice>(&pasted("77003", &associations, one_line()))
        .await
        .unwrap();
    assert_eq!(response.document.unwrap().total, "500.00");
    assert!(response.warnings.is_empty(), "{:?}", response.warnings);
}

#[tokio::test]
async fn quotes_and_deals_of_pasted_associations_are_of_the_same_sale() {
    let stage = Rehearsal::start().await;
    let first = pasted("77004", &json!({"quotes": results(&["888"])}), one_line());
    stage.run::<CreateInvoice>(&first).await.unwrap();
    let mut quote = deal("888", "500.00", one_line(), first["options"].clone());
    quote["record"]["object_type"] = json!("quote");
    quote["record"]["properties"] = json!({"hs_quote_amount": "500.00"});
    let error = stage.run::<CreateInvoice>(&quote).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked", "{error}");
    quote["record"]["id"] = json!("889");
    quote["record"]["associations"] = json!({"deals": results(&["77004"])});
    let error = stage.run::<CreateInvoice>(&quote).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked", "{error}");
    // A deal's deals are no sale of its, as where it is read by its id.
    let other = pasted("77005", &json!({"deals": results(&["77004"])}), one_line());
    stage.run::<CreateInvoice>(&other).await.unwrap();
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

#[tokio::test]
async fn a_contact_or_company_that_hubspot_associates_and_the_record_does_not_hold_is_to_be_loaded()
{
    let stage = Rehearsal::start().await;
    for (name, id, list, customer) in [
        ("contacts", "61", "contacts", "associated_contact"),
        ("companies", "77", "companies", "associated_company"),
    ] {
        let mut event = pasted("77003", &json!({name: results(&[id])}), one_line());
        event["record"][list] = json!([]);
        event["options"]["customer"] = json!(customer);
        let message = refused(&stage, &event).await;
        assert!(
            message.starts_with("RecordIncomplete: deal 77003: "),
            "{message}"
        );
        let expected =
            format!(" {id} with it (`record.associations`), and it is not in `record.{list}`");
        assert!(message.contains(&expected), "{message}");
    }
}

#[tokio::test]
async fn a_placeholder_in_the_place_of_a_sku_makes_no_two_products_one() {
    let stage = Rehearsal::start().await;
    let mut lines = vec![
        line(1, "Gizmo", "1", "200.00", "200.00"),
        line(2, "Gadget", "1", "300.00", "300.00"),
    ];
    for line in &mut lines {
        line["properties"]["hs_sku"] = json!("n/a");
    }
    let event = deal(
        "77004",
        "500.00",
        lines,
        json!({"create_missing_products": true}),
    );
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    let response = serde_json::to_value(response).unwrap();
    let names = response["products"].as_array().unwrap().iter();
    let names: Vec<&Value> = names.map(|product| &product["name"]).collect();
    assert_eq!(names, ["Gizmo", "Gadget"], "{response}");
}
