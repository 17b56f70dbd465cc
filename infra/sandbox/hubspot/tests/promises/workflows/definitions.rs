//! Definitions, as a developer manages them.

use reqwest::Method;
use serde_json::{Value, json};

use super::Stage;
use crate::app::Reply;
use crate::client::{Answer, Portal};

fn definition(url: &str) -> Value {
    json!({
        "actionUrl": url,
        "published": true,
        "objectTypes": ["DEAL", "QUOTE"],
        "inputFields": [
            { "typeDefinition": { "name": "memo", "type": "string", "fieldType": "text" },
              "supportedValueTypes": ["STATIC_VALUE"], "isRequired": false },
        ],
        "labels": { "en": { "actionName": "Create an estimate" }, "de": { "actionName": "Angebot anlegen" } },
        "functions": [],
    })
}

const ACTIONS: &str = "/automation/v4/actions/1160452";

/// A request with the developer's key and no token.
async fn send(portal: &Portal, method: Method, path: &str, body: Option<Value>) -> Answer {
    let url = format!("{}{path}", portal.sandbox.api_url());
    let key = portal.sandbox.credentials().developer_key;
    let mut request = portal.http.request(method, url).query(&[("hapikey", key)]);
    if let Some(body) = body {
        request = request.json(&body);
    }
    Answer::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn a_definition_is_created_read_changed_listed_and_archived() {
    let portal = Portal::start().await;
    let sent = definition("https://app.example.com/actions/estimate");
    let created = send(&portal, Method::POST, ACTIONS, Some(sent)).await;
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.body["revisionId"], "1");
    let path = format!("{ACTIONS}/{}", created.body["id"].as_str().unwrap());
    let read = send(&portal, Method::GET, &path, None).await;
    assert_eq!(read.body, created.body);
    let change = json!({ "objectTypes": ["QUOTE"] });
    let changed = send(&portal, Method::PATCH, &path, Some(change)).await;
    assert_eq!(
        (changed.status, &changed.body["revisionId"]),
        (200, &json!("2"))
    );
    let revisions = send(&portal, Method::GET, &format!("{path}/revisions"), None).await;
    assert_eq!(
        revisions.body["results"][0]["definition"]["objectTypes"],
        json!(["DEAL", "QUOTE"])
    );
    assert_eq!(
        send(&portal, Method::GET, ACTIONS, None).await.ids().len(),
        1
    );
    assert_eq!(send(&portal, Method::DELETE, &path, None).await.status, 204);
    assert!(
        send(&portal, Method::GET, ACTIONS, None)
            .await
            .ids()
            .is_empty()
    );
    let archived = send(
        &portal,
        Method::GET,
        &format!("{ACTIONS}?archived=true"),
        None,
    )
    .await;
    assert_eq!(archived.ids().len(), 1);
}

#[tokio::test]
async fn a_list_has_pages_and_the_actions_of_projects_are_on_it() {
    let stage = Stage::set(|_| Reply::state("SUCCESS")).await;
    let sent = definition("https://app.example.com/actions/estimate");
    send(&stage.portal, Method::POST, ACTIONS, Some(sent)).await;
    let first = send(
        &stage.portal,
        Method::GET,
        &format!("{ACTIONS}?limit=1"),
        None,
    )
    .await;
    assert_eq!(first.ids(), [stage.action.as_str()]);
    let path = format!("{ACTIONS}?limit=1&after={}", first.after().unwrap());
    let second = send(&stage.portal, Method::GET, &path, None).await;
    assert_eq!((second.ids().len(), second.after()), (1, None));
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_name() {
    let portal = Portal::start().await;
    let mut other_dialect = definition("https://app.example.com/");
    other_dialect["isPublished"] = json!(true);
    let refused = send(&portal, Method::POST, ACTIONS, Some(other_dialect)).await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.body["message"]
            .as_str()
            .unwrap()
            .contains("isPublished"),
        "{}",
        refused.body
    );
    for (method, path, status) in [
        (Method::GET, "/automation/v4/actions/1160452/1", 404),
        (Method::GET, "/automation/v4/actions/1", 404),
        (Method::PUT, "/automation/v4/actions/1160452/1", 405),
        (
            Method::PUT,
            "/automation/v4/actions/1160452/1/functions/POST_FETCH_OPTIONS",
            405,
        ),
    ] {
        assert_eq!(
            send(&portal, method, path, None).await.status,
            status,
            "{path}"
        );
    }
}

#[tokio::test]
async fn definitions_are_the_developers_and_no_apps() {
    let portal = Portal::start().await;
    assert_eq!(
        portal.get(ACTIONS).await.status,
        403,
        "an app's token under v4"
    );
    let dated = "/automation/actions/2026-03/1160452";
    assert_eq!(
        portal.get(dated).await.status,
        403,
        "an app without the scope"
    );
    let get = |path: &str, key: &str| {
        let url = format!("{}{path}", portal.sandbox.api_url());
        portal.http.get(url).bearer_auth(key).send()
    };
    let key = portal.sandbox.credentials().developer_key;
    assert_eq!(get(dated, &key).await.unwrap().status(), 200);
    assert_eq!(get(dated, "nobody").await.unwrap().status(), 401);
    let url = format!("{}{ACTIONS}?hapikey=nobody", portal.sandbox.api_url());
    assert_eq!(portal.http.get(url).send().await.unwrap().status(), 401);
    let paths: Vec<_> = portal
        .sandbox
        .journal()
        .into_iter()
        .map(|it| it.query)
        .collect();
    assert!(paths.iter().all(|query| !query.contains_key("hapikey")));
}
