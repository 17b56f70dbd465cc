//! Searches.

use std::time::Duration;

use sandbox_hubspot::{SampleRecords, SandboxOptions};
use serde_json::{Value, json};

use crate::client::Portal;

/// Five deals: amounts 5 to 200, one without any.
async fn five_deals() -> Portal {
    let portal = Portal::start_empty().await;
    portal.plant("contacts", json!({ "id": "51", "properties": {} }));
    for (id, name, amount, closed) in [
        ("1", "Garden redesign", Some("5"), "2026-01-31"),
        ("2", "Balcony", Some("40.00"), "2026-02-28T10:00:00Z"),
        ("3", "Rooftop GARDEN", Some("200"), "2026-03-31"),
        ("4", "Terrace", Some("100"), "1777507200000"),
        ("5", "Unknown", None, "2026-05-31"),
    ] {
        let mut deal = json!({ "id": id, "properties": { "dealname": name, "amount": amount, "closedate": closed } });
        if id == "2" {
            deal["associations"] = json!({ "contacts": ["51"] });
        }
        portal.plant("deals", deal);
    }
    portal
}

fn filter(name: &str, operator: &str, value: Value) -> Value {
    let mut filter = json!({ "propertyName": name, "operator": operator });
    match value {
        Value::Array(values) => filter["values"] = values.into(),
        Value::Object(more) => filter.as_object_mut().unwrap().extend(more),
        Value::Null => {}
        value => filter["value"] = value,
    }
    filter
}

async fn found(portal: &Portal, body: &Value) -> Vec<String> {
    let answer = portal.post("/crm/v3/objects/deals/search", body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.ids().into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_operator_finds_what_it_says() {
    let portal = five_deals().await;
    for (name, operator, value, expected) in [
        ("dealname", "EQ", json!("balcony"), "2"),
        ("dealname", "NEQ", json!("Balcony"), "1 3 4 5"),
        ("amount", "EQ", json!("40"), "2"),
        ("amount", "LT", json!("40"), "1"),
        ("amount", "LTE", json!(40), "1 2"),
        ("amount", "GT", json!("40"), "3 4"),
        ("amount", "GTE", json!("40"), "2 3 4"),
        (
            "amount",
            "BETWEEN",
            json!({ "value": "40", "highValue": "100" }),
            "2 4",
        ),
        ("closedate", "GT", json!("2026-03-01"), "3 4 5"),
        ("dealname", "IN", json!(["balcony", "terrace"]), "2 4"),
        ("dealname", "IN", json!(["Balcony"]), ""),
        ("dealname", "NOT_IN", json!(["balcony"]), "1 3 4 5"),
        ("amount", "HAS_PROPERTY", Value::Null, "1 2 3 4"),
        ("amount", "NOT_HAS_PROPERTY", Value::Null, "5"),
        ("dealname", "CONTAINS_TOKEN", json!("garden"), "1 3"),
        ("dealname", "CONTAINS_TOKEN", json!("*top*"), "3"),
        ("dealname", "NOT_CONTAINS_TOKEN", json!("garden"), "2 4 5"),
        ("hs_object_id", "GT", json!("3"), "4 5"),
        ("associations.contact", "EQ", json!("51"), "2"),
    ] {
        let body = json!({ "filterGroups": [{ "filters": [filter(name, operator, value)] }] });
        assert_eq!(
            found(&portal, &body).await.join(" "),
            expected,
            "{name} {operator}"
        );
    }
}

#[tokio::test]
async fn groups_are_alternatives_and_filters_of_a_group_all_fit() {
    let portal = five_deals().await;
    let garden = filter("dealname", "CONTAINS_TOKEN", json!("garden"));
    let body = json!({ "filterGroups": [
        { "filters": [garden, filter("amount", "GT", json!("100"))] },
        { "filters": [filter("amount", "NOT_HAS_PROPERTY", Value::Null)] },
    ] });
    assert_eq!(found(&portal, &body).await, ["3", "5"]);
    assert_eq!(found(&portal, &json!({ "query": "ROOFTOP" })).await, ["3"]);
    assert_eq!(found(&portal, &json!({})).await, ["1", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn results_are_sorted_by_the_propertys_type_and_those_without_a_value_come_last() {
    let portal = five_deals().await;
    for (sort, expected) in [
        (json!("amount"), "1 2 4 3 5"),
        (json!("-amount"), "3 4 2 1 5"),
        (
            json!({ "propertyName": "closedate", "direction": "DESCENDING" }),
            "5 4 3 2 1",
        ),
        (
            json!({ "propertyName": "dealname", "direction": "ASCENDING" }),
            "2 1 3 4 5",
        ),
    ] {
        let sorted = found(&portal, &json!({ "sorts": [sort] })).await;
        assert_eq!(sorted.join(" "), expected, "{sort}");
    }
}

#[tokio::test]
async fn pages_go_on_where_the_cursor_says_and_tell_the_total() {
    let portal = five_deals().await;
    let page = |after: Value| json!({ "limit": 2, "after": after, "properties": ["dealname"] });
    let path = "/crm/objects/2026-03/deals/search";
    let first = portal.post(path, &page(Value::Null)).await;
    assert_eq!(
        (&first.body["total"], first.ids(), first.after()),
        (&json!(5), vec!["1", "2"], Some("2"))
    );
    let last = portal.post(path, &page(json!("4"))).await;
    assert_eq!((last.ids(), last.after()), (vec!["5"], None));
}

#[tokio::test]
async fn more_than_hubspot_allows_is_refused() {
    let portal = five_deals().await;
    let group =
        |count: usize| json!({ "filters": vec![filter("amount", "GT", json!("1")); count] });
    for (body, reason) in [
        (json!({ "filterGroups": vec![group(1); 6] }), "6 groups"),
        (json!({ "filterGroups": [group(7)] }), "7 filters"),
        (json!({ "filterGroups": vec![group(5); 4] }), "20 filters"),
        (json!({ "limit": 201 }), "201 results a page"),
        (json!({ "after": "10000" }), "result 10,001"),
        (json!({ "query": "x".repeat(3_000) }), "3,000 characters"),
        (json!({ "sorts": ["amount", "dealname"] }), "2 sorts"),
        (json!({ "sorts": ["no_such"] }), "an unknown sort"),
        (
            json!({ "filterGroups": [{ "filters": [filter("no_such", "EQ", json!("1"))] }] }),
            "an unknown property",
        ),
        (
            json!({ "filterGroups": [{ "filters": [filter("amount", "LIKE", json!("1"))] }] }),
            "an unknown operator",
        ),
        (
            json!({ "filterGroups": [{ "filters": [filter("amount", "EQ", Value::Null)] }] }),
            "no value",
        ),
    ] {
        let answer = portal.post("/crm/v3/objects/deals/search", &body).await;
        assert_eq!(
            (answer.status, &answer.body["category"]),
            (400, &json!("VALIDATION_ERROR")),
            "{reason}"
        );
    }
}

#[tokio::test]
async fn a_new_record_is_found_after_the_delay_of_the_index() {
    let options = SandboxOptions {
        records: SampleRecords::None,
        search_delay: Duration::from_secs(5),
        ..SandboxOptions::default()
    };
    let (portal, clock) = Portal::start_at_noon(options).await;
    let id = portal.create("deals", json!({ "dealname": "New" })).await;
    assert!(found(&portal, &json!({})).await.is_empty());
    assert_eq!(
        portal
            .get(&format!("/crm/v3/objects/deals/{id}"))
            .await
            .status,
        200
    );
    clock.advance(Duration::from_secs(5));
    assert_eq!(found(&portal, &json!({})).await, [id]);
}
