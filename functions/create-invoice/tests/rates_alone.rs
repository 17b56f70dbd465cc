//! Lines whose tax HubSpot shows as a rate alone, or not at all: QuickBooks' tax is compared all the same.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::deal;
use crate::tax::{abroad, british, hours, in_pounds};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::CompanyTemplate;
use serde_json::{Value, json};

fn with(mut settings: Value, policy: &str) -> Value {
    settings["amounts"] = json!({"on_mismatch": policy, "on_quickbooks_mismatch": policy});
    settings
}

fn pounds(tax: &Value) -> Value {
    json!({
        "company": {"realm_id": "9341453172000003", "country": "GB", "home_currency": "GBP",
            "time_zone": "UTC"},
        "tax": tax,
    })
}

/// Checks that the difference is told with both figures, or refused with them and nothing left.
async fn assert_told(company: CompanyTemplate, settings: Value, event: Value, words: &[&str]) {
    for policy in ["warn", "refuse"] {
        let stage = abroad(company, with(settings.clone(), policy)).await;
        let message = match stage.run::<CreateInvoice>(&event).await {
            Ok(response) => {
                assert_eq!(policy, "warn");
                let mut told = response.warnings.into_iter();
                let told = told.find(|warning| warning.code == "quickbooks_tax_differs");
                told.unwrap().message
            }
            Err(error) => {
                let came = (policy, error.error_type());
                assert_eq!(came, ("refuse", "InvalidRequest"), "{error}");
                assert_eq!(stage.made("Invoice").len(), 0);
                error.to_string()
            }
        };
        for word in words {
            assert!(message.contains(word), "{word}: {message}");
        }
    }
}

#[tokio::test]
async fn a_tax_at_another_rate_than_hubspot_shows_is_told_or_refused() {
    let rate = json!({"hs_tax_rate": "7"});
    for shown in ["107.00", "100.00"] {
        let event = deal("1", shown, vec![hours("100.00", &rate)], json!({}));
        let settings = json!({});
        let words = ["computed a tax of 8.00", "HubSpot's rates come to 7.00"];
        assert_told(CompanyTemplate::UnitedStates, settings, event, &words).await;
    }
    let tax = json!({"codes": {"20": "5.0% R"}, "untaxed_code": "No VAT"});
    let event = in_pounds(
        "120.00",
        vec![hours("100.00", &json!({"hs_tax_rate": "20"}))],
    );
    let words = ["computed a tax of 5.00", "HubSpot's rates come to 20.00"];
    assert_told(CompanyTemplate::UnitedKingdom, pounds(&tax), event, &words).await;
}

#[tokio::test]
async fn a_rate_that_a_company_without_automated_tax_does_not_book_is_told_or_refused() {
    let rate = json!({"hs_tax_rate": "8"});
    let event = deal("1", "108.00", vec![hours("100.00", &rate)], json!({}));
    let settings = json!({"company": {"realm_id": "9341453172000004", "time_zone": "UTC"}});
    let words = [
        "computed no tax",
        "HubSpot's rates come to 8.00",
        "`tax.codes`",
    ];
    assert_told(
        CompanyTemplate::UnitedStatesManualTax,
        settings,
        event,
        &words,
    )
    .await;
}

#[tokio::test]
async fn a_tax_on_what_hubspot_does_not_tax_is_told_or_refused() {
    let tax = json!({"codes": {"20": "20.0% S"}, "untaxed_code": "20.0% S"});
    let event = in_pounds("100.00", vec![hours("100.00", &json!({}))]);
    let words = ["computed a tax of 20.00", "HubSpot shows 0.00"];
    assert_told(CompanyTemplate::UnitedKingdom, pounds(&tax), event, &words).await;
}

#[tokio::test]
async fn a_tax_that_rates_come_to_is_no_difference_and_one_that_has_but_a_name_is_told() {
    let name = "tax_not_compared";
    let named = json!({"hs_tax_label": "CA"});
    let of_id = json!({"hs_tax_rate_group_id": "7"});
    for (shown, tax, told) in [
        ("108.00", json!({"hs_tax_rate": "8"}), None),
        ("108.00", named.clone(), None),
        ("100.00", named, Some(name)),
        ("100.00", of_id, Some(name)),
        (
            "100.00",
            json!({"hs_tax_label": "CA", "hs_tax_amount": "8.00"}),
            None,
        ),
        (
            "100.00",
            json!({"hs_tax_label": "CA", "hs_tax_rate": "0"}),
            None,
        ),
    ] {
        let stage = Rehearsal::start().await;
        let event = deal("1", shown, vec![hours("100.00", &tax)], json!({}));
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        let warnings = response.warnings.iter();
        let of_tax = warnings.filter(|warning| warning.code.contains("tax"));
        let of_tax: Vec<(&str, &str)> = of_tax
            .map(|warning| (&*warning.code, &*warning.message))
            .collect();
        match told {
            None => assert_eq!(of_tax, [], "{tax}"),
            Some(code) => {
                assert_eq!(of_tax.len(), 1, "{tax}: {of_tax:?}");
                assert_eq!(of_tax[0].0, code);
                for word in ["deal 1, line item 7001", "`hs_tax_rate`"] {
                    assert!(of_tax[0].1.contains(word), "{of_tax:?}");
                }
            }
        }
    }
    let tax = json!({"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT"});
    let stage = british(tax).await;
    let event = in_pounds(
        "120.00",
        vec![hours("100.00", &json!({"hs_tax_rate": "20"}))],
    );
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.warnings, []);
}

#[tokio::test]
async fn a_tax_that_is_only_named_is_what_the_total_leaves_for_it() {
    let named = json!({"hs_tax_label": "CA"});
    let event = |shown: &str| deal("1", shown, vec![hours("100.00", &named)], json!({}));
    for policy in ["warn", "refuse"] {
        let stage = Rehearsal::with_settings(with(json!({}), policy)).await;
        let response = stage.run::<CreateInvoice>(&event("108.00")).await.unwrap();
        assert_eq!(response.warnings, [], "{policy}");
        assert_eq!(response.document.unwrap().total, "108.00");
    }
    let told =
        "deal 1: QuickBooks computed a tax of 8.00, and the total HubSpot shows leaves 9.00 for it";
    let stage = Rehearsal::start().await;
    let response = stage.run::<CreateInvoice>(&event("109.00")).await.unwrap();
    let messages: Vec<&str> = response.warnings.iter().map(|one| &*one.message).collect();
    assert_eq!(messages, [told]);
    for setting in ["on_mismatch", "on_quickbooks_mismatch"] {
        let settings = json!({"amounts": {setting: "refuse"}});
        let stage = Rehearsal::with_settings(settings).await;
        let error = stage
            .run::<CreateInvoice>(&event("109.00"))
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        let setting = format!("`amounts.{setting}`");
        assert!(
            message.contains(told) && message.contains(&setting),
            "{message}"
        );
        assert_eq!(stage.made("Invoice").len(), 0);
    }
    // More than the line itself is no tax on it.
    let stage = Rehearsal::start().await;
    let response = stage.run::<CreateInvoice>(&event("250.00")).await.unwrap();
    assert!(
        rehearsal::codes(&response).contains(&"total_differs"),
        "{:?}",
        response.warnings
    );
}
