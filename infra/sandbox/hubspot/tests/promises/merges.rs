//! Records that were merged.

use serde_json::{Value, json};

use crate::client::Portal;

#[tokio::test]
async fn an_old_id_means_the_survivor_everywhere() {
    let portal = Portal::start_empty().await;
    portal.plant(
        "contacts",
        json!({ "id": "60", "merged": ["58", "59"], "properties": { "lastname": "Petrov" } }),
    );
    portal.plant(
        "deals",
        json!({ "id": "9001", "properties": {}, "associations": { "contacts": ["60"] } }),
    );
    let read = portal
        .get("/crm/v3/objects/contacts/58?properties=hs_merged_object_ids")
        .await;
    assert_eq!((read.status, &read.body["id"]), (200, &json!("60")));
    assert_eq!(read.body["properties"]["hs_merged_object_ids"], "58;59");
    let body = json!({ "inputs": [{ "id": "59" }, { "id": "60" }], "properties": ["lastname"] });
    let batch = portal
        .post("/crm/v3/objects/contacts/batch/read", &body)
        .await;
    assert_eq!((batch.status, batch.ids()), (200, vec!["60"]));
    let deals = portal
        .get("/crm/v4/objects/contacts/58/associations/deals")
        .await;
    assert_eq!(deals.body["results"][0]["toObjectId"], 9001);
}

#[tokio::test]
async fn a_merge_moves_values_that_are_lacking_and_all_associations() {
    let portal = Portal::start_empty().await;
    portal.plant(
        "contacts",
        json!({ "id": "51", "properties": { "email": "a@example.com" } }),
    );
    portal.plant(
        "contacts",
        json!({ "id": "52", "properties": { "email": "b@example.com", "phone": "1" } }),
    );
    portal.plant(
        "deals",
        json!({ "id": "9001", "properties": {}, "associations": {
        "contacts": [{ "id": "52", "labels": ["Billing contact"] }, "51"],
    } }),
    );
    let body = json!({ "primaryObjectId": "51", "objectIdToMerge": "52" });
    let merged = portal.post("/crm/v3/objects/contacts/merge", &body).await;
    assert_eq!((merged.status, &merged.body["id"]), (200, &json!("51")));
    let read = portal
        .get("/crm/v3/objects/contacts/52?properties=email,phone,hs_merged_object_ids")
        .await;
    let expected = ["a@example.com", "1", "52"];
    let values = ["email", "phone", "hs_merged_object_ids"]
        .map(|name| read.body["properties"][name].clone());
    assert_eq!(values, expected.map(Value::from));
    let list = portal
        .get("/crm/v3/objects/deals/9001/associations/contacts")
        .await;
    let rows = list.body["results"].as_array().unwrap();
    assert!(
        rows.iter().all(|row| row["id"] == "51") && rows.len() == 2,
        "{rows:?}"
    );
    assert_eq!(
        portal
            .post(
                "/crm/v3/objects/contacts/merge",
                &json!({ "primaryObjectId": "51", "objectIdToMerge": "51" })
            )
            .await
            .status,
        400
    );
    assert_eq!(
        portal
            .post("/crm/v3/objects/line_items/merge", &body)
            .await
            .status,
        405
    );
}

#[tokio::test]
async fn a_test_merges_archives_edits_and_replaces_records_without_a_request() {
    let portal = Portal::start_empty().await;
    for id in ["51", "52"] {
        portal.plant(
            "contacts",
            json!({ "id": id, "properties": { "lastname": id } }),
        );
    }
    let deal = |contact: &str| json!({ "id": "9001", "properties": {}, "associations": { "contacts": [contact] } });
    portal.plant("deals", deal("51"));
    portal.plant("deals", deal("52"));
    let sandbox = &portal.sandbox;
    let links = portal
        .get("/crm/v3/objects/contacts/51/associations/deals")
        .await;
    assert_eq!(links.body["results"], json!([]));
    sandbox.merge("contacts", "51", "52").unwrap();
    let links = portal
        .get("/crm/v3/objects/contacts/52/associations/deals")
        .await;
    assert_eq!(links.body["results"][0]["id"], "9001");
    // HubSpot's own: the API would refuse it.
    sandbox
        .edit("deals", "9001", json!({ "hs_is_closed_won": true }))
        .unwrap();
    let record = sandbox.record("deals", "9001").unwrap();
    assert_eq!(record["properties"]["hs_is_closed_won"], "true");
    sandbox.archive("deals", "9001").unwrap();
    assert_eq!(sandbox.record("deals", "9001"), None);
    assert!(sandbox.archive("deals", "9001").is_err());
    assert!(sandbox.edit("planets", "1", json!({})).is_err());
    assert!(sandbox.journal().iter().all(|entry| !entry.is_write));
}
