//! A request that was turned away for want of quota.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use crate::rate_limits::RateLimits;

/// The wait after a burst, when the answer does not tell the window's length.
const WINDOW: Duration = Duration::from_secs(10);

/// A request that was turned away for want of quota (429); nothing was done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("HubSpot turns requests away: the quota {policy} is used up")]
pub struct Throttle {
    /// The quota that is used up.
    pub policy: ThrottlePolicy,
    /// The wait that HubSpot asked for; it seldom asks.
    pub retry_after: Option<Duration>,
    /// The quotas, as the answer told them.
    pub limits: RateLimits,
    /// HubSpot's id of the exchange.
    pub correlation_id: Option<String>,
}

/// A quota of HubSpot's, told by an error's `policyName`.
///
/// <https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines>
#[derive(Clone, Copy, Debug, PartialEq, Eq, derive_more::Display)]
pub enum ThrottlePolicy {
    /// `SECONDLY`: searches of an account.
    #[display("of a second")]
    Secondly,
    /// `TEN_SECONDLY_ROLLING`: requests of an app.
    #[display("of ten seconds")]
    TenSecondlyRolling,
    /// `DAILY`: requests of all private apps of an account. Starts anew at midnight of the account's time zone.
    #[display("of the day")]
    Daily,
    /// Another one, or none that the answer names.
    #[display("for this request")]
    Unnamed,
}

impl Throttle {
    /// The moment from which the same request can succeed.
    ///
    /// `portal_zone` is the account's time zone ([`AccountDetails`](crate::AccountDetails)): its midnight ends the
    /// daily quota. The wait for a rolling window is never longer than the window, whatever the answer asks for.
    pub fn resumes_at(&self, now: Timestamp, portal_zone: &TimeZone) -> Timestamp {
        match self.policy {
            ThrottlePolicy::Secondly => later(now, self.shortened(Duration::from_secs(1))),
            ThrottlePolicy::TenSecondlyRolling => later(now, self.shortened(self.window())),
            ThrottlePolicy::Daily => midnight(now, portal_zone),
            ThrottlePolicy::Unnamed => {
                later(now, self.retry_after.unwrap_or_else(|| self.window()))
            }
        }
    }

    fn window(&self) -> Duration {
        self.limits.interval.unwrap_or(WINDOW)
    }

    fn shortened(&self, most: Duration) -> Duration {
        self.retry_after.map_or(most, |wait| wait.min(most))
    }
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// The beginning of the next day.
fn midnight(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let today = now.to_zoned_datetime(zone.clone());
    let tomorrow = today.tomorrow().and_then(|day| day.start_of_day());
    tomorrow.map_or(Timestamp::MAX, |start| start.timestamp())
}

#[cfg(test)]
mod tests;
