//! The end of a connection.

use actions::books::environment::Environment;
use jiff::SignedDuration;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};
use serde_json::json;
use storage::{Lease, Tokens};

use crate::operator::{Operator, named, refused};

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
    let operator = Operator::open().await;
    let row = json!([{"kind": "customer", "source": "contact:51", "quickbooks_id": "58"}]);
    operator.put(row).await.unwrap();
    let ended = operator.ask("disconnect", json!({})).await.unwrap();
    let expected = json!({"connection": "us-books", "revoked": true, "not_revoked_because": null});
    assert_eq!(ended, expected);
    assert_eq!(operator.stage.requests(), ["revoke"]);
    assert!(operator.tokens("us-books").await.is_none());
    assert_eq!(operator.mappings().await, ["customer contact:51 -> 58"]);
    let description = operator
        .ask("describe", json!({"check": true}))
        .await
        .unwrap();
    assert_eq!(description["state"], "not_connected");
    assert_eq!(description["check"]["error_type"], "ConnectionNotFound");
    refused(
        operator.ask("disconnect", json!({})).await,
        "ConnectionNotFound",
    );
}

#[tokio::test]
async fn a_consent_that_was_ended_before_is_the_end_that_was_wanted() {
    let operator = Operator::open().await;
    operator
        .stage
        .sandbox
        .script(answer(400, r#"{"error":"invalid_grant"}"#));
    let ended = operator.ask("disconnect", json!({})).await.unwrap();
    assert_eq!(ended["revoked"], true);
    assert!(operator.tokens("us-books").await.is_none());
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again() {
    let operator = Operator::open().await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect).operation(Operation::Revoke);
    operator.stage.sandbox.script(lost);
    assert_eq!(
        operator.ask("disconnect", json!({})).await.unwrap()["revoked"],
        true
    );
    assert_eq!(operator.stage.requests(), ["revoke", "revoke"]);
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
        let operator = Operator::open().await;
        operator.stage.sandbox.script(script);
        refused(operator.ask("disconnect", json!({})).await, error_type);
        assert!(operator.tokens("us-books").await.is_some());
        operator.stage.sandbox.clear_scripts();
        let ended = operator.ask("disconnect", json!({})).await.unwrap();
        assert_eq!(ended["revoked"], true, "the lease was given back");
    }
}

#[tokio::test]
async fn a_company_that_another_connection_uses_is_not_cut_off() {
    let operator = Operator::open().await;
    operator.stage.connect("other-books", json!({})).await;
    let ended = operator.ask("disconnect", json!({})).await.unwrap();
    assert_eq!(ended["revoked"], false);
    let reason = ended["not_revoked_because"].as_str().unwrap();
    assert!(reason.contains("other-books"), "{reason}");
    assert!(operator.stage.requests().is_empty());
    assert!(operator.tokens("us-books").await.is_none());
    assert!(operator.tokens("other-books").await.is_some());
}

#[tokio::test]
async fn tokens_may_be_forgotten_without_asking_intuit() {
    let operator = Operator::open().await;
    let ended = operator
        .ask("disconnect", json!({"revoke": false}))
        .await
        .unwrap();
    assert_eq!(ended["revoked"], false);
    assert!(operator.stage.requests().is_empty());
    assert!(operator.tokens("us-books").await.is_none());
}

#[tokio::test]
async fn nobody_is_disconnected_in_the_middle_of_a_refresh() {
    let operator = Operator::open().await;
    let now = operator.stage.environment.now();
    let lease = Lease {
        owner: "somebody".into(),
        until: now + SignedDuration::from_secs(30),
    };
    let us = named("us-books");
    operator
        .stage
        .store
        .acquire_lease(&us, &lease, now)
        .await
        .unwrap();
    refused(operator.ask("disconnect", json!({})).await, "InProgress");
    assert!(operator.tokens("us-books").await.is_some());
}
