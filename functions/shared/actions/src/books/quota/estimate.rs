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
mod tests;
