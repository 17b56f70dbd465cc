//! Definitions of properties.

use serde_json::json;

use crate::client::Portal;

#[tokio::test]
async fn a_types_properties_are_listed_with_their_kinds_and_options() {
    let portal = Portal::start().await;
    for path in [
        "/crm/v3/properties/deals",
        "/crm/properties/2026-03/deals",
        "/crm/v3/properties/0-3",
    ] {
        let list = portal.get(path).await;
        let results = list.body["results"].as_array().unwrap();
        let stage = results.iter().find(|it| it["name"] == "dealstage").unwrap();
        assert_eq!(
            (&stage["type"], &stage["fieldType"]),
            (&json!("enumeration"), &json!("select"))
        );
        assert_eq!(stage["options"][5]["value"], "closedwon");
    }
    let id = portal.get("/crm/v3/properties/deals/hs_object_id").await;
    assert_eq!(id.body["modificationMetadata"]["readOnlyValue"], true);
    assert_eq!(
        portal.get("/crm/v3/properties/deals/no_such").await.status,
        404
    );
    let body = json!({ "inputs": [{ "name": "amount" }, { "name": "no_such" }] });
    let batch = portal
        .post("/crm/v3/properties/deals/batch/read", &body)
        .await;
    assert_eq!(
        (batch.status, &batch.body["results"][0]["name"]),
        (207, &json!("amount"))
    );
}

#[tokio::test]
async fn a_new_property_can_be_written_and_is_gone_when_it_is_archived() {
    let portal = Portal::start().await;
    let definition = json!({ "name": "books_ref", "label": "Books", "type": "string", "fieldType": "text", "groupName": "dealinformation" });
    let path = "/crm/v3/properties/deals";
    assert_eq!(portal.post(path, &definition).await.status, 201);
    assert_eq!(portal.post(path, &definition).await.status, 409);
    let deal = portal
        .create("deals", json!({ "books_ref": "INV-1" }))
        .await;
    let read = format!("/crm/v3/objects/deals/{deal}?properties=books_ref");
    assert_eq!(
        portal.get(&read).await.body["properties"]["books_ref"],
        "INV-1"
    );
    let renamed = portal
        .patch(
            "/crm/v3/properties/deals/books_ref",
            &json!({ "label": "Ledger" }),
        )
        .await;
    assert_eq!(renamed.body["label"], "Ledger");
    assert_eq!(
        portal
            .delete("/crm/v3/properties/deals/books_ref")
            .await
            .status,
        204
    );
    assert_eq!(
        portal.get(&read).await.body["properties"].get("books_ref"),
        None
    );
    let bad = json!({ "name": "Books Ref", "type": "string" });
    assert_eq!(portal.post(path, &bad).await.status, 400);
}

#[tokio::test]
async fn a_property_needs_a_group_that_is_there_and_an_app_can_make_one() {
    let portal = Portal::start().await;
    let path = "/crm/properties/2026-03/quotes";
    let definition = json!({ "name": "books_ref", "label": "Books", "type": "string", "fieldType": "text", "groupName": "books" });
    assert_eq!(portal.post(path, &definition).await.status, 400);
    let group = json!({ "name": "books", "label": "Books" });
    let groups = "/crm/properties/2026-03/quotes/groups";
    assert_eq!(portal.post(groups, &group).await.status, 201);
    assert_eq!(portal.post(groups, &group).await.status, 409);
    let listed = portal.get(groups).await;
    let names = listed.body["results"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|group| &group["name"]).collect();
    assert!(names.contains(&&json!("quoteinformation")) && names.contains(&&json!("books")));
    assert_eq!(portal.post(path, &definition).await.status, 201);
}
