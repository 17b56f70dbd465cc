//! Promises of how long failed runs are kept.

use super::fresh;
use super::runs::failed;
use super::sample::DAY;
use crate::Runs;

pub async fn a_failed_run_is_kept_for_90_days_whatever_fails_meanwhile<S: Runs>(store: &S) {
    let us = fresh::connection("kept");
    let first = failed("deal/9001", "create-invoice", 0);
    let last = failed("deal/9002", "create-invoice", 90 * DAY);
    for run in [&first, &last] {
        store.keep_failed_run(&us, run).await.unwrap();
    }
    assert_eq!(store.failed_runs(&us, None).await.unwrap(), [first, last]);
}
