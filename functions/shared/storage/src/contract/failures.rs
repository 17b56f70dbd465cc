//! Promises of the last failures.

use super::fresh;
use super::sample::moment;
use crate::{Failures, LastFailure};

fn failure(error_type: &str, at: i64) -> LastFailure {
    LastFailure {
        function: "create-invoice".to_owned(),
        error_type: error_type.to_owned(),
        message: "deal 9001: no line items; \"Grüße\" 𝄞".to_owned(),
        at: moment(at),
    }
}

pub async fn where_nothing_failed_there_is_no_last_failure<S: Failures>(store: &S) {
    let us = fresh::connection("none");
    assert_eq!(store.last_failure(&us).await.unwrap(), None);
}

pub async fn the_latest_failure_is_kept_whatever_the_order_they_come_in<S: Failures>(store: &S) {
    let us = fresh::connection("latest");
    for (at, stands) in [(60, 60), (30, 60), (61, 61), (61, 61), (0, 61)] {
        let kept = failure(&format!("at {at}"), at);
        store.keep_failure(&us, &kept).await.unwrap();
        let expected = failure(&format!("at {stands}"), stands);
        let last = store.last_failure(&us).await.unwrap();
        assert_eq!(last, Some(expected), "after {at}");
    }
}

pub async fn connections_have_failures_of_their_own<S: Failures>(store: &S) {
    let (us, uk) = (fresh::connection("us"), fresh::connection("uk"));
    let kept = failure("RecordIncomplete", 1);
    store.keep_failure(&us, &kept).await.unwrap();
    assert_eq!(store.last_failure(&us).await.unwrap(), Some(kept));
    assert_eq!(store.last_failure(&uk).await.unwrap(), None);
}
