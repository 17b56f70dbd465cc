//! Tax on top that QuickBooks rounds on the whole or line by line: nobody has recorded which.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::TaxRounding::{self, LineByLine, OnTheWhole};
use serde_json::{Value, json};

/// Five lines of 19.09 at 20 %, the tax of which is 3.82 each, and 19.09 on the whole.
fn quote(total: &str) -> Value {
    let lines = (1..=5).map(|number| {
        let mut line = line(number, "Hours", "1", "19.09", "19.09");
        line["properties"]["hs_tax_rate"] = json!("20");
        line["properties"]["hs_tax_amount"] = json!("3.82");
        line
    });
    let mut event = deal("1", total, lines.collect(), json!({}));
    event["record"]["object_type"] = json!("quote");
    event["record"]["properties"] = json!({"hs_title": "Order", "hs_quote_amount": total,
        "hs_status": "APPROVED", "hs_currency": "GBP"});
    event
}

#[tokio::test]
async fn a_total_that_quickbooks_rounds_otherwise_is_told_or_refused() {
    let cases: [(TaxRounding, &str, bool); 4] = [
        (OnTheWhole, "114.54", true),
        (OnTheWhole, "114.55", false),
        (LineByLine, "114.54", false),
        (LineByLine, "114.55", true),
    ];
    for (rounding, total, is_same) in cases {
        for policy in ["warn", "refuse"] {
            let amounts = json!({"on_mismatch": policy, "on_quickbooks_mismatch": policy});
            let stage = Rehearsal::british(rounding, json!({"amounts": amounts})).await;
            let outcome = stage.run::<CreateInvoice>(&quote(total)).await;
            let case = format!("{rounding:?} {total} {policy}");
            if !is_same && policy == "refuse" {
                let error = outcome.unwrap_err();
                assert_eq!(error.error_type(), "InvalidRequest", "{case}");
                assert!(error.to_string().contains("19."), "{case}: {error}");
                assert_eq!(stage.made("Invoice").len(), 0, "{case}");
                continue;
            }
            let response = outcome.unwrap();
            let told = response.warnings.iter().map(|warning| &*warning.code);
            let told: Vec<&str> = told.collect();
            let expected = if is_same {
                vec![]
            } else {
                vec!["quickbooks_tax_differs"]
            };
            assert_eq!(told, expected, "{case}");
            assert_eq!(response.document.unwrap().total == total, is_same, "{case}");
        }
    }
}

#[tokio::test]
async fn an_invoice_is_made_again_with_other_cents_only_where_quickbooks_tax_is_that_of_the_other_way()
 {
    // At HubSpot's 20.02 % both ways of rounding come to 120.02, by other cents. QuickBooks' code is of 20 %, which comes to
    // the 20.01 of the other way line by line, and on the whole to 20.00.
    let codes = json!({"codes": {"501": "20.0% S"}, "untaxed_code": "No VAT"});
    for (rounding, writes) in [(OnTheWhole, 1), (LineByLine, 3)] {
        let stage = Rehearsal::british(rounding, json!({ "tax": codes })).await;
        let lines = (1..=3).map(|number| {
            let mut line = line(number, "Hours", "1", "33.333", "33.333");
            line["properties"]["hs_tax_rate_group_id"] = json!("501");
            line["properties"]["hs_tax_rate"] = json!("20.02");
            line["properties"]["hs_tax_amount"] = json!("6.6733");
            line
        });
        let mut event = deal("1", "120.02", lines.collect(), json!({}));
        event["record"]["properties"]["deal_currency_code"] = json!("GBP");
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        let told = rehearsal::codes(&response);
        let is_told = told.contains(&"quickbooks_tax_differs");
        assert_eq!(is_told, writes == 1, "{rounding:?}: {told:?}");
        let journal = stage.sandbox.journal();
        let invoices = journal
            .iter()
            .filter(|entry| entry.is_write && entry.entity.as_deref() == Some("Invoice"));
        assert_eq!(invoices.count(), writes, "{rounding:?}");
    }
}

#[tokio::test]
async fn a_cent_goes_to_the_line_whose_tax_comes_to_the_total() {
    let amounts = json!({"on_mismatch": "refuse", "on_quickbooks_mismatch": "refuse"});
    let stage = Rehearsal::with_settings(json!({ "amounts": amounts })).await;
    let mut taxed = line(1, "Hours", "3.12", "0.30", "0.936");
    taxed["properties"]["hs_tax_rate"] = json!("8");
    taxed["properties"]["hs_tax_amount"] = json!("0.07");
    let untaxed = line(2, "Hours", "1.26", "0.40", "0.504");
    let mut event = deal("1", "1.51", vec![taxed, untaxed], json!({}));
    event["record"]["object_type"] = json!("quote");
    event["record"]["properties"] = json!({"hs_title": "Order", "hs_quote_amount": "1.51",
        "hs_status": "APPROVED", "hs_currency": "USD"});
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(rehearsal::codes(&response), ["cents_allocated"]);
    let document = response.document.unwrap();
    assert_eq!(
        (&*document.total, document.tax.as_deref()),
        ("1.51", Some("0.07"))
    );
}
