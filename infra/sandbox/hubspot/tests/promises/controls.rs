//! The sandbox's own control over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::Portal;

async fn control(portal: &Portal, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let answer = portal
        .send(method, &format!("/_sandbox/{path}"), body.as_ref())
        .await;
    (answer.status, answer.body)
}

#[tokio::test]
async fn the_journal_is_read_and_cleared_over_http() {
    let portal = Portal::start().await;
    portal
        .get("/crm/v3/objects/deals?limit=1&properties=dealname&properties=amount")
        .await;
    portal
        .post(
            "/crm/objects/2026-03/deals/batch/read",
            &json!({ "inputs": [] }),
        )
        .await;
    let (_, journal) = control(&portal, Method::GET, "journal", None).await;
    let [list, batch] = journal.as_array().unwrap().as_slice() else {
        panic!("{journal}");
    };
    assert_eq!(
        (&list["object_type"], &list["operation"], &list["is_write"]),
        (&json!("deals"), &json!("list"), &json!(false))
    );
    assert_eq!(
        list["query"],
        json!({ "limit": "1", "properties": "dealname,amount" })
    );
    assert_eq!(
        (&batch["operation"], &batch["status"], &batch["answered"]),
        (&json!("batch_read"), &json!(200), &json!(true))
    );
    assert_eq!(batch["body"], "{\"inputs\":[]}");
    control(&portal, Method::DELETE, "journal", None).await;
    assert_eq!(
        control(&portal, Method::GET, "journal", None).await.1,
        json!([])
    );
}

#[tokio::test]
async fn failures_limits_scopes_and_expiry_are_arranged_over_http() {
    let portal = Portal::start().await;
    for script in [
        json!({ "effect": { "edge": 502 } }),
        json!({ "matching": { "object_type": "contacts", "operation": "batch_read" }, "occurrence": { "nth": 2 }, "effect": "locked" }),
        json!({ "effect": { "rate_limit": "daily" } }),
        json!({ "effect": { "delay": { "milliseconds": 1 } } }),
    ] {
        assert_eq!(
            control(&portal, Method::POST, "faults", Some(script.clone()))
                .await
                .0,
            204,
            "{script}"
        );
    }
    assert_eq!(portal.get("/crm/v3/owners").await.status, 502);
    assert_eq!(
        control(&portal, Method::DELETE, "faults", None).await.0,
        204
    );
    let (status, error) = control(
        &portal,
        Method::POST,
        "faults",
        Some(json!({ "effect": "explode" })),
    )
    .await;
    assert_eq!(status, 400);
    assert!(
        error["error"]
            .as_str()
            .unwrap()
            .contains("unknown variant `explode`")
    );
    let limits = json!({ "enforced": true, "burst": 0 });
    assert_eq!(
        control(&portal, Method::PUT, "limits", Some(limits))
            .await
            .0,
        204
    );
    assert_eq!(portal.get("/crm/v3/owners").await.status, 429);
    assert_eq!(
        control(&portal, Method::PUT, "limits", Some(json!({})))
            .await
            .0,
        204
    );
    assert_eq!(
        control(&portal, Method::PUT, "scopes", Some(json!(["oauth"])))
            .await
            .0,
        204
    );
    assert_eq!(portal.get("/crm/v3/owners").await.status, 403);
    assert_eq!(
        control(&portal, Method::POST, "expire-tokens", None)
            .await
            .0,
        204
    );
    let (_, credentials) = control(&portal, Method::GET, "credentials", None).await;
    assert_eq!(credentials["access_token"], json!(portal.token));
}

#[tokio::test]
async fn records_are_listed_planted_and_edited_over_http_until_a_reset() {
    let portal = Portal::start().await;
    let record = json!({ "id": "9001", "properties": { "dealname": "Garden" } });
    assert_eq!(
        control(&portal, Method::POST, "records/deals", Some(record))
            .await
            .0,
        204
    );
    let edit = json!({ "amount": "5" });
    assert_eq!(
        control(&portal, Method::PATCH, "records/deals/9001", Some(edit))
            .await
            .0,
        204
    );
    let (_, records) = control(&portal, Method::GET, "records/deals", None).await;
    let planted = records
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["id"] == "9001")
        .unwrap();
    assert_eq!(
        (
            &planted["properties"]["dealname"],
            &planted["properties"]["amount"]
        ),
        (&json!("Garden"), &json!("5"))
    );
    for (path, body) in [
        ("records/deals", json!({ "id": "x", "properties": {} })),
        (
            "records/deals",
            json!({ "id": "9002", "properties": {}, "associations": { "contacts": ["1"] } }),
        ),
        (
            "records/deals",
            json!({ "id": "9002", "properties": {}, "colour": "red" }),
        ),
    ] {
        assert_eq!(
            control(&portal, Method::POST, path, Some(body.clone()))
                .await
                .0,
            400,
            "{body}"
        );
    }
    assert_eq!(control(&portal, Method::POST, "reset", None).await.0, 204);
    assert_eq!(portal.get("/crm/v3/objects/deals/9001").await.status, 404);
    assert_eq!(portal.sandbox.journal().len(), 1);
}

#[tokio::test]
async fn neither_tokens_nor_values_are_in_a_debug_text() {
    let portal = Portal::start().await;
    portal
        .create("contacts", json!({ "email": "secret@example.com" }))
        .await;
    let again = json!({ "properties": { "email": "secret@example.com" } });
    portal.post("/crm/v3/objects/contacts", &again).await;
    let credentials = portal.sandbox.credentials();
    let printed = format!(
        "{:?} {credentials:?} {:?}",
        portal.sandbox,
        portal.sandbox.journal()
    );
    for secret in [
        "secret@example.com",
        &portal.token,
        &credentials.client_secret,
    ] {
        assert!(!printed.contains(secret), "{secret}");
    }
}
