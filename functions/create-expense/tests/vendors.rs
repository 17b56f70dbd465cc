//! The vendor of an expense: found by name, or created once where the settings say so.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::fees::payment;
use actions::Status;
use create_expense::CreateExpense;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, ScriptedAnswer};
use serde_json::{Value, json};

fn creating() -> Value {
    json!({"vendors": {"create_missing": true}})
}

fn vendors(stage: &Rehearsal, name: &str) -> Vec<Value> {
    let mut vendors = stage.sandbox.documents("Vendor");
    vendors.retain(|vendor| vendor["DisplayName"] == name);
    vendors
}

#[tokio::test]
async fn a_vendor_quickbooks_does_not_have_is_refused_unless_the_settings_create_it() {
    let stage = Rehearsal::start().await;
    let error = stage
        .run::<CreateExpense>(&payment("1", json!({})))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(
        error
            .to_string()
            .contains("no active Vendor named `HubSpot`"),
        "{error}"
    );
    assert!(vendors(&stage, "HubSpot").is_empty());
}

#[tokio::test]
async fn a_vendor_of_another_currency_is_named_with_the_way_out() {
    let refused = |detail: &str| {
        let error = json!({"Message": "A business validation error has occurred", "code": "6000",
            "Detail": format!("Business Validation Error: {detail}")});
        let answer = ScriptedAnswer {
            status: 400,
            body: json!({"Fault": {"Error": [error], "type": "ValidationFault"}}).to_string(),
            content_type: "application/json".to_owned(),
            after_effect: false,
        };
        FaultScript::new(FaultEffect::Status(answer)).entity("Purchase")
    };
    for (detail, said) in [
        (
            "The currency of the vendor is another.",
            "(of `options.vendor`)",
        ),
        (
            "Multicurrency is not enabled for this company.",
            "the setting `company.multi_currency` off",
        ),
    ] {
        let stage = Rehearsal::start().await;
        stage.sandbox.script(refused(detail));
        let event = payment("1", json!({"vendor": "Cal Telephone"}));
        let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "QuickBooksRejected");
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_missing_vendor_is_created_once_and_costs_nothing_afterwards() {
    let stage = Rehearsal::with_settings(creating()).await;
    stage
        .run::<CreateExpense>(&payment("1", json!({})))
        .await
        .unwrap();
    assert_eq!(
        stage.requests(),
        [
            "batch [query Account, query Account, query Vendor]",
            "batch [create Vendor]",
            "create Purchase"
        ]
    );
    stage.sandbox.clear_journal();
    stage
        .run::<CreateExpense>(&payment("2", json!({})))
        .await
        .unwrap();
    assert_eq!(stage.requests(), ["create Purchase"]);
    let vendor = &vendors(&stage, "HubSpot")[..];
    assert_eq!(vendor.len(), 1);
    for expense in stage.made("Purchase") {
        assert_eq!(expense["EntityRef"]["value"], vendor[0]["Id"]);
    }
}

#[tokio::test]
async fn a_preview_shows_the_vendor_and_creates_nothing() {
    let stage = Rehearsal::with_settings(creating()).await;
    let event = payment("1", json!({"dry_run": true}));
    let response = stage.run::<CreateExpense>(&event).await.unwrap();
    let preview = response.preview.unwrap();
    let kinds: Vec<&str> = preview.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["Vendor", "Purchase"]);
    assert_eq!(preview[0].body, json!({"DisplayName": "HubSpot"}));
    assert_eq!(preview[1].body["EntityRef"]["value"], "(new)");
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));
}

#[tokio::test]
async fn a_name_that_a_customer_has_gets_a_suffix_and_the_same_vendor_ever_after() {
    let stage = Rehearsal::with_settings(creating()).await;
    let options = json!({"vendor": "Amy's Bird Sanctuary"});
    let first = stage
        .run::<CreateExpense>(&payment("1", options.clone()))
        .await
        .unwrap();
    assert_eq!(first.warnings[0].code, "name_suffixed");
    assert_eq!(vendors(&stage, "Amy's Bird Sanctuary (vendor)").len(), 1);

    // A connection of its own remembers nothing, and finds the same vendor.
    stage.connect("other-books", creating()).await;
    let mut second = payment("2", options);
    second["connection"] = json!("other-books");
    stage.run::<CreateExpense>(&second).await.unwrap();
    assert_eq!(vendors(&stage, "Amy's Bird Sanctuary (vendor)").len(), 1);
    let paid: Vec<Value> = stage
        .made("Purchase")
        .into_iter()
        .map(|expense| expense["EntityRef"]["value"].clone())
        .collect();
    assert_eq!(paid[0], paid[1]);
}

#[tokio::test]
async fn payments_at_the_same_moment_create_one_vendor() {
    let stage = Rehearsal::with_settings(creating()).await;
    let events: Vec<Value> = (1..=6)
        .map(|id| payment(&id.to_string(), json!({})))
        .collect();
    let run = |event| Box::pin(stage.run::<CreateExpense>(event));
    let (one, two, three, four) = tokio::join!(
        run(&events[0]),
        run(&events[1]),
        run(&events[2]),
        run(&events[3])
    );
    for response in [one, two, three, four] {
        assert_eq!(response.unwrap().status, Status::Created);
    }
    assert_eq!(vendors(&stage, "HubSpot").len(), 1);
    assert_eq!(stage.made("Purchase").len(), 4);
}

#[tokio::test]
async fn a_vendor_whose_creation_was_not_answered_is_created_once() {
    let stage = Rehearsal::with_settings(creating()).await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Batch")
        .nth(2);
    stage.sandbox.script(lost);
    let event = payment("1", json!({}));
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    stage.environment.advance(SignedDuration::from_secs(60));
    stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(vendors(&stage, "HubSpot").len(), 1);
    assert_eq!(stage.made("Purchase").len(), 1);
}

#[tokio::test]
async fn a_vendor_made_inactive_is_replaced() {
    let stage = Rehearsal::with_settings(creating()).await;
    stage
        .run::<CreateExpense>(&payment("1", json!({"vendor": "Cal Telephone"})))
        .await
        .unwrap();
    let vendor = vendors(&stage, "Cal Telephone").remove(0);
    let body = json!({"Id": vendor["Id"], "SyncToken": vendor["SyncToken"], "sparse": true, "Active": false});
    stage.sandbox.edit("Vendor", body).unwrap();
    let again = stage
        .run::<CreateExpense>(&payment("2", json!({"vendor": "Cal Telephone"})))
        .await;
    let warnings = again.unwrap().warnings;
    assert!(
        warnings
            .iter()
            .any(|warning| warning.code == "mapping_healed"),
        "{warnings:?}"
    );
    assert_eq!(stage.made("Purchase").len(), 2);
}

#[tokio::test]
async fn a_vendor_whose_spaces_quickbooks_or_hubspot_doubles_is_found() {
    for (asked, held) in [
        ("Garden Bank", "Garden  Bank"),
        ("Garden  Bank", "Garden Bank"),
    ] {
        let stage = Rehearsal::with_settings(creating()).await;
        let row = json!({"DisplayName": held});
        let row = stage.sandbox.insert("Vendor", row).unwrap();
        let event = payment("1", json!({"vendor": asked}));
        stage.run::<CreateExpense>(&event).await.unwrap();
        let expense = &stage.made("Purchase")[0];
        assert_eq!(expense["EntityRef"]["value"], row["Id"], "{asked}");
    }
}
