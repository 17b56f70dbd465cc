//! Batches.

use sandbox_quickbooks::{Operation, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{Company, invoice};

fn batch(items: &[Value]) -> Value {
    json!({ "BatchItemRequest": items })
}

#[tokio::test]
async fn items_are_answered_in_order_and_one_refusal_stops_no_other() {
    let company = Company::start().await;
    let body = batch(&[
        json!({ "bId": "z", "operation": "create", "Customer": { "DisplayName": "Ada" } }),
        json!({ "bId": "y", "operation": "create", "Customer": { "DisplayName": "Cool Cars" } }),
        json!({ "bId": "x", "operation": "create", "Invoice": invoice("1", "10") }),
        json!({ "bId": "w", "Query": "select * from Term where Id = '3'" }),
        json!({ "bId": "v", "operation": "delete", "Invoice": { "Id": "130", "SyncToken": "0" } }),
        json!({ "bId": "u", "Query": "select nonsense" }),
    ]);
    let answer = company.post("batch", &body).await;
    assert_eq!(answer.status, 200);
    let items = answer.body["BatchItemResponse"].as_array().unwrap();
    let ids: Vec<&str> = items
        .iter()
        .map(|item| item["bId"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["z", "y", "x", "w", "v", "u"]);
    assert_eq!(items[0]["Customer"]["DisplayName"], "Ada");
    assert_eq!(items[1]["Fault"]["Error"][0]["code"], "6240");
    assert_eq!(items[2]["Invoice"]["DocNumber"], "1038");
    assert_eq!(items[3]["QueryResponse"]["Term"][0]["Name"], "Net 30");
    assert_eq!(items[4]["Invoice"]["status"], "Deleted");
    assert_eq!(items[5]["Fault"]["Error"][0]["code"], "4000");
}

#[tokio::test]
async fn no_query_sees_what_a_write_of_the_same_batch_did() {
    let company = Company::start().await;
    let body = batch(&[
        json!({ "bId": "1", "operation": "create", "Customer": { "DisplayName": "Ada" } }),
        json!({ "bId": "2", "Query": "select * from Customer where DisplayName = 'Ada'" }),
    ]);
    let answer = company.post("batch", &body).await;
    assert_eq!(
        answer.body["BatchItemResponse"][1]["QueryResponse"],
        json!({})
    );
}

#[tokio::test]
async fn an_item_that_lacks_its_id_or_its_operation_fails_alone() {
    let company = Company::start().await;
    let body = batch(&[
        json!({ "operation": "create", "Customer": { "DisplayName": "Nameless" } }),
        json!({ "bId": "2", "Customer": { "DisplayName": "Idle" } }),
        json!("3"),
        json!({ "bId": "4", "operation": "create", "Customer": { "DisplayName": "Ada" } }),
    ]);
    let answer = company.post("batch", &body).await;
    assert_eq!(answer.status, 200);
    let items = answer.body["BatchItemResponse"].as_array().unwrap();
    let code = |item: usize| items[item]["Fault"]["Error"][0]["code"].as_str();
    assert_eq!(
        [code(0), code(1), code(2)],
        ["2020", "2020", "2010"].map(Some)
    );
    assert_eq!(items[0].get("bId"), None);
    assert_eq!(items[3]["Customer"]["DisplayName"], "Ada");
    assert_eq!(company.sandbox.documents("Customer").len(), 30);
}

#[tokio::test]
async fn the_b_id_is_the_last_key_of_an_item() {
    let company = Company::start().await;
    let request = company.http.post(company.url("batch")).json(&batch(&[
        json!({ "bId": "1", "Query": "select * from Term" }),
    ]));
    let text = company
        .request(request)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(text.contains("\"bId\":\"1\"}]"), "{text}");
}

#[tokio::test]
async fn more_items_than_allowed_are_refused_as_a_whole() {
    for (limit, sent, code) in [(30, 30, ""), (30, 31, "1040"), (10, 11, "1040")] {
        let company = Company::start_with(SandboxOptions {
            batch_limit: limit,
            ..SandboxOptions::default()
        })
        .await;
        let customer = |n: usize| json!({ "bId": n.to_string(), "operation": "create", "Customer": { "DisplayName": format!("C {n}") } });
        let items: Vec<Value> = (0..sent).map(customer).collect();
        assert_eq!(company.post("batch", &batch(&items)).await.code(), code);
        let made = company.sandbox.documents("Customer").len() - 29;
        assert_eq!(made, if code.is_empty() { sent } else { 0 });
    }
}

#[tokio::test]
async fn the_journal_names_every_item_of_a_batch() {
    let company = Company::start().await;
    let body = batch(&[
        json!({ "bId": "1", "operation": "create", "Customer": { "DisplayName": "Cool Cars" } }),
        json!({ "bId": "2", "Query": "select * from Item" }),
    ]);
    company.post("batch", &body).await;
    let entry = company.sandbox.journal().remove(0);
    assert_eq!(
        (entry.operation, entry.entity.as_deref(), entry.is_write),
        (Operation::Batch, Some("Batch"), true)
    );
    let items: Vec<_> = entry
        .items
        .iter()
        .map(|item| {
            (
                item.entity.as_deref(),
                item.operation,
                item.fault.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        items,
        [
            (Some("Customer"), Operation::Create, Some("6240")),
            (Some("Item"), Operation::Query, None)
        ]
    );
}
