//! The time until some of a quota is free again.

use std::time::Duration;

/// The part of the quota that is to be free before anybody asks again after a refusal: small, since a wait
/// that is longer than need be is lost, and yet many requests for each one that is refused.
pub(super) const AFTER_REFUSAL: f64 = 0.05;

/// The part for a process that knows by itself that the quota is used up: it is not refused if it comes
/// too early, so it need not wait for many.
pub(super) const BEFORE_REFUSAL: f64 = 0.01;

/// A process's knowledge of a quota that is used up.
#[derive(Clone, Debug)]
pub(super) struct Known<'k> {
    /// The number of requests that the window takes.
    pub(super) limit: usize,
    /// The length of the window, which slides: a request counts for so long.
    pub(super) window: Duration,
    /// After how long each request that this process sent no longer counts, in ascending order.
    pub(super) leaving_in: &'k [Duration],
    /// True when this process has been sending its share for a whole window, so that what others send
    /// can be taken to come and go as its own does.
    pub(super) is_typical: bool,
    /// The part of the quota that is to be free.
    pub(super) part: f64,
}

/// The time until a part of the quota is free, at most a window.
///
/// The requests this process sent are known. Those of others can only be guessed: as its own where it is
/// typical, else evenly over the window. Where nothing is known this gives that part of the window, after
/// a refusal a twentieth (3 s of Intuit's minute). A guess that is too short costs the one request that is refused next.
pub(super) fn until_free(known: &Known<'_>) -> Duration {
    let own = known.leaving_in.len();
    let others = known.limit.saturating_sub(own);
    let wanted = (count(known.limit) * known.part).max(1.0);
    let (weight, evenly) = if known.is_typical && own > 0 {
        (count(known.limit.max(own)) / count(own), 0.0)
    } else {
        (1.0, count(others))
    };
    let mut earlier = Duration::ZERO;
    for left in 0..=own {
        let missing = (wanted - count(left) * weight).max(0.0);
        let later = known.leaving_in.get(left);
        let enough = if missing <= 0.0 {
            Some(Duration::ZERO)
        } else {
            (evenly > 0.0).then(|| known.window.mul_f64((missing / evenly).min(1.0)))
        };
        if let Some(enough) = enough.map(|enough| enough.max(earlier))
            && later.is_none_or(|later| enough <= *later)
        {
            return enough.min(known.window);
        }
        earlier = later.copied().unwrap_or(earlier);
    }
    known.window
}

/// Quotas are a few hundred, which a float holds exactly.
#[expect(clippy::cast_precision_loss, reason = "a few hundred")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
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
}
