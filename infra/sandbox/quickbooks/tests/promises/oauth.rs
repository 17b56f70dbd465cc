//! Tokens.

use std::time::Duration;

use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, SandboxOptions, TokenPolicy};
use serde_json::{Value, json};

use crate::client::{Answer, Company};

async fn token(company: &Company, form: &[(&str, &str)]) -> Answer {
    let app = &company.credentials;
    let request = company.http.post(company.sandbox.token_url());
    let response = request
        .basic_auth(&app.client_id, Some(&app.client_secret))
        .form(form)
        .send()
        .await
        .unwrap();
    Answer {
        status: response.status().as_u16(),
        body: response.json().await.unwrap(),
    }
}

async fn refresh(company: &Company, token_value: &str) -> Answer {
    token(
        company,
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", token_value),
        ],
    )
    .await
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_refresh_gives_a_new_refresh_token_and_the_one_before_works_until_its_grace_ends() {
    let (company, clock) = Company::start_at(SandboxOptions::default()).await;
    let first = company.credentials.refresh_token.clone();
    let second = text(&refresh(&company, &first).await.body, "refresh_token");
    assert_ne!(first, second);
    // A lost answer: the old one gives the present one again.
    assert_eq!(
        text(&refresh(&company, &first).await.body, "refresh_token"),
        second
    );
    clock.advance(Duration::from_hours(25));
    let refused = refresh(&company, &first).await;
    assert_eq!(
        (refused.status, refused.body["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    assert_eq!(refresh(&company, &second).await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_two_generations_old_is_refused_at_once() {
    let company = Company::start().await;
    let first = company.credentials.refresh_token.clone();
    let second = text(&refresh(&company, &first).await.body, "refresh_token");
    refresh(&company, &second).await;
    assert_eq!(
        refresh(&company, &first).await.body["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn a_refresh_token_keeps_its_value_until_it_is_old_enough() {
    let tokens = TokenPolicy {
        rotate_after: Duration::from_hours(24),
        ..TokenPolicy::default()
    };
    let (company, clock) = Company::start_at(SandboxOptions {
        tokens,
        ..SandboxOptions::default()
    })
    .await;
    let first = company.credentials.refresh_token.clone();
    assert_eq!(
        text(&refresh(&company, &first).await.body, "refresh_token"),
        first
    );
    clock.advance(Duration::from_hours(24));
    assert_ne!(
        text(&refresh(&company, &first).await.body, "refresh_token"),
        first
    );
}

#[tokio::test]
async fn a_token_lives_an_hour_and_then_is_401_with_the_gateways_envelope() {
    let (company, clock) = Company::start_at(SandboxOptions::default()).await;
    assert_eq!(company.get("item/1").await.status, 200);
    clock.advance(Duration::from_hours(1));
    let answer = company.get("item/1").await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.body["fault"]["error"][0]["code"], "3200");
    assert_eq!(answer.body["fault"]["type"], "AUTHENTICATION");
    assert!(answer.body["time"].is_u64());
}

#[tokio::test]
async fn expired_on_demand_a_token_is_401_and_the_refreshed_one_works() {
    let mut company = Company::start().await;
    company.sandbox.expire_access_tokens();
    assert_eq!(company.get("item/1").await.status, 401);
    let refreshed = refresh(&company, &company.credentials.refresh_token.clone())
        .await
        .body;
    company.credentials.access_token = text(&refreshed, "access_token");
    assert_eq!(company.get("item/1").await.status, 200);
}

#[tokio::test]
async fn a_401_names_the_reason_in_its_header_and_no_token_is_no_different() {
    let company = Company::start().await;
    let response = company
        .http
        .get(company.url("item/1"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 401);
    assert_eq!(
        response.headers()["www-authenticate"],
        "Bearer realm=\"Intuit\", error=\"invalid_token\""
    );
}

#[tokio::test]
async fn another_company_is_403_with_code_3100() {
    let company = Company::start().await;
    let url = format!("{}/v3/company/123/item/1", company.sandbox.api_url());
    let answer = company.send(company.http.get(url)).await;
    assert_eq!(
        (answer.status, &answer.body["fault"]["error"][0]["code"]),
        (403, &json!("3100"))
    );
}

#[tokio::test]
async fn a_wrong_client_secret_is_invalid_client() {
    let company = Company::start().await;
    let request = company
        .http
        .post(company.sandbox.token_url())
        .basic_auth("app", Some("wrong"));
    let response = request
        .form(&[("grant_type", "refresh_token")])
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 401);
    assert_eq!(
        response.json::<Value>().await.unwrap()["error"],
        "invalid_client"
    );
}

#[tokio::test]
async fn the_consent_page_sends_back_a_code_that_gives_tokens_once() {
    let company = Company::start().await;
    let back = "http://localhost:9/callback";
    let query = [
        ("client_id", company.credentials.client_id.as_str()),
        ("response_type", "code"),
        ("scope", "com.intuit.quickbooks.accounting"),
        ("redirect_uri", back),
        ("state", "a b&c"),
    ];
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let response = browser
        .get(company.sandbox.authorize_url())
        .query(&query)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 302);
    let location = reqwest::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    let sent: std::collections::BTreeMap<_, _> = location.query_pairs().into_owned().collect();
    assert_eq!(
        (sent["state"].as_str(), sent["realmId"].as_str()),
        ("a b&c", company.sandbox.realm_id())
    );
    let form = [
        ("grant_type", "authorization_code"),
        ("code", sent["code"].as_str()),
        ("redirect_uri", back),
    ];
    let tokens = token(&company, &form).await;
    assert_eq!(
        (tokens.status, &tokens.body["expires_in"]),
        (200, &json!(3600))
    );
    assert_eq!(tokens.body["x_refresh_token_expires_in"], 8_726_400);
    assert_eq!(token(&company, &form).await.body["error"], "invalid_grant");
}

#[tokio::test]
async fn a_revoked_grant_opens_nothing_any_more() {
    let company = Company::start().await;
    let app = &company.credentials;
    let revoked = company
        .http
        .post(company.sandbox.revoke_url())
        .basic_auth(&app.client_id, Some(&app.client_secret));
    let response = revoked
        .json(&json!({ "token": app.refresh_token }))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.text().await.unwrap().as_str()
        ),
        (200, "")
    );
    assert_eq!(company.get("item/1").await.status, 401);
    assert_eq!(
        refresh(&company, &app.refresh_token).await.body["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn the_hard_limit_of_a_grant_is_told_when_asked_for_and_ends_it() {
    let (company, clock) = Company::start_at(SandboxOptions::default()).await;
    let app = &company.credentials;
    let request = company
        .http
        .post(company.sandbox.token_url())
        .basic_auth(&app.client_id, Some(&app.client_secret));
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", app.refresh_token.as_str()),
    ];
    let asked = request
        .header("x-include-refresh-token-hard-expires-in", "true")
        .form(&form);
    let body: Value = asked.send().await.unwrap().json().await.unwrap();
    assert_eq!(
        body["x_refresh_token_hard_expires_in"],
        5 * 365 * 24 * 60 * 60
    );
    clock.advance(Duration::from_hours(5 * 365 * 24));
    assert_eq!(
        refresh(&company, &text(&body, "refresh_token")).await.body["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn discovery_names_the_endpoints_of_this_sandbox() {
    let company = Company::start().await;
    let url = format!(
        "{}/.well-known/openid_configuration",
        company.sandbox.api_url()
    );
    let body: Value = company
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(body["token_endpoint"], company.sandbox.token_url());
    assert_eq!(body["revocation_endpoint"], company.sandbox.revoke_url());
    assert_eq!(
        body["authorization_endpoint"],
        company.sandbox.authorize_url()
    );
}

#[tokio::test]
async fn every_endpoint_that_discovery_names_for_identity_is_served() {
    let company = Company::start().await;
    let url = format!(
        "{}/.well-known/openid_sandbox_configuration",
        company.sandbox.api_url()
    );
    let get = async |url: &str| {
        let request = company.request(company.http.get(url));
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            response.json::<Value>().await.unwrap(),
        )
    };
    let (_, discovery) = get(&url).await;
    let (status, keys) = get(discovery["jwks_uri"].as_str().unwrap()).await;
    assert_eq!((status, &keys["keys"][0]["kty"]), (200, &json!("RSA")));
    let user = discovery["userinfo_endpoint"].as_str().unwrap();
    let (status, person) = get(user).await;
    assert_eq!((status, &person["emailVerified"]), (200, &json!(true)));
    company.sandbox.expire_access_tokens();
    assert_eq!(get(user).await.0, 401);
}

#[tokio::test]
async fn a_refresh_whose_answer_was_lost_can_be_repeated_with_the_same_token() {
    let company = Company::start().await;
    let app = &company.credentials;
    company
        .sandbox
        .script(FaultScript::new(FaultEffect::CloseAfterEffect).operation(Operation::Token));
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", app.refresh_token.as_str()),
    ];
    let request = company
        .http
        .post(company.sandbox.token_url())
        .basic_auth(&app.client_id, Some(&app.client_secret));
    assert!(request.form(&form).send().await.is_err());
    let repeated = refresh(&company, &app.refresh_token).await;
    assert_eq!(repeated.status, 200);
    assert_ne!(text(&repeated.body, "refresh_token"), app.refresh_token);
}
