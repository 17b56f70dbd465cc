//! The pages on which a person runs an action, and forms that did not come from them.

use reqwest::{Response, StatusCode};
use sandbox_hubspot::ExecutionState;
use serde_json::{Value, json};

use super::Stage;
use crate::app::{Received, Reply};

fn answers(received: &Received) -> Reply {
    match received.path.as_str() {
        "/options/books" => {
            Reply::json(&json!({ "options": [{ "label": "<US> books", "value": "us-books" }] }))
        }
        _ => Reply::json(
            &json!({ "outputFields": { "hs_execution_state": "SUCCESS", "document_number": "1037" } }),
        ),
    }
}

async fn page(stage: &Stage, path: &str) -> (StatusCode, String) {
    let url = format!("{}{path}", stage.sandbox().page_url());
    let answer = stage.portal.http.get(url).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

async fn post(stage: &Stage, path: &str, form: &[(&str, &str)], origin: Option<&str>) -> Response {
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let mut request = http
        .post(format!("{}{path}", stage.sandbox().page_url()))
        .form(form);
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_deals_page_offers_the_actions_for_deals_and_the_form_has_a_label_for_every_control() {
    let stage = Stage::set(answers).await;
    let (_, deal) = page(&stage, "records/deals/9001").await;
    let form = format!("records/deals/9001/actions/{}", stage.action);
    assert!(deal.contains(&format!("href=\"/{form}\"")), "{deal}");
    let (status, shown) = page(&stage, &form).await;
    assert_eq!(status, 200);
    for name in [
        "value.books",
        "value.terms",
        "value.create_products",
        "value.memo",
        "property.memo",
    ] {
        assert!(
            shown.contains(&format!("for=\"{name}\"")),
            "{name}: {shown}"
        );
        assert!(shown.contains(&format!("id=\"{name}\"")), "{name}");
    }
    assert!(shown.contains("Payment terms") && shown.contains("Shown to the customer."));
    assert!(!shown.contains(&stage.sandbox().credentials().client_secret));
    let (_, contact) = page(&stage, "records/contacts/51600231000").await;
    assert!(!contact.contains("Create a QuickBooks invoice"));
    let (status, _) = page(&stage, &form.replace("deals/9001", "contacts/51600231000")).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_form_runs_the_action_and_the_history_shows_its_sentence() {
    let stage = Stage::set(answers).await;
    let path = format!("records/deals/9001/actions/{}", stage.action);
    let form = [
        ("value.books", "us-books"),
        ("value.terms", ""),
        ("value.create_products", "false"),
        ("value.memo", ""),
        ("property.memo", "dealname"),
    ];
    let own = stage.sandbox().api_url();
    let answer = post(&stage, &path, &form, Some(&own)).await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/records/deals/9001");
    stage.sandbox().settle().await;
    let inputs = &stage.app.received()[0].body["inputFields"];
    assert_eq!(
        *inputs,
        json!({ "books": "us-books", "create_products": "false", "memo": "Garden redesign" })
    );
    for path in [
        "records/deals/9001",
        "records/deals/9001/live",
        "executions",
    ] {
        let (_, shown) = page(&stage, path).await;
        assert!(shown.contains("Invoice 1037 was created."), "{path}");
        assert!(
            shown.contains("Succeeded") && !shown.contains("<tr data-pending"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_form_that_leaves_out_what_is_required_is_answered_with_the_fields_name() {
    let stage = Stage::set(answers).await;
    let path = format!("records/deals/9001/actions/{}", stage.action);
    let answer = post(&stage, &path, &[("value.create_products", "false")], None).await;
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.unwrap().contains("books is required"));
    assert!(stage.sandbox().executions().is_empty());
}

#[tokio::test]
async fn the_pages_script_gets_options_as_json_and_an_apps_failure_as_a_sentence() {
    let stage = Stage::set(answers).await;
    let path = format!("records/deals/9001/actions/{}/options", stage.action);
    let answer = post(&stage, &path, &[("field", "books")], None).await;
    let found: Value = answer.json().await.unwrap();
    assert_eq!(found["options"][0]["label"], "<US> books");
    let waiting: Value = post(&stage, &path, &[("field", "terms")], None)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(waiting["waits_for"], "books");
    let failed = post(&stage, &path, &[("field", "planet")], None).await;
    assert_eq!(failed.status(), 502);
    assert!(
        failed
            .text()
            .await
            .unwrap()
            .contains("the action has no such field")
    );
}

#[tokio::test]
async fn a_property_that_a_person_changes_is_written_as_theirs() {
    let stage = Stage::set(answers).await;
    let change = |value| [("name", "dealstage"), ("value", value)];
    let answer = post(&stage, "records/deals/9001", &change("closedwon"), None).await;
    assert_eq!(answer.status(), 303);
    let deal = || stage.sandbox().record("deals", "9001").unwrap();
    assert_eq!(deal()["properties"]["dealstage"], "closedwon");
    post(&stage, "records/deals/9001", &change(""), None).await;
    assert_eq!(deal()["properties"].get("dealstage"), None);
    let unknown = [("name", "planet"), ("value", "x")];
    assert_eq!(
        post(&stage, "records/deals/9001", &unknown, None)
            .await
            .status(),
        400
    );
}

#[tokio::test]
async fn a_form_from_another_sites_page_does_nothing() {
    let stage = Stage::set(answers).await;
    let path = format!("records/deals/9001/actions/{}", stage.action);
    let form = [
        ("value.books", "us-books"),
        ("value.create_products", "false"),
    ];
    for origin in ["https://example.com", "null", "http://localhost:1"] {
        assert_eq!(
            post(&stage, &path, &form, Some(origin)).await.status(),
            403,
            "{origin}"
        );
    }
    let url = format!("{}{path}", stage.sandbox().page_url());
    let request = || stage.portal.http.post(&url).form(&form);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("host", "portal.example.com"),
    ] {
        let answer = request().header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{name}");
    }
    assert!(stage.sandbox().executions().is_empty());
}

#[tokio::test]
async fn the_actions_are_listed_as_the_editor_lists_them() {
    let stage = Stage::set(answers).await;
    let (_, shown) = page(&stage, "actions").await;
    for text in [
        "Create a QuickBooks invoice",
        "QuickBooks account, Payment terms",
        "Invoice {{ document_number }} was created.",
        "DEAL",
    ] {
        assert!(shown.contains(text), "{text}");
    }
}

#[tokio::test]
async fn a_program_enrols_records_over_http_too() {
    let stage = Stage::set(answers).await;
    let url = format!("{}/_sandbox/enrollments", stage.sandbox().api_url());
    let body = json!({ "object_type": "deals", "object_id": "9001", "action": "create_invoice", "inputs": {
        "books": { "type": "STATIC_VALUE", "value": "us-books" },
        "create_products": { "type": "STATIC_VALUE", "value": "true" } } });
    let answer = stage
        .portal
        .http
        .post(url)
        .json(&body)
        .send()
        .await
        .unwrap();
    let enrolled: Value = answer.json().await.unwrap();
    stage.sandbox().settle().await;
    let callback_id = enrolled["callback_id"].as_str().unwrap();
    assert_eq!(
        stage.execution(callback_id).state,
        ExecutionState::Succeeded
    );
}
