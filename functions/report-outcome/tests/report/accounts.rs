//! The account that is told.

use sandbox_hubspot::{FaultEffect, FaultScript, Operation, SandboxOptions, ScriptedAnswer};
use serde_json::{Value, json};
use storage::{PortalId, Portals as _};

use crate::stage::{Stage, booked, event, waiting};

/// The portal that the stage's token is not of.
const STRANGER: &str = "4713";

fn states(answer: &report_outcome::Answer) -> Value {
    let answer = serde_json::to_value(answer).unwrap();
    json!([answer["completion"], answer["properties"], answer["note"]])
}

#[tokio::test]
async fn a_connection_without_an_account_has_nobody_to_tell() {
    let stage = Stage::set_up(json!({})).await;
    stage.connect("uk", Value::Null, json!({})).await;
    let mut told = event("deal", "9001", &booked());
    told["connection"] = json!("uk");
    let answer = stage.report(&told).await.unwrap();
    assert_eq!(
        states(&answer),
        json!(["not_wanted", "not_wanted", "not_wanted"])
    );
    assert_eq!(answer.warnings.len(), 1, "somebody waits: {answer:?}");
    told["run"] = json!({});
    assert!(stage.report(&told).await.unwrap().warnings.is_empty());
    assert!(stage.portal.completions().is_empty());
}

#[tokio::test]
async fn whoever_asked_is_told_even_where_there_is_no_such_connection() {
    let stage = Stage::set_up(json!({"notes": "failures"})).await;
    for connection in ["gone", "Not A Name"] {
        let mut told = event("deal", "9001", &waiting());
        told["connection"] = json!(connection);
        told["run"]["portal_id"] = json!(stage.portal.portal_id());
        let answer = stage.report(&told).await.unwrap();
        assert_eq!(
            states(&answer),
            json!(["done", "done", "not_wanted"]),
            "{connection}"
        );
    }
}

#[tokio::test]
async fn of_a_request_of_another_account_only_the_waiting_step_is_completed() {
    let stage = Stage::bare(SandboxOptions::default(), json!({"notes": "always"})).await;
    stage
        .connect("theirs", json!("4711"), json!({"notes": "always"}))
        .await;
    let mut told = event("deal", "9001", &waiting());
    told["connection"] = json!("theirs");
    told["run"]["portal_id"] = json!(stage.portal_id());
    let answer = stage.report(&told).await.unwrap();
    assert_eq!(states(&answer), json!(["done", "not_wanted", "not_wanted"]));
    assert!(stage.notes().is_empty());
}

#[tokio::test]
async fn an_account_without_a_token_fails_the_report_only_where_somebody_waits() {
    let stage = Stage::set_up(json!({})).await;
    stage.connect("new", json!("4712"), json!({})).await;
    let mut told = event("deal", "9001", &booked());
    told["connection"] = json!("new");
    let error = stage.report(&told).await.unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing");
    assert!(error.to_string().contains("account 4712"), "{error}");
    told["run"] = json!({});
    let answer = stage.report(&told).await.unwrap();
    assert_eq!(answer.warnings.len(), 1);
    let portal = PortalId::try_from("4712").unwrap();
    assert!(stage.store.load_portal(&portal).await.unwrap().is_none());
}

#[tokio::test]
async fn a_missing_scope_is_named_and_the_workflow_still_waits() {
    let stage = Stage::set_up(json!({})).await;
    stage
        .portal
        .grant_scopes(&["crm.objects.deals.read", "crm.objects.deals.write"])
        .unwrap();
    let error = stage
        .report(&event("deal", "9001", &booked()))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "HubSpotAccessDenied");
    let message = error.to_string();
    assert!(
        message.contains("automation") && message.contains("done: properties"),
        "{message}"
    );
    let token = stage.portal.credentials().access_token;
    assert!(!message.contains(&token), "{message}");
    assert_eq!(
        stage.properties("deals", "9001")["quickbooks_sale_number"],
        "1037"
    );
}

#[tokio::test]
async fn properties_that_a_missing_scope_forbids_are_written_once_the_app_has_it_and_the_step_ends_once()
 {
    let stage = Stage::set_up(json!({})).await;
    let scopes = report_outcome::definitions::scopes();
    let without = scopes
        .iter()
        .filter(|scope| **scope != "crm.objects.deals.write");
    let without: Vec<&str> = without.copied().collect();
    stage.portal.grant_scopes(&without).unwrap();
    let told = event("deal", "9001", &booked());
    let error = stage.report(&told).await.unwrap_err();
    assert_eq!(error.error_type(), "HubSpotAccessDenied");
    let message = error.to_string();
    assert!(
        message.contains("crm.objects.deals.write") && message.contains("done: completion"),
        "{message}"
    );
    let all: Vec<&str> = scopes.into_iter().collect();
    stage.portal.grant_scopes(&all).unwrap();
    stage.report(&told).await.unwrap();
    let deal = stage.properties("deals", "9001");
    assert_eq!(deal["quickbooks_sale_number"], "1037");
    assert_eq!(stage.portal.completions().len(), 1);
}

#[tokio::test]
async fn a_token_of_another_account_writes_nothing_there_though_its_deal_has_the_same_id() {
    let stage = Stage::set_up(json!({})).await;
    let wanted = json!({"notes": "always", "hubspot_invoice": true});
    stage.connect("stranger", json!(STRANGER), wanted).await;
    stage.store_secret(STRANGER).await;
    stage.portal.clear_journal();
    let before = stage.portal.record("deals", "9001");
    for outcome in [booked(), waiting()] {
        for asking in [
            json!({}),
            json!({"callback_id": "ap-1-2-3-0", "portal_id": STRANGER}),
        ] {
            let mut told = event("deal", "9001", &outcome);
            told["connection"] = json!("stranger");
            told["run"] = asking;
            let error = stage.report(&told).await.unwrap_err();
            assert_eq!(error.error_type(), "SettingMissing");
            let message = error.to_string();
            for part in ["deal 9001", "account 4713", &stage.portal_id()] {
                assert!(message.contains(part), "{message}");
            }
        }
    }
    let asked = ["GET /account-info/2026-03/details"; 4];
    assert_eq!(stage.requests(), asked, "nothing is written");
    assert_eq!(stage.portal.record("deals", "9001"), before);
    assert!(stage.portal.completions().is_empty());

    let told = event("deal", "9001", &booked());
    stage.report(&told).await.unwrap();
    let stored = stage.properties("deals", "9001");
    assert_eq!(stored["quickbooks_sale_number"], "1037", "its own is told");
}

#[tokio::test]
async fn whose_a_token_is_is_asked_once_and_not_where_there_is_nothing_to_tell() {
    let stage = Stage::set_up(json!({"properties": false})).await;
    let is_question = |line: &String| line.contains("/account-info/");
    let mut silent = event("deal", "9001", &booked());
    silent["run"] = json!({});
    stage.report(&silent).await.unwrap();
    let asked = stage.requests();
    assert!(!asked.iter().any(is_question), "{asked:?}");
    for id in ["9001", "9002"] {
        stage.report(&event("deal", id, &booked())).await.unwrap();
    }
    let asked = stage.requests();
    assert_eq!(asked.iter().filter(|line| is_question(line)).count(), 1);
}

#[tokio::test]
async fn until_hubspot_says_whose_a_token_is_nothing_is_told_and_the_next_try_tells_it_all() {
    let stage = Stage::set_up(json!({})).await;
    let away = FaultEffect::Status(ScriptedAnswer {
        status: 503,
        body: "{}".to_owned(),
        after_effect: false,
        content_type: "application/json".to_owned(),
    });
    stage
        .portal
        .script(FaultScript::new(away).operation(Operation::Account));
    let told = event("deal", "9001", &booked());
    let error = stage.report(&told).await.unwrap_err();
    assert_eq!(error.error_type(), "HubSpotUnavailable");
    let message = error.to_string();
    assert!(
        message.contains("done: nothing; left: whose the token is"),
        "{message}"
    );
    assert!(stage.portal.completions().is_empty());
    stage.report(&told).await.unwrap();
    assert_eq!(stage.portal.completions().len(), 1);
}
