//! Promises of the look-up by document.

use std::time::Duration;

use super::fresh;
use super::ledger::put;
use super::sample::{claimed_by, document, done, ledger_key, open};
use crate::{Connection, DocumentRef, Ledger, LedgerKey};

pub async fn a_done_entry_is_found_by_its_document<S: Ledger>(store: &S) {
    let (us, key) = (fresh::connection("done"), ledger_key("deal/1"));
    let invoice = document("Invoice", "145");
    let one = put(store, &us, &key, None, &claimed_by("a")).await;
    put(store, &us, &key, Some(one), &done(&invoice)).await;
    assert_found(store, &us, &invoice, &[&key]).await;

    let others = [document("Invoice", "14"), document("Estimate", "145")];
    for other in others {
        assert_found(store, &us, &other, &[]).await;
    }
    let elsewhere = fresh::connection("done-elsewhere");
    assert_found(store, &elsewhere, &invoice, &[]).await;
}

pub async fn a_claimed_entry_is_not_found_by_document<S: Ledger>(store: &S) {
    let us = fresh::connection("claimed");
    let invoice = document("Invoice", "145");
    put(store, &us, &ledger_key("deal/1"), None, &claimed_by("a")).await;
    assert_found(store, &us, &invoice, &[]).await;
}

pub async fn an_entry_that_is_opened_again_is_no_longer_found_by_its_document<S: Ledger>(
    store: &S,
) {
    let (us, key) = (fresh::connection("reopened"), ledger_key("deal/1"));
    let (deleted, made_again) = (document("Invoice", "145"), document("Invoice", "146"));
    let one = put(store, &us, &key, None, &done(&deleted)).await;
    let two = put(store, &us, &key, Some(one), &open()).await;
    assert_found(store, &us, &deleted, &[]).await;

    let three = put(store, &us, &key, Some(two), &done(&deleted)).await;
    put(store, &us, &key, Some(three), &done(&made_again)).await;
    assert_found(store, &us, &deleted, &[]).await;
    assert_found(store, &us, &made_again, &[&key]).await;
}

pub async fn two_entries_with_one_document_are_both_found<S: Ledger>(store: &S) {
    let us = fresh::connection("shared");
    let (first, second) = (ledger_key("deal/1"), ledger_key("quote/1"));
    let invoice = document("Invoice", "145");
    for key in [&first, &second] {
        put(store, &us, key, None, &done(&invoice)).await;
    }
    assert_found(store, &us, &invoice, &[&first, &second]).await;
}

/// Waits until the look-up gives exactly these: an index may lag a moment behind the entries.
pub(super) async fn assert_found<S: Ledger>(
    store: &S,
    connection: &Connection,
    document: &DocumentRef,
    expected: &[&LedgerKey],
) {
    let mut found = Vec::new();
    for _ in 0..100 {
        found = store.find_by_document(connection, document).await.unwrap();
        found.sort();
        if found.iter().eq(expected.iter().copied()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{document:?}: found {found:?}, expected {expected:?}");
}
