use proptest::prelude::*;

use super::*;

const WINDOW: Duration = Duration::from_mins(1);

fn wait(leaving_in: &[f64], is_typical: bool) -> f64 {
    let leaving_in: Vec<_> = leaving_in
        .iter()
        .copied()
        .map(Duration::from_secs_f64)
        .collect();
    let known = Known {
        limit: 500,
        window: WINDOW,
        leaving_in: &leaving_in,
        is_typical,
        part: AFTER_REFUSAL,
    };
    until_free(&known).as_secs_f64()
}

/// `number` requests that leave at equal distances over these seconds.
fn evenly(number: u32, from: f64, to: f64) -> Vec<f64> {
    let step = (to - from) / f64::from(number);
    (0..number).map(|n| from + step * f64::from(n)).collect()
}

#[test]
fn the_wait_ends_when_a_twentieth_of_the_quota_is_free() {
    let table = [
        // (what, what this process sent, whether it is typical, the wait in seconds)
        ("nothing is known", vec![], false, 3.0),
        ("one request a moment ago", vec![59.0], false, 3.006),
        (
            "all were its own, in the last 5 s",
            evenly(500, 55.0, 60.0),
            false,
            55.24,
        ),
        (
            "all were its own, over the minute",
            evenly(500, 0.0, 60.0),
            false,
            2.88,
        ),
        (
            "a fifth, in a burst as the others do",
            evenly(100, 55.0, 60.0),
            true,
            55.2,
        ),
        (
            "a fifth, and nothing is known of the others",
            evenly(100, 55.0, 60.0),
            false,
            3.75,
        ),
        (
            "more than the quota is said to be",
            evenly(600, 10.0, 60.0),
            true,
            12.0,
        ),
    ];
    for (what, leaving_in, is_typical, expected) in table {
        let found = wait(&leaving_in, is_typical);
        assert!(
            (found - expected).abs() < 0.05,
            "{what}: {found} is not {expected}"
        );
    }
}

proptest! {
    #[test]
    fn the_wait_is_within_the_window_and_frees_what_it_says(
        mut own in prop::collection::vec(0.0_f64..60.0, 0..600),
        is_typical: bool,
    ) {
        own.sort_by(f64::total_cmp);
        let found = wait(&own, is_typical);
        prop_assert!((0.0..=60.0).contains(&found));
        let left = own.iter().filter(|leaves| **leaves <= found + 1e-6);
        let left = count(left.count());
        let total = count(own.len().max(500));
        let free = if is_typical && !own.is_empty() {
            left * total / count(own.len())
        } else {
            left + (total - count(own.len())) * found / 60.0
        };
        prop_assert!(free >= 25.0 - 1e-3, "{free} are free after {found}");
    }

    #[test]
    fn who_sent_later_never_waits_less(
        mut own in prop::collection::vec(0.0_f64..50.0, 1..500),
        is_typical: bool,
    ) {
        own.sort_by(f64::total_cmp);
        let later: Vec<f64> = own.iter().map(|leaves| leaves + 10.0).collect();
        prop_assert!(wait(&later, is_typical) >= wait(&own, is_typical) - 1e-9);
    }
}
