//! Associations with names of types: under `v3`.

use reqwest::Method;
use serde_json::json;

use crate::client::Portal;

async fn deal_and_company() -> Portal {
    let portal = Portal::start_empty().await;
    portal.plant("deals", json!({ "id": "9001", "properties": {} }));
    portal.plant("companies", json!({ "id": "77", "properties": {} }));
    portal
}

#[tokio::test]
async fn records_are_associated_and_separated_by_the_name_of_a_type() {
    let portal = deal_and_company().await;
    let path = "/crm/v3/objects/deals/9001/associations/companies";
    let made = portal
        .send(Method::PUT, &format!("{path}/77/deal_to_company"), None)
        .await;
    assert_eq!(made.status, 200);
    let list = portal.get(path).await;
    let expected = json!([
        { "id": "77", "type": "deal_to_company" },
        { "id": "77", "type": "deal_to_company_unlabeled" },
    ]);
    assert_eq!(list.body["results"], expected);
    assert_eq!(
        portal
            .delete(&format!("{path}/77/deal_to_company"))
            .await
            .status,
        204
    );
    assert_eq!(
        portal.get(path).await.body["results"],
        json!([{ "id": "77", "type": "deal_to_company_unlabeled" }])
    );
    let wrong = portal
        .send(Method::PUT, &format!("{path}/77/deal_to_planet"), None)
        .await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn batches_go_by_names_too() {
    let portal = deal_and_company().await;
    let pair = json!({ "inputs": [{ "from": { "id": "9001" }, "to": { "id": "77" }, "type": "deal_to_company_unlabeled" }] });
    let path = |what: &str| format!("/crm/v3/associations/deals/companies/batch/{what}");
    let made = portal.post(&path("create"), &pair).await;
    assert_eq!(
        (made.status, &made.body["results"][0]["to"]["id"]),
        (201, &json!("77"))
    );
    let read = json!({ "inputs": [{ "id": "9001" }] });
    let answer = portal.post(&path("read"), &read).await;
    assert_eq!(
        answer.body["results"][0]["to"],
        json!([{ "id": "77", "type": "deal_to_company_unlabeled" }])
    );
    assert_eq!(portal.post(&path("archive"), &pair).await.status, 204);
    let none = portal.post(&path("read"), &read).await;
    assert_eq!(
        none.body["errors"][0]["subCategory"],
        "crm.associations.NO_ASSOCIATIONS_FOUND"
    );
    let types = portal
        .get("/crm/v3/associations/deals/companies/types")
        .await;
    assert_eq!(
        types.body["results"][0],
        json!({ "id": "341", "name": "deal_to_company_unlabeled" })
    );
}
