//! Rate limits.

use std::time::Duration;

use sandbox_hubspot::{RateLimits, SandboxOptions};
use serde_json::json;

use crate::client::Portal;

fn limited(burst: u32, daily: u64, searches_per_second: u32) -> SandboxOptions {
    let limits = RateLimits {
        enforced: true,
        burst,
        daily,
        searches_per_second,
    };
    SandboxOptions {
        limits,
        ..SandboxOptions::default()
    }
}

#[tokio::test]
async fn the_headers_count_down_and_a_search_has_none() {
    let (portal, _) = Portal::start_at_noon(SandboxOptions::default()).await;
    portal.get("/crm/v3/objects/deals").await;
    let answer = portal.get("/crm/v3/objects/deals").await;
    for (name, value) in [
        ("max", "190"),
        ("remaining", "188"),
        ("interval-milliseconds", "10000"),
        ("daily", "650000"),
        ("daily-remaining", "649998"),
    ] {
        assert_eq!(
            answer.header(&format!("x-hubspot-ratelimit-{name}")),
            value,
            "{name}"
        );
    }
    let search = portal
        .post("/crm/v3/objects/deals/search", &json!({}))
        .await;
    assert_eq!(search.header("x-hubspot-ratelimit-max"), "");
}

#[tokio::test]
async fn an_app_with_oauth_has_its_own_burst_and_no_daily_limit() {
    let (mut portal, _) = Portal::start_at_noon(SandboxOptions::default()).await;
    (portal.token, _) = portal
        .sandbox
        .authorize(&["crm.objects.deals.read"])
        .unwrap();
    let answer = portal.get("/crm/v3/objects/deals").await;
    assert_eq!(answer.header("x-hubspot-ratelimit-max"), "110");
    assert_eq!(answer.header("x-hubspot-ratelimit-daily"), "");
}

#[tokio::test]
async fn the_burst_is_over_ten_seconds_after_its_first_request() {
    let (portal, clock) = Portal::start_at_noon(limited(2, 1000, 5)).await;
    let path = "/crm/v3/objects/deals";
    assert_eq!(portal.get(path).await.status, 200);
    clock.advance(Duration::from_secs(4));
    assert_eq!(portal.get(path).await.status, 200);
    let refused = portal.get(path).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, ""));
    assert_eq!(refused.body["policyName"], "TEN_SECONDLY_ROLLING");
    assert_eq!(refused.body["errorType"], "RATE_LIMIT");
    assert_eq!(
        refused.body["message"],
        "You have reached your ten_secondly_rolling limit."
    );
    clock.advance(Duration::from_secs(6));
    assert_eq!(portal.get(path).await.status, 200);
    assert_eq!(portal.get(path).await.status, 429);
}

#[tokio::test]
async fn the_day_and_the_second_of_searches_have_limits_of_their_own() {
    let (portal, clock) = Portal::start_at_noon(limited(190, 3, 1)).await;
    let path = "/crm/v3/objects/deals/search";
    assert_eq!(portal.post(path, &json!({})).await.status, 200);
    let refused = portal.post(path, &json!({})).await;
    assert_eq!(
        (refused.status, &refused.body["policyName"]),
        (429, &json!("SECONDLY"))
    );
    clock.advance(Duration::from_secs(1));
    assert_eq!(portal.post(path, &json!({})).await.status, 200);
    assert_eq!(portal.get("/crm/v3/owners").await.status, 200);
    let daily = portal.get("/crm/v3/owners").await;
    assert_eq!(
        (daily.status, &daily.body["policyName"]),
        (429, &json!("DAILY"))
    );
    // The day ends by the account's clock, which is seven or eight hours behind UTC's.
    clock.advance(Duration::from_hours(18));
    assert_eq!(portal.get("/crm/v3/owners").await.status, 429);
    clock.advance(Duration::from_hours(2));
    assert_eq!(portal.get("/crm/v3/owners").await.status, 200);
}

#[tokio::test]
async fn one_apps_burst_is_not_anothers() {
    let (mut portal, _) = Portal::start_at_noon(limited(1, 1000, 5)).await;
    assert_eq!(portal.get("/crm/v3/owners").await.status, 200);
    assert_eq!(portal.get("/crm/v3/owners").await.status, 429);
    portal.token = portal
        .sandbox
        .install_private_app(&["crm.objects.owners.read"])
        .unwrap();
    assert_eq!(portal.get("/crm/v3/owners").await.status, 200);
}
