//! Refusals of QuickBooks' business rules: each message says which option or product, and what to do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::by_id::change_settings;
use crate::deals::{deal, line};
use create_estimate::CreateEstimate;
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{OpenQuestions, SandboxOptions};
use serde_json::{Value, json};

async fn says(stage: &Rehearsal, event: &Value, parts: &[&str]) {
    let error = stage.run::<CreateInvoice>(event).await.unwrap_err();
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "{part}: {message}");
    }
}

fn sold(name: &str, options: Value) -> Value {
    let lines = vec![line(1, name, "1", "92.50", "92.50")];
    deal("9801", "92.50", lines, options)
}

#[tokio::test]
async fn a_closed_period_is_told_with_the_date_to_change() {
    let stage = Rehearsal::start().await;
    let closed = json!({"Id": "1", "AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}});
    stage.sandbox.edit("Preferences", closed).unwrap();
    let event = sold("Hours", json!({"transaction_date": "2026-01-31"}));
    let parts = [
        "6200",
        "deal 9801",
        "`options.transaction_date`",
        "open the period",
    ];
    says(&stage, &event, &parts).await;
}

#[tokio::test]
async fn rules_of_the_company_s_own_settings_are_told_with_the_option_or_the_setting() {
    let stage = Rehearsal::start().await;
    let rules = [
        ("6190", "Subscription has ended", "renew it in QuickBooks"),
        (
            "6000",
            "Business Validation Error: Enter a service date for the line.",
            "`options.service_date`",
        ),
        (
            "6000",
            "Business Validation Error: Discounts are turned off.",
            "`amounts.order_discount_style`",
        ),
        (
            "2210",
            "Invalid Email Address Format : x",
            "contact's `email` in HubSpot",
        ),
        (
            "2050",
            "String length specified does not match the supported length. Min:0 Max:21 supported.",
            "QuickBooks takes, and it does not say which",
        ),
        ("2110", "Invalid Decimal", "has more digits than it takes"),
    ];
    for (code, detail, way_out) in rules {
        stage.refuse_next_with(code, "Invoice", detail);
        let event = sold("Hours", json!({}));
        says(&stage, &event, &[code, "deal 9801", way_out]).await;
    }
}

/// Nobody has published what QuickBooks does then: the local company refuses it or takes it, as it is told.
#[tokio::test]
async fn a_discount_in_a_company_without_discounts_is_told_with_the_way_out_or_booked() {
    let mut event = sold("Hours", json!({}));
    event["record"]["properties"]["amount"] = json!("83.25");
    event["record"]["discounts"] = json!([{"id": "88101",
        "properties": {"hs_label": "Spring", "hs_type": "PERCENT", "hs_value": "10"}}]);
    for open_questions in [OpenQuestions::Refused, OpenQuestions::Accepted] {
        let options = SandboxOptions {
            open_questions,
            ..SandboxOptions::default()
        };
        let stage = Rehearsal::with(options, json!({})).await;
        let off = json!({"Id": "1", "SalesFormsPrefs": {"AllowDiscount": false}});
        stage.sandbox.edit("Preferences", off).unwrap();
        if stage.sandbox.insert("Invoice", discounted()).is_err() {
            let parts = ["6000", "deal 9801", "`amounts.order_discount_style`"];
            says(&stage, &event, &parts).await;
            let way_out = json!({"order_discount_style": "net_unit_price"});
            change_settings(&stage, |settings| settings["amounts"] = way_out.clone()).await;
        }
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.document.unwrap().total, "83.25");
        assert_eq!(stage.made("Invoice").len(), 1);
    }
}

fn discounted() -> Value {
    json!({"CustomerRef": {"value": "1"}, "Line": [
        {"DetailType": "SalesItemLineDetail", "Amount": 10, "SalesItemLineDetail": {"ItemRef": {"value": "2"}}},
        {"DetailType": "DiscountLineDetail", "Amount": 1, "DiscountLineDetail": {}}]})
}

#[tokio::test]
async fn a_date_before_the_stock_of_a_product_is_told_with_the_product() {
    let stage = Rehearsal::start().await;
    let event = sold("Rock Fountain", json!({"transaction_date": "2010-01-01"}));
    let parts = [
        "6270",
        "line item 7001",
        "inventory start date",
        "`options.transaction_date`",
    ];
    says(&stage, &event, &parts).await;
}

#[tokio::test]
async fn a_customer_of_another_currency_is_told_with_the_option_that_names_it() {
    let options = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    let company = json!({"realm_id": "9341453172000001", "multi_currency": true});
    let stage = Rehearsal::with(options, json!({"company": company})).await;
    let canadian = json!({"DisplayName": "Maple", "CurrencyRef": {"value": "CAD"}});
    let canadian = stage.sandbox.insert("Customer", canadian).unwrap();
    let id = canadian["Id"].as_str().unwrap();
    let event = sold("Hours", json!({"customer": {"quickbooks_id": id}}));
    let named = format!("customer {id}");
    let parts = [
        "6000",
        &named,
        "another currency than the record's",
        "option",
    ];
    says(&stage, &event, &parts).await;
}

#[tokio::test]
async fn more_lines_than_a_document_takes_are_told_with_their_number() {
    let stage = Rehearsal::start().await;
    let lines = (1..=751).map(|place| {
        let mut taxed = line(place, "Hours", "1", "1.00", "1.00");
        taxed["properties"]["hs_tax_rate"] = json!("8");
        taxed["properties"]["hs_tax_amount"] = json!("0.08");
        taxed
    });
    let event = deal("9801", "751.00", lines.collect(), json!({}));
    stage.refuse_next("Invoice", "A transaction can have at most 750 lines.");
    says(&stage, &event, &["751 lines", "at most 750"]).await;
}

#[tokio::test]
async fn an_estimate_of_another_customer_is_told_with_the_option_that_leaves_it_out() {
    let stage = Rehearsal::start().await;
    let mut event = sold("Hours", json!({}));
    stage.run::<CreateEstimate>(&event).await.unwrap();
    event["record"]["contacts"] = json!([{"id": "52", "properties": {
        "firstname": "Bob", "lastname": "B", "email": "b@example.com"}}]);
    let parts = [
        "linked to estimate",
        "another customer",
        "`options.from_estimate` to false",
    ];
    let rule = "The customer of the linked estimate is not the customer of the invoice.";
    stage.refuse_next("Invoice", rule);
    says(&stage, &event, &parts).await;
    event["options"]["from_estimate"] = json!(false);
    stage.run::<CreateInvoice>(&event).await.unwrap();
}

#[tokio::test]
async fn a_currency_that_is_no_code_is_told_as_such() {
    let stage = Rehearsal::start().await;
    for currency in ["US Dollar", "US$"] {
        let mut event = sold("Hours", json!({}));
        event["record"]["properties"]["deal_currency_code"] = json!(currency);
        let parts = ["deal 9801: `deal_currency_code` is no ISO 4217 code, such as USD"];
        says(&stage, &event, &parts).await;
    }
}
