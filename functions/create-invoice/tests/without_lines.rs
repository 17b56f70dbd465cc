//! A deal or quote without line items is one line for its amount, where the settings name an item.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{self, deal};
use actions::response::MatchedBy;
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

fn without_lines(options: &Value) -> Value {
    let mut event = deal("9001", "480.00", Vec::new(), options.clone());
    event["record"]["properties"]["dealname"] = json!("Garden redesign");
    event
}

async fn stage(item: &Value) -> Rehearsal {
    Rehearsal::with_settings(json!({"products": {"item_without_lines": item}})).await
}

#[tokio::test]
async fn the_item_is_the_one_named_and_the_text_is_the_deal_s() {
    let fixed = json!({"products": {"quickbooks_id": "4"}});
    let cases = [
        (json!("Services"), json!({}), "1", MatchedBy::Settings),
        (json!("2"), json!({}), "2", MatchedBy::Settings),
        (json!("Services"), fixed, "4", MatchedBy::Options),
    ];
    for (item, options, id, matched_by) in cases {
        let stage = stage(&item).await;
        let response = stage
            .run::<CreateInvoice>(&without_lines(&options))
            .await
            .unwrap();
        let product = &response.products[0];
        assert_eq!((product.id.as_str(), product.matched_by), (id, matched_by));
        assert_eq!(product.line_item, "deal 9001");
        assert_eq!(response.document.unwrap().total, "480.00");
        let line = &stage.made("Invoice")[0]["Line"][0];
        assert_eq!(line["SalesItemLineDetail"]["ItemRef"]["value"], id);
        assert_eq!(line["Description"], "Garden redesign");
    }
}

#[tokio::test]
async fn an_item_that_quickbooks_does_not_have_is_named_and_nothing_is_made() {
    let stage = stage(&json!("Unheard of")).await;
    let error = stage
        .run::<CreateInvoice>(&without_lines(&json!({})))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(error.to_string().contains("item_without_lines"), "{error}");
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
}

#[tokio::test]
async fn an_item_that_was_made_inactive_is_found_anew_by_its_name() {
    let stage = stage(&json!("Services")).await;
    stage
        .run::<CreateInvoice>(&without_lines(&json!({})))
        .await
        .unwrap();
    let hide = json!({"Id": "1", "Name": "Services (old)", "Active": false});
    stage.sandbox.edit("Item", hide).unwrap();
    let account = json!({"value": "1"});
    let item = json!({"Name": "Services", "Type": "Service", "IncomeAccountRef": account});
    let new = stage.sandbox.insert("Item", item).unwrap();
    let mut second = without_lines(&json!({}));
    second["record"]["id"] = json!("9002");
    let response = stage.run::<CreateInvoice>(&second).await.unwrap();
    assert_eq!(response.products[0].id, new["Id"].as_str().unwrap());
    assert_eq!(response.warnings[0].code, "mapping_healed");
}

#[tokio::test]
async fn line_items_are_sold_as_they_are_whatever_the_setting() {
    let stage = stage(&json!("Services")).await;
    let lines = vec![deals::line(1, "Hours", "1", "480", "480.00")];
    let event = deal("9001", "480.00", lines, json!({}));
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.products[0].line_item, "7001");
    assert_eq!(response.products[0].id, "2");
}
