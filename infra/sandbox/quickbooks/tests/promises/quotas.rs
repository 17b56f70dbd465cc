//! Limits and throttles.

use std::time::Duration;

use sandbox_quickbooks::{FaultEffect, FaultScript, Pause, Quotas, SandboxOptions};
use serde_json::json;

use crate::client::Company;

#[tokio::test]
async fn intuits_own_numbers_let_ten_requests_in_a_second_and_five_hundred_in_a_minute() {
    let options = SandboxOptions {
        quotas: Quotas::of_intuit(),
        ..SandboxOptions::default()
    };
    let (company, clock) = Company::start_at(options).await;
    for second in 0..50 {
        for _ in 0..10 {
            assert_eq!(company.get("item/1").await.status, 200, "second {second}");
        }
        let response = company.request(company.http.get(company.url("item/1")));
        assert_eq!(
            response.send().await.unwrap().status(),
            429,
            "second {second}"
        );
        clock.advance(Duration::from_secs(1));
    }
    let response = company.request(company.http.get(company.url("item/1")));
    assert_eq!(response.send().await.unwrap().status(), 429);
    clock.advance(Duration::from_secs(10));
    assert_eq!(company.get("item/1").await.status, 200);
}

#[tokio::test]
async fn the_request_over_the_quota_is_429_until_the_window_has_passed() {
    let (company, clock) = Company::start_at(SandboxOptions::default()).await;
    company.sandbox.set_quotas(Quotas {
        requests_per_window: Some(2),
        ..Quotas::default()
    });
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(company.get("item/1").await.status);
    }
    assert_eq!(statuses, [200, 200, 429]);
    clock.advance(Duration::from_mins(1));
    assert_eq!(company.get("item/1").await.status, 200);
}

#[tokio::test]
async fn batches_have_a_quota_of_their_own() {
    let company = Company::start().await;
    company.sandbox.set_quotas(Quotas {
        batches_per_window: Some(1),
        ..Quotas::default()
    });
    let batch = json!({ "BatchItemRequest": [{ "bId": "1", "Query": "select * from Term" }] });
    assert_eq!(company.post("batch", &batch).await.status, 200);
    let refused = company.post("batch", &batch).await;
    assert_eq!(
        (refused.status, &refused.body["fault"]["error"][0]["code"]),
        (429, &json!("3001"))
    );
    assert_eq!(company.get("item/1").await.status, 200);
}

#[tokio::test]
async fn more_requests_at_once_than_allowed_are_429() {
    let company = Company::start().await;
    company.sandbox.set_quotas(Quotas {
        concurrent: Some(1),
        ..Quotas::default()
    });
    let pause = FaultEffect::Delay(Pause {
        milliseconds: 500,
        after_effect: true,
    });
    company
        .sandbox
        .script(FaultScript::new(pause).path("item/2"));
    let slow = tokio::spawn(
        company
            .request(company.http.get(company.url("item/2")))
            .send(),
    );
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(company.get("item/1").await.status, 429);
    assert_eq!(slow.await.unwrap().unwrap().status(), 200);
    assert_eq!(company.get("item/1").await.status, 200);
}
