//! Links for the pages that connect a company.

use connect_quickbooks::{ConnectQuickBooks, HttpRequest, IntuitApp};
use quickbooks::ReqwestTransport;
use serde_json::json;

use crate::operator::{CONNECT_URL, Operator, app};

#[tokio::test]
async fn a_link_opens_the_pages_of_the_same_installation() {
    let operator = Operator::open().await;
    let answer = operator.ask("connect_link", json!({})).await.unwrap();
    let url = answer["url"].as_str().unwrap();
    let (path, query) = url
        .strip_prefix(CONNECT_URL)
        .unwrap()
        .split_once('?')
        .unwrap();
    assert_eq!(path, "/connect/us-books");

    let app = IntuitApp {
        oauth: app(&operator.stage),
        api_url: operator.stage.sandbox.api_url(),
    };
    let transport = ReqwestTransport::new().unwrap();
    let (store, environment) = (
        operator.stage.store.clone(),
        operator.stage.environment.clone(),
    );
    let pages = ConnectQuickBooks::new(store, transport, environment, app);
    let request = HttpRequest {
        method: "GET".into(),
        path: path.into(),
        query: query.into(),
        cookies: Vec::new(),
        public_url: CONNECT_URL.into(),
    };
    assert_eq!(pages.handle(&request).await.status, 302);
}

#[tokio::test]
async fn only_who_asks_for_it_gets_a_link_that_moves_a_connection() {
    let operator = Operator::open().await;
    let replaces = format!(".replaces-{}.", operator.stage.sandbox.realm_id());
    for (fields, change) in [
        (json!({}), ".refused."),
        (json!({"another_company": true}), replaces.as_str()),
    ] {
        let answer = operator.ask("connect_link", fields).await.unwrap();
        assert!(answer["url"].as_str().unwrap().contains(change), "{answer}");
    }
}

#[tokio::test]
async fn a_connection_of_no_company_gets_a_link_that_replaces_none() {
    let operator = Operator::open().await;
    let event =
        json!({"operation": "connect_link", "connection": "new-books", "another_company": true});
    let answer = operator.invoke(&event).await.unwrap();
    let url = answer["url"].as_str().unwrap();
    assert!(url.contains(".refused."), "{url}");
}

#[tokio::test]
async fn without_the_address_of_the_pages_there_is_no_link() {
    let operator = Operator::open().await;
    let event = json!({"operation": "connect_link", "connection": "us-books"}).to_string();
    for connect_url in [None, Some("mailto:ada@example.com".to_owned())] {
        let operations = operator.operations(connect_url);
        let error = operations
            .run(event.as_bytes(), jiff::Timestamp::MAX)
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "SettingMissing");
        assert!(error.to_string().contains("CONNECT_URL"), "{error}");
    }
}
