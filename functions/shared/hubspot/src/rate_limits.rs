//! The quotas of an app, as HubSpot tells them with its answers.

mod throttle;

use std::time::Duration;

use http::HeaderMap;

pub use throttle::{Throttle, ThrottlePolicy};

/// The quotas of an app, as the headers `X-HubSpot-RateLimit-…` of an answer tell them.
///
/// Each may be absent: a search tells none of them, and an OAuth app is told none of the day's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateLimits {
    /// Requests that the account may make in a day.
    pub daily: Option<u64>,
    /// Those that are left of the day's.
    pub daily_remaining: Option<u64>,
    /// The length of the rolling window, ten seconds as a rule.
    pub interval: Option<Duration>,
    /// Requests that the app may make in the window.
    pub max: Option<u64>,
    /// Those that are left of the window's.
    pub remaining: Option<u64>,
}

impl RateLimits {
    /// Reads the headers; one that is no number counts as absent.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        Self {
            daily: number("x-hubspot-ratelimit-daily"),
            daily_remaining: number("x-hubspot-ratelimit-daily-remaining"),
            interval: number("x-hubspot-ratelimit-interval-milliseconds")
                .map(Duration::from_millis),
            max: number("x-hubspot-ratelimit-max"),
            remaining: number("x-hubspot-ratelimit-remaining"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;

    use super::RateLimits;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().unwrap(), value.parse().unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn the_headers_of_an_answer_are_read() {
        let limits = RateLimits::from_headers(&headers(&[
            ("X-HubSpot-RateLimit-Daily", "650000"),
            ("X-HubSpot-RateLimit-Daily-Remaining", "649999"),
            ("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"),
            ("X-HubSpot-RateLimit-Max", "190"),
            ("X-HubSpot-RateLimit-Remaining", " 0 "),
        ]));
        let expected = RateLimits {
            daily: Some(650_000),
            daily_remaining: Some(649_999),
            interval: Some(Duration::from_secs(10)),
            max: Some(190),
            remaining: Some(0),
        };
        assert_eq!(limits, expected);
    }

    #[test]
    fn what_is_absent_or_no_number_is_not_known() {
        assert_eq!(
            RateLimits::from_headers(&HeaderMap::new()),
            RateLimits::default()
        );
        let odd = headers(&[
            ("x-hubspot-ratelimit-daily", "many"),
            ("x-hubspot-ratelimit-max", "-1"),
        ]);
        assert_eq!(RateLimits::from_headers(&odd), RateLimits::default());
    }
}
