//! Names that QuickBooks cannot hold as they are, writes otherwise, or has given to something else.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// Runs ten records at once, each in a process of its own.
async fn ten_at_once(
    stage: &Rehearsal,
    event: impl Fn(&str) -> Value,
) -> Vec<Result<Response, ActionError>> {
    let deadline = jiff::Timestamp::now() + SignedDuration::from_secs(30);
    let run = |id: u32| {
        let (engine, event) = (stage.another_process(), event(&id.to_string()).to_string());
        tokio::spawn(async move {
            actions::run::<CreateInvoice, _, _, _>(&engine, event.as_bytes(), deadline).await
        })
    };
    let runs: Vec<_> = (1..=10).map(run).collect();
    let mut responses = Vec::new();
    for run in runs {
        responses.push(run.await.unwrap());
    }
    responses
}

/// Makes a row of the local company inactive.
fn deactivate(stage: &Rehearsal, entity: &str, row: &Value) {
    let update = json!({"Id": row["Id"], "Active": false});
    stage.sandbox.edit(entity, update).unwrap();
}

#[tokio::test]
async fn an_inactive_customer_or_product_is_made_active_again_where_settings_say_so() {
    let settings = json!({"customers": {"name_conflict": "reactivate"},
        "products": {"name_conflict": "reactivate", "income_account": "Sales of Product Income"}});
    let stage = Rehearsal::with_settings(settings).await;
    let ada =
        json!({"DisplayName": "Ada O'Keefe", "PrimaryEmailAddr": {"Address": "old@example.com"}});
    let ada = stage.sandbox.insert("Customer", ada).unwrap();
    deactivate(&stage, "Customer", &ada);
    let novelty =
        json!({"Name": "Novelty", "Type": "Service", "IncomeAccountRef": {"value": "79"}});
    let novelty = stage.sandbox.insert("Item", novelty).unwrap();
    deactivate(&stage, "Item", &novelty);
    let lines = vec![line(1, "Novelty", "1", "5", "5.00")];
    let event = |id: &str| {
        let options = json!({"create_missing_products": true});
        deal(id, "5.00", lines.clone(), options)
    };
    let mut preview = event("1");
    preview["options"]["dry_run"] = json!(true);
    let shown = stage.run::<CreateInvoice>(&preview).await.unwrap();
    assert_eq!(shown.customer.unwrap().id, ada["Id"].as_str().unwrap());

    let responses = ten_at_once(&stage, event).await;
    for response in responses {
        let response = response.unwrap();
        assert_eq!(response.customer.unwrap().id, ada["Id"].as_str().unwrap());
        assert_eq!(response.products[0].id, novelty["Id"].as_str().unwrap());
    }
    let named = |entity: &str, property: &str, name: &str| {
        let rows = stage.sandbox.documents(entity).into_iter();
        rows.filter(|row| row[property].as_str().unwrap_or_default().starts_with(name))
            .count()
    };
    assert_eq!(named("Customer", "DisplayName", "Ada"), 1);
    assert_eq!(named("Item", "Name", "Novelty"), 1);
}

#[tokio::test]
async fn ten_records_of_an_odd_name_at_once_make_one_customer_and_one_product() {
    let long = "x".repeat(120);
    let names = [
        "Studio: North",
        "Ada O\u{2019}Keefe",
        "Ada  Lovelace",
        "Rene\u{301}e",
        long.as_str(),
    ];
    for name in names {
        let stage = Rehearsal::start().await;
        let event = |id: &str| {
            let options = json!({"create_missing_products": true});
            let mut event = deal(id, "5.00", vec![line(1, name, "1", "5", "5.00")], options);
            event["record"]["contacts"][0]["properties"] = json!({"lastname": name});
            event
        };
        let responses = ten_at_once(&stage, event).await;
        let made = made(responses);
        assert_eq!(made.len(), 1, "{name}: {made:?}");
    }
}

/// The distinct customers and products of responses.
fn made(responses: Vec<Result<Response, ActionError>>) -> Vec<(String, String)> {
    let responses = responses.into_iter().map(Result::unwrap);
    let made = responses.map(|made| (made.customer.unwrap().id, made.products[0].id.clone()));
    let distinct: std::collections::BTreeSet<_> = made.collect();
    distinct.into_iter().collect()
}

#[tokio::test]
async fn ten_contacts_and_products_at_once_whose_names_are_written_in_two_ways_are_one_each() {
    let names = [
        ["Jo L\u{2019}Ow", "Jo L'Ow"],
        ["Jo L`Ow", "JO L'OW"],
        ["Jo F\u{e9}", "Jo Fe\u{301}"],
        ["Jo  Ann", "Jo Ann"],
    ];
    for forms in names {
        for email in [json!(null), json!("jo@example.com")] {
            let stage = Rehearsal::start().await;
            let event = |id: &str| {
                let name = forms[id.parse::<usize>().unwrap() % 2];
                let options = json!({"create_missing_products": true});
                let mut event = deal(id, "5.00", vec![line(1, name, "1", "5", "5.00")], options);
                let properties = json!({"lastname": name, "email": email});
                event["record"]["contacts"] =
                    json!([{"id": format!("5{id}"), "properties": properties}]);
                event
            };
            let made = made(ten_at_once(&stage, event).await);
            assert_eq!(made.len(), 1, "{forms:?} {email}: {made:?}");
        }
    }
}

#[tokio::test]
async fn ten_contacts_at_once_of_a_name_that_a_vendor_or_employee_has_are_one_customer() {
    let whole = json!({"firstname": "Nora", "lastname": "Vance"});
    let alone = json!({"lastname": "Nora Vance"});
    for (entity, properties) in [("Vendor", &whole), ("Employee", &whole), ("Vendor", &alone)] {
        let stage = Rehearsal::start().await;
        let holder =
            json!({"DisplayName": "Nora Vance", "GivenName": "Nora", "FamilyName": "Vance"});
        stage.sandbox.insert(entity, holder).unwrap();
        let event = |id: &str| {
            let mut event = deal(
                id,
                "5.00",
                vec![line(1, "Hours", "1", "5", "5.00")],
                json!({}),
            );
            event["record"]["contacts"] =
                json!([{"id": format!("5{id}"), "properties": properties}]);
            event
        };
        let made = made(ten_at_once(&stage, event).await);
        assert_eq!(made.len(), 1, "{entity} {properties}: {made:?}");
        let mut customers = stage.sandbox.documents("Customer").into_iter();
        let customer = customers.find(|customer| customer["Id"] == json!(made[0].0));
        assert_eq!(customer.unwrap()["DisplayName"], "Nora Vance (customer)");
    }
}

#[tokio::test]
async fn a_customer_or_product_that_quickbooks_writes_otherwise_is_found() {
    let cases = [
        ("Ada O\u{2019}Keefe", "Ada O'Keefe"),
        ("Ada O'Keefe", "Ada O\u{2019}Keefe"),
        ("Rene\u{301}e", "Ren\u{e9}e"),
        ("Ren\u{e9}e", "Rene\u{301}e"),
        ("Ada  Lovelace", "Ada Lovelace"),
        ("Ada Lovelace", "Ada  Lovelace"),
        ("Ada King Lovelace", "Ada  King  Lovelace"),
    ];
    for (hubspot, quickbooks) in cases {
        let stage = Rehearsal::start().await;
        let row = stage
            .sandbox
            .insert("Customer", json!({"DisplayName": quickbooks}))
            .unwrap();
        let item =
            json!({"Name": quickbooks, "Type": "Service", "IncomeAccountRef": {"value": "79"}});
        let item = stage.sandbox.insert("Item", item).unwrap();
        let mut event = deal(
            "1",
            "5.00",
            vec![line(1, hubspot, "1", "5", "5.00")],
            json!({}),
        );
        event["record"]["contacts"][0]["properties"] = json!({"lastname": hubspot});
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(
            response.customer.unwrap().id,
            row["Id"].as_str().unwrap(),
            "{hubspot}"
        );
        assert_eq!(
            response.products[0].id,
            item["Id"].as_str().unwrap(),
            "{hubspot}"
        );
    }
}

#[tokio::test]
async fn a_bundle_or_category_of_quickbooks_is_named_and_nothing_is_created_beside_it() {
    let stage = Rehearsal::start().await;
    let bundle = json!({"Name": "Starter Bundle", "Sku": "BND-1", "Type": "Group"});
    let bundle = stage.sandbox.insert("Item", bundle).unwrap();
    stage
        .sandbox
        .insert("Item", json!({"Name": "Planting", "Type": "Category"}))
        .unwrap();
    let refused = |name: &str, sku: Value, options: Value| {
        let mut event = deal(
            "9402",
            "10.00",
            vec![line(1, name, "1", "10", "10.00")],
            options,
        );
        event["record"]["line_items"][0]["properties"]["hs_sku"] = sku;
        event
    };
    let create = json!({"create_missing_products": true});
    let bundle_id = format!("is bundle {} in QuickBooks", bundle["Id"].as_str().unwrap());
    let cases = [
        (
            refused("Starter Bundle", json!("BND-1"), json!({})),
            bundle_id.as_str(),
        ),
        (
            refused("Kit", json!("bnd-1"), create.clone()),
            bundle_id.as_str(),
        ),
        (
            refused("starter bundle", json!(null), create.clone()),
            bundle_id.as_str(),
        ),
        (
            refused("Planting", json!("P-1"), create.clone()),
            "is category",
        ),
        (
            refused("STARTER  BUNDLE", json!("ST-9"), create.clone()),
            "`name` is the name of bundle",
        ),
    ];
    for (mut event, expected) in cases {
        for dry_run in [true, false] {
            event["options"]["dry_run"] = json!(dry_run);
            let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
            assert_eq!(error.error_type(), "ProductNotFound");
            let message = error.to_string();
            assert!(
                message.starts_with("deal 9402: line item 7001"),
                "{message}"
            );
            assert!(message.contains(expected), "{message}");
        }
    }
    let named =
        Rehearsal::with_settings(json!({"products": {"item_without_lines": "Starter Bundle"}}))
            .await;
    let bundle = json!({"Name": "Starter Bundle", "Type": "Group"});
    named.sandbox.insert("Item", bundle).unwrap();
    let error = named
        .run::<CreateInvoice>(&deal("1", "5.00", vec![], json!({})))
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("is a bundle in QuickBooks"),
        "{error}"
    );
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
}

#[tokio::test]
async fn a_mapped_product_that_is_a_category_by_now_is_named_or_found_anew() {
    let stage = Rehearsal::start().await;
    let terrace =
        json!({"Name": "Terrace", "Type": "Service", "IncomeAccountRef": {"value": "79"}});
    let first = stage.sandbox.insert("Item", terrace.clone()).unwrap();
    let event = |id: &str, options: Value| {
        deal(
            id,
            "10.00",
            vec![line(1, "Terrace", "1", "10", "10.00")],
            options,
        )
    };
    stage
        .run::<CreateInvoice>(&event("9501", json!({})))
        .await
        .unwrap();
    let category = json!({"Id": first["Id"], "Name": "Terraces", "Type": "Category"});
    stage.sandbox.edit("Item", category).unwrap();
    let error = stage
        .run::<CreateInvoice>(&event("9502", json!({})))
        .await
        .unwrap_err();
    let message = error.to_string();
    for part in [
        "deal 9502: line item 7001",
        &format!("is category {}", first["Id"].as_str().unwrap()),
        "map the line's product",
    ] {
        assert!(message.contains(part), "{message}");
    }
    let named = json!({"products": {"quickbooks_id": first["Id"]}});
    let error = stage
        .run::<CreateInvoice>(&event("9503", named))
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("2500") && message.contains("`options.products`"),
        "{message}"
    );
    assert!(
        message.contains("a category in QuickBooks, name a product"),
        "{message}"
    );
    let second = stage.sandbox.insert("Item", terrace).unwrap();
    let healed = stage
        .run::<CreateInvoice>(&event("9502", json!({})))
        .await
        .unwrap();
    assert_eq!(healed.products[0].id, second["Id"].as_str().unwrap());
}
