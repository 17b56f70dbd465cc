//! A dry run of a taxed document: its total is predicted, or told to be without the tax.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::{Response, Status};
use create_invoice::CreateInvoice;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions, TaxRounding};
use serde_json::{Value, json};

/// Three lines of 33.33 at 20 %: 6.67 each, and 20.00 on the whole.
fn taxed(currency: &str, dry_run: bool) -> Value {
    let line = |number| {
        let mut line = line(number, "Hours", "1", "33.33", "33.33");
        line["properties"]["hs_tax_rate"] = json!("20");
        line["properties"]["hs_tax_amount"] = json!("6.67");
        line
    };
    let options = json!({"dry_run": dry_run});
    let mut event = deal("1", "99.99", (1..=3).map(line).collect(), options);
    event["record"]["properties"]["deal_currency_code"] = json!(currency);
    event
}

fn shown(response: &Response) -> (String, Option<String>) {
    let document = response.document.clone().unwrap();
    (document.total, document.tax)
}

#[tokio::test]
async fn a_preview_shows_the_total_with_the_tax_that_the_invoice_then_has() {
    for (rounding, setting, tax) in [
        (TaxRounding::OnTheWhole, "on_the_whole", "20.00"),
        (TaxRounding::LineByLine, "line_by_line", "20.01"),
    ] {
        let codes_of =
            json!({"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT", "rounding": setting});
        let stage = Rehearsal::british(rounding, json!({ "tax": codes_of })).await;
        let preview = stage.run::<CreateInvoice>(&taxed("GBP", true)).await;
        let preview = preview.unwrap();
        assert_eq!(preview.status, Status::Preview);
        let made = stage.run::<CreateInvoice>(&taxed("GBP", false)).await;
        assert_eq!(shown(&preview), shown(&made.unwrap()));
        assert_eq!(shown(&preview).1.as_deref(), Some(tax));
        assert_eq!(codes(&preview), ["tax_predicted"]);
        let message = &preview.warnings[0].message;
        let differs = message.contains("HubSpot shows a tax of 20.01");
        assert_eq!(differs, tax == "20.00", "{message}");
    }
}

#[tokio::test]
async fn a_preview_of_prices_that_hold_the_tax_shows_what_was_posted() {
    let inclusive =
        json!({"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT", "prices": "inclusive"});
    let stage = Rehearsal::british(TaxRounding::OnTheWhole, json!({ "tax": inclusive })).await;
    let preview = stage.run::<CreateInvoice>(&taxed("GBP", true)).await;
    assert_eq!(shown(&preview.unwrap()).0, "99.99");
}

#[tokio::test]
async fn where_the_tax_is_quickbooks_own_a_preview_says_that_its_total_is_without_it() {
    let automated = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(automated, json!({})).await;
    let preview = stage.run::<CreateInvoice>(&taxed("USD", true)).await;
    let preview = preview.unwrap();
    assert_eq!(shown(&preview), ("99.99".to_owned(), None));
    assert_eq!(codes(&preview), ["tax_not_known"]);
    let message = &preview.warnings[0].message;
    assert!(
        message.contains("99.99") && message.contains("HubSpot shows a tax of 20.01"),
        "{message}"
    );

    // A company that computes none by itself is told the code, and goes by that.
    let manual = SandboxOptions {
        company: CompanyTemplate::UnitedStatesManualTax,
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(manual, json!({"tax": {"codes": {"20": "California"}}})).await;
    let preview = stage
        .run::<CreateInvoice>(&taxed("USD", true))
        .await
        .unwrap();
    assert_eq!(codes(&preview), ["tax_predicted"]);
}

#[tokio::test]
async fn a_preview_without_tax_says_nothing_of_it() {
    let stage = Rehearsal::start().await;
    let mut event = taxed("USD", true);
    for line in event["record"]["line_items"].as_array_mut().unwrap() {
        line["properties"]["hs_tax_rate"] = json!(null);
        line["properties"]["hs_tax_amount"] = json!(null);
    }
    let preview = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(shown(&preview), ("99.99".to_owned(), None));
    assert!(codes(&preview).is_empty(), "{:?}", preview.warnings);
}
