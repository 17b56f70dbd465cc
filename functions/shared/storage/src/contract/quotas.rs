//! Promises of the quotas that are used up.

use std::collections::HashMap;

use jiff::Timestamp;

use super::sample::moment;
use super::{fresh, race};
use crate::{Connection, Quota, Quotas, ReadRequest, SnapshotReader};

pub async fn quotas_never_noted_are_not_in_a_snapshot<S: SnapshotReader>(store: &S) {
    let us = fresh::connection("never");
    assert_eq!(used_up(store, &us).await, HashMap::new());
}

pub async fn a_quota_that_is_used_up_comes_with_the_snapshot<S: Quotas + SnapshotReader>(
    store: &S,
) {
    let us = fresh::connection("quotas");
    let until = moment(60) + jiff::SignedDuration::from_nanos(123_456_789);
    record(store, &us, Quota::Requests, until).await;
    let recorded = used_up(store, &us).await;
    assert_eq!(recorded, HashMap::from([(Quota::Requests, until)]));
}

pub async fn a_note_is_never_moved_backwards<S: Quotas + SnapshotReader>(store: &S) {
    let us = fresh::connection("backwards");
    for (recorded, stands) in [(60, 60), (30, 60), (60, 60), (61, 61), (0, 61)] {
        record(store, &us, Quota::Batches, moment(recorded)).await;
        let expected = HashMap::from([(Quota::Batches, moment(stands))]);
        assert_eq!(used_up(store, &us).await, expected, "after {recorded}");
    }
}

pub async fn of_16_notes_at_once_the_latest_stands<S>(store: &S)
where
    S: Quotas + SnapshotReader + Clone + Send + Sync + 'static,
{
    let us = fresh::connection("race");
    race::of_16(|number| {
        let (store, us) = (store.clone(), us.clone());
        let until = moment(i64::try_from(number).unwrap());
        async move { record(&store, &us, Quota::Requests, until).await }
    })
    .await;
    let expected = HashMap::from([(Quota::Requests, moment(15))]);
    assert_eq!(used_up(store, &us).await, expected);
}

pub async fn quotas_and_connections_do_not_mix<S: Quotas + SnapshotReader>(store: &S) {
    let (us, uk) = (fresh::connection("us"), fresh::connection("uk"));
    record(store, &us, Quota::Requests, moment(3)).await;
    record(store, &us, Quota::Batches, moment(2)).await;
    record(store, &us, Quota::Tokens, moment(1)).await;
    let expected = HashMap::from([
        (Quota::Requests, moment(3)),
        (Quota::Batches, moment(2)),
        (Quota::Tokens, moment(1)),
    ]);
    assert_eq!(used_up(store, &us).await, expected);
    assert_eq!(used_up(store, &uk).await, HashMap::new());
}

async fn record<S: Quotas>(store: &S, connection: &Connection, quota: Quota, until: Timestamp) {
    store
        .record_used_up(connection, quota, until)
        .await
        .unwrap();
}

async fn used_up<S: SnapshotReader>(
    store: &S,
    connection: &Connection,
) -> HashMap<Quota, Timestamp> {
    let request = ReadRequest::of(connection.clone());
    store.read(&request).await.unwrap().used_up
}
