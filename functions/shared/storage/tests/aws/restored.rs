//! A ledger that was restored to an earlier moment, under another name, beside tables that were not.

use aws_sdk_dynamodb::Client;
use storage::aws::{AwsStore, Names, tables};
use storage::{CompareAndPut, Ledger, LedgerKey, ReadRequest, SnapshotReader, Tokens};

use crate::components;
use crate::sample::{connection, done, tokens};

/// Copies a ledger's items into a new table, as a restore does.
async fn restore(dynamodb: &Client, from: &str, to: &str) {
    let items = dynamodb.scan().table_name(from).consistent_read(true);
    let items = items.send().await.unwrap().items.unwrap_or_default();
    let own =
        |item: &std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue>| {
            item[tables::CONNECTION]
                .as_s()
                .is_ok_and(|name| name == "restored")
        };
    for item in items.into_iter().filter(own) {
        let put = dynamodb.put_item().table_name(to).set_item(Some(item));
        put.send().await.unwrap();
    }
}

#[tokio::test]
async fn a_restored_ledger_is_used_by_its_name_and_the_connection_keeps_its_tokens() {
    let (store, us) = (components::store().await, connection("restored"));
    let configuration = components::configuration();
    let dynamodb = Client::new(&configuration);
    store.store_tokens(&us, None, &tokens("1")).await.unwrap();
    let key = |record: &str| LedgerKey(format!("create-invoice/deal/{record}/Invoice"));
    let book = async |record: &str| {
        let (key, done) = (key(record), done());
        let put = store.compare_and_put(&us, &key, None, &done).await;
        assert!(matches!(put.unwrap(), CompareAndPut::Written(_)));
    };
    book("1").await;

    let names = Names {
        ledger_table: format!("{}-restored", components::names().ledger_table),
        ..components::names()
    };
    let of_ledger = Names {
        mappings_table: format!("{}-unused", names.mappings_table),
        settings_table: format!("{}-unused", names.settings_table),
        leases_table: format!("{}-unused", names.leases_table),
        ..names.clone()
    };
    let tables = AwsStore::from_configuration(&configuration, of_ledger);
    tables.create_tables().await.unwrap();
    restore(
        &dynamodb,
        &components::names().ledger_table,
        &names.ledger_table,
    )
    .await;
    book("2").await;

    let restored = AwsStore::from_configuration(&configuration, names);
    let keys = [key("1"), key("2")];
    let request = ReadRequest {
        entries: keys.to_vec(),
        ..ReadRequest::of(us.clone())
    };
    let snapshot = restored.read(&request).await.unwrap();
    assert!(snapshot.entries.contains_key(&keys[0]));
    assert!(
        !snapshot.entries.contains_key(&keys[1]),
        "it was booked since"
    );
    assert!(restored.load_tokens(&us).await.unwrap().is_some());
}
