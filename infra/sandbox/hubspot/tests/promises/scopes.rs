//! Apps that may not do everything.

use serde_json::{Value, json};

use crate::client::Portal;

#[tokio::test]
async fn a_call_without_its_scope_names_the_scope() {
    let portal = Portal::start().await;
    portal
        .sandbox
        .grant_scopes(&["crm.objects.deals.read"])
        .unwrap();
    let read = json!({ "inputs": [] });
    let refused = portal
        .post("/crm/v3/objects/line_items/batch/read", &read)
        .await;
    assert_eq!(
        (refused.status, &refused.body["category"]),
        (403, &json!("MISSING_SCOPES"))
    );
    let expected = json!([{
        "message": "One or more of the following scopes are required.",
        "context": { "requiredGranularScopes": ["crm.objects.line_items.read"] },
    }]);
    assert_eq!(refused.body["errors"], expected);
    assert_eq!(
        refused.body["links"]["scopes"],
        "https://developers.hubspot.com/scopes"
    );
    assert!(refused.body["correlationId"].is_string());
}

#[tokio::test]
async fn every_call_needs_the_scope_of_its_type_and_direction() {
    let portal = Portal::start().await;
    let deal = portal.sandbox.records("deals")[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/crm/v3/objects/deals/{deal}");
    let all = "crm.objects.deals.read crm.objects.deals.write crm.objects.contacts.read tax_rates.read automation crm.objects.owners.read";
    for (method, path, body, scope) in [
        ("GET", path.clone(), Value::Null, "crm.objects.deals.read"),
        (
            "GET",
            format!("{path}?associations=contacts"),
            Value::Null,
            "crm.objects.contacts.read",
        ),
        (
            "PATCH",
            path.clone(),
            json!({ "properties": {} }),
            "crm.objects.deals.write",
        ),
        (
            "GET",
            format!("/crm/v4/objects/deals/{deal}/associations/contacts"),
            Value::Null,
            "crm.objects.contacts.read",
        ),
        (
            "GET",
            "/tax-rates/v1/tax-rates".to_owned(),
            Value::Null,
            "tax_rates.read",
        ),
        (
            "GET",
            "/crm/v3/owners".to_owned(),
            Value::Null,
            "crm.objects.owners.read",
        ),
        (
            "POST",
            "/automation/v4/actions/callbacks/a/complete".to_owned(),
            json!({ "outputFields": { "hs_execution_state": "SUCCESS" } }),
            "automation",
        ),
    ] {
        let body = Some(&body).filter(|body| !body.is_null());
        let method: reqwest::Method = method.parse().unwrap();
        let without: Vec<&str> = all.split(' ').filter(|it| *it != scope).collect();
        portal.sandbox.grant_scopes(&without).unwrap();
        let refused = portal.send(method.clone(), &path, body).await;
        assert_eq!(refused.status, 403, "{path}");
        assert_eq!(
            refused.body["errors"][0]["context"]["requiredGranularScopes"],
            json!([scope]),
            "{path}"
        );
        portal
            .sandbox
            .grant_scopes(&all.split(' ').collect::<Vec<_>>())
            .unwrap();
        assert!(
            portal.send(method, &path, body).await.status < 300,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_token_that_is_none_is_no_scope_that_is_missing() {
    let mut portal = Portal::start().await;
    let own = portal.token.clone();
    for token in ["", "pat-na1-wrong"] {
        portal.token = token.to_owned();
        let refused = portal.get("/crm/v3/objects/deals").await;
        assert_eq!(
            (refused.status, &refused.body["category"]),
            (401, &json!("INVALID_AUTHENTICATION"))
        );
    }
    portal.token = portal
        .sandbox
        .install_private_app(&["crm.objects.deals.read"])
        .unwrap();
    assert_eq!(portal.get("/crm/v3/objects/deals").await.status, 200);
    portal.sandbox.revoke_private_app(&portal.token).unwrap();
    assert_eq!(portal.get("/crm/v3/objects/deals").await.status, 401);
    portal.token = own;
    assert_eq!(portal.get("/crm/v3/objects/deals").await.status, 200);
}
