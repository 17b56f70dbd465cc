use std::time::Duration;

use serde_json::json;

use super::{Retrier, Tries};

#[test]
fn each_rule_counts_its_own_tries_and_waits_longer_up_to_its_most() {
    let rules: Vec<Retrier> = serde_json::from_value(json!([
        {"ErrorEquals": ["HubSpotAccessDenied"], "MaxAttempts": 0},
        {"ErrorEquals": ["InProgress"], "IntervalSeconds": 10, "BackoffRate": 1.5, "MaxAttempts": 4,
            "MaxDelaySeconds": 20},
        {"ErrorEquals": ["States.ALL"]},
    ]))
    .unwrap();
    let mut tries = Tries::of(&rules);
    let mut delay = |error: &str| tries.delay(error, 1.0).map(|it| it.as_secs_f64());
    assert_eq!(delay("HubSpotAccessDenied"), None);
    assert_eq!(
        [1, 2, 3, 4, 5].map(|_| delay("InProgress")),
        [Some(10.0), Some(15.0), Some(20.0), Some(20.0), None]
    );
    assert_eq!(
        [1, 2, 3, 4].map(|_| delay("Other")),
        [Some(1.0), Some(2.0), Some(4.0), None]
    );
    let half = Tries::of(&rules).delay("InProgress", 0.5);
    assert_eq!(half, Some(Duration::from_secs(5)));
}
