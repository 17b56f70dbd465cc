//! The part of an invocation's time that a function may use.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lambda_runtime::Context;

/// The pipeline is to be back this long before Lambda ends the environment: time to log, to measure and
/// to answer. It keeps its own reserve for recording what QuickBooks answered.
const ANSWER: SignedDuration = SignedDuration::from_millis(500);

/// A pipeline that is not back by then is cut off this long before the end, so that the caller gets a
/// typed answer instead of `Sandbox.Timedout`, and the environment keeps its connections and tokens.
const CUT_OFF: SignedDuration = SignedDuration::from_millis(200);

/// The end of an invocation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    end: Timestamp,
}

impl Deadline {
    pub(crate) fn of(context: &Context) -> Self {
        let end = i64::try_from(context.deadline).ok();
        let end = end.and_then(|end| Timestamp::from_millisecond(end).ok());
        Self {
            end: end.unwrap_or(Timestamp::MAX),
        }
    }

    /// When the function is to be back.
    pub(crate) fn of_function(self) -> Timestamp {
        self.before_end(ANSWER)
    }

    /// The time left until the function is cut off.
    pub(crate) fn until_cut_off(self, now: Timestamp) -> Duration {
        let left = self.before_end(CUT_OFF).duration_since(now);
        Duration::try_from(left).unwrap_or(Duration::ZERO)
    }

    fn before_end(self, by: SignedDuration) -> Timestamp {
        self.end.checked_sub(by).unwrap_or(Timestamp::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deadline(milliseconds: u64) -> Deadline {
        let mut context = Context::default();
        context.deadline = milliseconds;
        Deadline::of(&context)
    }

    #[test]
    fn the_function_is_back_before_it_is_cut_off_before_lambda_ends_it() {
        let deadline = deadline(10_000);
        assert_eq!(deadline.of_function().as_millisecond(), 9_500);
        assert_eq!(
            deadline.until_cut_off(Timestamp::UNIX_EPOCH),
            Duration::from_millis(9_800)
        );
    }

    #[test]
    fn a_deadline_that_has_passed_leaves_no_time_and_one_beyond_all_time_leaves_much() {
        let now = Timestamp::from_millisecond(1_000_000).unwrap();
        assert_eq!(deadline(10).until_cut_off(now), Duration::ZERO);
        assert!(deadline(u64::MAX).until_cut_off(now) > Duration::from_secs(1_000_000));
    }
}
