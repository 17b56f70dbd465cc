//! The wait before a record is tried again.

use std::time::Duration;

use super::target::Remedy;

const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// Long enough for a server that is started again, and no longer: an endpoint that is misspelt or down
/// stays so.
const UNREACHABLE: Duration = Duration::from_secs(20);
/// Long enough for what another service does not give for a moment. It may be one record's own trouble, such as an
/// association with an object that is deleted, so nobody else waits for it, and the run does not end with it.
const MOMENT: Duration = Duration::from_mins(2);
/// The longest wait for a quota that is waited for, if `patience` is not longer.
const QUOTA: Duration = Duration::from_mins(2);

/// The consequence of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Try again after this.
    Again(Duration),
    /// Everybody holds back for this long, then it is tried again.
    HoldBack(Duration),
    /// The record is given up.
    GiveUp,
    /// So are all others: what is wrong is not the record's.
    Stop,
}

/// The wait of a throttle is spread already: each record is told another, so that not all come back at
/// once, and whoever comes too early is answered without a request.
///
/// Decides after attempt `number` (from 1), `tried` since the record's first; `chance` is from 0 to 1.
pub(super) fn verdict(
    remedy: Remedy,
    number: u32,
    tried: Duration,
    patience: Duration,
    chance: f64,
) -> Verdict {
    let is_patient = tried < patience;
    match remedy {
        Remedy::Again if is_patient => Verdict::Again(doubling(number, chance)),
        Remedy::ForAMoment if tried < patience.min(MOMENT) => {
            Verdict::Again(doubling(number, chance))
        }
        // The day's quota comes back at midnight: whoever waits for it runs the same command again.
        Remedy::AfterWait(wait) if is_patient && wait <= patience.max(QUOTA) => {
            Verdict::Again(wait)
        }
        Remedy::WhenItServes if is_patient => Verdict::HoldBack(doubling(number, chance)),
        Remedy::WhenReachable if tried < patience.min(UNREACHABLE) => {
            // The last try is when that time is over, and not a long wait later.
            let left = patience.min(UNREACHABLE).saturating_sub(tried);
            Verdict::HoldBack(doubling(number, chance).min(left))
        }
        Remedy::Correction | Remedy::Again | Remedy::ForAMoment => Verdict::GiveUp,
        Remedy::Connection
        | Remedy::AfterWait(_)
        | Remedy::WhenItServes
        | Remedy::WhenReachable => Verdict::Stop,
    }
}

/// Doubling up to ten seconds, half of it by chance.
fn doubling(number: u32, chance: f64) -> Duration {
    let doublings = number.saturating_sub(1).min(16);
    let whole = (FIRST_WAIT * 2_u32.pow(doublings)).min(LONGEST_WAIT);
    whole.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests;
