//! A stand-in for the app behind the actions: it blocks, writes to the deal, and completes.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use sandbox_hubspot::{Sandbox, SandboxOptions};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// A portal with two deals, and the app beside it.
pub(crate) struct Stage {
    pub(crate) portal: Sandbox,
    app: JoinHandle<()>,
}

/// The way from the app back to HubSpot.
#[derive(Clone)]
struct Back {
    api_url: String,
    token: String,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        let portal = Sandbox::start(SandboxOptions::default()).await.unwrap();
        let back = Back {
            api_url: portal.api_url(),
            token: portal.credentials().access_token,
        };
        let property = json!({ "name": "quickbooks_number", "label": "QuickBooks number", "type": "string",
            "fieldType": "text", "groupName": "dealinformation" });
        back.send("/crm/v3/properties/deals", &property).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/options/books", post(books))
            .route("/options/terms", post(terms))
            .route("/actions/create-invoice", post(create_invoice))
            .with_state(back);
        let app = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        portal.upload(&[&action()], &[("APP", &url)]).unwrap();
        for (id, name) in [("9001", "Garden redesign"), ("9002", "A fountain")] {
            let deal = json!({ "id": id, "properties": { "dealname": name, "amount": "1480.00" } });
            portal.plant("deals", deal).unwrap();
        }
        Self { portal, app }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.app.abort();
    }
}

impl Back {
    async fn send(&self, path: &str, body: &Value) {
        let url = format!("{}{path}", self.api_url);
        let request = reqwest::Client::new().post(url).bearer_auth(&self.token);
        let answer = request.json(body).send().await.unwrap();
        assert!(
            answer.status().is_success(),
            "{path}: {}",
            answer.text().await.unwrap()
        );
    }
}

async fn books() -> Json<Value> {
    let options = json!([{ "label": "Fern & Field, US", "value": "us-books" },
        { "label": "Fern & Field, Canada", "value": "ca-books" }]);
    Json(json!({ "options": options }))
}

/// The terms of the chosen books: searched, and two a page.
async fn terms(Json(body): Json<Value>) -> Json<Value> {
    assert_eq!(body["inputFields"]["books"]["value"], "us-books");
    let all = ["Due on receipt", "Net 10", "Net 15", "Net 30", "Net 60"];
    let wanted = body["fetchOptions"]["q"]
        .as_str()
        .unwrap_or_default()
        .to_lowercase();
    let found: Vec<&str> = all
        .into_iter()
        .filter(|it| it.to_lowercase().contains(&wanted))
        .collect();
    let from: usize = body["fetchOptions"]["after"]
        .as_str()
        .map_or(0, |it| it.parse().unwrap());
    let options = found.iter().skip(from).take(2);
    let options: Vec<Value> = options
        .map(|it| json!({ "label": it, "value": it }))
        .collect();
    let after = (found.len() > from + 2).then(|| (from + 2).to_string());
    Json(json!({ "options": options, "after": after, "searchable": true }))
}

/// Blocks, and goes on in the background as the real one does.
async fn create_invoice(State(back): State<Back>, Json(body): Json<Value>) -> Json<Value> {
    tokio::spawn(async move {
        let (id, callback_id) = (
            &body["object"]["objectId"],
            body["callbackId"].as_str().unwrap(),
        );
        let outputs = if *id == json!(9001) {
            let inputs = [json!({ "id": "9001", "properties": { "quickbooks_number": "1037" } })];
            back.send(
                "/crm/v3/objects/deals/batch/update",
                &json!({ "inputs": inputs }),
            )
            .await;
            json!({ "hs_execution_state": "SUCCESS", "document_number": "1037" })
        } else {
            json!({ "hs_execution_state": "FAIL_CONTINUE", "error_code": "ProductNotFound", "product": "Fountain" })
        };
        let path = format!("/automation/v4/actions/callbacks/{callback_id}/complete");
        back.send(
            &path,
            &json!({ "outputFields": outputs, "typedOutputs": {} }),
        )
        .await;
    });
    Json(
        json!({ "outputFields": { "hs_execution_state": "BLOCK", "hs_expiration_duration": "PT15M" } }),
    )
}

fn action() -> String {
    let field = |name: &str, required: bool, more: Value| {
        let mut definition = json!({ "name": name, "type": "enumeration", "fieldType": "select" });
        definition
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().cloned().unwrap());
        json!({ "typeDefinition": definition, "supportedValueTypes": ["STATIC_VALUE"], "isRequired": required })
    };
    let yes_or_no =
        json!([{ "value": "false", "label": "No" }, { "value": "true", "label": "Yes" }]);
    json!({
        "uid": "create_invoice",
        "type": "workflow-action",
        "config": {
            "actionUrl": "${APP}/actions/create-invoice",
            "isPublished": true,
            "supportedClients": [{ "client": "WORKFLOWS" }],
            "objectTypes": ["DEAL", "QUOTE"],
            "inputFields": [
                field("books", true, json!({ "optionsUrl": "${APP}/options/books" })),
                field("terms", false, json!({ "optionsUrl": "${APP}/options/terms" })),
                field("create_products", true, json!({ "options": yes_or_no })),
                { "typeDefinition": { "name": "memo", "type": "string", "fieldType": "textarea" },
                  "supportedValueTypes": ["STATIC_VALUE", "OBJECT_PROPERTY"], "isRequired": false },
            ],
            "inputFieldDependencies": [
                { "dependencyType": "SINGLE_FIELD", "controllingFieldName": "books", "targetFieldNames": ["terms"] },
            ],
            "executionRules": [
                { "labelName": "product_not_found", "conditions": { "error_code": "ProductNotFound" } },
                { "labelName": "created", "conditions": { "hs_execution_state": "SUCCESS" } },
            ],
            "labels": { "en": {
                "actionName": "Create a QuickBooks invoice",
                "actionDescription": "Books the record's line items, once.",
                "inputFieldLabels": { "books": "QuickBooks account", "terms": "Payment terms",
                    "create_products": "Create a product in QuickBooks if it doesn't exist", "memo": "Memo" },
                "inputFieldDescriptions": { "memo": "Shown to the customer." },
                "executionRules": { "product_not_found": "No QuickBooks product for {{ product }}: add it, or let it be created.",
                    "created": "Invoice {{ document_number }} was created." },
            } },
        },
    })
    .to_string()
}
