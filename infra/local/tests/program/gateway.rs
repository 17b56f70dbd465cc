//! HubSpot's calls, answered by `serve`: the gateway and the workflows in one process.

mod deliveries;
mod editor;
mod own_account;
mod webhooks;

use std::future::Future;
use std::time::Duration;

use sandbox_hubspot::Enrollment;
use serde_json::{Value, json};

use crate::process::Server;
use crate::serve::client;

/// A deal whose products are in QuickBooks.
pub(crate) const DEAL: &str = "38120044265";

/// A deal with a line item, `Delivery`, that QuickBooks has no product for.
pub(crate) const DEAL_WITHOUT_PRODUCT: &str = "38120044530";

/// The choices of a person in the editor for "Create a QuickBooks invoice".
fn invoice(deal: &str, create_missing_products: bool) -> Enrollment {
    let create = if create_missing_products {
        "true"
    } else {
        "false"
    };
    Enrollment::new("deals", deal, "create_invoice")
        .input("connection", "us-books")
        .input("payment_terms", "as_set")
        .input("customer", "associated_contact")
        .input("products", "line_items")
        .input("create_missing_products", create)
}

/// Waits until something is there.
async fn until<T, F: Future<Output = Option<T>>>(wanted: &str, mut look: impl FnMut() -> F) -> T {
    for _ in 0..600 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{wanted} did not come");
}

async fn get(url: &str) -> Value {
    let answer = client().get(url).send().await.unwrap();
    assert!(answer.status().is_success(), "{url}: {}", answer.status());
    answer.json().await.unwrap()
}

/// The documents of a kind in the local company.
async fn documents(server: &Server, kind: &str) -> Vec<Value> {
    let rows = get(&format!("{}/_sandbox/documents/{kind}", server.company_url)).await;
    rows.as_array().unwrap().clone()
}

/// The answer of `manage-connection`.
async fn manage(server: &Server, operation: &Value) -> Value {
    let url = format!(
        "{}/2015-03-31/functions/manage-connection/invocations",
        server.url
    );
    let answer = client().post(url).json(operation).send().await.unwrap();
    let error = answer.headers().get("x-amz-function-error").cloned();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(error, None, "{answer}");
    answer
}

/// Makes the properties that outcomes are written to.
async fn set_up_hubspot(server: &Server) {
    let operation = json!({ "operation": "set_up_hubspot", "connection": "us-books" });
    let ready = manage(server, &operation).await;
    assert_eq!(ready["ready"], true, "{ready}");
}
