//! Reading, writing and deleting mappings.

use create_invoice::CreateInvoice;
use serde_json::{Value, json};

use crate::operator::{Operator, refused};

fn row(kind: &str, source: &str, quickbooks_id: &str) -> Value {
    json!({"kind": kind, "source": source, "quickbooks_id": quickbooks_id})
}

#[tokio::test]
async fn mappings_are_written_listed_in_order_replaced_and_deleted() {
    let operator = Operator::open().await;
    let rows = [
        row("term", "name:Net 30", "3"),
        row("product", "sku:HRS", "2"),
        row("customer", "contact:51", "58"),
    ];
    let written = operator.put(json!(rows)).await.unwrap();
    assert_eq!(written, json!({"mappings": 3, "dry_run": false}));
    operator
        .put(json!([row("product", "sku:hrs", "5")]))
        .await
        .unwrap();
    let expected = [
        "customer contact:51 -> 58",
        "product sku:hrs -> 5",
        "term name:net 30 -> 3",
    ];
    assert_eq!(operator.mappings().await, expected);

    let keys = json!({"keys": [{"kind": "product", "source": "sku:hrs"},
        {"kind": "term", "source": "name:never"}]});
    let deleted = operator.ask("delete_mappings", keys).await.unwrap();
    assert_eq!(deleted, json!({"deleted": 2}));
    assert_eq!(operator.mappings().await, [expected[0], expected[2]]);
}

#[tokio::test]
async fn mappings_are_checked_where_that_is_asked_for_and_written_where_quickbooks_does_not_answer()
{
    let operator = Operator::open().await;
    let rows = json!([
        row("term", "name:Net 30", "3"),
        row("customer", "contact:51", "5800")
    ]);
    let checked = json!({"mappings": rows, "check": true});
    let refusal = operator.ask("put_mappings", checked.clone()).await;
    let message = refused(refusal, "InvalidRequest");
    let expected =
        "nothing was written: `mappings[1]`: QuickBooks has no active Customer with the id 5800";
    assert!(message.contains(expected), "{message}");
    assert_eq!(operator.mappings().await, [""; 0]);

    operator.ask("disconnect", json!({})).await.unwrap();
    let written = operator.ask("put_mappings", checked).await.unwrap();
    assert_eq!(written["mappings"], 2);
    let why = written["not_checked"].as_str().unwrap();
    assert!(why.contains("us-books"), "{why}");
}

#[tokio::test]
async fn a_mapping_that_was_written_is_the_one_an_action_uses() {
    let operator = Operator::open().await;
    let customer = operator
        .stage
        .sandbox
        .insert("Customer", json!({"DisplayName": "Somebody Else"}))
        .unwrap();
    let id = customer["Id"].as_str().unwrap();
    operator
        .put(json!([row("customer", "contact:51", id)]))
        .await
        .unwrap();
    let event = json!({"connection": "us-books", "record": {"object_type": "deal", "id": "1",
        "properties": {"amount": "10.00", "deal_currency_code": "USD"},
        "contacts": [{"id": "51", "properties": {"lastname": "Lovelace"}}],
        "line_items": [{"id": "7", "properties": {"name": "Hours of ours", "quantity": "1",
            "price": "10.00", "amount": "10.00"}}]},
        "options": {"create_missing_products": true}});
    let response = operator.stage.run::<CreateInvoice>(&event).await.unwrap();
    let response = serde_json::to_value(&response).unwrap();
    assert_eq!(response["customer"]["id"], id, "{response}");
    assert_eq!(response["customer"]["matched_by"], "mapping", "{response}");
}

#[tokio::test]
async fn one_wrong_row_keeps_all_from_being_written() {
    let operator = Operator::open().await;
    let rows = json!([
        row("customer", "contact:51", "58"),
        row("customer", "canary:52", "58"),
        row("customer", "contact:51", "59"),
        row("term", "name:x", "three"),
    ]);
    let message = refused(operator.put(rows).await, "InvalidRequest");
    assert!(message.contains("3 of the rows"), "{message}");
    for index in [1, 2, 3] {
        assert!(
            message.contains(&format!("mappings[{index}]:")),
            "{message}"
        );
    }
    assert!(!message.contains("canary"), "{message}");
    assert!(operator.mappings().await.is_empty());
}

#[tokio::test]
async fn pages_of_one_kind_make_up_the_list() {
    let operator = Operator::open().await;
    let products = (1..=5).map(|n| row("product", &format!("product:{n}"), "2"));
    let others = [
        row("customer", "contact:1", "58"),
        row("term", "name:net 30", "3"),
    ];
    let rows: Vec<Value> = products.chain(others).collect();
    operator.put(json!(rows)).await.unwrap();

    let (mut sources, mut after, mut pages) = (Vec::new(), json!(null), 0);
    loop {
        let fields = json!({"kind": "product", "limit": 2, "after": after});
        let page = operator.ask("list_mappings", fields).await.unwrap();
        let mappings = page["mappings"].as_array().unwrap();
        sources.extend(mappings.iter().map(|mapping| mapping["source"].clone()));
        after = page["next"].clone();
        pages += 1;
        if after.is_null() {
            break;
        }
    }
    let expected: Vec<Value> = (1..=5).map(|n| json!(format!("product:{n}"))).collect();
    assert_eq!((sources, pages), (expected, 3));
    for limit in [0, 1001] {
        refused(
            operator.ask("list_mappings", json!({"limit": limit})).await,
            "InvalidRequest",
        );
    }
}
