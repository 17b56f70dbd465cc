//! The pages for people.

use serde_json::json;

use crate::client::Portal;

async fn page(portal: &Portal, path: &str) -> (u16, String) {
    let url = format!("{}{path}", portal.sandbox.page_url());
    let response = portal.http.get(url).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn records_are_listed_last_changed_first_and_values_are_escaped() {
    let portal = Portal::start().await;
    let id = portal
        .create("deals", json!({ "dealname": "<script>alert(1)</script>" }))
        .await;
    let (status, list) = page(&portal, "").await;
    assert_eq!(status, 200);
    assert!(!list.contains("<script>") && list.contains("&lt;script&gt;"));
    let first = list.find("/records/deals/").unwrap();
    assert!(list[first..].starts_with(&format!("/records/deals/{id}")));
    for path in [
        "records/contacts",
        "records/commerce_payments",
        "executions",
    ] {
        assert_eq!(page(&portal, path).await.0, 200, "{path}");
    }
    for path in ["records/planets", "records/deals/1", "nothing"] {
        assert_eq!(page(&portal, path).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn a_record_shows_its_associations_and_what_apps_wrote_to_it() {
    let portal = Portal::start().await;
    let deals = portal.sandbox.records("deals");
    let id = deals[1]["id"].as_str().unwrap();
    portal
        .patch(
            &format!("/crm/v3/objects/deals/{id}"),
            &json!({ "properties": { "site_notes": "1037 Main Street" } }),
        )
        .await;
    let (_, shown) = page(&portal, &format!("records/deals/{id}")).await;
    for text in [
        "INTEGRATION",
        "Site notes",
        "1037 Main Street",
        "Billing contact",
        "Associated line items",
        "Drip irrigation kit",
    ] {
        assert!(shown.contains(text), "{text}");
    }
    let outcome = json!({ "outputFields": { "hs_execution_state": "SUCCESS" } });
    portal
        .post("/automation/v4/actions/callbacks/ap-1/complete", &outcome)
        .await;
    assert!(
        page(&portal, "executions")
            .await
            .1
            .contains("hs_execution_state: SUCCESS")
    );
}

#[tokio::test]
async fn a_record_s_properties_have_the_labels_of_their_definitions_and_options() {
    let portal = Portal::start().await;
    let written = json!({ "dealname": "Patio", "dealstage": "closedwon" });
    let id = portal.create("deals", written).await;
    let (_, shown) = page(&portal, &format!("records/deals/{id}")).await;
    for text in [
        r#"<dt data-property="dealstage"><span title="dealstage">Deal stage</span></dt><dd>Closed won</dd>"#,
        // What is said of changes, and the choice of one to make.
        r#"<td class="property"><span title="dealname">Deal name</span></td>"#,
        r#"<option value="garden_area">Garden area (sq ft)</option>"#,
    ] {
        assert!(shown.contains(text), "{text} in {shown}");
    }
    let named = |name: &str| shown.contains(&format!(">{name}<"));
    assert!(!named("dealname") && !named("closedwon"), "{shown}");
}
