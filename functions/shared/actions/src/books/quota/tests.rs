//! Promises of what a process knows of its quotas.

use std::collections::HashMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use storage::Quota::{Batches, Requests, Tokens};

use super::{QuotaLimits, Usage};

const COMPANY: &str = "9130";

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).unwrap()
}

fn limits(requests: u32) -> QuotaLimits {
    QuotaLimits {
        requests_per_window: requests,
        batches_per_window: 2,
        requests_per_second: 100,
        concurrent: 1,
        window_seconds: 10,
    }
}

fn wait(usage: &Usage, quota: storage::Quota, now: Timestamp) -> Option<u128> {
    let wait = usage.wait(COMPANY, quota, &limits(4), now);
    wait.map(|wait| wait.as_millis())
}

fn send(usage: &Usage, quota: storage::Quota, now: Timestamp) {
    usage.begin(COMPANY, quota, &limits(4), now).answered(now);
}

#[test]
fn a_process_that_sent_the_whole_quota_waits_until_some_is_free_again() {
    let usage = Usage::default();
    for second in [0, 1, 2, 3] {
        assert_eq!(wait(&usage, Requests, at(second * 1_000)), None);
        send(&usage, Requests, at(second * 1_000));
    }
    assert_eq!(wait(&usage, Requests, at(4_000)), Some(6_000));
    assert_eq!(wait(&usage, Requests, at(10_000)), None);
    assert!(usage.pending(COMPANY).is_empty(), "nobody was refused");
}

#[test]
fn a_request_counts_from_its_answer_and_one_that_is_dropped_from_its_beginning() {
    let usage = Usage::default();
    let slow = usage.begin(COMPANY, Requests, &limits(4), at(0));
    drop(usage.begin(COMPANY, Requests, &limits(4), at(1_000)));
    send(&usage, Requests, at(1_000));
    send(&usage, Requests, at(1_000));
    assert_eq!(wait(&usage, Requests, at(2_000)), Some(9_000));
    slow.answered(at(5_000));
    assert_eq!(wait(&usage, Requests, at(11_000)), None);
}

#[test]
fn a_request_that_was_refused_does_not_count() {
    let usage = Usage::default();
    for _ in 0..8 {
        let refused = usage.begin(COMPANY, Requests, &limits(4), at(0));
        refused.not_counted();
    }
    assert_eq!(wait(&usage, Requests, at(0)), None);
}

#[test]
fn what_quickbooks_or_the_settings_ask_for_is_waited_for() {
    let usage = Usage::default();
    let asked = Some(Duration::from_secs(7));
    usage.refused(COMPANY, Requests, asked, &limits(4), at(0));
    assert_eq!(wait(&usage, Requests, at(1_000)), Some(6_000));
    assert_eq!(wait(&usage, Requests, at(7_000)), None);

    let asked = Some(Duration::from_hours(24));
    let held_back = usage.refused(COMPANY, Requests, asked, &limits(4), at(0));
    assert_eq!(
        held_back,
        Duration::from_mins(15),
        "then one finds out anew"
    );
}

#[test]
fn a_quota_of_batches_holds_back_batches_alone() {
    let usage = Usage::default();
    usage.refused(COMPANY, Batches, None, &limits(4), at(0));
    assert_eq!(wait(&usage, Requests, at(0)), None);
    assert!(wait(&usage, Batches, at(0)).is_some());

    let usage = Usage::default();
    send(&usage, Batches, at(0));
    send(&usage, Batches, at(0));
    assert_eq!(wait(&usage, Requests, at(0)), None);
    assert_eq!(wait(&usage, Batches, at(0)), Some(10_000));
    send(&usage, Requests, at(0));
    send(&usage, Requests, at(0));
    assert_eq!(
        wait(&usage, Requests, at(0)),
        Some(10_000),
        "a batch is a request too"
    );
}

#[test]
fn what_others_noted_is_believed_unless_their_clock_is_wrong() {
    let usage = Usage::default();
    let far = at(0) + SignedDuration::from_mins(16);
    let noted = HashMap::from([(Requests, at(5_000)), (Batches, far), (Tokens, at(-1))]);
    usage.learn(COMPANY, &noted, at(0));
    assert_eq!(wait(&usage, Requests, at(0)), Some(5_000));
    assert_eq!(wait(&usage, Batches, at(6_000)), None);
    assert_eq!(usage.used_up_until(COMPANY, Tokens, at(0)), None);
    assert_eq!(usage.wait("another", Requests, &limits(4), at(0)), None);
    assert!(usage.pending(COMPANY).is_empty(), "they know it");
}

#[test]
fn what_a_process_found_out_is_news_once_and_the_later_moment_stands() {
    let usage = Usage::default();
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    usage.refused(COMPANY, Requests, seconds(7), &limits(4), at(0));
    usage.refused(COMPANY, Requests, seconds(3), &limits(4), at(0));
    assert_eq!(usage.pending(COMPANY), [(Requests, at(7_000))]);
    assert!(usage.pending(COMPANY).is_empty());
    usage.refused(COMPANY, Requests, seconds(7), &limits(4), at(0));
    assert!(usage.pending(COMPANY).is_empty(), "it is told already");
    usage.refused(COMPANY, Requests, seconds(8), &limits(4), at(0));
    assert_eq!(usage.pending(COMPANY), [(Requests, at(8_000))]);
}
