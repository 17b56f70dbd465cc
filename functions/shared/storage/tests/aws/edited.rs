//! Items that other hands have changed are said to be unreadable, never guessed at.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use storage::{Settings, SettingsDocument, StorageError};

use crate::components;
use crate::sample::{claim, connection, put, read};

#[tokio::test]
async fn an_entry_without_its_version_or_with_another_content_is_unreadable() {
    let changes = [
        ("version", AttributeValue::S("one".into())),
        ("version", AttributeValue::N("-1".into())),
        (
            "content",
            AttributeValue::S("{\"fingerprint\":\"canary\"}".into()),
        ),
        ("content", AttributeValue::S("canary".into())),
        ("content", AttributeValue::Bool(true)),
        ("key", AttributeValue::Null(true)),
    ];
    let (store, us) = (components::store().await, connection("edited"));
    put(&store, &us, None, &claim("a", "{}")).await.unwrap();
    let entry = stored("entry/create-invoice/deal/9001/Invoice").await;
    for (attribute, value) in changes {
        let mut edited = entry.clone();
        edited.insert(attribute.into(), value);
        write(&components::names().ledger_table, edited).await;
        let error = read(&store, &us, &[]).await.unwrap_err();
        assert_unreadable(&error, "ledger entry");
    }
}

#[tokio::test]
async fn settings_without_their_text_are_unreadable() {
    let (store, us) = (components::store().await, connection("edited-settings"));
    let settings = SettingsDocument("{}".into());
    store.put_settings(&us, None, &settings).await.unwrap();
    let only_a_version = [
        ("connection".into(), AttributeValue::S(us.to_string())),
        ("version".into(), AttributeValue::N("1".into())),
    ];
    write(&components::names().settings_table, only_a_version.into()).await;
    let error = store.get_settings(&us).await.unwrap_err();
    assert_unreadable(&error, "settings");
}

type Item = std::collections::HashMap<String, AttributeValue>;

async fn stored(sort: &str) -> Item {
    let got = client()
        .get_item()
        .table_name(components::names().ledger_table)
        .key("connection", AttributeValue::S("edited".into()))
        .key("entry", AttributeValue::S(sort.into()))
        .send()
        .await;
    got.unwrap().item.unwrap()
}

async fn write(table: &str, item: Item) {
    let put = client().put_item().table_name(table);
    put.set_item(Some(item)).send().await.unwrap();
}

fn client() -> Client {
    Client::new(&components::configuration())
}

fn assert_unreadable(error: &StorageError, expected: &str) {
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("canary"), "{shown}");
    match error {
        StorageError::Unreadable { what, .. } => assert_eq!(*what, expected),
        other => panic!("{other:?}"),
    }
}
