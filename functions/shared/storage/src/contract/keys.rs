//! Promises about keys that look like one another.

use super::documents::assert_found;
use super::fresh;
use super::ledger::put;
use super::sample::{claimed_by, document, done, ledger_key, mapping, reservation_key, settings};
use crate::{
    Connection, HoldMode, Holder, Ledger, MappingKind, Mappings, ReadRequest, Reservation,
    ReservationPut, Reservations, Reserve, Settings, SnapshotReader, Version,
};

/// Separators that an adapter may use in its own keys, and what may be mistaken for them.
const ODD: [&str; 18] = [
    "a",
    "a/",
    "a/b",
    "a//b",
    "/a",
    "a:b",
    "a:",
    "a#b",
    "a|b",
    "a\0b",
    "a b",
    "a%2Fb",
    "a\\b",
    "A",
    "ä",
    "a\u{308}",
    "\u{ffff}",
    "\u{1f9fe}",
];

pub async fn mapping_sources_with_separators_do_not_collide<S: Mappings + SnapshotReader>(
    store: &S,
) {
    let us = fresh::connection("sources");
    let sources = ODD.iter().map(|odd| format!("name:{odd}"));
    let sources: Vec<_> = sources.chain(["name:".into(), "name".into()]).collect();
    let mappings: Vec<_> = [
        MappingKind::Product,
        MappingKind::Term,
        MappingKind::Customer,
    ]
    .into_iter()
    .flat_map(|kind| sources.iter().map(move |source| (kind, source)))
    .enumerate()
    .map(|(n, (kind, source))| mapping(kind, source, &n.to_string()))
    .collect();
    store.put_mappings(&us, &mappings).await.unwrap();

    let request = ReadRequest {
        mappings: mappings.iter().map(|mapping| mapping.key.clone()).collect(),
        ..ReadRequest::of(us.clone())
    };
    let snapshot = store.read(&request).await.unwrap();
    for mapping in &mappings {
        assert_eq!(snapshot.mappings.get(&mapping.key), Some(mapping));
    }
    let listed = store.list_mappings(&us, None, 1_000).await.unwrap();
    assert_eq!(listed.len(), mappings.len());
}

pub async fn ledger_keys_with_separators_do_not_collide<S: Ledger + SnapshotReader>(store: &S) {
    let us = fresh::connection("entries");
    for odd in ODD {
        put(store, &us, &ledger_key(odd), None, &claimed_by(odd)).await;
    }
    let request = ReadRequest {
        entries: ODD.map(ledger_key).to_vec(),
        ..ReadRequest::of(us)
    };
    let snapshot = store.read(&request).await.unwrap();
    for odd in ODD {
        assert_eq!(snapshot.entries[&ledger_key(odd)].value, claimed_by(odd));
    }
}

pub async fn reservations_with_separators_do_not_collide<S>(store: &S)
where
    S: Reservations + SnapshotReader,
{
    let us = fresh::connection("reservation-keys");
    let puts = ODD.map(|odd| ReservationPut {
        key: reservation_key(odd),
        expected: None,
        reservation: Reservation {
            holders: vec![holder(odd)],
        },
    });
    let (key, claim) = (ledger_key("a"), claimed_by("a"));
    let put = store.put_with_reservations(&us, &key, None, &claim, &puts);
    assert_eq!(put.await.unwrap(), Reserve::Written(Version(1)));
    let request = ReadRequest {
        reservations: ODD.map(reservation_key).to_vec(),
        ..ReadRequest::of(us)
    };
    let snapshot = store.read(&request).await.unwrap();
    for odd in ODD {
        let reservation = &snapshot.reservations[&reservation_key(odd)].value;
        assert_eq!(reservation.holders, [holder(odd)]);
    }
}

fn holder(name: &str) -> Holder {
    Holder {
        entries: vec![ledger_key(name)],
        version: Version(1),
        unit: name.to_owned(),
        mode: HoldMode::Shared,
    }
}

pub async fn documents_with_separators_do_not_collide<S: Ledger>(store: &S) {
    let us = fresh::connection("documents");
    let documents: Vec<_> = ["/", ":", "#", "|", "\0"]
        .iter()
        .flat_map(|mark| {
            let joined = format!("a{mark}b");
            [document(&joined, "c"), document("a", &format!("b{mark}c"))]
        })
        .collect();
    for (n, document) in documents.iter().enumerate() {
        put(
            store,
            &us,
            &ledger_key(&n.to_string()),
            None,
            &done(document),
        )
        .await;
    }
    for (n, document) in documents.iter().enumerate() {
        assert_found(store, &us, document, &[&ledger_key(&n.to_string())]).await;
    }
}

pub async fn connections_that_begin_alike_do_not_collide<S>(store: &S)
where
    S: Settings + Mappings + Ledger + SnapshotReader,
{
    let short = fresh::connection("alike");
    let long = Connection::try_from(format!("{short}-2")).unwrap();
    let term = mapping(MappingKind::Term, "name:net 30", "3");
    store
        .put_settings(&long, None, &settings("{}"))
        .await
        .unwrap();
    store.put_mappings(&long, &[term]).await.unwrap();
    let invoice = document("Invoice", "145");
    put(store, &long, &ledger_key("deal/1"), None, &done(&invoice)).await;

    assert_eq!(store.get_settings(&short).await.unwrap(), None);
    assert_eq!(store.list_mappings(&short, None, 10).await.unwrap(), []);
    assert_found(store, &short, &invoice, &[]).await;
}
