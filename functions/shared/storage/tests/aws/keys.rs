//! Keys that are longer than DynamoDB takes.

use storage::{
    CompareAndPut, Ledger, LedgerKey, MappingKey, MappingKind, Mappings, ReadRequest,
    SnapshotReader, Version,
};

use crate::components;
use crate::sample::{connection, done, mapping};

#[tokio::test]
async fn mappings_of_very_long_names_are_kept_apart() {
    let (store, us) = (components::store().await, connection("long-names"));
    let long = "Ω".repeat(2_000);
    let mappings: Vec<_> = [MappingKind::Product, MappingKind::Class]
        .into_iter()
        .flat_map(|kind| ["1", "2"].map(|end| mapping(kind, &format!("name:{long}{end}"))))
        .collect();
    store.put_mappings(&us, &mappings).await.unwrap();

    let keys: Vec<MappingKey> = mappings.iter().map(|mapping| mapping.key.clone()).collect();
    let request = ReadRequest {
        mappings: keys.clone(),
        ..ReadRequest::of(us.clone())
    };
    let snapshot = store.read(&request).await.unwrap();
    for mapping in &mappings {
        assert!(snapshot.mappings.get(&mapping.key) == Some(mapping));
    }
    assert_eq!(in_pages_of_one(&store, &us).await.len(), 4);
    store.delete_mappings(&us, &keys).await.unwrap();
    assert_eq!(store.list_mappings(&us, None, 10).await.unwrap(), []);
}

#[tokio::test]
async fn ledger_keys_of_any_length_are_found_by_document() {
    let (store, us) = (components::store().await, connection("long-keys"));
    let key = LedgerKey(format!(
        "create-invoice/deal/1/Invoice/{}",
        "x".repeat(5_000)
    ));
    let answer = store
        .compare_and_put(&us, &key, None, &done())
        .await
        .unwrap();
    assert_eq!(answer, CompareAndPut::Written(Version(1)));

    let invoice = storage::DocumentRef {
        entity: "Invoice".into(),
        id: "145".into(),
    };
    let found = store.find_by_document(&us, &invoice).await.unwrap();
    assert_eq!(found, [key], "at once: the index is consistent");
}

async fn in_pages_of_one<S: Mappings>(store: &S, us: &storage::Connection) -> Vec<MappingKey> {
    let mut seen: Vec<MappingKey> = Vec::new();
    while let Some(next) = store.list_mappings(us, seen.last(), 1).await.unwrap().pop() {
        assert!(!seen.contains(&next.key));
        seen.push(next.key);
    }
    seen
}
