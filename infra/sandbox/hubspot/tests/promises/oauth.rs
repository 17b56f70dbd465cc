//! OAuth, and what is known of a token.

use std::time::Duration;

use reqwest::redirect::Policy;
use sandbox_hubspot::SandboxOptions;
use serde_json::json;

use crate::client::{Answer, Portal};

async fn form(portal: &Portal, path: &str, fields: &[(&str, &str)]) -> Answer {
    let url = format!("{}{path}", portal.sandbox.api_url());
    Answer::of(portal.http.post(url).form(fields).send().await.unwrap()).await
}

#[tokio::test]
async fn a_person_consents_and_the_code_is_good_for_one_pair_of_tokens() {
    let mut portal = Portal::start().await;
    let credentials = portal.sandbox.credentials();
    let browser = reqwest::Client::builder()
        .redirect(Policy::none())
        .build()
        .unwrap();
    let query = [
        ("client_id", credentials.client_id.as_str()),
        ("redirect_uri", "https://example.com/back"),
        ("scope", "oauth crm.objects.deals.read"),
        ("state", "s 1"),
    ];
    let response = browser
        .get(portal.sandbox.authorize_url())
        .query(&query)
        .send()
        .await
        .unwrap();
    let back: reqwest::Url = response.headers()["location"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    let code = back
        .query_pairs()
        .find(|(name, _)| name == "code")
        .unwrap()
        .1
        .into_owned();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", &credentials.client_id),
        ("client_secret", &credentials.client_secret),
        ("redirect_uri", "https://example.com/back"),
        ("code", &code),
    ];
    let tokens = form(&portal, "/oauth/v1/token", &fields).await;
    assert_eq!(
        (
            tokens.status,
            &tokens.body["expires_in"],
            &tokens.body["token_type"]
        ),
        (200, &json!(1800), &json!("bearer"))
    );
    let again = form(&portal, "/oauth/v1/token", &fields).await;
    assert_eq!(
        (again.status, &again.body["status"]),
        (400, &json!("BAD_AUTH_CODE"))
    );
    portal.token = tokens.body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(portal.get("/crm/v3/objects/deals").await.status, 200);
    assert_eq!(portal.get("/crm/v3/objects/quotes").await.status, 403);
}

#[tokio::test]
async fn an_access_token_ends_after_its_time_and_the_refresh_token_stays_the_same() {
    let (mut portal, clock) = Portal::start_at_noon(SandboxOptions::default()).await;
    let (access, refresh) = portal
        .sandbox
        .authorize(&["crm.objects.deals.read"])
        .unwrap();
    portal.token = access;
    clock.advance(Duration::from_mins(30));
    let expired = portal.get("/crm/v3/objects/deals").await;
    assert_eq!(
        (expired.status, &expired.body["category"]),
        (401, &json!("EXPIRED_AUTHENTICATION"))
    );
    let credentials = portal.sandbox.credentials();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", credentials.client_id.as_str()),
        ("client_secret", &credentials.client_secret),
        ("refresh_token", &refresh),
    ];
    for path in ["/oauth/v1/token", "/oauth/2026-03/token"] {
        let tokens = form(&portal, path, &fields).await;
        assert_eq!(tokens.body["refresh_token"], json!(refresh));
        portal.token = tokens.body["access_token"].as_str().unwrap().to_owned();
        assert_eq!(portal.get("/crm/v3/objects/deals").await.status, 200);
    }
    portal.sandbox.expire_access_tokens();
    assert_eq!(portal.get("/crm/v3/objects/deals").await.status, 401);
}

#[tokio::test]
async fn each_version_words_its_refusals_in_its_own_way() {
    let portal = Portal::start().await;
    let credentials = portal.sandbox.credentials();
    let (id, secret) = (
        credentials.client_id.as_str(),
        credentials.client_secret.as_str(),
    );
    for (client, secret, grant, old, new) in [
        (
            "x",
            secret,
            "refresh_token",
            "BAD_CLIENT_ID",
            "invalid_client",
        ),
        (
            id,
            "x",
            "refresh_token",
            "BAD_CLIENT_SECRET",
            "invalid_client",
        ),
        (
            id,
            secret,
            "password",
            "BAD_GRANT_TYPE",
            "unsupported_grant_type",
        ),
        (
            id,
            secret,
            "refresh_token",
            "BAD_REFRESH_TOKEN",
            "invalid_grant",
        ),
    ] {
        let fields = [
            ("grant_type", grant),
            ("client_id", client),
            ("client_secret", secret),
            ("refresh_token", "x"),
        ];
        let first = form(&portal, "/oauth/v1/token", &fields).await;
        assert_eq!((first.status, &first.body["status"]), (400, &json!(old)));
        let dated = form(&portal, "/oauth/2026-03/token", &fields).await;
        assert_eq!(dated.body["error"], new);
    }
}

#[tokio::test]
async fn a_token_tells_its_portal_and_scopes_until_it_is_uninstalled() {
    let portal = Portal::start().await;
    let (access, refresh) = portal.sandbox.authorize(&["oauth", "automation"]).unwrap();
    let info = portal
        .get(&format!("/oauth/v1/access-tokens/{access}"))
        .await;
    assert_eq!(info.body["hub_id"], json!(portal.sandbox.portal_id()));
    assert_eq!(
        (&info.body["scopes"], &info.body["token_type"]),
        (&json!(["oauth", "automation"]), &json!("access"))
    );
    let path = format!("/oauth/v1/refresh-tokens/{refresh}");
    assert_eq!(
        portal.get(&path).await.body["scopes"],
        json!(["oauth", "automation"])
    );
    let introspected = form(&portal, "/oauth/2026-03/introspect", &[("token", &access)]).await;
    assert_eq!(introspected.body["active"], true);
    assert_eq!(portal.delete(&path).await.status, 204);
    assert_eq!(portal.get(&path).await.status, 404);
    assert_eq!(
        portal
            .get(&format!("/oauth/v1/access-tokens/{access}"))
            .await
            .status,
        404
    );
    let introspected = form(&portal, "/oauth/2026-03/introspect", &[("token", &access)]).await;
    assert_eq!(introspected.body, json!({ "active": false }));
}

#[tokio::test]
async fn a_private_apps_token_is_told_its_portal_and_scopes_without_any() {
    let portal = Portal::start().await;
    let token = portal
        .sandbox
        .install_private_app(&["crm.objects.deals.read"])
        .unwrap();
    let path = "/oauth/v2/private-apps/get/access-token-info";
    let info = portal.post(path, &json!({ "tokenKey": token })).await;
    assert_eq!(info.body["hubId"], json!(portal.sandbox.portal_id()));
    assert_eq!(info.body["scopes"], json!(["crm.objects.deals.read"]));
    assert_eq!(
        portal.post(path, &json!({ "tokenKey": "x" })).await.status,
        404
    );
    let journal = serde_json::to_string(&portal.sandbox.journal()).unwrap();
    assert!(!journal.contains(&token));
}
