//! Discounts, fees and taxes on the whole: once, at no further request, and to the cent.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::Status;
use create_invoice::CreateInvoice;
use rehearsal::{Rehearsal, Rule};
use serde_json::{Value, json};

fn quote(id: &str) -> Value {
    let sample = "11-order-discount-and-fee";
    let rule = Rule::of("an order", env!("CARGO_MANIFEST_DIR"), sample);
    let rule = rule.set("/record/id", json!(id));
    rule.set("/record/properties/hs_object_id", json!(id))
        .event()
        .clone()
}

#[tokio::test]
async fn a_fee_is_a_product_like_any_other_and_costs_no_read_once_it_is_known() {
    let stage = Rehearsal::start().await;
    stage.run::<CreateInvoice>(&quote("1")).await.unwrap();
    stage.sandbox.clear_journal();
    let response = stage.run::<CreateInvoice>(&quote("2")).await.unwrap();
    assert_eq!(response.document.unwrap().total, "565.00");
    assert_eq!(stage.requests(), ["create Invoice"]);
}

#[tokio::test]
async fn a_fee_without_a_product_makes_nothing_where_creation_is_off() {
    let stage = Rehearsal::start().await;
    let mut event = quote("1");
    event["options"]["create_missing_products"] = json!(false);
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "ProductNotFound");
    assert!(
        error.to_string().contains("no product for fee 88201"),
        "{error}"
    );
    assert_eq!(stage.made("Invoice").len(), 0);
}

#[tokio::test]
async fn a_discount_that_changed_afterwards_is_a_conflict_and_an_empty_one_is_none() {
    let stage = Rehearsal::start().await;
    let mut event = quote("1");
    let first = stage.run::<CreateInvoice>(&event).await.unwrap();
    let nothing = json!({"id": "9", "properties": {"hs_type": "FIXED", "hs_value": "0"}});
    event["record"]["discounts"]
        .as_array_mut()
        .unwrap()
        .push(nothing);
    let again = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(
        (again.status, again.document),
        (Status::AlreadyCreated, first.document)
    );
    event["record"]["discounts"][0]["properties"]["hs_value"] = json!("11");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_term_that_cannot_be_read_is_refused_with_its_kind_and_property() {
    let cases = [
        (
            "discounts",
            "hs_value",
            json!(""),
            "RecordIncomplete",
            "quote 1, discount 88101: `hs_value`",
        ),
        (
            "discounts",
            "hs_value",
            json!("-5"),
            "InvalidRequest",
            "quote 1, discount 88101: `hs_value`",
        ),
        (
            "discounts",
            "hs_value",
            json!("100.5"),
            "InvalidRequest",
            "more than 100 percent",
        ),
        (
            "discounts",
            "hs_type",
            json!("SHARE"),
            "InvalidRequest",
            "quote 1, discount 88101: `hs_type`",
        ),
        (
            "fees",
            "hs_type",
            Value::Null,
            "RecordIncomplete",
            "quote 1, fee 88201: `hs_type`",
        ),
        (
            "fees",
            "hs_value",
            json!("a lot"),
            "InvalidRequest",
            "quote 1, fee 88201",
        ),
        (
            "fees",
            "hs_sort_order",
            json!("first"),
            "InvalidRequest",
            "hs_sort_order",
        ),
    ];
    let stage = Rehearsal::start().await;
    for (kind, property, value, error_type, named) in cases {
        let mut event = quote("1");
        event["record"][kind][0]["properties"][property] = value;
        let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), error_type, "{error}");
        assert!(error.to_string().contains(named), "{error}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn terms_are_applied_in_their_sort_order() {
    let term = |order: &str, kind: &str, value: &str| json!({"id": order, "properties": {"hs_type": kind, "hs_value": value, "hs_sort_order": order}});
    let mut event = quote("1");
    // Ten percent of what 100.00 off leaves, which the total tells: 600.00 - 100.00 - 50.00.
    event["record"]["discounts"] =
        json!([term("2", "percent", "10"), term("1", "fixed", "100.00")]);
    event["record"]["fees"] = json!([]);
    event["record"]["properties"]["hs_quote_amount"] = json!("450.00");
    let stage = Rehearsal::start().await;
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.warnings, []);
    assert_eq!(response.document.unwrap().total, "450.00");
}

#[tokio::test]
async fn a_line_and_the_whole_are_not_taxed_both_outside_the_us() {
    let settings = json!({
        "company": {"realm_id": "9341453172000001", "country": "GB"},
        "tax": {"default_code": "2", "untaxed_code": "2"},
    });
    let stage = Rehearsal::with_settings(settings).await;
    let mut event = quote("1");
    event["record"]["taxes"] =
        json!([{"id": "88301", "properties": {"hs_type": "PERCENT", "hs_value": "20"}}]);
    event["record"]["line_items"][0]["properties"]["hs_tax_rate"] = json!("5");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(error.to_string().contains("line item 7201"), "{error}");
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn the_cent_of_a_card_fee_under_a_tax_is_the_one_that_comes_to_hubspots_total() {
    let refuse = json!({"amounts": {"on_mismatch": "refuse", "on_quickbooks_mismatch": "refuse"}});
    let stage = Rehearsal::start().await;
    stage.connect("strict", refuse).await;
    // HubSpot adds 2.9 % to the subtotal, and 8 % to both.
    for (id, subtotal, total) in [("1", "100.40", "111.58"), ("2", "100.65", "111.85")] {
        let mut event = quote(id);
        let term = |label: &str, value: &str| json!([{"id": "9", "properties": {"hs_label": label, "hs_type": "PERCENT", "hs_value": value}}]);
        let record = &mut event["record"];
        record["line_items"] = json!([{"id": "7001", "properties": {
            "name": "Hours", "quantity": "1", "price": subtotal, "amount": subtotal,
        }}]);
        record["discounts"] = json!([]);
        record["fees"] = term("Card fee", "2.9");
        record["taxes"] = term("Sales tax", "8");
        record["properties"]["hs_quote_amount"] = json!(total);
        event["connection"] = json!("strict");
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        // A fee may have parts of a cent; nothing differs.
        let mut told = response.warnings.iter().map(|warning| &*warning.code);
        assert!(
            told.all(|code| code == "cents_allocated"),
            "{:?}",
            response.warnings
        );
        assert_eq!(response.document.unwrap().total, total);
    }
}
