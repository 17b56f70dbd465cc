//! Dropdowns, as the editor fills them from the app.

use std::collections::BTreeMap;

use sandbox_hubspot::{Chosen, InputValue, OptionsPage, OptionsQuery, SandboxError};
use serde_json::json;

use super::Stage;
use crate::app::{Received, Reply};

fn answers(received: &Received) -> Reply {
    match received.path.as_str() {
        "/options/books" => {
            Reply::json(&json!({ "options": [{ "label": "US books", "value": "us-books" }] }))
        }
        _ => Reply::json(&json!({
            "options": [{ "label": "Net 30", "value": "3", "description": "Thirty days" }],
            "after": "1234=", "searchable": true,
        })),
    }
}

fn query(field: &str) -> OptionsQuery {
    OptionsQuery {
        action: "create_invoice".to_owned(),
        object_type: "deals".to_owned(),
        field: field.to_owned(),
        inputs: BTreeMap::new(),
        search: None,
        after: None,
    }
}

fn with_books(mut query: OptionsQuery) -> OptionsQuery {
    let value = |text: &str| InputValue::StaticValue {
        value: Chosen::One(text.to_owned()),
    };
    query.inputs.insert("books".to_owned(), value("us-books"));
    query.inputs.insert("memo".to_owned(), value("Thanks"));
    query
}

async fn options(stage: &Stage, query: OptionsQuery) -> Result<OptionsPage, SandboxError> {
    stage.sandbox().options(&query).await
}

#[tokio::test]
async fn options_come_from_the_app_in_a_signed_request() {
    let stage = Stage::set(answers).await;
    let page = options(&stage, query("books")).await.unwrap();
    assert_eq!(page.options[0].label, "US books");
    assert!(!page.searchable);
    let received = stage.app.received().remove(0);
    assert!(received.headers.contains_key("x-hubspot-signature-v3"));
    assert_eq!(received.body["inputFieldName"], "books");
    assert_eq!(received.body["origin"]["portalId"], 48_211_907);
    assert_eq!(received.body["inputFields"], json!({}));
}

#[tokio::test]
async fn a_dependent_field_waits_and_then_sends_the_fields_that_it_depends_on_alone() {
    let stage = Stage::set(answers).await;
    let waiting = options(&stage, query("terms")).await.unwrap();
    assert_eq!(waiting.waits_for.as_deref(), Some("books"));
    assert!(stage.app.received().is_empty());
    let page = options(&stage, with_books(query("terms"))).await.unwrap();
    assert_eq!(page.options[0].value, "3");
    assert_eq!(
        stage.app.received()[0].body["inputFields"],
        json!({ "books": { "type": "STATIC_VALUE", "value": "us-books" } })
    );
}

#[tokio::test]
async fn a_search_and_a_cursor_are_handed_on() {
    let stage = Stage::set(answers).await;
    let page = options(&stage, with_books(query("terms"))).await.unwrap();
    assert_eq!(
        (page.after.as_deref(), page.searchable),
        (Some("1234="), true)
    );
    let further = OptionsQuery {
        search: Some("net".to_owned()),
        after: page.after,
        ..with_books(query("terms"))
    };
    options(&stage, further).await.unwrap();
    assert_eq!(
        stage.app.received()[1].body["fetchOptions"],
        json!({ "q": "net", "after": "1234=" })
    );
}

#[tokio::test]
async fn options_that_stand_in_the_definition_need_no_request() {
    let stage = Stage::set(answers).await;
    let page = options(&stage, query("create_products")).await.unwrap();
    let labels: Vec<&str> = page.options.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["No", "Yes"]);
    assert!(stage.app.received().is_empty());
}

#[tokio::test]
async fn an_app_that_fails_or_answers_something_else_is_named_in_the_error() {
    for (reply, message) in [
        (Reply::status(503), "the app answered 503"),
        (Reply::json(&json!({ "results": [] })), "has no options"),
        (
            Reply::json(&json!({ "options": [{ "value": "3" }] })),
            "missing field `label`",
        ),
    ] {
        let stage = Stage::set(move |_| reply.clone()).await;
        let error = options(&stage, query("books"))
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{error}");
        assert!(error.contains("books"), "{error}");
    }
}
