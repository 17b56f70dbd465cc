use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn answer(status: Option<u16>, retry_after: Option<&str>) -> ActionAnswer {
    ActionAnswer {
        time: NOW,
        status,
        body: String::new(),
        retry_after: retry_after.map(str::to_owned),
    }
}

/// The seconds until the next try after so many.
fn wait(count: u32, answer: &ActionAnswer, options: &WorkflowOptions) -> Option<i64> {
    let next = next_execution(Tries { count, first: NOW }, answer, options)?;
    Some(next.duration_since(NOW).as_secs())
}

#[test]
fn the_pauses_double_until_they_are_long() {
    let options = WorkflowOptions::default();
    let waits = [1, 2, 3, 10, 40].map(|count| wait(count, &answer(Some(503), None), &options));
    assert_eq!(waits, [60, 120, 240, 30_720, 43_200].map(Some));
}

#[test]
fn an_execution_is_sent_again_for_three_days_and_no_longer() {
    let options = WorkflowOptions::default();
    let first = NOW - SignedDuration::from_hours(60);
    let tries = |first| Tries { count: 40, first };
    let unavailable = answer(None, None);
    assert!(next_execution(tries(first), &unavailable, &options).is_some());
    let first = first - SignedDuration::from_hours(1);
    assert!(next_execution(tries(first), &unavailable, &options).is_none());
}

#[test]
fn a_4xx_is_final_unless_everything_is_tried_five_times_more() {
    let documented = WorkflowOptions::default();
    let seen = WorkflowOptions {
        retries: Retries::FiveTimes,
        ..WorkflowOptions::default()
    };
    let refused = answer(Some(400), None);
    assert_eq!(wait(1, &refused, &documented), None);
    assert_eq!(wait(5, &refused, &seen), Some(960));
    assert_eq!(wait(6, &refused, &seen), None);
    assert_eq!(wait(6, &answer(Some(500), None), &seen), None);
}

#[test]
fn a_429_says_how_long_to_wait_in_the_unit_that_is_chosen() {
    let milliseconds = WorkflowOptions::default();
    let seconds = WorkflowOptions {
        retry_after: RetryAfter::Seconds,
        ..WorkflowOptions::default()
    };
    let throttled = answer(Some(429), Some("30000"));
    assert_eq!(wait(1, &throttled, &milliseconds), Some(30));
    assert_eq!(wait(1, &throttled, &seconds), Some(30_000));
    assert_eq!(
        wait(1, &answer(Some(429), Some("soon")), &seconds),
        Some(60)
    );
    assert_eq!(
        wait(1, &answer(Some(503), Some("30000")), &milliseconds),
        Some(60)
    );
}

#[test]
fn webhooks_are_tried_ten_times_more_within_a_day() {
    let waits: Vec<i64> = (1..)
        .map_while(|tries| next_webhook(tries, NOW))
        .map(|next| next.duration_since(NOW).as_secs())
        .collect();
    assert_eq!(waits.len(), 10);
    assert!(waits.iter().sum::<i64>() < 24 * 3600);
    assert_eq!(next_webhook(0, NOW), None);
}
