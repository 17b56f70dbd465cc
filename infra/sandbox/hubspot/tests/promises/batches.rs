//! Many records at once.

use serde_json::{Value, json};

use crate::client::Portal;

fn inputs(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({ "id": id })).collect()
}

async fn three_deals() -> Portal {
    let portal = Portal::start_empty().await;
    for id in ["9003", "9001", "9002"] {
        portal.plant(
            "deals",
            json!({ "id": id, "properties": { "dealname": format!("Deal {id}") } }),
        );
    }
    portal
}

#[tokio::test]
async fn a_batch_comes_by_id_and_each_record_once() {
    let portal = three_deals().await;
    let body = json!({ "inputs": inputs(&["9003", "9001", "9003"]), "properties": ["dealname"], "propertiesWithHistory": [] });
    for path in [
        "/crm/v3/objects/deals/batch/read",
        "/crm/objects/2026-09/deals/batch/read",
    ] {
        let answer = portal.post(path, &body).await;
        assert_eq!((answer.status, answer.ids()), (200, vec!["9001", "9003"]));
        assert_eq!(answer.body["status"], "COMPLETE");
        assert_eq!(answer.body.get("numErrors"), None);
        assert_eq!(
            answer.body["results"][0]["properties"]["dealname"],
            "Deal 9001"
        );
    }
}

#[tokio::test]
async fn ids_that_are_missing_from_a_batch_make_a_207() {
    let portal = three_deals().await;
    portal.delete("/crm/v3/objects/deals/9002").await;
    let body = json!({ "inputs": inputs(&["9001", "4711", "9002"]), "properties": [] });
    let answer = portal.post("/crm/v3/objects/deals/batch/read", &body).await;
    assert_eq!((answer.status, answer.ids()), (207, vec!["9001"]));
    assert_eq!(
        (&answer.body["status"], &answer.body["numErrors"]),
        (&json!("COMPLETE"), &json!(1))
    );
    let error = json!({
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "message": "Could not get some DEAL objects, they may be deleted or not exist. Check that ids are valid.",
        "context": { "ids": ["4711", "9002"] },
    });
    assert_eq!(answer.body["errors"], json!([error]));
    let archived = portal
        .post("/crm/v3/objects/deals/batch/read?archived=true", &body)
        .await;
    assert_eq!(archived.ids(), ["9002"]);
}

#[tokio::test]
async fn contacts_are_read_in_a_batch_by_their_addresses() {
    let portal = Portal::start_empty().await;
    let id = portal
        .create("contacts", json!({ "email": "ada@example.com" }))
        .await;
    let body = json!({ "inputs": inputs(&["ada@example.com", "bob@example.com"]), "idProperty": "email", "properties": ["email"] });
    let answer = portal
        .post("/crm/v3/objects/contacts/batch/read", &body)
        .await;
    assert_eq!((answer.status, answer.ids()), (207, vec![id.as_str()]));
    assert_eq!(
        answer.body["errors"][0]["context"]["ids"],
        json!(["bob@example.com"])
    );
}

#[tokio::test]
async fn a_batch_has_a_hundred_inputs_at_most() {
    let portal = three_deals().await;
    let ids: Vec<String> = (1..=101).map(|id| id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for what in ["read", "create", "update", "upsert", "archive"] {
        let path = format!("/crm/v3/objects/deals/batch/{what}");
        let answer = portal.post(&path, &json!({ "inputs": inputs(&ids) })).await;
        assert_eq!(
            (answer.status, &answer.body["category"]),
            (400, &json!("VALIDATION_ERROR")),
            "{what}"
        );
    }
}

#[tokio::test]
async fn a_batch_is_created_whole_or_not_at_all() {
    let portal = Portal::start_empty().await;
    let path = "/crm/v3/objects/contacts/batch/create";
    let contact = |email: &str| json!({ "properties": { "email": email } });
    let made = portal
        .post(
            path,
            &json!({ "inputs": [contact("a@example.com"), contact("b@example.com")] }),
        )
        .await;
    assert_eq!((made.status, made.ids().len()), (201, 2));
    let refused = portal
        .post(
            path,
            &json!({ "inputs": [contact("c@example.com"), contact("a@example.com")] }),
        )
        .await;
    assert_eq!(refused.status, 409);
    assert_eq!(portal.sandbox.records("contacts").len(), 2);
}

#[tokio::test]
async fn a_batch_changes_those_that_are_there_and_names_the_others() {
    let portal = three_deals().await;
    let change = |id: &str, amount: &str| json!({ "id": id, "properties": { "amount": amount } });
    let path = "/crm/v3/objects/deals/batch/update";
    let answer = portal
        .post(
            path,
            &json!({ "inputs": [change("9002", "5"), change("4711", "6")] }),
        )
        .await;
    assert_eq!((answer.status, answer.ids()), (207, vec!["9002"]));
    assert_eq!(answer.body["errors"][0]["context"]["ids"], json!(["4711"]));
    for (inputs, status) in [
        (json!([change("9001", "1"), change("9001", "2")]), 400),
        (json!([change("9001", "1"), change("9003", "much")]), 400),
    ] {
        assert_eq!(
            portal.post(path, &json!({ "inputs": inputs })).await.status,
            status
        );
    }
    let untouched = portal.get("/crm/v3/objects/deals/9001").await;
    assert_eq!(untouched.body["properties"]["amount"], Value::Null);
}

#[tokio::test]
async fn a_batch_changes_or_creates_by_a_unique_property() {
    let portal = Portal::start_empty().await;
    let known = portal
        .create("contacts", json!({ "email": "a@example.com" }))
        .await;
    let contact = |email: &str| json!({ "id": email, "idProperty": "email", "properties": { "firstname": "Ada" } });
    let body = json!({ "inputs": [contact("a@example.com"), contact("b@example.com")] });
    let answer = portal
        .post("/crm/v3/objects/contacts/batch/upsert", &body)
        .await;
    let results = answer.body["results"].as_array().unwrap();
    assert_eq!(
        (&results[0]["id"], &results[0]["new"]),
        (&json!(known), &json!(false))
    );
    assert_eq!(results[1]["new"], true);
    assert_eq!(portal.sandbox.records("contacts").len(), 2);
}

#[tokio::test]
async fn a_batch_is_archived() {
    let portal = three_deals().await;
    let body = json!({ "inputs": inputs(&["9001", "4711", "9003"]) });
    assert_eq!(
        portal
            .post("/crm/v3/objects/deals/batch/archive", &body)
            .await
            .status,
        204
    );
    assert_eq!(portal.get("/crm/v3/objects/deals").await.ids(), ["9002"]);
}
