//! The cost of an action, counted on the wire.

use storage::aws::AwsStore;
use storage::{
    CompareAndPut, Connection, DocumentRef, Ledger, MappingKey, MappingKind, Mappings, Reserve,
    Settings, SettingsDocument, Tokens, Version,
};

use crate::components::{self, DYNAMODB, SECRETS_MANAGER};
use crate::relay::Relay;
use crate::sample::{claim, connection, deal, done, mapping, put, read, reserve, tokens};

#[tokio::test]
async fn a_warm_action_costs_three_round_trips_and_no_secret() {
    let (store, dynamodb, secrets_manager) = watched().await;
    let us = connection("warm");
    let asked = fill(&store, &us).await;
    dynamodb.operations();

    let snapshot = read(&store, &us, &asked).await.unwrap();
    assert!(snapshot.settings.is_some());
    assert_eq!(snapshot.mappings.len(), 3 + 4);
    let claimed = put(&store, &us, None, &claim("a", "{}")).await.unwrap();
    assert_eq!(claimed, CompareAndPut::Written(Version(1)));
    let recorded = put(&store, &us, Some(Version(1)), &done()).await.unwrap();
    assert_eq!(recorded, CompareAndPut::Written(Version(2)));

    assert_eq!(
        dynamodb.operations(),
        ["BatchGetItem", "PutItem", "TransactWriteItems"]
    );
    assert!(secrets_manager.operations().is_empty());
}

#[tokio::test]
async fn a_claim_with_all_it_reserves_costs_one_round_trip() {
    let (store, dynamodb, _) = watched().await;
    let us = connection("warm-sale");
    let answer = reserve(&store, &us, &["deal/1", "quote/1", "payment/1"]).await;
    assert_eq!(answer.unwrap(), Reserve::Written(Version(1)));
    assert_eq!(dynamodb.operations(), ["TransactWriteItems"]);
}

#[tokio::test]
async fn a_document_is_looked_up_in_two_round_trips() {
    let (store, dynamodb, _) = watched().await;
    let us = connection("look-up");
    put(&store, &us, None, &done()).await.unwrap();
    dynamodb.operations();
    let found = store.find_by_document(&us, &invoice()).await.unwrap();
    assert_eq!(found, [deal()]);
    assert_eq!(dynamodb.operations(), ["GetItem", "BatchGetItem"]);
}

#[tokio::test]
async fn more_than_100_keys_are_read_by_parallel_requests() {
    let (store, dynamodb, _) = watched().await;
    let us = connection("wide");
    let many: Vec<_> = (0..240)
        .map(|n| mapping(MappingKind::Product, &format!("product:{n}")))
        .collect();
    store.put_mappings(&us, &many).await.unwrap();
    assert_eq!(dynamodb.operations(), ["BatchWriteItem"; 10]);

    let keys: Vec<_> = many.into_iter().map(|mapping| mapping.key).collect();
    let snapshot = read(&store, &us, &keys).await.unwrap();
    assert_eq!(snapshot.mappings.len(), 240);
    assert_eq!(dynamodb.operations(), ["BatchGetItem"; 3]);
}

#[tokio::test]
async fn directory_mappings_are_written_in_one_update() {
    let (store, dynamodb, _) = watched().await;
    let us = connection("directory");
    let terms: Vec<_> = (0..100)
        .map(|n| mapping(MappingKind::Term, &format!("name:net {n}")))
        .collect();
    store.put_mappings(&us, &terms).await.unwrap();
    assert_eq!(dynamodb.operations(), ["UpdateItem"]);
}

#[tokio::test]
async fn a_refresh_costs_two_calls_to_read_and_three_to_store() {
    let (store, dynamodb, secrets_manager) = watched().await;
    let us = connection("refresh");
    let one = store.store_tokens(&us, None, &tokens("1")).await.unwrap();
    dynamodb.operations();
    secrets_manager.operations();

    store.load_tokens(&us).await.unwrap().unwrap();
    assert_eq!(dynamodb.operations(), ["GetItem"]);
    assert_eq!(secrets_manager.operations(), ["GetSecretValue"]);

    store.store_tokens(&us, one, &tokens("2")).await.unwrap();
    assert_eq!(dynamodb.operations(), ["GetItem", "PutItem"]);
    assert_eq!(secrets_manager.operations(), ["PutSecretValue"]);
}

#[tokio::test]
async fn every_read_is_consistent() {
    let (store, dynamodb, _) = watched().await;
    let us = connection("consistent");
    store.store_tokens(&us, None, &tokens("1")).await.unwrap();
    dynamodb.sent();
    dynamodb.operations();

    read(&store, &us, &[]).await.unwrap();
    let four_tables = dynamodb.sent();
    assert_eq!(four_tables.matches("\"ConsistentRead\":true").count(), 4);

    store.get_settings(&us).await.unwrap();
    store.list_connections().await.unwrap();
    store.list_mappings(&us, None, 10).await.unwrap();
    store.find_by_document(&us, &invoice()).await.unwrap();
    store.load_tokens(&us).await.unwrap();
    assert_eq!(
        dynamodb.sent().matches("\"ConsistentRead\":true").count(),
        5
    );
    assert_eq!(
        dynamodb.operations(),
        [
            "BatchGetItem",
            "GetItem",
            "Scan",
            "Query",
            "GetItem",
            "GetItem"
        ]
    );
}

fn invoice() -> DocumentRef {
    DocumentRef {
        entity: "Invoice".into(),
        id: "145".into(),
    }
}

async fn watched() -> (AwsStore, Relay, Relay) {
    let dynamodb = Relay::to(components::address(DYNAMODB)).await;
    let secrets_manager = Relay::to(components::address(SECRETS_MANAGER)).await;
    let store = components::store_through(&dynamodb.address, &secrets_manager.address).await;
    (store, dynamodb, secrets_manager)
}

/// Settings, four directory mappings, and three others, whose keys are given back.
async fn fill(store: &AwsStore, connection: &Connection) -> Vec<MappingKey> {
    let settings = SettingsDocument("{}".into());
    store
        .put_settings(connection, None, &settings)
        .await
        .unwrap();
    let asked = [
        mapping(MappingKind::Customer, "contact:51"),
        mapping(MappingKind::Product, "product:1"),
        mapping(MappingKind::Product, "product:2"),
    ];
    let directory = ["net 15", "net 30", "net 60", "due on receipt"]
        .map(|name| mapping(MappingKind::Term, &format!("name:{name}")));
    store.put_mappings(connection, &asked).await.unwrap();
    store.put_mappings(connection, &directory).await.unwrap();
    asked.map(|mapping| mapping.key).to_vec()
}
