//! Promises of failed runs and of a record's entries.

use super::fresh;
use super::sample::{done, moment};
use crate::{
    CompareAndPut, Connection, DocumentRef, FailedRun, FailedRunKey, Ledger, LedgerKey, Quota,
    Quotas, ReadRequest, Runs, Snapshot, SnapshotReader,
};

pub(super) fn failed(record: &str, action: &str, at: i64) -> FailedRun {
    FailedRun {
        action: action.to_owned(),
        record: record.to_owned(),
        error_type: format!("at {at}"),
        message: "deal 9001: no line items; \"Grüße\" 𝄞".to_owned(),
        at: moment(at),
        asked_by: Some("ap-1".to_owned()),
        request: Some(r#"{"options":{"memo":"Grüße"}}"#.to_owned()),
    }
}

pub async fn the_latest_failure_of_a_record_and_action_is_kept<S: Runs>(store: &S) {
    let us = fresh::connection("latest");
    for (at, stands) in [(60, 60), (30, 60), (61, 61), (61, 61), (0, 61)] {
        let run = failed("deal/9001", "create-invoice", at);
        store.keep_failed_run(&us, &run).await.unwrap();
        let expected = failed("deal/9001", "create-invoice", stands);
        let kept = store.failed_runs(&us, None).await.unwrap();
        assert_eq!(kept, [expected], "after {at}");
    }
}

pub async fn failed_runs_are_found_by_their_record_alone<S: Runs>(store: &S) {
    let (us, uk) = (fresh::connection("us"), fresh::connection("uk"));
    let runs = [
        failed("deal/9001", "create-estimate", 1),
        failed("deal/9001", "create-invoice", 2),
        failed("deal/90010", "create-invoice", 3),
        failed("quote/9001", "create-invoice", 4),
    ];
    for run in runs.iter().rev() {
        store.keep_failed_run(&us, run).await.unwrap();
    }
    assert_eq!(store.failed_runs(&us, None).await.unwrap(), runs);
    let own = store.failed_runs(&us, Some("deal/9001")).await.unwrap();
    assert_eq!(own, runs[..2]);
    let others = store.failed_runs(&us, Some("deal/900")).await.unwrap();
    assert_eq!(others, []);
    assert_eq!(store.failed_runs(&uk, None).await.unwrap(), []);
}

pub async fn a_failed_run_is_forgotten_by_itself_and_a_later_failure_stays<S: Runs>(store: &S) {
    let us = fresh::connection("forgotten");
    let (invoice, estimate) = ("create-invoice", "create-estimate");
    let record = "deal/9001";
    let forget = |until| store.forget_failed_run(&us, (record, invoice), moment(until));
    forget(60).await.unwrap();
    for action in [estimate, invoice] {
        let run = failed(record, action, 60);
        store.keep_failed_run(&us, &run).await.unwrap();
    }
    for (until, left) in [(59, 2), (60, 1), (61, 1)] {
        forget(until).await.unwrap();
        let kept = store.failed_runs(&us, None).await.unwrap();
        assert_eq!(kept.len(), left, "until {until}");
        assert_eq!(kept[0].action, estimate, "until {until}");
    }
}

pub async fn a_failed_run_comes_with_the_snapshot_of_its_record_and_action_alone<S>(store: &S)
where
    S: Runs + Quotas + SnapshotReader,
{
    let (us, uk) = (fresh::connection("snapshot"), fresh::connection("other"));
    let (record, action) = ("deal/9001", "create-invoice");
    let kept = failed(record, action, 60);
    store.keep_failed_run(&us, &kept).await.unwrap();
    let used_up = store.record_used_up(&us, Quota::Requests, moment(90));
    used_up.await.unwrap();
    let found = snapshot_with(store, &us, Some((record, action))).await;
    assert_eq!(found.failed_run, Some(kept));
    assert_eq!(found.used_up[&Quota::Requests], moment(90));
    let others = [
        (&us, Some((record, "create-estimate"))),
        (&us, Some(("deal/900", action))),
        (&us, None),
        (&uk, Some((record, action))),
    ];
    for (connection, key) in others {
        let found = snapshot_with(store, connection, key).await;
        assert_eq!(found.failed_run, None, "{key:?}");
    }
    let forgotten = store.forget_failed_run(&us, (record, action), moment(60));
    forgotten.await.unwrap();
    let found = snapshot_with(store, &us, Some((record, action))).await;
    assert_eq!(found.failed_run, None);
}

async fn snapshot_with<S: SnapshotReader>(
    store: &S,
    connection: &Connection,
    key: Option<(&str, &str)>,
) -> Snapshot {
    let failed_run = key.map(|(record, action)| FailedRunKey {
        record: record.to_owned(),
        action: action.to_owned(),
    });
    let request = ReadRequest {
        failed_run,
        ..ReadRequest::of(connection.clone())
    };
    store.read(&request).await.unwrap()
}

pub async fn the_entries_of_a_record_are_those_of_its_action_and_no_other<S: Runs + Ledger>(
    store: &S,
) {
    let us = fresh::connection("entries");
    let document = DocumentRef {
        entity: "Invoice".to_owned(),
        id: "145".to_owned(),
    };
    let entry = done(&document);
    for key in [
        "create-invoice/deal/9001/Invoice",
        "create-invoice/deal/9001/Invoice/enrollment:7",
        "create-invoice/deal/90010/Invoice",
        "create-paid-invoice/deal/9001/Invoice",
    ] {
        let key = LedgerKey(key.to_owned());
        let put = store.compare_and_put(&us, &key, None, &entry);
        assert!(matches!(put.await.unwrap(), CompareAndPut::Written(_)));
    }
    let entries = store.entries_of(&us, "create-invoice", "deal/9001").await;
    let entries = entries.unwrap();
    let keys: Vec<&str> = entries.iter().map(|(key, _)| key.0.as_str()).collect();
    let expected = [
        "create-invoice/deal/9001/Invoice",
        "create-invoice/deal/9001/Invoice/enrollment:7",
    ];
    assert_eq!(keys, expected);
    assert!(entries.iter().all(|(_, found)| found.value == entry));
}

pub async fn the_entries_of_a_connection_are_read_page_by_page<S: Runs + Ledger>(store: &S) {
    let (us, uk) = (fresh::connection("pages"), fresh::connection("none"));
    let document = DocumentRef {
        entity: "Invoice".to_owned(),
        id: "145".to_owned(),
    };
    let entry = done(&document);
    let mut keys: Vec<LedgerKey> = (1..=7)
        .map(|id| LedgerKey(format!("create-invoice/deal/900{id}/Invoice")))
        .collect();
    keys.push(LedgerKey(
        "create-refund-receipt/payment/1/RefundReceipt".to_owned(),
    ));
    for key in keys.iter().rev() {
        let put = store.compare_and_put(&us, key, None, &entry);
        assert!(matches!(put.await.unwrap(), CompareAndPut::Written(_)));
    }
    let mut read: Vec<LedgerKey> = Vec::new();
    for size in [3, 3, 2, 0] {
        let page = store.page_of_entries(&us, read.last(), 3).await.unwrap();
        assert_eq!(page.len(), size);
        assert!(page.iter().all(|(_, found)| found.value == entry));
        read.extend(page.into_iter().map(|(key, _)| key));
    }
    assert_eq!(read, keys);
    let others = store.page_of_entries(&uk, None, 3).await.unwrap();
    assert!(others.is_empty());
}
