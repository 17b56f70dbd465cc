//! A stand-in for the app whose actions and webhooks the portal calls.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{HeaderMap, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A request that the app received.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Vec<u8>,
    pub(crate) body: Value,
}

/// An answer of the app.
#[derive(Clone, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) retry_after: Option<&'static str>,
    pub(crate) pause: Duration,
}

impl Reply {
    pub(crate) fn json(body: &Value) -> Self {
        Self {
            status: 200,
            body: body.to_string(),
            ..Self::default()
        }
    }

    pub(crate) fn state(state: &str) -> Self {
        Self::json(&json!({ "outputFields": { "hs_execution_state": state } }))
    }

    pub(crate) fn block(duration: &str) -> Self {
        Self::json(
            &json!({ "outputFields": { "hs_execution_state": "BLOCK", "hs_expiration_duration": duration } }),
        )
    }

    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }
}

type Answers = Arc<dyn Fn(&Received) -> Reply + Send + Sync>;

/// A running app; it stops when dropped.
pub(crate) struct App {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl App {
    /// Starts an app that answers so.
    pub(crate) async fn start(
        answers: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let answers: Answers = Arc::new(answers);
        let log = received.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (answers, log) = (answers.clone(), log.clone());
                let service =
                    service_fn(move |request| answer(request, answers.clone(), log.clone()));
                tokio::spawn(async move {
                    let served = hyper::server::conn::http1::Builder::new();
                    let _ = served.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self {
            url,
            received,
            task,
        }
    }

    /// The requests so far, in order.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    request: hyper::Request<Incoming>,
    answers: Answers,
    log: Arc<Mutex<Vec<Received>>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let raw = body.collect().await.unwrap().to_bytes().to_vec();
    let received = Received {
        path: head.uri.path_and_query().unwrap().to_string(),
        headers: head.headers,
        body: serde_json::from_slice(&raw).unwrap_or_default(),
        raw,
    };
    log.lock().unwrap().push(received.clone());
    let reply = answers(&received);
    tokio::time::sleep(reply.pause).await;
    let mut response = Response::builder().status(reply.status);
    if let Some(retry_after) = reply.retry_after {
        response = response.header("retry-after", retry_after);
    }
    Ok(response.body(Full::from(reply.body)).unwrap())
}

/// An action with a dropdown of books, one of terms that depends on it, and two rules, as a project has it.
pub(crate) fn invoice_action() -> String {
    json!({
        "uid": "create_invoice",
        "type": "workflow-action",
        "config": {
            "actionUrl": "${APP}/actions/create-invoice?stage=a%20b%3Ac",
            "isPublished": true,
            "supportedClients": [{ "client": "WORKFLOWS" }],
            "objectTypes": ["DEAL"],
            "objectRequestOptions": { "properties": ["dealname"] },
            "inputFields": [
                { "typeDefinition": { "name": "books", "type": "enumeration", "fieldType": "select",
                    "optionsUrl": "${APP}/options/books" },
                  "supportedValueTypes": ["STATIC_VALUE"], "isRequired": true },
                { "typeDefinition": { "name": "terms", "type": "enumeration", "fieldType": "select",
                    "optionsUrl": "${APP}/options/terms" },
                  "supportedValueTypes": ["STATIC_VALUE"], "isRequired": false },
                { "typeDefinition": { "name": "create_products", "type": "enumeration", "fieldType": "select",
                    "options": [{ "value": "false", "label": "No" }, { "value": "true", "label": "Yes" }] },
                  "supportedValueTypes": ["STATIC_VALUE"], "isRequired": true },
                { "typeDefinition": { "name": "memo", "type": "string", "fieldType": "textarea" },
                  "supportedValueTypes": ["STATIC_VALUE", "OBJECT_PROPERTY"], "isRequired": false },
            ],
            "inputFieldDependencies": [
                { "dependencyType": "SINGLE_FIELD", "controllingFieldName": "books", "targetFieldNames": ["terms"] },
            ],
            "outputFields": [
                { "typeDefinition": { "name": "document_number", "type": "string", "fieldType": "text" } },
                { "typeDefinition": { "name": "error_code", "type": "string", "fieldType": "text" } },
            ],
            "executionRules": [
                { "labelName": "product_not_found", "conditions": { "error_code": "ProductNotFound" } },
                { "labelName": "created", "conditions": { "hs_execution_state": "SUCCESS" } },
            ],
            "labels": { "en": {
                "actionName": "Create a QuickBooks invoice",
                "actionDescription": "Books the deal's products",
                "actionCardContent": "Invoice in {{books}}",
                "appDisplayName": "QuickBooks actions",
                "inputFieldLabels": { "books": "QuickBooks account", "terms": "Payment terms",
                    "create_products": "Create a product if it doesn't exist", "memo": "Memo" },
                "inputFieldDescriptions": { "memo": "Shown to the customer." },
                "outputFieldLabels": { "document_number": "Number" },
                "executionRules": { "product_not_found": "No QuickBooks product for {{ product }}.",
                    "created": "Invoice {{ document_number }} was created." },
            } },
        },
    })
    .to_string()
}
