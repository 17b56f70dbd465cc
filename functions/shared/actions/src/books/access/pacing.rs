//! The waits of token access, and the reasons for their lengths.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// An access token is renewed this long before its end, so that a request that starts with it also
/// arrives with it: the longest request (60 s) is sent whole within the first seconds, the rest
/// is for clocks that differ.
pub(super) const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// The time for which a process that dies keeps the others from refreshing. Longer than one request with the
/// writes around it; a holder moves the end before it asks once more.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// The longest one refresh may take; Intuit's answers within a second.
pub(super) const LONGEST_REQUEST: Duration = Duration::from_secs(10);

/// No refresh is begun with less than this left: one that is cut off may have rotated the token.
pub(super) const SHORTEST_REQUEST: Duration = Duration::from_secs(2);

/// The number of times that one task asks Intuit, or the store to take new tokens; whoever called tries later.
pub(super) const ASK_ATTEMPTS: u32 = 3;
pub(super) const STORE_ATTEMPTS: u32 = 5;

const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The wait before attempt `number` (from 1): doubling up to a second, half of it by chance, so
/// that those who wait together do not return together.
pub(super) fn wait_before(number: u32, chance: f64) -> Duration {
    let doublings = number.saturating_sub(1).min(16);
    let whole = (FIRST_WAIT * 2_u32.pow(doublings)).min(LONGEST_WAIT);
    whole.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

/// The time left until `deadline`; none if it has passed.
pub(super) fn time_until(deadline: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(deadline.duration_since(now)).unwrap_or(Duration::ZERO)
}

/// `moment` moved by `duration`, at most to the end of time.
pub(super) fn later(moment: Timestamp, duration: SignedDuration) -> Timestamp {
    moment.saturating_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_second_and_half_of_them_is_chance() {
        let table = [
            (1, 0.0, 100),
            (1, 1.0, 200),
            (2, 0.0, 200),
            (3, 0.5, 600),
            (4, 1.0, 1_000),
            (u32::MAX, 0.0, 500),
        ];
        for (number, chance, milliseconds) in table {
            let wait = wait_before(number, chance);
            assert_eq!(
                wait,
                Duration::from_millis(milliseconds),
                "{number} {chance}"
            );
        }
    }

    #[test]
    fn a_deadline_in_the_past_leaves_no_time() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(time_until(later(now, -SKEW), now), Duration::ZERO);
        assert_eq!(time_until(later(now, SKEW), now), Duration::from_mins(1));
    }
}
