//! Promises of the one read.

use strum::VariantArray;

use super::fresh;
use super::ledger::put;
use super::sample::{claimed_by, document, done, ledger_key, mapping, mapping_key, open, settings};
use crate::{
    Connection, Ledger, LedgerKey, MappingKey, MappingKind, Mappings, ReadRequest, Settings,
    Snapshot, SnapshotReader, Version,
};

pub async fn a_snapshot_of_an_unknown_connection_is_empty<S: SnapshotReader>(store: &S) {
    let us = fresh::connection("unknown");
    let customer = mapping_key(MappingKind::Customer, "contact:51");
    let snapshot = read(store, &us, &[customer], &[ledger_key("deal/1")]).await;
    assert_empty(&snapshot);
}

pub async fn a_snapshot_brings_settings_mappings_and_entries_together<S>(store: &S)
where
    S: SnapshotReader + Settings + Mappings + Ledger,
{
    let us = fresh::connection("together");
    let customer = mapping(MappingKind::Customer, "contact:51", "58");
    let (claimed, made) = (ledger_key("deal/1/Invoice"), ledger_key("deal/1/Payment"));
    let payment = done(&document("Payment", "7"));
    store
        .put_settings(&us, None, &settings("{}"))
        .await
        .unwrap();
    store
        .put_mappings(&us, std::slice::from_ref(&customer))
        .await
        .unwrap();
    put(store, &us, &claimed, None, &claimed_by("a")).await;
    put(store, &us, &made, None, &payment).await;

    let absent = ledger_key("deal/2/Invoice");
    let keys = [claimed.clone(), absent, made.clone()];
    let snapshot = read(store, &us, std::slice::from_ref(&customer.key), &keys).await;
    assert_eq!(snapshot.settings.unwrap().value, settings("{}"));
    assert_eq!(
        snapshot.mappings.into_values().collect::<Vec<_>>(),
        [customer]
    );
    assert_eq!(snapshot.entries.len(), 2);
    assert_eq!(snapshot.entries[&claimed].value, claimed_by("a"));
    assert_eq!(snapshot.entries[&made].value, payment);
}

pub async fn directory_mappings_come_along_unasked<S: SnapshotReader + Mappings>(store: &S) {
    let us = fresh::connection("directory");
    let directory: Vec<_> = MappingKind::VARIANTS
        .iter()
        .filter(|kind| kind.is_directory())
        .flat_map(|kind| ["name:a", "name:b"].map(|source| mapping(*kind, source, "3")))
        .collect();
    store.put_mappings(&us, &directory).await.unwrap();

    let snapshot = read(store, &us, &[], &[]).await;
    assert_eq!(snapshot.mappings.len(), directory.len());
    for mapping in directory {
        assert_eq!(snapshot.mappings.get(&mapping.key), Some(&mapping));
    }
}

pub async fn customers_and_products_come_only_when_asked_for<S: SnapshotReader + Mappings>(
    store: &S,
) {
    let us = fresh::connection("asked");
    let asked = mapping(MappingKind::Product, "product:1", "1");
    let unasked = mapping(MappingKind::Product, "product:2", "2");
    let customer = mapping(MappingKind::Customer, "contact:51", "58");
    store
        .put_mappings(&us, &[asked.clone(), unasked, customer])
        .await
        .unwrap();

    let nothing = read(store, &us, &[], &[]).await;
    assert_empty(&nothing);
    let twice = [asked.key.clone(), asked.key.clone()];
    let snapshot = read(store, &us, &twice, &[]).await;
    assert_eq!(snapshot.mappings.into_values().collect::<Vec<_>>(), [asked]);
}

pub async fn a_snapshot_holds_nothing_of_another_connection<S>(store: &S)
where
    S: SnapshotReader + Settings + Mappings + Ledger,
{
    let (us, uk) = (fresh::connection("us"), fresh::connection("uk"));
    let (key, term) = (
        ledger_key("deal/1"),
        mapping(MappingKind::Term, "name:net 30", "3"),
    );
    store
        .put_settings(&us, None, &settings("{}"))
        .await
        .unwrap();
    store
        .put_mappings(&us, std::slice::from_ref(&term))
        .await
        .unwrap();
    put(store, &us, &key, None, &open()).await;
    assert_empty(&read(store, &uk, &[term.key], &[key]).await);
}

pub async fn a_snapshot_sees_every_write_that_was_answered<S>(store: &S)
where
    S: SnapshotReader + Settings + Ledger,
{
    let (us, key) = (fresh::connection("sees"), ledger_key("deal/1"));
    let mut version = None;
    for number in 1..=20 {
        let owner = claimed_by(&number.to_string());
        let entry = put(store, &us, &key, version, &owner).await;
        let document = settings(&number.to_string());
        version = store.put_settings(&us, version, &document).await.unwrap();

        let snapshot = read(store, &us, &[], std::slice::from_ref(&key)).await;
        assert_eq!(snapshot.entries[&key].value, owner);
        assert_eq!(snapshot.settings.unwrap().value, document);
        assert_eq!((entry, version), (Version(number), Some(Version(number))));
    }
}

async fn read<S: SnapshotReader>(
    store: &S,
    connection: &Connection,
    mappings: &[MappingKey],
    entries: &[LedgerKey],
) -> Snapshot {
    let request = ReadRequest {
        mappings: mappings.to_vec(),
        entries: entries.to_vec(),
        ..ReadRequest::of(connection.clone())
    };
    store.read(&request).await.unwrap()
}

fn assert_empty(snapshot: &Snapshot) {
    assert_eq!(snapshot.settings, None);
    assert!(snapshot.mappings.is_empty(), "{:?}", snapshot.mappings);
    assert!(snapshot.entries.is_empty(), "{:?}", snapshot.entries);
    assert!(snapshot.reservations.is_empty());
    assert!(snapshot.used_up.is_empty(), "{:?}", snapshot.used_up);
}
