use std::time::Duration;

use super::{Remedy, Verdict, verdict};

const PATIENCE: Duration = Duration::from_hours(1);

fn at_once(remedy: Remedy, number: u32, chance: f64) -> Verdict {
    verdict(remedy, number, Duration::ZERO, PATIENCE, chance)
}

#[test]
fn a_throttle_is_waited_for_as_long_as_it_says() {
    let wait = Duration::from_mins(1);
    let found = at_once(Remedy::AfterWait(wait), 7, 0.5);
    assert_eq!(found, Verdict::Again(wait));
    let until_midnight = Remedy::AfterWait(Duration::from_hours(8));
    assert_eq!(at_once(until_midnight, 1, 0.5), Verdict::Stop);
}

#[test]
fn other_waits_double_up_to_ten_seconds() {
    for (number, chance, milliseconds) in [
        (1, 0.0, 250),
        (1, 1.0, 500),
        (3, 0.0, 1_000),
        (7, 1.0, 10_000),
        (u32::MAX, 0.0, 5_000),
    ] {
        let expected = Duration::from_millis(milliseconds);
        assert_eq!(
            at_once(Remedy::Again, number, chance),
            Verdict::Again(expected)
        );
    }
}

#[test]
fn an_endpoint_that_nothing_answers_at_is_tried_for_a_short_while() {
    let after = |seconds| {
        let tried = Duration::from_secs(seconds);
        verdict(Remedy::WhenReachable, 1, tried, PATIENCE, 1.0)
    };
    assert_eq!(after(19), Verdict::HoldBack(Duration::from_millis(500)));
    assert_eq!(after(20), Verdict::Stop);
    let late = Duration::from_secs(19);
    let last = verdict(Remedy::WhenReachable, 7, late, PATIENCE, 1.0);
    assert_eq!(last, Verdict::HoldBack(Duration::from_secs(1)));
}

#[test]
fn a_record_s_own_error_is_given_up_and_one_of_all_ends_the_run() {
    let late = |remedy| verdict(remedy, 9, PATIENCE, PATIENCE, 0.5);
    assert_eq!(at_once(Remedy::Correction, 1, 0.5), Verdict::GiveUp);
    assert_eq!(at_once(Remedy::Connection, 1, 0.5), Verdict::Stop);
    assert_eq!(late(Remedy::Again), Verdict::GiveUp);
    let after = |minutes| {
        let tried = Duration::from_mins(minutes);
        verdict(Remedy::ForAMoment, 1, tried, PATIENCE, 1.0)
    };
    assert_eq!(after(1), Verdict::Again(Duration::from_millis(500)));
    assert_eq!(after(2), Verdict::GiveUp);
    assert_eq!(late(Remedy::WhenItServes), Verdict::Stop);
    assert_eq!(late(Remedy::AfterWait(PATIENCE)), Verdict::Stop);
}
