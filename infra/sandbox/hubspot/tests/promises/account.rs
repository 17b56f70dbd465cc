//! The account itself: owners, tax rates, details.

use serde_json::json;

use crate::client::Portal;

#[tokio::test]
async fn owners_are_listed_found_by_address_and_read_by_id() {
    let portal = Portal::start().await;
    let all = portal.get("/crm/v3/owners/").await;
    assert_eq!(all.ids(), ["118264203", "118264204"]);
    assert_eq!(
        portal.get("/crm/v3/owners?archived=true").await.ids(),
        ["118264209"]
    );
    let one = portal
        .get("/crm/v3/owners?email=rosa@fernandfield.example.com")
        .await;
    assert_eq!(one.ids(), ["118264203"]);
    let page = portal.get("/crm/v3/owners?limit=1").await;
    assert_eq!((page.ids().len(), page.after()), (1, Some("1")));
    let read = portal.get("/crm/owners/2026-03/118264204").await;
    assert_eq!(read.body["firstName"], "Søren");
    assert_eq!(portal.get("/crm/v3/owners/1").await.status, 404);
}

#[tokio::test]
async fn tax_rates_are_listed_and_read_by_id() {
    let portal = Portal::start().await;
    for path in ["/tax-rates/v1/tax-rates", "/tax-rates/2026-03/tax-rates"] {
        assert_eq!(portal.get(path).await.ids().len(), 3);
        let active = portal.get(&format!("{path}?active=true")).await;
        assert_eq!(active.ids(), ["2148420997", "2148420998"]);
        let one = portal.get(&format!("{path}/2148420997")).await;
        assert_eq!(
            (&one.body["percentageRate"], &one.body["label"]),
            (&json!(8.25), &json!("Sales tax"))
        );
    }
    assert_eq!(portal.get("/tax-rates/v1/tax-rates/1").await.status, 404);
}

#[tokio::test]
async fn the_accounts_details_need_no_scope() {
    let portal = Portal::start().await;
    portal.sandbox.grant_scopes(&[]).unwrap();
    let answer = portal.get("/account-info/v3/details").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["portalId"], json!(portal.sandbox.portal_id()));
    assert_eq!(answer.body["companyCurrency"], "USD");
}
