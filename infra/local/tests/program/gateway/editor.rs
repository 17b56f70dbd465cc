//! The local HubSpot account of `serve`, whose editor offers the actions.

use serde_json::{Map, Value, json};

use super::{DEAL, DEAL_WITHOUT_PRODUCT, documents, get, until};
use crate::process::Server;
use crate::serve::client;

/// Enrols a deal by the account's control, and gives the execution when it has ended.
async fn run(server: &Server, deal: &str, create_missing_products: &str) -> Value {
    let value = |value: &str| json!({ "type": "STATIC_VALUE", "value": value });
    let enrollment = json!({
        "object_type": "deals",
        "object_id": deal,
        "action": "create_invoice",
        "inputs": {
            "connection": value("us-books"),
            "payment_terms": value("as_set"),
            "customer": value("associated_contact"),
            "products": value("line_items"),
            "create_missing_products": value(create_missing_products),
        },
    });
    let url = format!("{}/_sandbox/enrollments", server.portal_url);
    let answer = client().post(url).json(&enrollment).send().await.unwrap();
    let enrolled: Value = answer.json().await.unwrap();
    let is_final = |execution: &Value| {
        execution["callback_id"] == enrolled["callback_id"]
            && (execution["state"] == "succeeded" || execution["state"] == "failed")
    };
    until("the end of the execution", || async {
        let executions = get(&format!("{}/_sandbox/executions", server.portal_url)).await;
        let mut executions = executions.as_array().unwrap().iter();
        executions.find(|it| is_final(it)).cloned()
    })
    .await
}

/// The properties of a deal, once the status of its sale is this.
async fn properties(server: &Server, deal: &str, status: &str) -> Map<String, Value> {
    until(status, || async {
        let deals = get(&format!("{}/_sandbox/records/deals", server.portal_url)).await;
        let mut deals = deals.as_array().unwrap().iter();
        let deal = deals.find(|it| it["id"] == deal).unwrap();
        let properties = deal["properties"].as_object().unwrap();
        (properties.get("quickbooks_sale_status") == Some(&json!(status)))
            .then(|| properties.clone())
    })
    .await
}

async fn failed_runs(server: &Server) -> Vec<Value> {
    let runs = get(&format!("{}/failed-runs", server.url)).await;
    runs.as_array().unwrap().clone()
}

#[tokio::test]
async fn an_action_of_the_editor_books_the_deal_and_the_deal_shows_the_invoice() {
    let server = Server::start(&[]);
    let before = documents(&server, "Invoice").await.len();
    for (status, sentence) in [
        ("created", "Created in QuickBooks: invoice"),
        ("already_created", "In QuickBooks already: Invoice"),
    ] {
        let execution = run(&server, DEAL, "false").await;
        assert_eq!(execution["state"], "succeeded", "{execution}");
        assert_eq!(execution["outputs"]["status"], status);
        let said = execution["sentence"].as_str().unwrap();
        assert!(said.starts_with(sentence), "{said}");
        let first = execution["answers"][0]["body"].as_str().unwrap();
        assert!(first.contains("BLOCK"), "{first}");
        let number = &execution["outputs"]["document_number"];
        let written = properties(&server, DEAL, "booked").await;
        assert_eq!(written["quickbooks_sale_number"], *number);
        assert_eq!(written["quickbooks_sale_total"], "921.00");
    }
    assert_eq!(documents(&server, "Invoice").await.len(), before + 1);
    assert!(failed_runs(&server).await.is_empty());
}

#[tokio::test]
async fn a_run_that_waits_for_a_person_is_told_and_kept_and_after_the_run_again_the_deal_shows_the_document()
 {
    let server = Server::start(&[]);
    let execution = run(&server, DEAL_WITHOUT_PRODUCT, "false").await;
    assert_eq!(execution["state"], "failed");
    let said = execution["sentence"].as_str().unwrap();
    assert!(
        said.starts_with("No QuickBooks product fits a line item. deal 38120044530: "),
        "{said}"
    );
    let waiting = properties(&server, DEAL_WITHOUT_PRODUCT, "waiting").await;
    let error = waiting["quickbooks_sale_error"].as_str().unwrap();
    assert!(
        error.starts_with("ProductNotFound: deal 38120044530"),
        "{error}"
    );
    let kept = failed_runs(&server).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["error"], "ProductNotFound");
    assert_eq!(kept[0]["waits_for"], "correction");

    // A person adds the product in QuickBooks.
    let product = json!({ "Name": "Delivery", "Type": "Service", "Active": true, "UnitPrice": 45,
        "IncomeAccountRef": { "value": "79" } });
    let url = format!("{}/_sandbox/documents/Item", server.company_url);
    let added = client().post(url).json(&product).send().await.unwrap();
    assert!(
        added.status().is_success(),
        "{}",
        added.text().await.unwrap()
    );
    let name = kept[0]["name"].as_str().unwrap();
    let again = format!("{}/failed-runs/{name}/again", server.url);
    let from_page = client()
        .post(&again)
        .header("Origin", "https://example.com");
    assert_eq!(from_page.send().await.unwrap().status(), 403);
    assert_eq!(client().post(&again).send().await.unwrap().status(), 202);

    let booked = properties(&server, DEAL_WITHOUT_PRODUCT, "booked").await;
    assert_eq!(booked["quickbooks_sale_total"], "185.00");
    assert!(!booked.contains_key("quickbooks_sale_error"));
    assert!(failed_runs(&server).await.is_empty());
    assert_eq!(client().post(&again).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_deal_that_failed_is_booked_when_it_is_enrolled_again_with_another_choice() {
    let server = Server::start(&[]);
    assert_eq!(
        run(&server, DEAL_WITHOUT_PRODUCT, "false").await["state"],
        "failed"
    );
    let execution = run(&server, DEAL_WITHOUT_PRODUCT, "true").await;
    assert_eq!(execution["state"], "succeeded", "{execution}");
    let booked = properties(&server, DEAL_WITHOUT_PRODUCT, "booked").await;
    assert!(!booked.contains_key("quickbooks_sale_error"));
    assert!(
        failed_runs(&server).await.is_empty(),
        "nothing waits beside the success"
    );
}

#[tokio::test]
async fn what_a_call_of_the_function_has_booked_no_longer_waits_for_a_person() {
    let server = Server::start(&[]);
    run(&server, DEAL_WITHOUT_PRODUCT, "false").await;
    assert_eq!(failed_runs(&server).await.len(), 1);
    let event = json!({ "connection": "us-books", "record": { "object_type": "deal", "id": DEAL_WITHOUT_PRODUCT },
        "options": { "create_missing_products": true } });
    let url = format!(
        "{}/2015-03-31/functions/create-invoice/invocations",
        server.url
    );
    let made: Value = client()
        .post(url)
        .json(&event)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(made["status"], "created", "{made}");
    assert!(failed_runs(&server).await.is_empty());
}

#[tokio::test]
async fn behind_the_gateway_s_address_are_hubspot_s_routes_alone_and_nothing_unsigned_is_served() {
    let server = Server::start(&[]);
    let functions = "/2015-03-31/functions/create-invoice/invocations";
    for (path, status) in [
        (functions, 404),
        ("/failed-runs", 404),
        ("/hubspot/actions/create-invoice", 401),
        ("/hubspot/webhooks", 401),
    ] {
        let url = format!("{}{path}", server.gateway_url);
        let body = if path.ends_with("webhooks") {
            json!([{ "portalId": 48_211_907, "objectId": 1 }])
        } else {
            json!({ "origin": { "portalId": 48_211_907 } })
        };
        let answer = client().post(url).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
}
