//! The times at which something that was not taken is sent again.

use jiff::{SignedDuration, Timestamp};

use super::answer::{ActionAnswer, Verdict};
use super::options::{Retries, RetryAfter, WorkflowOptions};

/// The time during which an execution is sent again, as documented.
const EXECUTION_PATIENCE: SignedDuration = SignedDuration::from_hours(3 * 24);

/// The pause before the second try; it doubles with each further one. HubSpot says "exponential" and no more.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// The longest pause, which is the portal's own.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(12);

/// The pauses between tries of a batch of webhooks: ten tries more, over most of a day, as documented; their lengths are
/// the portal's own.
const WEBHOOK_PAUSES: [i64; 10] = [1, 5, 15, 30, 60, 120, 180, 240, 300, 360];

/// The tries of an execution so far.
#[derive(Clone, Copy)]
pub(super) struct Tries {
    pub(super) count: u32,
    pub(super) first: Timestamp,
}

/// The time at which an execution is sent again after this answer, if it is.
pub(super) fn next_execution(
    tries: Tries,
    answer: &ActionAnswer,
    options: &WorkflowOptions,
) -> Option<Timestamp> {
    let goes_on = match (answer.verdict(), options.retries) {
        (Verdict::Unavailable, Retries::AsDocumented) => true,
        (Verdict::Unavailable | Verdict::Refused, Retries::FiveTimes) => tries.count <= 5,
        _ => false,
    };
    let pause = asked_pause(answer, options.retry_after).unwrap_or_else(|| pause(tries.count));
    let next = answer.time.checked_add(pause).ok()?;
    let end = tries.first.checked_add(EXECUTION_PATIENCE).ok()?;
    (goes_on && next <= end).then_some(next)
}

/// The time at which a batch of webhooks is sent again after so many tries, if it is.
pub(super) fn next_webhook(tries: usize, now: Timestamp) -> Option<Timestamp> {
    let minutes = WEBHOOK_PAUSES.get(tries.checked_sub(1)?)?;
    now.checked_add(SignedDuration::from_mins(*minutes)).ok()
}

fn pause(tries: u32) -> SignedDuration {
    let factor = 2_i32.checked_pow(tries.saturating_sub(1));
    let pause = factor.and_then(|factor| FIRST_PAUSE.checked_mul(factor));
    pause.map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

/// The pause that a 429 asks for.
fn asked_pause(answer: &ActionAnswer, unit: RetryAfter) -> Option<SignedDuration> {
    let number: i64 = answer.retry_after.as_deref()?.trim().parse().ok()?;
    let pause = match unit {
        RetryAfter::Milliseconds => SignedDuration::from_millis(number),
        RetryAfter::Seconds => SignedDuration::from_secs(number),
    };
    (answer.status == Some(429) && !pause.is_negative()).then_some(pause)
}

#[cfg(test)]
mod tests;
