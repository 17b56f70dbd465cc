//! The belief that the app's credentials are those that were read.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};

use jiff::{SignedDuration, Timestamp};

/// The belief in the credentials that a process has read. They may be replaced at any time, and nobody tells
/// the process so.
#[derive(Debug, Default)]
pub(super) struct Belief {
    /// True if they may have been replaced since they were read.
    is_in_doubt: AtomicBool,
    /// When they were read, in seconds since 1970.
    read_at: AtomicI64,
}

impl Belief {
    /// Tells whether they are believed, at `now`, by a function that believes them for so long.
    pub(super) fn stands(&self, believed_for: Option<SignedDuration>, now: Timestamp) -> bool {
        let age = now.as_second().saturating_sub(self.read_at.load(Relaxed));
        let is_young = believed_for.is_none_or(|longest| age < longest.as_secs());
        is_young && !self.is_in_doubt.load(Relaxed)
    }

    /// They were read just now.
    pub(super) fn confirmed(&self, now: Timestamp) {
        self.read_at.store(now.as_second(), Relaxed);
        self.is_in_doubt.store(false, Relaxed);
    }

    /// Doubts them, or takes the doubt back.
    pub(super) fn doubt(&self, is_in_doubt: bool) {
        self.is_in_doubt.store(is_in_doubt, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);
    const MINUTE: Option<SignedDuration> = Some(SignedDuration::from_mins(1));

    #[test]
    fn a_secret_that_was_replaced_is_noticed_within_the_minute() {
        let belief = Belief::default();
        assert!(!belief.stands(MINUTE, NOW), "nothing was read yet");
        belief.confirmed(NOW);
        let after = |seconds| NOW + SignedDuration::from_secs(seconds);
        for (seconds, stands) in [(0, true), (59, true), (60, false), (3_600, false)] {
            assert_eq!(belief.stands(MINUTE, after(seconds)), stands, "{seconds}");
        }
        assert!(
            belief.stands(None, after(3_600)),
            "the warm path reads no secret"
        );
    }

    #[test]
    fn a_secret_that_intuit_refuses_is_read_again() {
        let belief = Belief::default();
        belief.confirmed(NOW);
        belief.doubt(true);
        assert!(!belief.stands(None, NOW));
        belief.confirmed(NOW);
        assert!(belief.stands(None, NOW));
    }
}
