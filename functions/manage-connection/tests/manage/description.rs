//! The description of a connection.

use actions::books::environment::Environment;
use jiff::SignedDuration;
use sandbox_quickbooks::{FaultEffect, FaultScript, ThrottleAnswer};
use serde_json::{Value, json};
use storage::{Failures, LastFailure, Settings, SettingsDocument, Tokens, Version};

use crate::operator::{Operator, named};

#[tokio::test]
async fn a_connection_is_described_from_the_store_alone() {
    let operator = Operator::open().await;
    let description = operator.ask("describe", json!({})).await.unwrap();
    assert_eq!(description["state"], "connected");
    assert_eq!(
        description["company"]["realm_id"],
        operator.stage.sandbox.realm_id()
    );
    assert_eq!(description["settings_version"], 1);
    assert_eq!(description["tokens"]["age_minutes"], 0);
    assert_eq!(description["tokens"]["refresh_days_left"], 99);
    assert!(description["check"].is_null());
    assert!(operator.stage.requests().is_empty());

    operator
        .stage
        .environment
        .advance(SignedDuration::from_hours(49));
    let description = operator.ask("describe", json!({})).await.unwrap();
    assert_eq!(description["tokens"]["age_minutes"], 49 * 60);
    assert_eq!(description["tokens"]["refresh_days_left"], 97);
}

#[tokio::test]
async fn a_check_reads_the_company_as_an_action_would() {
    let operator = Operator::open().await;
    operator
        .stage
        .environment
        .advance(SignedDuration::from_hours(2));
    let description = operator
        .ask("describe", json!({"check": true}))
        .await
        .unwrap();
    let check = &description["check"];
    assert_eq!(check["ok"], true, "{check}");
    let name = "Craig's Design and Landscaping Services";
    assert_eq!(check["company_name"], name);
    assert_eq!(operator.stage.requests(), ["token", "read CompanyInfo"]);
}

#[tokio::test]
async fn what_failed_last_is_told_by_its_name_with_its_time() {
    let operator = Operator::open().await;
    let description = operator.ask("describe", json!({})).await.unwrap();
    assert!(description["last_error"].is_null());
    let at = operator.stage.environment.now();
    let failure = LastFailure {
        function: "create-invoice".to_owned(),
        error_type: "RecordIncomplete".to_owned(),
        message: "deal 9001: no line items".to_owned(),
        at,
    };
    let (store, us) = (&operator.stage.store, named("us-books"));
    store.keep_failure(&us, &failure).await.unwrap();
    let description = operator.ask("describe", json!({})).await.unwrap();
    let expected = json!({
        "function": "create-invoice", "error_type": "RecordIncomplete",
        "error_message": "deal 9001: no line items", "at": at,
    });
    assert_eq!(description["last_error"], expected);
}

#[tokio::test]
async fn what_a_ledger_that_may_have_lost_entries_costs_is_told() {
    let operator = Operator::open().await;
    let described = operator.ask("describe", json!({})).await.unwrap();
    assert!(described["ledger"].is_null(), "{described}");
    let (store, us) = (&operator.stage.store, named("us-books"));
    let stored = store.get_settings(&us).await.unwrap().unwrap();
    let mut settings: Value = serde_json::from_str(&stored.value.0).unwrap();
    settings["ledger"] = json!({"incomplete_since": "2026-11-27T08:50:00Z"});
    let settings = SettingsDocument(settings.to_string());
    let written = store
        .put_settings(&us, Some(stored.version), &settings)
        .await;
    written.unwrap();
    let ledger = &operator.ask("describe", json!({})).await.unwrap()["ledger"];
    assert_eq!(ledger["incomplete_since"], "2026-11-27T08:50:00Z");
    let costs = ledger["costs"].as_str().unwrap();
    for part in ["two", "metered reads", "`ledger.incomplete_since`"] {
        assert!(costs.contains(part), "{part}: {costs}");
    }
}

#[tokio::test]
async fn what_keeps_a_connection_from_working_has_the_contract_s_name() {
    let operator = Operator::open().await;
    let throttle = FaultEffect::Throttle(ThrottleAnswer::default());
    operator
        .stage
        .sandbox
        .script(FaultScript::new(throttle).always());
    let description = operator
        .ask("describe", json!({"check": true}))
        .await
        .unwrap();
    let check = &description["check"];
    assert_eq!(check["ok"], false, "{check}");
    assert_eq!(check["error_type"], "QuickBooksThrottled");
    assert_eq!(description["state"], "connected");
}

#[tokio::test]
async fn each_state_of_a_connection_is_told_apart() {
    let operator = Operator::open().await;
    let (store, us) = (&operator.stage.store, named("us-books"));
    let state = async || operator.ask("describe", json!({})).await.unwrap()["state"].clone();

    let stored = store.get_settings(&us).await.unwrap().unwrap().value;
    let broken = SettingsDocument("{}".into());
    store
        .put_settings(&us, Some(Version(1)), &broken)
        .await
        .unwrap();
    assert_eq!(state().await, "settings_missing");
    store
        .put_settings(&us, Some(Version(2)), &stored)
        .await
        .unwrap();
    assert_eq!(state().await, "connected");

    let mut tokens = operator.tokens("us-books").await.unwrap();
    tokens.realm_id = "4242".into();
    store
        .store_tokens(&us, Some(Version(1)), &tokens)
        .await
        .unwrap();
    assert_eq!(state().await, "company_mismatch");

    operator
        .stage
        .environment
        .advance(SignedDuration::from_hours(24 * 100));
    assert_eq!(state().await, "reauthorization_required");
    store.delete_tokens(&us).await.unwrap();
    assert_eq!(state().await, "not_connected");
}
