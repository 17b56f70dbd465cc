//! HubSpot made ready for the outcomes.

use std::sync::Arc;

use actions::ActionError;
use actions::books::environment::Environment;
use hubspot::{ApiVersion, Client, Endpoint, ReqwestTransport};
use jiff::SignedDuration;
use rehearsal::{HubSpotAccount, Rehearsal};
use sandbox_hubspot::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};
use storage::{PortalId, PortalSecret, Portals as _};

use crate::operator::{Operator, refused};

async fn stage() -> (Operator, HubSpotAccount) {
    let account = HubSpotAccount::start().await;
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    let stage = account.opened_to(stage).await;
    (Operator { stage }, account)
}

async fn set_up(
    operator: &Operator,
    account: &HubSpotAccount,
    check: bool,
) -> Result<Value, ActionError> {
    let endpoint = Endpoint::new(&account.sandbox.api_url(), ApiVersion::default()).unwrap();
    let api = Client::new(ReqwestTransport::new().unwrap(), endpoint);
    let manage = operator.operations(None).with_hubspot(Arc::new(api));
    let event = json!({"operation": "set_up_hubspot", "connection": "us-books", "check": check});
    let deadline = operator.stage.environment.now() + SignedDuration::from_secs(30);
    let answer = manage.run(event.to_string().as_bytes(), deadline).await?;
    Ok(serde_json::to_value(&answer).unwrap())
}

fn counts(answer: &Value) -> Vec<[usize; 3]> {
    let types = answer["record_types"].as_array().unwrap().iter();
    let count = |one: &Value, list: &str| one[list].as_array().unwrap().len();
    types
        .map(|one| {
            let existing = one["existing"].as_u64().unwrap();
            [
                usize::try_from(existing).unwrap(),
                count(one, "created"),
                count(one, "missing"),
            ]
        })
        .collect()
}

#[tokio::test]
async fn the_properties_are_made_once_and_what_is_there_stays() {
    let (operator, account) = stage().await;
    let answer = set_up(&operator, &account, true).await.unwrap();
    assert_eq!(counts(&answer), [[0, 0, 20], [0, 0, 20], [0, 0, 30]]);
    assert_eq!(answer["ready"], false, "nothing is made by a check");
    let answer = set_up(&operator, &account, false).await.unwrap();
    assert_eq!(counts(&answer), [[0, 20, 0], [0, 20, 0], [0, 30, 0]]);
    assert_eq!(
        (&answer["ready"], &answer["missing_scopes"]),
        (&json!(true), &json!([]))
    );
    let answer = set_up(&operator, &account, false).await.unwrap();
    assert_eq!(counts(&answer), [[20, 0, 0], [20, 0, 0], [30, 0, 0]]);
}

#[tokio::test]
async fn scopes_that_the_app_lacks_and_types_it_may_not_write_to_are_named() {
    let (operator, account) = stage().await;
    let scopes = [
        "crm.objects.deals.read",
        "crm.objects.deals.write",
        "crm.schemas.deals.write",
        "crm.objects.quotes.read",
    ];
    account.sandbox.grant_scopes(&scopes).unwrap();
    let answer = set_up(&operator, &account, false).await.unwrap();
    assert_eq!(counts(&answer), [[0, 20, 0], [0, 0, 20], [0, 0, 30]]);
    let missing = answer["missing_scopes"].to_string();
    assert!(
        missing.contains("automation") && missing.contains("commercepayments.write"),
        "{missing}"
    );
    let quotes = answer["record_types"][1]["refused"].as_str().unwrap();
    assert!(quotes.contains("crm.schemas.quotes.write"), "{quotes}");
    let shown = answer.to_string();
    assert!(!shown.contains(&account.sandbox.credentials().access_token));
}

#[tokio::test]
async fn what_an_outage_leaves_is_made_by_the_same_operation_again() {
    let (operator, account) = stage().await;
    let down = FaultScript::new(FaultEffect::Edge(503)).operation(Operation::WriteProperty);
    account.sandbox.script(down.nth(9));
    let error = set_up(&operator, &account, false).await;
    let message = refused(error, "HubSpotUnavailable");
    assert!(message.contains("again makes the rest"), "{message}");
    let answer = set_up(&operator, &account, false).await.unwrap();
    assert_eq!(answer["ready"], true, "{answer}");
}

#[tokio::test]
async fn a_connection_without_an_account_names_the_setting() {
    let operator = Operator::open().await;
    let asked = operator.ask("set_up_hubspot", json!({})).await;
    let message = refused(asked, "SettingMissing");
    assert!(
        message.contains("us-books") && message.contains("`hubspot.portal_id`"),
        "{message}"
    );
}

#[tokio::test]
async fn a_token_of_another_account_makes_nothing_ready() {
    let account = HubSpotAccount::start().await;
    let stage = Rehearsal::with_settings(json!({"hubspot": {"portal_id": "4242"}})).await;
    let secret = PortalSecret {
        access_token: account.sandbox.credentials().access_token.into(),
        client_secret: None,
    };
    let portal = PortalId::try_from("4242").unwrap();
    stage.store.store_portal(&portal, &secret).await.unwrap();
    let operator = Operator { stage };
    let message = refused(set_up(&operator, &account, false).await, "SettingMissing");
    let own = account.sandbox.portal_id();
    let told = format!("stored for HubSpot account 4242 is one of account {own}");
    assert!(message.contains(&told), "{message}");
}
