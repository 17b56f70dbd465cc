//! Promises of the ledger.

use bytes::Bytes;

use super::sample::{claimed_by, claimed_with, ledger_key, moment, open, refused, written};
use super::{fresh, race};
use crate::{
    CompareAndPut, Connection, EntryState, Failures, LastFailure, Ledger, LedgerEntry, LedgerKey,
    ReadRequest, SnapshotReader, Version, Versioned,
};

pub async fn the_first_write_makes_version_1<S: Ledger>(store: &S) {
    let (us, key) = (fresh::connection("first"), ledger_key("deal/1"));
    let answer = store.compare_and_put(&us, &key, None, &open()).await;
    assert_eq!(answer.unwrap(), CompareAndPut::Written(Version(1)));
}

pub async fn each_write_makes_the_next_version<S: Ledger + SnapshotReader>(store: &S) {
    let (us, key) = (fresh::connection("next"), ledger_key("deal/1"));
    let one = put(store, &us, &key, None, &open()).await;
    let two = put(store, &us, &key, Some(one), &claimed_by("a")).await;
    assert_eq!(two, Version(2));
    assert_stands(store, &us, &key, two, &claimed_by("a")).await;
}

pub async fn a_put_against_a_stale_version_writes_nothing_and_hands_back_what_stands<
    S: Ledger + SnapshotReader,
>(
    store: &S,
) {
    let (us, key) = (fresh::connection("stale"), ledger_key("deal/1"));
    let one = put(store, &us, &key, None, &open()).await;
    let two = put(store, &us, &key, Some(one), &claimed_by("winner")).await;

    let late = claimed_by("late");
    let answer = store.compare_and_put(&us, &key, Some(one), &late).await;
    let stands = refused(answer.unwrap()).unwrap();
    assert_eq!((stands.version, stands.value), (two, claimed_by("winner")));
    assert_stands(store, &us, &key, two, &claimed_by("winner")).await;
}

pub async fn a_first_put_where_something_stands_hands_it_back<S: Ledger + SnapshotReader>(
    store: &S,
) {
    let (us, key) = (fresh::connection("taken"), ledger_key("deal/1"));
    let one = put(store, &us, &key, None, &claimed_by("winner")).await;

    let late = claimed_by("late");
    let answer = store.compare_and_put(&us, &key, None, &late).await;
    let stands = refused(answer.unwrap()).unwrap();
    assert_eq!((stands.version, stands.value), (one, claimed_by("winner")));
    assert_stands(store, &us, &key, one, &claimed_by("winner")).await;
}

pub async fn a_put_against_a_version_where_nothing_is_stored_is_an_error_and_writes_nothing<
    S: Ledger + SnapshotReader,
>(
    store: &S,
) {
    let (us, key) = (fresh::connection("gone"), ledger_key("deal/1"));
    let entry = open();
    let answer = store.compare_and_put(&us, &key, Some(Version(1)), &entry);
    assert!(answer.await.is_err());
    assert_eq!(standing(store, &us, &key).await, None);
}

pub async fn of_16_concurrent_claims_exactly_one_is_written<S>(store: &S)
where
    S: Ledger + SnapshotReader + Clone + Send + Sync + 'static,
{
    let (us, key) = (fresh::connection("race"), ledger_key("deal/1"));
    let before = put(store, &us, &key, None, &open()).await;
    let answers = race::of_16(|number| {
        let (store, us, key) = (store.clone(), us.clone(), key.clone());
        let claim = claimed_by(&number.to_string());
        async move {
            let answer = store.compare_and_put(&us, &key, Some(before), &claim).await;
            (claim, answer.unwrap())
        }
    })
    .await;

    let (winners, losers): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .partition(|(_, answer)| matches!(answer, CompareAndPut::Written(_)));
    let [(claim, _)] = &winners[..] else {
        panic!("{} claims were written", winners.len());
    };
    for (_, answer) in losers {
        assert_eq!(refused(answer).unwrap().value, *claim);
    }
    assert_stands(store, &us, &key, Version(2), claim).await;
}

pub async fn a_claimed_body_comes_back_byte_for_byte<S: Ledger + SnapshotReader>(store: &S) {
    let (us, key) = (fresh::connection("body"), ledger_key("deal/1"));
    let body = "{\"Amount\":1480.00,\n\t\"Name\":\"Zoë \\u00e9 \\\"𝄞\\\" 漢 \u{7f}\u{2028}\\n\"} ";
    let claim = claimed_with("a", Bytes::from_static(body.as_bytes()));
    put(store, &us, &key, None, &claim).await;
    assert_eq!(body_of(store, &us, &key).await, body.as_bytes());
}

pub async fn a_body_of_300_kilobytes_comes_back_byte_for_byte<S: Ledger + SnapshotReader>(
    store: &S,
) {
    let (us, key) = (fresh::connection("large"), ledger_key("deal/1"));
    let lines = "{\"Line\":\"é𝄞\"},".repeat(17_000);
    assert!(lines.len() > 300_000);
    let claim = claimed_with("a", Bytes::from(lines.clone()));
    put(store, &us, &key, None, &claim).await;
    assert!(body_of(store, &us, &key).await == lines.as_bytes());
}

pub async fn a_connection_has_entries_once_one_is_written<S: Ledger + Failures>(store: &S) {
    let (us, other) = (fresh::connection("entries"), fresh::connection("entries"));
    // What else the store keeps of a connection is no entry.
    let failure = LastFailure {
        function: "create-invoice".to_owned(),
        error_type: "RecordIncomplete".to_owned(),
        message: "deal 1 has no line items".to_owned(),
        at: moment(0),
    };
    store.keep_failure(&us, &failure).await.unwrap();
    put(store, &other, &ledger_key("deal/1"), None, &open()).await;
    assert!(!store.has_entries(&us).await.unwrap());
    put(store, &us, &ledger_key("deal/1"), None, &open()).await;
    assert!(store.has_entries(&us).await.unwrap());
}

/// Writes, and fails the test if it was refused.
pub(super) async fn put<S: Ledger>(
    store: &S,
    connection: &Connection,
    key: &LedgerKey,
    expected: Option<Version>,
    entry: &LedgerEntry,
) -> Version {
    let answer = store.compare_and_put(connection, key, expected, entry);
    written(&answer.await.unwrap())
}

async fn standing<S: SnapshotReader>(
    store: &S,
    connection: &Connection,
    key: &LedgerKey,
) -> Option<Versioned<LedgerEntry>> {
    let request = ReadRequest {
        entries: vec![key.clone()],
        ..ReadRequest::of(connection.clone())
    };
    store.read(&request).await.unwrap().entries.remove(key)
}

async fn assert_stands<S: SnapshotReader>(
    store: &S,
    connection: &Connection,
    key: &LedgerKey,
    version: Version,
    entry: &LedgerEntry,
) {
    let stands = standing(store, connection, key).await.unwrap();
    assert_eq!((stands.version, &stands.value), (version, entry));
}

async fn body_of<S: SnapshotReader>(store: &S, connection: &Connection, key: &LedgerKey) -> Bytes {
    let stands = standing(store, connection, key).await.unwrap();
    match stands.value.state {
        EntryState::Claimed { body, .. } => body,
        other => panic!("not claimed: {other:?}"),
    }
}
