//! Promises of reservations that are written together with an entry.

use std::collections::HashMap;

use super::ledger::put;
use super::sample::{claimed_by, document, done, ledger_key, open, reservation_key};
use super::{fresh, race};
use crate::{
    Connection, HoldMode, Holder, Ledger, LedgerEntry, LedgerKey, ReadRequest, Reservation,
    ReservationKey, ReservationPut, Reservations, Reserve, Snapshot, SnapshotReader, Version,
    Versioned,
};

pub async fn a_claim_and_what_it_reserves_are_written_together<S>(store: &S)
where
    S: Reservations + SnapshotReader,
{
    let us = fresh::connection("reserved");
    let (key, deal, quote) = (
        ledger_key("a"),
        reservation_key("deal/1"),
        reservation_key("quote/1"),
    );
    let puts = [first(&deal, "a"), first(&quote, "a")];
    let answer = reserve(store, &us, &key, None, &claimed_by("a"), &puts).await;
    assert_eq!(answer, Reserve::Written(Version(1)));

    let snapshot = read(
        store,
        &us,
        &[&key],
        &[&deal, &quote, &reservation_key("deal/2")],
    )
    .await;
    assert_eq!(snapshot.entries[&key].value, claimed_by("a"));
    let held = Versioned {
        version: Version(1),
        value: held_by("a"),
    };
    let expected = HashMap::from([(deal, held.clone()), (quote, held)]);
    assert_eq!(snapshot.reservations, expected);
}

pub async fn a_reservation_that_was_written_since_lets_nothing_be_written<S>(store: &S)
where
    S: Reservations + SnapshotReader,
{
    let us = fresh::connection("contended");
    let (one, other) = (ledger_key("a"), ledger_key("b"));
    let (deal, quote) = (reservation_key("deal/1"), reservation_key("quote/1"));
    reserve(
        store,
        &us,
        &one,
        None,
        &claimed_by("a"),
        &[first(&deal, "a")],
    )
    .await;

    let late = [first(&quote, "b"), first(&deal, "b")];
    let answer = reserve(store, &us, &other, None, &claimed_by("b"), &late).await;
    assert_eq!(answer, Reserve::Contended);
    let snapshot = read(store, &us, &[&one, &other], &[&deal, &quote]).await;
    assert_eq!(snapshot.entries.len(), 1);
    assert_eq!(snapshot.reservations.len(), 1);
    assert_eq!(snapshot.reservations[&deal].value, held_by("a"));

    let next = ReservationPut {
        expected: Some(Version(1)),
        ..first(&deal, "b")
    };
    let answer = reserve(store, &us, &other, None, &claimed_by("b"), &[next]).await;
    assert_eq!(answer, Reserve::Written(Version(1)));
    let snapshot = read(store, &us, &[], &[&deal]).await;
    let held = Versioned {
        version: Version(2),
        value: held_by("b"),
    };
    assert_eq!(snapshot.reservations[&deal], held);
}

pub async fn an_entry_that_was_written_since_lets_nothing_be_reserved<S>(store: &S)
where
    S: Reservations + Ledger + SnapshotReader,
{
    let us = fresh::connection("stale-claim");
    let (key, deal) = (ledger_key("a"), reservation_key("deal/1"));
    let one = put(store, &us, &key, None, &open()).await;
    put(store, &us, &key, Some(one), &claimed_by("winner")).await;

    let (late, puts) = (claimed_by("late"), [first(&deal, "late")]);
    match reserve(store, &us, &key, Some(one), &late, &puts).await {
        Reserve::Current(stands) => assert_eq!(stands.value, claimed_by("winner")),
        other => panic!("{other:?}"),
    }
    assert!(
        read(store, &us, &[], &[&deal])
            .await
            .reservations
            .is_empty()
    );
}

pub async fn an_entry_is_handed_back_before_a_reservation_is_blamed<S>(store: &S)
where
    S: Reservations + SnapshotReader,
{
    let us = fresh::connection("own-claim");
    let (key, deal) = (ledger_key("a"), reservation_key("deal/1"));
    let puts = [first(&deal, "a")];
    for expected in [true, false] {
        let answer = reserve(store, &us, &key, None, &claimed_by("a"), &puts).await;
        match answer {
            Reserve::Written(_) => assert!(expected),
            Reserve::Current(stands) => assert_eq!(stands.value, claimed_by("a")),
            Reserve::Contended => panic!("the writer does not learn that the claim is its own"),
        }
    }
}

pub async fn a_claim_that_reserves_nothing_is_a_put<S: Reservations + Ledger>(store: &S) {
    let (us, key) = (fresh::connection("nothing-reserved"), ledger_key("a"));
    let answer = reserve(store, &us, &key, None, &claimed_by("a"), &[]).await;
    assert_eq!(answer, Reserve::Written(Version(1)));
    put(
        store,
        &us,
        &key,
        Some(Version(1)),
        &done(&document("Invoice", "145")),
    )
    .await;
}

pub async fn of_16_concurrent_claims_of_one_reservation_exactly_one_is_written<S>(store: &S)
where
    S: Reservations + SnapshotReader + Clone + Send + Sync + 'static,
{
    let (us, deal) = (
        fresh::connection("reservation-race"),
        reservation_key("deal/1"),
    );
    let answers = race::of_16(|number| {
        let (store, us, deal) = (store.clone(), us.clone(), deal.clone());
        let name = number.to_string();
        let key = ledger_key(&name);
        async move {
            let claim = claimed_by(&name);
            reserve(&store, &us, &key, None, &claim, &[first(&deal, &name)]).await
        }
    })
    .await;
    let written = |answer: &&Reserve| **answer == Reserve::Written(Version(1));
    assert_eq!(answers.iter().filter(written).count(), 1, "{answers:?}");
    let contended = |answer: &&Reserve| **answer == Reserve::Contended;
    assert_eq!(answers.iter().filter(contended).count(), 15, "{answers:?}");
    let keys: Vec<_> = (0..16)
        .map(|number| ledger_key(&number.to_string()))
        .collect();
    let keys: Vec<_> = keys.iter().collect();
    let snapshot = read(store, &us, &keys, &[&deal]).await;
    assert_eq!(snapshot.entries.len(), 1);
    let holder = &snapshot.reservations[&deal].value.holders[0];
    assert!(snapshot.entries.contains_key(&holder.entries[0]));
}

pub async fn ninety_nine_reservations_are_written_at_once<S>(store: &S)
where
    S: Reservations + SnapshotReader,
{
    let (us, key) = (fresh::connection("many-reserved"), ledger_key("a"));
    let keys: Vec<_> = (0..99)
        .map(|n| reservation_key(&format!("quote/{n}")))
        .collect();
    let puts: Vec<_> = keys.iter().map(|key| first(key, "a")).collect();
    let answer = reserve(store, &us, &key, None, &claimed_by("a"), &puts).await;
    assert_eq!(answer, Reserve::Written(Version(1)));
    let keys: Vec<_> = keys.iter().collect();
    assert_eq!(
        read(store, &us, &[&key], &keys).await.reservations.len(),
        99
    );
}

pub async fn reservations_of_two_connections_do_not_mix<S>(store: &S)
where
    S: Reservations + SnapshotReader,
{
    let (us, uk) = (fresh::connection("us-held"), fresh::connection("uk-held"));
    let (key, deal) = (ledger_key("a"), reservation_key("deal/1"));
    reserve(
        store,
        &us,
        &key,
        None,
        &claimed_by("a"),
        &[first(&deal, "a")],
    )
    .await;
    assert!(
        read(store, &uk, &[], &[&deal])
            .await
            .reservations
            .is_empty()
    );
    let answer = reserve(
        store,
        &uk,
        &key,
        None,
        &claimed_by("b"),
        &[first(&deal, "b")],
    )
    .await;
    assert_eq!(answer, Reserve::Written(Version(1)));
}

/// The first reservation of a key, for the entry of this name.
fn first(key: &ReservationKey, holder: &str) -> ReservationPut {
    ReservationPut {
        key: key.clone(),
        expected: None,
        reservation: held_by(holder),
    }
}

fn held_by(name: &str) -> Reservation {
    let holder = Holder {
        entries: vec![ledger_key(name), ledger_key(&format!("{name}/Payment"))],
        version: Version(1),
        unit: format!("create-invoice/deal/{name}"),
        mode: HoldMode::Exclusive,
    };
    Reservation {
        holders: vec![holder],
    }
}

async fn reserve<S: Reservations>(
    store: &S,
    connection: &Connection,
    key: &LedgerKey,
    expected: Option<Version>,
    entry: &LedgerEntry,
    puts: &[ReservationPut],
) -> Reserve {
    let answer = store.put_with_reservations(connection, key, expected, entry, puts);
    answer.await.unwrap()
}

async fn read<S: SnapshotReader>(
    store: &S,
    connection: &Connection,
    entries: &[&LedgerKey],
    reservations: &[&ReservationKey],
) -> Snapshot {
    let request = ReadRequest {
        entries: entries.iter().copied().cloned().collect(),
        reservations: reservations.iter().copied().cloned().collect(),
        ..ReadRequest::of(connection.clone())
    };
    store.read(&request).await.unwrap()
}
