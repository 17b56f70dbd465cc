//! The end of a connection.

use actions::books::environment::Clock;
use jiff::SignedDuration;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};
use serde_json::json;
use storage::{Lease, Tokens};

use crate::desk::{Desk, named, refused};

fn answer(status: u16, body: &str) -> FaultScript {
    FaultScript::new(FaultEffect::Status(ScriptedAnswer {
        status,
        body: body.into(),
        content_type: "application/json".into(),
        after_effect: false,
    }))
    .operation(Operation::Revoke)
}

#[tokio::test]
async fn a_disconnection_ends_the_consent_and_forgets_the_tokens_alone() {
    let desk = Desk::open().await;
    let row = json!([{"kind": "customer", "source": "contact:51", "quickbooks_id": "58"}]);
    desk.put(row).await.unwrap();
    let ended = desk.ask("disconnect", json!({})).await.unwrap();
    let expected = json!({"connection": "us-books", "revoked": true, "not_revoked_because": null});
    assert_eq!(ended, expected);
    assert_eq!(desk.stage.requests(), ["revoke"]);
    assert!(desk.tokens("us-books").await.is_none());
    assert_eq!(desk.mappings().await, ["customer contact:51 -> 58"]);
    let description = desk.ask("describe", json!({"check": true})).await.unwrap();
    assert_eq!(description["state"], "not_connected");
    assert_eq!(description["check"]["error_type"], "ConnectionNotFound");
    refused(
        desk.ask("disconnect", json!({})).await,
        "ConnectionNotFound",
    );
}

#[tokio::test]
async fn a_consent_that_was_ended_before_is_the_end_that_was_wanted() {
    let desk = Desk::open().await;
    desk.stage
        .sandbox
        .script(answer(400, r#"{"error":"invalid_grant"}"#));
    let ended = desk.ask("disconnect", json!({})).await.unwrap();
    assert_eq!(ended["revoked"], true);
    assert!(desk.tokens("us-books").await.is_none());
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again() {
    let desk = Desk::open().await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect).operation(Operation::Revoke);
    desk.stage.sandbox.script(lost);
    assert_eq!(
        desk.ask("disconnect", json!({})).await.unwrap()["revoked"],
        true
    );
    assert_eq!(desk.stage.requests(), ["revoke", "revoke"]);
}

#[tokio::test]
async fn while_intuit_cannot_be_asked_the_tokens_stay() {
    let table = [
        (answer(503, "").always(), "QuickBooksUnavailable"),
        (answer(429, "").always(), "QuickBooksThrottled"),
        (
            answer(400, r#"{"error":"invalid_client"}"#).always(),
            "SettingMissing",
        ),
    ];
    for (script, error_type) in table {
        let desk = Desk::open().await;
        desk.stage.sandbox.script(script);
        refused(desk.ask("disconnect", json!({})).await, error_type);
        assert!(desk.tokens("us-books").await.is_some());
        desk.stage.sandbox.clear_scripts();
        let ended = desk.ask("disconnect", json!({})).await.unwrap();
        assert_eq!(ended["revoked"], true, "the lease was given back");
    }
}

#[tokio::test]
async fn a_company_that_another_connection_uses_is_not_cut_off() {
    let desk = Desk::open().await;
    desk.stage.connect("other-books", json!({})).await;
    let ended = desk.ask("disconnect", json!({})).await.unwrap();
    assert_eq!(ended["revoked"], false);
    let reason = ended["not_revoked_because"].as_str().unwrap();
    assert!(reason.contains("other-books"), "{reason}");
    assert!(desk.stage.requests().is_empty());
    assert!(desk.tokens("us-books").await.is_none());
    assert!(desk.tokens("other-books").await.is_some());
}

#[tokio::test]
async fn tokens_may_be_forgotten_without_asking_intuit() {
    let desk = Desk::open().await;
    let ended = desk
        .ask("disconnect", json!({"revoke": false}))
        .await
        .unwrap();
    assert_eq!(ended["revoked"], false);
    assert!(desk.stage.requests().is_empty());
    assert!(desk.tokens("us-books").await.is_none());
}

#[tokio::test]
async fn nobody_is_disconnected_in_the_middle_of_a_refresh() {
    let desk = Desk::open().await;
    let now = desk.stage.environment.now();
    let lease = Lease {
        owner: "somebody".into(),
        until: now + SignedDuration::from_secs(30),
    };
    let us = named("us-books");
    desk.stage
        .store
        .acquire_lease(&us, &lease, now)
        .await
        .unwrap();
    refused(desk.ask("disconnect", json!({})).await, "InProgress");
    assert!(desk.tokens("us-books").await.is_some());
}
