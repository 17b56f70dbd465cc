//! Leftovers of a DynamoDB batch. DynamoDB Local never leaves any, so a scripted server does it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use storage::{MappingKind, Mappings, StorageError};

use crate::components;
use crate::sample::{connection, deal, mapping, read};
use crate::script::scripted;

#[tokio::test]
async fn keys_that_were_left_over_are_asked_for_again() {
    let (store, asked) = scripted(vec![keys_left_over(), keys_left_over(), found()]).await;
    let snapshot = read(&store, &connection("leftovers"), &[]).await.unwrap();
    assert!(snapshot.entries.contains_key(&deal()));

    let asked = asked.take();
    assert_eq!(asked.len(), 3);
    assert!(asked[0].contains("~directory"));
    for again in &asked[1..] {
        assert!(again.contains("entry/left") && !again.contains("~directory"));
        assert!(again.contains("\"ConsistentRead\":true"), "{again}");
    }
}

#[tokio::test]
async fn items_that_were_left_over_are_written_again() {
    let delete = json!({ "DeleteRequest": { "Key": key() } });
    let left = json!({ components::names().mappings_table: [delete] });
    let answers = vec![
        json!({ "UnprocessedItems": left }),
        json!({ "UnprocessedItems": {} }),
    ];
    let (store, asked) = scripted(answers).await;
    let customer = mapping(MappingKind::Customer, "contact:51");
    let us = connection("leftovers");
    store.put_mappings(&us, &[customer]).await.unwrap();

    let asked = asked.take();
    assert_eq!(asked.len(), 2);
    assert!(asked[0].contains("contact:51"));
    assert!(asked[1].contains("entry/left"));
}

#[tokio::test]
async fn what_is_left_over_every_time_is_unavailable_within_two_seconds() {
    let (store, asked) = scripted(vec![keys_left_over(); 10]).await;
    let start = Instant::now();
    let error = read(&store, &connection("leftovers"), &[])
        .await
        .unwrap_err();
    assert!(
        matches!(error, StorageError::Unavailable { .. }),
        "{error:?}"
    );
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(asked.take().len(), 6);
}

fn keys_left_over() -> Value {
    let left = json!({ components::names().ledger_table: { "Keys": [key()] } });
    json!({ "Responses": {}, "UnprocessedKeys": left })
}

fn found() -> Value {
    let content = json!({ "fingerprint": "9f86", "generation": 0, "company": "9130", "state": { "state": "open" } });
    let entry = json!({
        "connection": { "S": "leftovers" },
        "entry": { "S": "entry/left" },
        "key": { "S": deal().0 },
        "version": { "N": "1" },
        "content": { "S": content.to_string() },
    });
    let found = json!({ components::names().ledger_table: [entry] });
    json!({ "Responses": found, "UnprocessedKeys": {} })
}

fn key() -> Value {
    json!({ "connection": { "S": "leftovers" }, "entry": { "S": "entry/left" } })
}
