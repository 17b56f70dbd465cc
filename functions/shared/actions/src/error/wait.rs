//! The time to wait for a quota, written and read by one type: behind Lambda a caller has nothing of an
//! error but two texts, its type and its message.

use std::fmt;
use std::time::Duration;

/// The wait for a day's quota of HubSpot's, whose day ends by the account's time zone.
pub(crate) const AFTER_MIDNIGHT: &str = "try again after midnight in the account's time zone";

/// The longest wait for that.
const DAY: Duration = Duration::from_hours(24);

/// The words before the seconds.
const BEFORE: &str = "try again in ";

/// The words after them.
const AFTER: &str = " s";

/// The wait with which the message of a throttle ends.
pub(super) struct Wait(pub(super) Duration);

impl Wait {
    /// The wait with which a message ends, if it ends with one; for the end of a day the longest.
    pub(super) fn at_end_of(message: &str) -> Option<Self> {
        if message.ends_with(AFTER_MIDNIGHT) {
            return Some(Self(DAY));
        }
        let (_, wait) = message.rsplit_once(BEFORE)?;
        let seconds: f64 = wait.strip_suffix(AFTER)?.parse().ok()?;
        Duration::try_from_secs_f64(seconds).ok().map(Self)
    }
}

/// Seconds that are not fewer than asked for, to a tenth where that matters.
impl fmt::Display for Wait {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.as_millis().div_ceil(100).max(1);
        match (tenths / 10, tenths % 10) {
            (seconds, 0) => write!(formatter, "{BEFORE}{seconds}{AFTER}"),
            (seconds @ 0..10, tenths) => write!(formatter, "{BEFORE}{seconds}.{tenths}{AFTER}"),
            (seconds, _) => write!(formatter, "{BEFORE}{}{AFTER}", seconds + 1),
        }
    }
}
