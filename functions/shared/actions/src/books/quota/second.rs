//! The company's second: a process spreads its requests over it, and a refusal is first taken for its.
//!
//! QuickBooks takes 10 requests a second from a company and app, and 500 a minute (Intuit's "limits and throttles", 2025), and
//! its refusal does not say which of them it was. A second is over at once, a minute is not. So who is refused comes
//! again after a second and then after two, and takes it for the minute only if that is refused too. Others take their
//! share of the second, so a process that is refused gives up a quarter of its own, and gets it back bit by bit.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::{elapsed, later};

/// A second, and by how much longer it is taken to be: QuickBooks counts a request when it arrives, and one takes longer
/// than another.
const SECOND: Duration = Duration::from_millis(1_100);

/// The waits after refusals that are taken for the second's, one after the other.
const WAITS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

/// The time without a refusal after which a process sends one request a second more.
const RECOVERY: Duration = Duration::from_secs(1);

/// The knowledge that one process has of a company's second.
#[derive(Debug, Default)]
pub(super) struct Second {
    /// The moments of the last requests, those to come included, in order.
    places: VecDeque<Timestamp>,
    /// A refusal that was taken for the second's, while nothing sent after its wait was answered.
    doubt: Option<Doubt>,
    /// The requests of a second that others leave to this process, where it was refused.
    share: Option<Share>,
    /// Until when a refusal is known to be the minute's.
    minute_until: Option<Timestamp>,
}

/// A refusal that was taken for the second's.
#[derive(Clone, Copy, Debug)]
struct Doubt {
    until: Timestamp,
    /// The number of refusals one after the other.
    refusals: usize,
}

/// A share of the second.
#[derive(Clone, Copy, Debug)]
struct Share {
    requests: usize,
    since: Timestamp,
}

impl Second {
    /// The time to wait until one more request may be sent; it is counted as sent then.
    pub(super) fn place(&mut self, limit: usize, now: Timestamp) -> Duration {
        while self
            .places
            .front()
            .is_some_and(|at| later(*at, SECOND) <= now)
        {
            self.places.pop_front();
        }
        let limit = self.left_by_others(limit, now);
        let earlier = self.places.len().checked_sub(limit);
        let earlier = earlier.and_then(|place| self.places.get(place));
        let free = earlier.map_or(now, |at| later(*at, SECOND));
        let at = self.places.back().map_or(free, |last| free.max(*last));
        let at = at.max(now);
        self.places.push_back(at);
        elapsed(now, at)
    }

    /// Takes in that a request was answered which was sent at this moment.
    pub(super) fn answered(&mut self, sent: Timestamp) {
        if self.doubt.is_some_and(|doubt| sent >= doubt.until) {
            self.doubt = None;
        }
    }

    /// The time to wait after a refusal, if it is taken for the second's; none where it is the minute's.
    pub(super) fn refused(
        &mut self,
        limit: usize,
        window: Duration,
        now: Timestamp,
    ) -> Option<Duration> {
        if self.minute_until.is_none_or(|until| until <= now) {
            let refusals = match self.doubt {
                None => 0,
                // It was sent beside the one that was refused.
                Some(doubt) if now < doubt.until => {
                    return Some(elapsed(now, doubt.until));
                }
                Some(doubt) => doubt.refusals,
            };
            if let Some(wait) = WAITS.get(refusals) {
                let left = self.left_by_others(limit, now);
                let requests = (left - left.div_ceil(4)).max(1);
                self.share = Some(Share {
                    requests,
                    since: now,
                });
                let until = later(now, *wait);
                self.doubt = Some(Doubt {
                    until,
                    refusals: refusals + 1,
                });
                return Some(*wait);
            }
        }
        self.doubt = None;
        self.minute_until = Some(later(now, window));
        None
    }

    /// The requests of a second that others leave to this process.
    fn left_by_others(&self, limit: usize, now: Timestamp) -> usize {
        let Some(share) = self.share else {
            return limit;
        };
        let more = elapsed(share.since, now).as_secs() / RECOVERY.as_secs();
        let more = usize::try_from(more).unwrap_or(usize::MAX);
        share.requests.saturating_add(more).min(limit)
    }
}

#[cfg(test)]
mod tests;
