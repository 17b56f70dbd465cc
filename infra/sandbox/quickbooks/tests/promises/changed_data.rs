//! Change data capture.

use sandbox_quickbooks::SandboxOptions;
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

#[tokio::test]
async fn an_answer_has_a_thousand_objects_of_all_entities_together() {
    let (company, _clock) = Company::start_at(SandboxOptions::default()).await;
    for entity in ["Invoice", "Estimate"] {
        for _ in 0..600 {
            company.insert(entity, invoice("1", "10"));
        }
    }
    let path = "cdc?entities=Invoice,Estimate,Customer&changedSince=2026-07-15T22:30:00";
    let answer = company.get(path).await.body;
    let responses = &answer["CDCResponse"][0]["QueryResponse"];
    let count = |index: usize, entity: &str| responses[index][entity].as_array().map(Vec::len);
    assert_eq!(count(0, "Invoice"), Some(600));
    assert_eq!(count(1, "Estimate"), Some(400));
    assert_eq!(responses[1]["maxResults"], 400);
    assert_eq!(responses[2], json!({}), "nothing is left for a third");
}

#[tokio::test]
async fn a_moment_without_its_offset_is_one_by_the_companys_own_clock() {
    let (company, _clock) = Company::start_at(SandboxOptions::default()).await;
    company.insert("Invoice", invoice("1", "10"));
    for (since, is_before) in [
        ("2026-07-15", true),
        ("2026-07-15T22:30:00", true),
        ("2026-07-15T22:30:01", false),
        ("2026-07-16T05:30:00Z", true),
        ("2026-07-16T05:30:01Z", false),
    ] {
        let path = format!("cdc?entities=Invoice&changedSince={since}");
        let answer = company.get(&path).await.body;
        let found = &answer["CDCResponse"][0]["QueryResponse"][0]["Invoice"];
        assert_eq!(found.is_array(), is_before, "{since}");
    }
    let refused = company.get("cdc?entities=Invoice&changedSince=today").await;
    assert_eq!(refused.status, 400);
}
