//! Webhooks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::Stage;
use crate::app::Reply;

fn webhooks(subscriptions: &Value) -> String {
    json!({ "uid": "hooks", "type": "webhooks", "config": {
        "settings": { "targetUrl": "${APP}/webhooks", "maxConcurrentRequests": 10 },
        "subscriptions": { "crmObjects": subscriptions } } })
    .to_string()
}

fn subscribe(stage: &Stage) {
    let change = |object_type, property| {
        json!({ "subscriptionType": "object.propertyChange", "objectType": object_type, "propertyName": property,
            "active": true })
    };
    let subscriptions = json!([
        change("deal", "dealstage"),
        change("quote", "hs_status"),
        { "subscriptionType": "object.creation", "objectType": "deal", "active": true },
        { "subscriptionType": "object.creation", "objectType": "contact", "active": false },
    ]);
    let file = webhooks(&subscriptions);
    stage
        .sandbox()
        .upload(&[&file], &[("APP", &stage.app.url)])
        .unwrap();
}

#[tokio::test]
async fn a_change_by_a_person_is_told_to_the_app_in_a_signed_batch() {
    let stage = Stage::set(|_| Reply::status(204)).await;
    subscribe(&stage);
    let change = json!({ "dealstage": "closedwon", "amount": "10.00" });
    stage.sandbox().edit("deals", "9001", change).unwrap();
    stage.sandbox().settle().await;
    let received = stage.app.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].path, "/webhooks");
    assert!(received[0].headers.contains_key("x-hubspot-signature-v3"));
    let events = received[0].body.as_array().unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["propertyName"], "dealstage");
    assert_eq!(events[0]["propertyValue"], "closedwon");
    assert_eq!(events[0]["changeSource"], "CRM_UI");
    assert_eq!(events[0]["objectId"], 9001);
    assert!(stage.sandbox().webhooks()[0].taken);
}

#[tokio::test]
async fn a_record_that_an_app_creates_is_told_with_its_first_values() {
    let stage = Stage::set(|_| Reply::status(200)).await;
    subscribe(&stage);
    let properties = json!({ "dealname": "New", "dealstage": "appointmentscheduled" });
    let id = stage.portal.create("deals", properties).await;
    stage
        .portal
        .create("contacts", json!({ "email": "new@example.com" }))
        .await;
    stage.sandbox().settle().await;
    let events: Vec<Value> = stage
        .app
        .received()
        .into_iter()
        .flat_map(|it| {
            let events = it.body.as_array().cloned();
            events.unwrap()
        })
        .collect();
    let kinds: Vec<&str> = events
        .iter()
        .map(|it| it["subscriptionType"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["object.creation", "object.propertyChange"]);
    assert!(
        events
            .iter()
            .all(|it| it["objectId"] == json!(id.parse::<u64>().unwrap()))
    );
    assert!(events.iter().all(|it| it["changeSource"] == "INTEGRATION"));
}

#[tokio::test]
async fn a_value_that_stays_the_same_is_no_change_and_a_planted_record_is_none() {
    let stage = Stage::set(|_| Reply::status(200)).await;
    subscribe(&stage);
    stage.portal.plant(
        "deals",
        json!({ "id": "9002", "properties": { "dealstage": "closedwon" } }),
    );
    let same = json!({ "dealstage": "closedwon" });
    stage.sandbox().edit("deals", "9002", same).unwrap();
    stage.sandbox().settle().await;
    assert!(stage.app.received().is_empty());
}

#[tokio::test]
async fn a_batch_that_was_not_taken_comes_again() {
    let count = AtomicUsize::new(0);
    let stage = Stage::set(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::status(500),
        _ => Reply::status(200),
    })
    .await;
    subscribe(&stage);
    stage
        .sandbox()
        .edit("deals", "9001", json!({ "dealstage": "closedwon" }))
        .unwrap();
    stage.sandbox().settle().await;
    stage.clock.advance(Duration::from_mins(1));
    stage.sandbox().settle().await;
    let attempts: Vec<Value> = stage
        .app
        .received()
        .iter()
        .map(|it| it.body[0]["attemptNumber"].clone())
        .collect();
    assert_eq!(attempts, [0, 1]);
    let batch = &stage.sandbox().webhooks()[0];
    assert_eq!((batch.tries, batch.taken), (2, true));
}
