//! Records that are read.

use serde_json::{Value, json};

use crate::client::Portal;

/// A deal with everything that a read can bring.
async fn garden() -> Portal {
    let portal = Portal::start_empty().await;
    portal.plant(
        "contacts",
        json!({ "id": "51", "properties": { "email": "ada@example.com" } }),
    );
    portal.plant(
        "companies",
        json!({ "id": "77", "properties": { "name": "O'Keefe & Sons" } }),
    );
    portal.plant(
        "line_items",
        json!({ "id": "7001", "properties": { "name": "Hours", "quantity": "16" } }),
    );
    portal.plant(
        "deals",
        json!({
            "id": "9001",
            "properties": { "dealname": "Garden redesign", "amount": 1480.5, "description": null },
            "createdAt": "2026-02-11T10:30:00.117Z",
            "updatedAt": "2026-03-03T15:20:41Z",
            "associations": {
                "contacts": ["51"],
                "companies": [{ "id": "77", "labels": ["Primary"] }],
                "line_items": ["7001"],
            },
        }),
    );
    portal
}

#[tokio::test]
async fn a_record_is_read_as_texts_and_nulls_under_a_numeric_id_that_is_text() {
    let portal = garden().await;
    let path =
        "/crm/v3/objects/deals/9001?properties=dealname,amount&properties=description,no_such";
    let answer = portal.get(path).await;
    assert_eq!(answer.status, 200);
    let expected = json!({
        "id": "9001",
        "properties": {
            "amount": "1480.5",
            "createdate": "2026-02-11T10:30:00.117Z",
            "dealname": "Garden redesign",
            "description": null,
            "hs_lastmodifieddate": "2026-03-03T15:20:41Z",
            "hs_object_id": "9001",
        },
        "createdAt": "2026-02-11T10:30:00.117Z",
        "updatedAt": "2026-03-03T15:20:41Z",
        "archived": false,
    });
    assert_eq!(answer.body, expected);
}

#[tokio::test]
async fn without_properties_those_of_the_type_come() {
    let portal = garden().await;
    let answer = portal.get("/crm/v3/objects/deals/9001").await;
    let names: Vec<&String> = answer.body["properties"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    let expected =
        "amount closedate createdate dealname dealstage hs_lastmodifieddate hs_object_id pipeline";
    assert_eq!(names, expected.split(' ').collect::<Vec<_>>());
}

#[tokio::test]
async fn associations_come_under_hubspots_own_keys_and_one_row_for_each_type() {
    let portal = garden().await;
    let path = "/crm/v3/objects/deals/9001?associations=line_items,companies,contacts,invoices";
    let answer = portal.get(path).await;
    let expected = json!({
        "companies": { "results": [
            { "id": "77", "type": "deal_to_company" },
            { "id": "77", "type": "deal_to_company_unlabeled" },
        ] },
        "contacts": { "results": [{ "id": "51", "type": "deal_to_contact" }] },
        "line items": { "results": [{ "id": "7001", "type": "deal_to_line_item" }] },
    });
    assert_eq!(answer.body["associations"], expected);
    let unknown = portal
        .get("/crm/v3/objects/deals/9001?associations=planets")
        .await;
    assert_eq!(unknown.status, 400);
    assert_eq!(
        unknown.body["message"],
        "Unable to infer object type from: planets"
    );
}

#[tokio::test]
async fn more_associations_than_a_page_are_followed_by_a_link_without_a_gap() {
    let portal = Portal::start().await;
    let deals = portal.sandbox.records("deals");
    let big = deals
        .iter()
        .find(|deal| deal["properties"]["dealname"] == "Botanical garden, all beds");
    let id = big.unwrap()["id"].as_str().unwrap();
    let first = portal
        .get(&format!(
            "/crm/v3/objects/deals/{id}?associations=line_items"
        ))
        .await;
    let list = &first.body["associations"]["line items"];
    let mut ids: Vec<Value> = list["results"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 100);
    let mut after = list["paging"]["next"]["after"].as_str().map(str::to_owned);
    let link = list["paging"]["next"]["link"].as_str().unwrap();
    assert!(link.ends_with(&format!(
        "/crm/v3/objects/deals/{id}/associations/line_items?after=100"
    )));
    while let Some(from) = after {
        let path =
            format!("/crm/v3/objects/deals/{id}/associations/line_items?limit=100&after={from}");
        let page = portal.get(&path).await;
        ids.extend(page.body["results"].as_array().unwrap().iter().cloned());
        after = page.after().map(str::to_owned);
    }
    let distinct: std::collections::BTreeSet<&str> =
        ids.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), distinct.len()), (250, 250));
}

#[tokio::test]
async fn a_record_that_is_not_there_is_worded_by_its_id() {
    let portal = garden().await;
    let missing = portal.get("/crm/v3/objects/deals/4711").await;
    assert_eq!(missing.status, 404);
    assert_eq!(missing.body["message"], "resource not found");
    assert_eq!(missing.body.get("category"), None);
    let word = portal.get("/crm/v3/objects/deals/garden").await;
    assert_eq!(word.status, 404);
    assert_eq!(word.body["category"], "OBJECT_NOT_FOUND");
    assert_eq!(
        word.body["message"],
        "Object not found.  objectId are usually numeric."
    );
    assert_eq!(word.body["context"], json!({ "id": ["garden"] }));
    assert!(!word.body["correlationId"].as_str().unwrap().is_empty());
    assert_eq!(
        word.body["correlationId"],
        word.header("x-hubspot-correlation-id")
    );
}

#[tokio::test]
async fn an_archived_record_is_read_only_as_an_archived_one() {
    let portal = garden().await;
    assert_eq!(
        portal.delete("/crm/v3/objects/contacts/51").await.status,
        204
    );
    assert_eq!(
        portal.delete("/crm/v3/objects/contacts/51").await.status,
        204
    );
    assert_eq!(
        portal.delete("/crm/v3/objects/contacts/4711").await.status,
        204
    );
    assert_eq!(portal.get("/crm/v3/objects/contacts/51").await.status, 404);
    let archived = portal
        .get("/crm/v3/objects/contacts/51?archived=True")
        .await;
    assert_eq!(
        (archived.status, &archived.body["archived"]),
        (200, &json!(true))
    );
    assert!(archived.body["archivedAt"].is_string());
    assert_eq!(
        portal
            .get("/crm/v3/objects/deals/9001?archived=true")
            .await
            .status,
        404
    );
    let deal = portal
        .get("/crm/v3/objects/deals/9001?associations=contacts")
        .await;
    assert_eq!(deal.body.get("associations"), None);
}

#[tokio::test]
async fn a_contact_is_found_by_its_address_and_a_deal_by_no_name() {
    let portal = garden().await;
    let found = portal
        .get("/crm/v3/objects/contacts/ADA@example.com?idProperty=email")
        .await;
    assert_eq!((found.status, &found.body["id"]), (200, &json!("51")));
    let refused = portal
        .get("/crm/v3/objects/deals/Garden?idProperty=dealname")
        .await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn a_property_can_be_read_with_everything_it_was() {
    let portal = garden().await;
    let change = json!({ "properties": { "amount": "1500" } });
    portal.patch("/crm/v3/objects/deals/9001", &change).await;
    let path = "/crm/v3/objects/deals/9001?propertiesWithHistory=amount";
    let history = &portal.get(path).await.body["propertiesWithHistory"]["amount"];
    let values: Vec<(&Value, &Value)> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (&it["value"], &it["sourceType"]))
        .collect();
    let (new, old) = (json!("1500"), json!("1480.5"));
    assert_eq!(
        values,
        [(&new, &json!("INTEGRATION")), (&old, &json!("CRM_UI"))]
    );
}

#[tokio::test]
async fn a_list_is_paged_by_id() {
    let portal = Portal::start().await;
    let mut seen = Vec::new();
    let mut after = Some("0".to_owned());
    while let Some(from) = after {
        let page = portal
            .get(&format!("/crm/v3/objects/deals?limit=10&after={from}"))
            .await;
        seen.extend(page.ids().iter().map(|id| id.parse::<u64>().unwrap()));
        after = page.after().map(str::to_owned);
    }
    assert_eq!(seen.len(), 29);
    assert!(seen.is_sorted());
    assert_eq!(
        portal
            .get("/crm/v3/objects/deals?archived=true")
            .await
            .ids()
            .len(),
        1
    );
    assert_eq!(
        portal.get("/crm/v3/objects/deals?limit=101").await.status,
        400
    );
}

#[tokio::test]
async fn every_version_and_name_of_a_path_leads_to_the_same_record() {
    let portal = garden().await;
    let first = portal.get("/crm/v3/objects/deals/9001").await.body;
    for path in [
        "/crm/objects/2026-03/deals/9001",
        "/crm/objects/2026-09/deals/9001",
        "/crm/v3/objects/deal/9001",
        "/crm/v3/objects/0-3/9001",
        "/crm/objects/2026-03/DEAL/9001",
    ] {
        assert_eq!(portal.get(path).await.body, first, "{path}");
    }
    for (path, status) in [
        ("/crm/objects/2024-01/deals/9001", 404),
        ("/crm/v9/objects/deals/9001", 404),
        ("/crm/v4/objects/deals/9001", 404),
        ("/crm/v3/objects/planets/9001", 400),
    ] {
        assert_eq!(portal.get(path).await.status, status, "{path}");
    }
    assert_eq!(
        portal
            .post("/crm/v3/objects/deals/9001", &json!({}))
            .await
            .status,
        405
    );
}

#[tokio::test]
async fn a_query_that_is_too_long_is_refused() {
    let portal = garden().await;
    let names = vec!["dealname"; 1_000].join(",");
    let path = format!("/crm/v3/objects/deals/9001?properties={names}");
    assert_eq!(portal.get(&path).await.status, 414);
}
