use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use super::{Throttle, ThrottlePolicy};
use crate::rate_limits::RateLimits;

fn resumes(policy: ThrottlePolicy, retry_after: Option<u64>, interval: Option<u64>) -> String {
    let throttle = Throttle {
        policy,
        retry_after: retry_after.map(Duration::from_secs),
        limits: RateLimits {
            interval: interval.map(Duration::from_secs),
            ..RateLimits::default()
        },
        correlation_id: None,
    };
    let now: Timestamp = "2026-11-28T22:00:00Z".parse().unwrap();
    let zone = TimeZone::get("America/New_York").unwrap();
    throttle.resumes_at(now, &zone).to_string()
}

#[test]
fn a_burst_is_over_when_its_window_is() {
    use ThrottlePolicy::{Secondly, TenSecondlyRolling, Unnamed};
    for (policy, retry_after, interval, expected) in [
        (TenSecondlyRolling, None, None, "2026-11-28T22:00:10Z"),
        (TenSecondlyRolling, None, Some(10), "2026-11-28T22:00:10Z"),
        (
            TenSecondlyRolling,
            Some(3),
            Some(10),
            "2026-11-28T22:00:03Z",
        ),
        // Milliseconds that were meant.
        (
            TenSecondlyRolling,
            Some(9_000),
            Some(10),
            "2026-11-28T22:00:10Z",
        ),
        (Secondly, None, None, "2026-11-28T22:00:01Z"),
        (Unnamed, None, None, "2026-11-28T22:00:10Z"),
        (Unnamed, Some(60), None, "2026-11-28T22:01:00Z"),
    ] {
        assert_eq!(resumes(policy, retry_after, interval), expected);
    }
}

#[test]
fn the_days_quota_starts_anew_at_the_portals_midnight() {
    let resumed = resumes(ThrottlePolicy::Daily, Some(1), None);
    assert_eq!(resumed, "2026-11-29T05:00:00Z");
}
