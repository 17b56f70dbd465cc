//! From nothing to an invoice: a person connects a company through the deployed functions.

use bytes::Bytes;
use http::Request;
use lambda_emulator::{Emulator, Endpoints, Installation, sample};
use quickbooks::{ReqwestTransport, Transport};
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// Where the pages are said to be.
const PAGES: &str = "https://connect.example.com";

/// A key of one's own, under which secrets that are made at run time lie too.
const KEY: &str = "arn:aws:kms:us-east-1:123456789012:key/8e1f3a52-0000-0000-0000-000000000000";

#[tokio::test]
async fn a_company_is_connected_by_its_link_used_and_disconnected() {
    let installation = Installation::on(Endpoints::from_environment()).await;
    let variables = [
        ("CONNECT_URL", PAGES.to_owned()),
        ("KMS_KEY_ARN", KEY.to_owned()),
    ];
    let endpoints = installation.endpoints.clone();
    let function = async |name| installation.function(name, &endpoints, &variables).await;
    let manage = function("ManageConnection").await;
    let pages = function("ConnectQuickBooks").await;

    let link = json!({"operation": "connect_link", "connection": "new-books"});
    let link = url(&manage.invoke(&link).await.0["url"]);
    let start = pages.invoke(&get(&link, &[])).await.0;
    assert_eq!(start["statusCode"], 302, "{start}");
    let callback = consent(&installation, &url(&start["headers"]["location"])).await;
    let connected = pages.invoke(&get(&callback, &cookies(&start))).await.0;
    assert_eq!(connected["statusCode"], 200, "{}", pages.log());

    let key = installation.key_of_secret("new-books").await;
    assert_eq!(key.as_deref(), Some(KEY));

    let described = described(&manage, "connected").await;
    assert_eq!(
        described["company"]["realm_id"],
        installation.sandbox.realm_id()
    );
    let invoice = function("CreateInvoice").await;
    let mut event = sample("create-invoice", "01-deal", "1");
    event["connection"] = "new-books".into();
    let made = invoice.invoke(&event).await.0;
    assert_eq!(made["status"], "created", "{made}");

    let end = json!({"operation": "disconnect", "connection": "new-books", "revoke": false});
    manage.invoke(&end).await;
    self::described(&manage, "not_connected").await;
}

#[tokio::test]
async fn a_forged_link_connects_nobody() {
    let installation = Installation::on(Endpoints::from_environment()).await;
    let endpoints = installation.endpoints.clone();
    let pages = installation.function("ConnectQuickBooks", &endpoints, &[]);
    let forged = url(&format!("{PAGES}/connect/new-books?link=forged").into());
    let refused = pages.await.invoke(&get(&forged, &[])).await.0;
    assert!(refused["statusCode"].as_u64() >= Some(400), "{refused}");
}

/// The words of `describe` for the connection, which must be in this state.
async fn described(manage: &Emulator, state: &str) -> Value {
    let describe = json!({"operation": "describe", "connection": "new-books"});
    let described = manage.invoke(&describe).await.0;
    assert_eq!(described["state"], state, "{described}");
    described
}

/// The person consents at Intuit; where the browser is sent then.
async fn consent(installation: &Installation, intuit: &Url) -> Url {
    // The deployed function sends people to Intuit itself; here the sandbox takes its place.
    let mut page = url(&installation.sandbox.authorize_url().into());
    page.set_query(intuit.query());
    let request = Request::get(page.as_str()).body(Bytes::new()).unwrap();
    let transport = ReqwestTransport::new().unwrap();
    let answer = transport.send(request, Duration::from_secs(10)).await;
    let answer = answer.unwrap();
    assert_eq!(answer.status(), 302);
    let location = answer.headers()["location"].to_str().unwrap();
    url(&location.into())
}

/// The event of API Gateway for a browser that opens this page.
fn get(page: &Url, cookies: &[String]) -> Value {
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": page.path(),
        "rawQueryString": page.query().unwrap_or_default(), "cookies": cookies,
        "requestContext": {"domainName": "connect.example.com", "stage": "$default",
            "http": {"method": "GET", "path": page.path()}},
        "isBase64Encoded": false,
    })
}

/// The cookies that a response sets, as a browser sends them back.
fn cookies(response: &Value) -> Vec<String> {
    let set = response["cookies"].as_array().unwrap().iter();
    let pairs = set.map(|cookie| cookie.as_str().unwrap().split(';').next().unwrap());
    pairs.map(ToOwned::to_owned).collect()
}

fn url(text: &Value) -> Url {
    Url::parse(text.as_str().unwrap()).unwrap()
}
