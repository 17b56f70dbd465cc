//! Change data capture.

use serde_json::json;

use crate::client::{Company, invoice};

#[tokio::test]
async fn changed_data_capture_tells_what_changed_and_what_is_gone() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("1", "10"));
    let key = json!({ "Id": "130", "SyncToken": "0" });
    company
        .post("invoice?operation=delete", &key)
        .await
        .row("Invoice");
    let answer = company
        .get("cdc?entities=Invoice,Estimate&changedSince=2026-06-01T00:00:00-07:00")
        .await
        .body;
    let responses = &answer["CDCResponse"][0]["QueryResponse"];
    assert_eq!(
        (
            &responses[0]["Invoice"][0]["Id"],
            &responses[0]["Invoice"][1]["status"]
        ),
        (&made["Id"], &json!("Deleted"))
    );
    assert_eq!(responses[1], json!({}));
}
