use std::sync::Mutex;

use bytes::Bytes;
use http::{Request as HttpRequest, Response};
use hubspot::{ApiVersion, Endpoint, TransportError};
use serde_json::json;

use super::*;

/// An app at the older API, with what it has registered.
#[derive(Default)]
struct App {
    definitions: Mutex<Vec<Value>>,
    /// It keeps the address of a definition as it was first registered.
    keeps_addresses: bool,
    /// It refuses to change what is there, as it may of what a project brought.
    refuses_changes: bool,
}

impl Transport for &App {
    async fn send(
        &self,
        request: HttpRequest<Bytes>,
        _: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut definitions = self.definitions.lock().unwrap();
        let path = request.uri().path().to_owned();
        let id = path
            .strip_prefix("/automation/actions/2026-03/4711")
            .unwrap();
        let sent: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let body = match (request.method().as_str(), id) {
            ("GET", "") => {
                let first = request.uri().query().is_none();
                let half = definitions.len() / 2;
                let (page, paging) = if first && half > 0 {
                    (&definitions[..half], json!({ "next": { "after": "2" } }))
                } else if first {
                    (&definitions[..], Value::Null)
                } else {
                    (&definitions[half..], Value::Null)
                };
                json!({ "results": page, "paging": paging })
            }
            ("POST", "") => {
                let mut made = sent;
                made["id"] = (definitions.len() + 1).to_string().into();
                definitions.push(made.clone());
                made
            }
            ("PATCH", _) if self.refuses_changes => {
                let refusal =
                    json!({ "status": "error", "category": "VALIDATION_ERROR", "message": "no" });
                let body = Bytes::from(refusal.to_string());
                return Ok(Response::builder().status(400).body(body).unwrap());
            }
            ("PATCH", id) => {
                let place: usize = id.trim_start_matches('/').parse().unwrap();
                let known = &mut definitions[place - 1];
                let (id, url) = (known["id"].clone(), known["actionUrl"].clone());
                *known = sent;
                known["id"] = id;
                if self.keeps_addresses {
                    known["actionUrl"] = url;
                }
                known.clone()
            }
            other => panic!("{other:?}"),
        };
        Ok(Response::new(Bytes::from(body.to_string())))
    }
}

fn registration<'a>(app: &'a App, public_url: &str) -> Registration<&'a App> {
    let endpoint = Endpoint::new("https://api.example.com", ApiVersion::default()).unwrap();
    Registration::new(
        Client::new(app, endpoint),
        "developer".into(),
        "4711",
        public_url,
        AppOptions::default(),
    )
}

#[tokio::test]
async fn the_actions_are_registered_once_and_then_brought_up_to_date() {
    let app = App::default();
    let books = registration(&app, "https://books.example.com/");
    let first = books.register().await.unwrap();
    assert!(first.iter().all(|one| one.is_new) && first.len() == ACTIONS.len());
    books.verify().await.unwrap();
    let second = books.register().await.unwrap();
    assert!(second.iter().all(|one| !one.is_new), "{second:?}");
    let there = books.list().await.unwrap();
    assert_eq!(there.len(), ACTIONS.len());
    let url = there[0].content["actionUrl"].as_str().unwrap();
    assert_eq!(
        url,
        "https://books.example.com/hubspot/actions/create-invoice"
    );
    assert!(
        !there[0].content.to_string().contains("${"),
        "no placeholder is left"
    );
}

#[tokio::test]
async fn an_address_that_hubspot_keeps_is_noticed() {
    let app = App {
        keeps_addresses: true,
        ..App::default()
    };
    registration(&app, "https://old.example.com")
        .register()
        .await
        .unwrap();
    let moved = registration(&app, "https://new.example.com");
    moved.register().await.unwrap();
    let error = moved.verify().await.unwrap_err().to_string();
    assert!(
        error.contains("create-invoice: actionUrl is \"https://old.example.com"),
        "{error}"
    );
    assert_eq!(error.matches("actionUrl").count(), ACTIONS.len(), "{error}");
}

#[tokio::test]
async fn whatever_differs_or_is_missing_or_stands_twice_is_named() {
    let app = App::default();
    let books = registration(&app, "https://books.example.com");
    books.register().await.unwrap();
    {
        let mut definitions = app.definitions.lock().unwrap();
        definitions[0]["objectTypes"] = json!(["DEAL"]);
        definitions[0]["inputFields"][0]["typeDefinition"]["optionsUrl"] = json!("https://x");
        definitions[1]["inputFields"] = json!([]);
        let twice = definitions[2].clone();
        definitions.push(twice);
        definitions[3]["actionUrl"] = json!("https://books.example.com/other");
    }
    let error = books.verify().await.unwrap_err().to_string();
    for expected in [
        "create-invoice: objectTypes",
        "create-invoice: optionsUrl of connection",
        "create-estimate: the field connection",
        "create-sales-receipt: it is registered 2 times",
        "create-paid-invoice: it is not registered",
    ] {
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[tokio::test]
async fn the_action_that_hubspot_refuses_is_named_with_its_definition_and_the_way_out() {
    let mut app = App::default();
    registration(&app, "https://a.example.com")
        .register()
        .await
        .unwrap();
    app.refuses_changes = true;
    let refused = registration(&app, "https://a.example.com").register().await;
    let message = refused.unwrap_err().to_string();
    for part in [
        ACTIONS[0].name,
        "definition 1",
        "hs project upload",
        "the same command does the rest",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
}
