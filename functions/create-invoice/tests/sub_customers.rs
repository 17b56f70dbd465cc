//! A contact as a sub-customer of its company.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

async fn stage() -> Rehearsal {
    let settings = json!({"customers": {"sub_customer_of_company": true}});
    Rehearsal::with_settings(settings).await
}

/// A deal of Ada O'Keefe, of a company.
fn event(id: &str, company: &str, name: &str) -> Value {
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    let mut event = deal(id, "92.50", lines, json!({}));
    event["record"]["companies"] = json!([{"id": company, "properties": {"name": name}}]);
    event
}

async fn customer(stage: &Rehearsal, event: &Value) -> Value {
    let response = stage.run::<CreateInvoice>(event).await.unwrap();
    let id = json!(response.customer.unwrap().id);
    let rows = stage.sandbox.documents("Customer");
    rows.into_iter().find(|row| row["Id"] == id).unwrap()
}

fn parent(stage: &Rehearsal, customer: &Value) -> Value {
    let id = &customer["ParentRef"]["value"];
    let rows = stage.sandbox.documents("Customer");
    rows.into_iter().find(|row| row["Id"] == *id).unwrap()
}

#[tokio::test]
async fn company_and_contact_are_created_once_and_then_known() {
    let stage = stage().await;
    let made = customer(&stage, &event("1", "77", "O'Keefe & Sons")).await;
    assert_eq!(made["FullyQualifiedName"], "O'Keefe & Sons:Ada O'Keefe");
    assert_eq!(made["PrimaryEmailAddr"]["Address"], "ada@example.com");
    let parent = parent(&stage, &made);
    assert_eq!(
        (&parent["DisplayName"], &parent["Job"]),
        (&json!("O'Keefe & Sons"), &json!(false))
    );
    stage.sandbox.clear_journal();
    let again = customer(&stage, &event("2", "77", "O'Keefe & Sons")).await;
    assert_eq!(again["Id"], made["Id"]);
    assert_eq!(stage.requests(), ["create Invoice"]);
}

#[tokio::test]
async fn a_company_that_quickbooks_has_gets_the_contact_below_it() {
    let stage = stage().await;
    let sample = stage.sandbox.documents("Customer");
    let known = sample
        .iter()
        .find(|row| row["DisplayName"] == "Cool Cars")
        .unwrap();
    let made = customer(&stage, &event("1", "78", "Cool  cars")).await;
    assert_eq!(made["ParentRef"]["value"], known["Id"]);
    assert_eq!(made["Job"], true);
}

#[tokio::test]
async fn a_contact_of_two_companies_is_two_sub_customers() {
    let stage = stage().await;
    let mut ids = Vec::new();
    for (id, company) in [("1", "77"), ("2", "78"), ("3", "79")] {
        let made = customer(&stage, &event(id, company, &format!("Garden {company}"))).await;
        assert_eq!(
            parent(&stage, &made)["DisplayName"],
            format!("Garden {company}")
        );
        ids.push(made["Id"].to_string());
    }
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_sub_customer_that_a_person_made_is_found_below_its_company_alone() {
    let stage = stage().await;
    let ada = |parent: Option<&str>, name: &str| {
        let mut row = json!({"DisplayName": name, "GivenName": "Ada", "FamilyName": "O'Keefe",
            "PrimaryEmailAddr": {"Address": "ada@example.com"}});
        if let Some(parent) = parent {
            row["ParentRef"] = json!({"value": parent});
            row["Job"] = json!(true);
        }
        row
    };
    let company = stage
        .sandbox
        .insert("Customer", json!({"DisplayName": "O'Keefe & Sons"}))
        .unwrap();
    let other = stage
        .sandbox
        .insert("Customer", json!({"DisplayName": "Another"}))
        .unwrap();
    let [company, other] = [&company, &other].map(|row| row["Id"].as_str().unwrap().to_owned());
    stage
        .sandbox
        .insert("Customer", ada(None, "Ada O'Keefe"))
        .unwrap();
    stage
        .sandbox
        .insert("Customer", ada(Some(&other), "Ada, another"))
        .unwrap();
    let own = stage
        .sandbox
        .insert("Customer", ada(Some(&company), "Ada, sons"))
        .unwrap();
    let found = customer(&stage, &event("1", "77", "O'Keefe & Sons")).await;
    assert_eq!(found["Id"], own["Id"]);
}

#[tokio::test]
async fn a_company_without_a_name_is_told_and_nothing_is_made() {
    let stage = stage().await;
    let error = stage
        .run::<CreateInvoice>(&event("1", "77", ""))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "RecordIncomplete");
    assert!(error.to_string().contains("company 77"), "{error}");
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_company_that_is_gone_from_quickbooks_is_created_again_for_a_new_contact() {
    let stage = stage().await;
    let first = customer(&stage, &event("1", "77", "O'Keefe & Sons")).await;
    let mut gone = parent(&stage, &first);
    gone["Active"] = json!(false);
    stage.sandbox.edit("Customer", gone.clone()).unwrap();
    let mut event = event("2", "77", "O'Keefe & Sons");
    event["record"]["contacts"][0] = json!({"id": "52", "properties": {
        "firstname": "Bea", "lastname": "O'Keefe", "email": "bea@example.com",
    }});
    let made = customer(&stage, &event).await;
    assert_ne!(made["ParentRef"]["value"], gone["Id"]);
    assert_eq!(parent(&stage, &made)["Active"], true);
}

#[tokio::test]
async fn a_preview_shows_company_contact_and_invoice_and_makes_nothing() {
    let stage = stage().await;
    let mut event = event("1", "77", "O'Keefe & Sons");
    event["options"]["dry_run"] = json!(true);
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    let preview = serde_json::to_value(response.preview.unwrap()).unwrap();
    let text = preview.to_string();
    assert!(text.contains(r#""ParentRef":{"value":"(new)"}"#), "{text}");
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
}
