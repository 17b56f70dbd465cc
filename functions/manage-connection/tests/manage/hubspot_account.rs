//! The HubSpot account of a connection.

use create_invoice::CreateInvoice;
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal};
use sandbox_hubspot::{FaultEffect, FaultScript, Operation, ScriptedAnswer, ScriptedLimit};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{PortalId, PortalSecret, Portals};

use crate::operator::{Operator, refused};

/// An operator of a connection of this HubSpot account.
async fn operator(account: &HubSpotAccount) -> Operator {
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    let stage = account.opened_to(stage).await;
    Operator { stage }
}

async fn check(operator: &Operator) -> Value {
    let described = operator.ask("describe", json!({"check": true})).await;
    described.unwrap()["hubspot"]["check"].clone()
}

/// A deal of one hour.
fn hours(id: &str) -> Value {
    json!({"object_type": "deal", "id": id, "properties": {"amount": "92.50"},
        "contacts": [{"id": "51", "properties": {"firstname": "Ada", "lastname": "O'Keefe"}}],
        "line_items": [{"id": "7001", "properties": {"name": "Hours", "quantity": "1", "price": "92.50", "amount": "92.50"}}]})
}

/// Writes the settings with this HubSpot account.
async fn put_portal(operator: &Operator, portal: Value) -> Result<Value, actions::ActionError> {
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    let mut settings = read["settings"].clone();
    settings["hubspot"]["portal_id"] = portal;
    let change = json!({"settings": settings, "version": read["version"]});
    operator.ask("put_settings", change).await
}

#[tokio::test]
async fn the_account_of_a_connection_that_has_booked_something_is_fixed() {
    let operator = Operator::open().await;
    put_portal(&operator, json!("147")).await.unwrap();
    put_portal(&operator, json!(148)).await.unwrap();
    let event = json!({"connection": CONNECTION, "record": hours("9001")});
    operator.stage.run::<CreateInvoice>(&event).await.unwrap();

    for other in [json!("147"), json!(null)] {
        let message = refused(put_portal(&operator, other).await, "InvalidRequest");
        for part in [
            "us-books",
            "148",
            "`settings.hubspot.portal_id`",
            "new connection",
        ] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
    put_portal(&operator, json!("148")).await.unwrap();
}

#[tokio::test]
async fn a_connection_that_booked_without_an_account_is_given_one_by_a_person_s_word_alone() {
    let operator = Operator::open().await;
    let rule = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": "9001",
        "properties": {"amount": "5"}, "contacts": [{"id": "51", "properties": {"lastname": "Finch"}}],
        "line_items": [{"id": "1", "properties": {"name": "Hours", "amount": "5", "quantity": "1", "price": "5"}}]}});
    operator.stage.run::<CreateInvoice>(&rule).await.unwrap();
    let message = refused(put_portal(&operator, json!("147")).await, "InvalidRequest");
    assert!(
        message.contains("`same_hubspot_account: true`"),
        "{message}"
    );
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    assert_eq!(read["settings"]["hubspot"]["portal_id"], Value::Null);

    let mut settings = read["settings"].clone();
    settings["hubspot"]["portal_id"] = json!("147");
    let asked = json!({"settings": settings, "same_hubspot_account": true});
    let faults = operator.ask("check_settings", asked).await.unwrap();
    assert_eq!(faults["faults"], json!([]), "{faults}");
    let change =
        json!({"settings": settings, "version": read["version"], "same_hubspot_account": true});
    operator.ask("put_settings", change).await.unwrap();

    let mut other = settings;
    other["hubspot"]["portal_id"] = json!("148");
    let version = operator.ask("get_settings", json!({})).await.unwrap()["version"].clone();
    let change = json!({"settings": other, "version": version, "same_hubspot_account": true});
    let message = refused(operator.ask("put_settings", change).await, "InvalidRequest");
    assert!(message.contains("must stay 147"), "{message}");
}

#[tokio::test]
async fn the_account_of_a_connection_that_has_mapped_its_ids_is_fixed() {
    for (kind, source) in [
        ("customer", "contact:51"),
        ("customer", "company:77"),
        ("product", "product:1178"),
    ] {
        let operator = Operator::open().await;
        put_portal(&operator, json!("147")).await.unwrap();
        let by_name = json!([{"kind": "product", "source": "name:hours", "quickbooks_id": "1", "name": "Hours"},
            {"kind": "term", "source": "name:net 30", "quickbooks_id": "3", "name": "Net 30"}]);
        let names = operator.ask("put_mappings", json!({"mappings": by_name}));
        names.await.unwrap();
        put_portal(&operator, json!("148")).await.unwrap();
        let row = json!([{"kind": kind, "source": source, "quickbooks_id": "1", "name": "Ada"}]);
        let mapped = operator.ask("put_mappings", json!({"mappings": row}));
        mapped.await.unwrap();
        let message = refused(put_portal(&operator, json!("147")).await, "InvalidRequest");
        assert!(message.contains("must stay 148"), "{source}: {message}");
    }
}

#[tokio::test]
async fn an_account_is_described_from_the_store_and_with_a_check_by_hubspot() {
    let account = HubSpotAccount::start().await;
    let operator = operator(&account).await;
    let portal = account.sandbox.portal_id().to_string();
    let described = operator.ask("describe", json!({})).await.unwrap();
    let expected = json!({"portal_id": portal, "has_token": true, "check": null});
    assert_eq!(described["hubspot"], expected);
    assert!(account.requests().is_empty());

    let check = check(&operator).await;
    assert_eq!(check["ok"], true, "{check}");
    assert_eq!(check["account"], portal.as_str());
    assert_eq!(check["scopes"].as_array().unwrap().len(), 7, "{check}");
    assert_eq!(check["missing_scopes"], json!([]));
    let (daily, left) = (&check["daily_requests"], &check["daily_requests_left"]);
    assert_eq!(
        daily.as_u64().unwrap() - left.as_u64().unwrap(),
        1,
        "{check}"
    );
    assert_eq!(
        account.requests().len(),
        2,
        "the account, and its token's scopes"
    );
}

#[tokio::test]
async fn the_scopes_that_the_app_lacks_are_named_whichever_way_they_are_told() {
    let account = HubSpotAccount::start().await;
    let operator = operator(&account).await;
    let given = ["crm.objects.deals.read", "crm.objects.contacts.read"];
    account.sandbox.grant_scopes(&given).unwrap();
    let told = check(&operator).await;
    let not_told = FaultScript::new(FaultEffect::Status(ScriptedAnswer {
        status: 404,
        body: json!({"status": "error", "category": "OBJECT_NOT_FOUND"}).to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    }));
    account
        .sandbox
        .script(not_told.operation(Operation::TokenInfo).always());
    let seen = check(&operator).await;
    for check in [&told, &seen] {
        assert_eq!(check["ok"], false, "{check}");
        let scopes = json!(["crm.objects.contacts.read", "crm.objects.deals.read"]);
        assert_eq!(check["scopes"], scopes, "{check}");
        assert_eq!(
            check["missing_scopes"].as_array().unwrap().len(),
            5,
            "{check}"
        );
        assert_eq!(check["unknown_scopes"], json!([]), "{check}");
    }
    let locked = FaultScript::new(FaultEffect::Locked).object_type("deals");
    account.sandbox.script(locked.always());
    let seen = check(&operator).await;
    assert_eq!(seen["unknown_scopes"], json!(["crm.objects.deals.read"]));
}

#[tokio::test]
async fn what_keeps_hubspot_from_being_read_has_the_contract_s_name_and_shows_no_token() {
    let account = HubSpotAccount::start().await;
    let operator = operator(&account).await;
    let used_up = FaultScript::new(FaultEffect::RateLimit(ScriptedLimit::Daily));
    account.sandbox.script(used_up.next(1));
    let throttled = check(&operator).await;
    assert_eq!(throttled["error_type"], "HubSpotUnavailable", "{throttled}");

    let token = account.sandbox.credentials().access_token;
    account.sandbox.revoke_private_app(&token).unwrap();
    let revoked = check(&operator).await;
    assert_eq!(revoked["error_type"], "HubSpotAccessDenied", "{revoked}");
    assert_eq!(revoked["ok"], false);
    let message = revoked["error_message"].as_str().unwrap();
    assert!(
        message.contains("connection us-books") && !message.contains(&token),
        "{message}"
    );
}

#[tokio::test]
async fn a_token_of_another_account_and_one_that_is_not_there_are_told() {
    let account = HubSpotAccount::start().await;
    let operator = operator(&account).await;
    put_portal(&operator, json!("4242")).await.unwrap();
    let described = operator
        .ask("describe", json!({"check": true}))
        .await
        .unwrap();
    assert_eq!(described["hubspot"]["has_token"], false);
    assert_eq!(
        described["hubspot"]["check"]["error_type"],
        "SettingMissing"
    );

    let secret = PortalSecret {
        access_token: SecretString::from(account.sandbox.credentials().access_token),
        client_secret: None,
    };
    let portal = PortalId::try_from("4242").unwrap();
    operator
        .stage
        .store
        .store_portal(&portal, &secret)
        .await
        .unwrap();
    let check = check(&operator).await;
    assert_eq!(check["ok"], false, "{check}");
    assert_eq!(check["account"], account.sandbox.portal_id().to_string());
    let message = check["error_message"].as_str().unwrap();
    assert!(
        message.contains("4242") && message.contains("store the token"),
        "{message}"
    );

    // A deal of this number is in the account of the token, and may be in 4242 too.
    account.put(&hours("9001"));
    let event = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": "9001"}});
    for _ in 0..2 {
        let refused = operator.stage.run::<CreateInvoice>(&event).await;
        let error = refused.unwrap_err();
        assert_eq!(error.error_type(), "SettingMissing", "{error}");
        assert!(error.to_string().contains("is one of account"), "{error}");
    }
    assert_eq!(operator.stage.made("Invoice").len(), 0);
}
