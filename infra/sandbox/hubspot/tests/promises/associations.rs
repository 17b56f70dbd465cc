//! Associations with types and labels: under `v4` and under dates.

use reqwest::Method;
use sandbox_hubspot::{SampleRecords, SandboxOptions, ToObjectId};
use serde_json::{Value, json};

use crate::client::Portal;

/// A deal 9001, contacts 51 and 52, a company 77.
async fn deal_and_people(options: SandboxOptions) -> Portal {
    let records = SampleRecords::None;
    let portal = Portal::start_with(SandboxOptions { records, ..options }).await;
    for (object_type, id) in [
        ("deals", "9001"),
        ("deals", "9002"),
        ("contacts", "51"),
        ("contacts", "52"),
        ("companies", "77"),
    ] {
        portal.plant(object_type, json!({ "id": id, "properties": {} }));
    }
    portal
}

fn types(row: &Value) -> Vec<(u64, Option<&str>)> {
    let types = row["associationTypes"].as_array().unwrap();
    types
        .iter()
        .map(|it| (it["typeId"].as_u64().unwrap(), it["label"].as_str()))
        .collect()
}

#[tokio::test]
async fn a_label_brings_the_association_without_one_along() {
    let portal = deal_and_people(SandboxOptions::default()).await;
    let label = json!([{ "associationCategory": "USER_DEFINED", "associationTypeId": 27 }]);
    let path = "/crm/v4/objects/deals/9001/associations/contacts/51";
    let made = portal.send(Method::PUT, path, Some(&label)).await;
    assert_eq!(
        (made.status, &made.body["labels"]),
        (201, &json!(["Billing contact"]))
    );
    let list = portal
        .get("/crm/v4/objects/deals/9001/associations/contacts")
        .await;
    let row = &list.body["results"][0];
    assert_eq!(row["toObjectId"], json!(51));
    assert_eq!(types(row), [(3, None), (27, Some("Billing contact"))]);
    let back = portal
        .get("/crm/objects/2026-03/contacts/51/associations/deals")
        .await;
    assert_eq!(
        types(&back.body["results"][0]),
        [(4, None), (28, Some("Billing contact"))]
    );
}

#[tokio::test]
async fn the_primary_company_is_told_by_type_and_label() {
    let portal = deal_and_people(SandboxOptions::default()).await;
    let primary = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 5 }]);
    let path = "/crm/objects/2026-09/deals/9001/associations/companies/77";
    assert_eq!(
        portal.send(Method::PUT, path, Some(&primary)).await.status,
        201
    );
    let list = portal
        .get("/crm/v4/objects/deals/9001/associations/companies")
        .await;
    assert_eq!(
        types(&list.body["results"][0]),
        [(5, Some("Primary")), (341, None)]
    );
}

#[tokio::test]
async fn a_type_of_another_direction_or_pair_is_refused() {
    let portal = deal_and_people(SandboxOptions::default()).await;
    let path = "/crm/v4/objects/deals/9001/associations/contacts/51";
    for (category, id) in [
        ("HUBSPOT_DEFINED", 4),
        ("HUBSPOT_DEFINED", 5),
        ("USER_DEFINED", 3),
        ("NOBODY", 3),
    ] {
        let body = json!([{ "associationCategory": category, "associationTypeId": id }]);
        assert_eq!(
            portal.send(Method::PUT, path, Some(&body)).await.status,
            400,
            "{category} {id}"
        );
    }
    let missing = "/crm/v4/objects/deals/4711/associations/default/contacts/51";
    assert_eq!(portal.send(Method::PUT, missing, None).await.status, 404);
    let products = "/crm/v4/objects/deals/9001/associations/default/products/51";
    portal.plant("products", json!({ "id": "51", "properties": {} }));
    assert_eq!(portal.send(Method::PUT, products, None).await.status, 400);
}

#[tokio::test]
async fn associated_records_come_in_the_order_in_which_they_were_associated() {
    let portal = deal_and_people(SandboxOptions::default()).await;
    portal
        .associate(("deals", "9001"), ("contacts", "52"))
        .await;
    portal
        .associate(("deals", "9001"), ("contacts", "51"))
        .await;
    portal
        .associate(("deals", "9001"), ("contacts", "52"))
        .await;
    let list = portal
        .get("/crm/v4/objects/deals/9001/associations/contacts")
        .await;
    let ids: Vec<u64> = list.body["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["toObjectId"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, [52, 51]);
    let inline = portal
        .get("/crm/v3/objects/deals/9001?associations=contacts")
        .await;
    assert_eq!(
        inline.body["associations"]["contacts"]["results"][0]["id"],
        "52"
    );
}

#[tokio::test]
async fn a_page_of_associations_is_followed_by_its_cursor() {
    let portal = deal_and_people(SandboxOptions {
        association_page: 1,
        ..SandboxOptions::default()
    })
    .await;
    portal
        .associate(("deals", "9001"), ("contacts", "51"))
        .await;
    portal
        .associate(("deals", "9001"), ("contacts", "52"))
        .await;
    let first = portal
        .get("/crm/v4/objects/deals/9001/associations/contacts")
        .await;
    assert_eq!(first.after(), Some("1"));
    let second = portal
        .get("/crm/v4/objects/deals/9001/associations/contacts?after=1")
        .await;
    assert_eq!(
        (&second.body["results"][0]["toObjectId"], second.after()),
        (&json!(52), None)
    );
    let batch = |after: Value| json!({ "inputs": [{ "id": "9001", "after": after }] });
    let path = "/crm/v4/associations/deals/contacts/batch/read";
    let first = portal.post(path, &batch(Value::Null)).await;
    assert_eq!(first.body["results"][0]["paging"]["next"]["after"], "1");
    let second = portal.post(path, &batch(json!("1"))).await;
    assert_eq!(second.body["results"][0]["to"][0]["toObjectId"], 52);
    assert_eq!(second.body["results"][0].get("paging"), None);
}

#[tokio::test]
async fn a_record_without_associations_is_an_error_of_a_207() {
    let portal = deal_and_people(SandboxOptions::default()).await;
    portal
        .associate(("deals", "9001"), ("companies", "77"))
        .await;
    let body = json!({ "inputs": [{ "id": "9001" }, { "id": "9002" }] });
    for path in [
        "/crm/v4/associations/deals/companies/batch/read",
        "/crm/associations/2026-03/deals/companies/batch/read",
    ] {
        let answer = portal.post(path, &body).await;
        assert_eq!(answer.status, 207);
        let result = &answer.body["results"][0];
        assert_eq!(
            (&result["from"]["id"], &result["to"][0]["toObjectId"]),
            (&json!("9001"), &json!(77))
        );
        let error = json!({
            "status": "error",
            "category": "OBJECT_NOT_FOUND",
            "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
            "message": "No company is associated with deal 9002.",
            "context": { "fromObjectId": ["9002"], "fromObjectType": ["deal"], "toObjectType": ["company"] },
        });
        assert_eq!(answer.body["errors"], json!([error]));
    }
}

#[tokio::test]
async fn associations_are_made_and_ended_in_batches() {
    let portal = deal_and_people(SandboxOptions::default()).await;
    let pair = |to: &str, id: u32, category: &str| json!({ "from": { "id": "9001" }, "to": { "id": to }, "types": [{ "associationCategory": category, "associationTypeId": id }] });
    let path = |what: &str| format!("/crm/v4/associations/deals/contacts/batch/{what}");
    let both =
        json!({ "inputs": [pair("51", 3, "HUBSPOT_DEFINED"), pair("52", 27, "USER_DEFINED")] });
    assert_eq!(portal.post(&path("create"), &both).await.status, 201);
    let wrong =
        json!({ "inputs": [pair("51", 3, "HUBSPOT_DEFINED"), pair("4711", 3, "HUBSPOT_DEFINED")] });
    assert_eq!(portal.post(&path("create"), &wrong).await.status, 404);
    let label = json!({ "inputs": [pair("52", 27, "USER_DEFINED")] });
    assert_eq!(
        portal.post(&path("labels/archive"), &label).await.status,
        204
    );
    let read = json!({ "inputs": [{ "id": "9001" }] });
    let rows = portal.post(&path("read"), &read).await.body["results"][0]["to"].clone();
    assert_eq!(
        (types(&rows[0]), types(&rows[1])),
        (vec![(3, None)], vec![(3, None)])
    );
    let all =
        json!({ "inputs": [{ "from": { "id": "9001" }, "to": [{ "id": "51" }, { "id": "52" }] }] });
    assert_eq!(portal.post(&path("archive"), &all).await.status, 204);
    assert_eq!(portal.post(&path("read"), &read).await.status, 207);
    let default = json!({ "inputs": [{ "from": { "id": "9001" }, "to": { "id": "51" } }] });
    let made = portal.post(&path("associate/default"), &default).await;
    assert_eq!(
        made.body["results"][0]["associationSpec"]["associationTypeId"],
        3
    );
    assert_eq!(
        portal
            .delete("/crm/v4/objects/deals/9001/associations/contacts/51")
            .await
            .status,
        204
    );
    assert_eq!(portal.post(&path("read"), &read).await.status, 207);
}

#[tokio::test]
async fn the_labels_between_two_types_are_listed() {
    let portal = deal_and_people(SandboxOptions::default()).await;
    let list = portal
        .get("/crm/v4/associations/deals/contacts/labels")
        .await;
    let expected = json!([
        { "category": "HUBSPOT_DEFINED", "typeId": 3, "label": null },
        { "category": "USER_DEFINED", "typeId": 27, "label": "Billing contact" },
    ]);
    assert_eq!(list.body["results"], expected);
}

#[tokio::test]
async fn an_associated_id_is_a_number_or_text_by_choice() {
    let to_object_id = ToObjectId::Text;
    let portal = deal_and_people(SandboxOptions {
        to_object_id,
        ..SandboxOptions::default()
    })
    .await;
    portal
        .associate(("deals", "9001"), ("contacts", "51"))
        .await;
    let list = portal
        .get("/crm/v4/objects/deals/9001/associations/contacts")
        .await;
    assert_eq!(list.body["results"][0]["toObjectId"], "51");
}
