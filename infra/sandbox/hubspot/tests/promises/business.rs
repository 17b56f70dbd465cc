//! The sample business: believable, and as odd as real ones.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::client::Portal;

fn text<'a>(record: &'a Value, name: &str) -> Option<&'a str> {
    record["properties"][name].as_str()
}

#[tokio::test]
async fn it_has_thirty_deals_twelve_quotes_twenty_payments_and_what_hangs_on_them() {
    let portal = Portal::start().await;
    for (object_type, live, archived) in [
        ("deals", 29, 1),
        ("quotes", 12, 0),
        ("commerce_payments", 20, 0),
        ("contacts", 23, 1),
        ("companies", 11, 1),
        ("products", 15, 0),
        ("invoices", 4, 0),
    ] {
        assert_eq!(
            portal.sandbox.records(object_type).len(),
            live,
            "{object_type}"
        );
        let path = format!("/crm/v3/objects/{object_type}?archived=true&limit=100");
        assert_eq!(
            portal.get(&path).await.ids().len(),
            archived,
            "{object_type}"
        );
    }
}

#[tokio::test]
async fn every_property_of_a_record_is_defined_and_its_value_fits() {
    let portal = Portal::start().await;
    let types = [
        "deals",
        "quotes",
        "commerce_payments",
        "contacts",
        "companies",
        "products",
        "invoices",
        "line_items",
        "notes",
        "discounts",
        "fees",
        "taxes",
    ];
    for object_type in types {
        let definitions = portal
            .get(&format!("/crm/v3/properties/{object_type}"))
            .await
            .body;
        let definitions: BTreeMap<&str, &Value> = definitions["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["name"].as_str().unwrap(), it))
            .collect();
        for record in portal.sandbox.records(object_type) {
            for (name, value) in record["properties"].as_object().unwrap() {
                let definition = definitions
                    .get(name.as_str())
                    .unwrap_or_else(|| panic!("{object_type}.{name}"));
                let options: Vec<&str> = definition["options"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|it| it["value"].as_str().unwrap())
                    .collect();
                let value = value.as_str().unwrap();
                assert!(
                    options.is_empty() || value.split(';').all(|it| options.contains(&it)),
                    "{object_type}.{name} {value}"
                );
                if definition["type"] == "number" {
                    assert!(value.parse::<f64>().is_ok(), "{object_type}.{name} {value}");
                }
            }
        }
    }
}

#[tokio::test]
async fn it_has_the_odd_data_of_real_portals() {
    let portal = Portal::start().await;
    let contacts = portal.sandbox.records("contacts");
    let has = |name: &str| {
        contacts
            .iter()
            .filter(|it| text(it, name).is_none())
            .count()
    };
    assert_eq!(has("email"), 2);
    assert!(
        contacts
            .iter()
            .any(|it| text(it, "lastname").is_some_and(|it| it.ends_with(' ')))
    );
    let carters = contacts
        .iter()
        .filter(|it| text(it, "email") == Some("carter.family@example.com"));
    assert_eq!(carters.count(), 2);
    assert!(
        contacts
            .iter()
            .any(|it| text(it, "hs_merged_object_ids").is_some())
    );
    assert!(
        contacts
            .iter()
            .any(|it| text(it, "lastname") == Some("田中"))
    );
    let payments = portal.sandbox.records("commerce_payments");
    let partly = payments
        .iter()
        .filter(|it| text(it, "hs_latest_status") == Some("partially_refunded"));
    assert_eq!(partly.count(), 2);
    let lines = portal.sandbox.records("line_items");
    assert!(
        lines
            .iter()
            .any(|it| text(it, "recurringbillingfrequency") == Some("monthly"))
    );
    assert!(
        lines
            .iter()
            .any(|it| text(it, "hs_line_item_currency_code") == Some("EUR"))
    );
}

#[tokio::test]
async fn a_deals_amount_is_the_sum_of_its_lines_unless_it_is_odd_on_purpose() {
    let portal = Portal::start().await;
    for deal in portal.sandbox.records("deals") {
        let id = deal["id"].as_str().unwrap();
        let path = format!("/crm/v4/objects/deals/{id}/associations/line_items");
        let lines = portal.get(&path).await.body["results"]
            .as_array()
            .unwrap()
            .clone();
        let (Some(amount), false) = (text(&deal, "amount"), lines.is_empty()) else {
            continue;
        };
        let inputs: Vec<Value> = lines
            .iter()
            .map(|it| serde_json::json!({ "id": it["toObjectId"].to_string() }))
            .collect();
        let mut cents = 0;
        for some in inputs.chunks(100) {
            let body = serde_json::json!({ "inputs": some, "properties": ["amount"] });
            let read = portal
                .post("/crm/v3/objects/line_items/batch/read", &body)
                .await;
            assert_eq!(read.status, 200);
            let results = read.body["results"].as_array().unwrap();
            cents += results
                .iter()
                .map(|it| cents_of(text(it, "amount").unwrap()))
                .sum::<i64>();
        }
        assert_eq!(cents_of(amount), cents, "{:?}", text(&deal, "dealname"));
    }
}

#[tokio::test]
async fn one_deal_has_250_lines_and_everything_else_that_an_order_can_have() {
    let portal = Portal::start().await;
    let deals = portal.sandbox.records("deals");
    let botanical = deals
        .iter()
        .find(|deal| text(deal, "dealname") == Some("Botanical garden, all beds"));
    let id = botanical.unwrap()["id"].as_str().unwrap();
    for (object_type, count) in [
        ("line_items", 250),
        ("contacts", 2),
        ("companies", 1),
        ("discounts", 1),
        ("fees", 1),
        ("taxes", 1),
    ] {
        let path = format!("/crm/v4/objects/deals/{id}/associations/{object_type}");
        let list = portal.get(&path).await;
        assert_eq!(
            list.body["results"].as_array().unwrap().len(),
            count,
            "{object_type}"
        );
    }
}

fn cents_of(amount: &str) -> i64 {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, "00"));
    whole.parse::<i64>().unwrap() * 100 + format!("{cents:0<2}").parse::<i64>().unwrap()
}
