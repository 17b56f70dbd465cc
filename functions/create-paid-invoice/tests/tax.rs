//! Taxable lines: refused, or settled to the cent, or not kept.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::{assert_nothing_left, assert_settled_once, payment};
use create_paid_invoice::CreatePaidInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, SandboxOptions, TaxRounding};
use serde_json::{Value, json};

/// A company that taxes at 8 %, with a connection that takes taxable lines.
async fn stage() -> Rehearsal {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    Rehearsal::with(options, json!({"paid_invoices": {"taxable_lines": true}})).await
}

/// The payment of 150.00 with this tax on its first line, of 100.00.
fn taxed(tax: &str, paid: &str) -> Value {
    let mut event = payment("1", json!({}));
    event["record"]["line_items"][0]["properties"]["hs_tax_amount"] = json!(tax);
    event["record"]["properties"]["hs_initial_amount"] = json!(paid);
    event
}

#[tokio::test]
async fn every_sign_of_tax_on_a_line_is_refused_by_default() {
    let signs = [
        ("hs_tax_amount", "0.01", true),
        ("hs_auto_tax_amount", "8.00", true),
        ("hs_tax_rate", "8", true),
        ("hs_tax_rate_group_id", "501", true),
        ("hs_tax_amount", "0.00", false),
        ("hs_tax_rate", "0", false),
    ];
    for (property, value, is_refused) in signs {
        let stage = Rehearsal::start().await;
        let mut event = payment("1", json!({}));
        event["record"]["line_items"][1]["properties"][property] = json!(value);
        let result = stage.run::<CreatePaidInvoice>(&event).await;
        if is_refused {
            let error = result.unwrap_err();
            assert_eq!(error.error_type(), "TaxableLineItem", "{property}");
            assert!(error.to_string().contains("line item 7002 is"), "{error}");
            assert_nothing_left(&stage);
        } else {
            result.unwrap();
        }
    }
}

#[tokio::test]
async fn a_tax_on_the_record_as_a_whole_is_refused_by_default() {
    let stage = Rehearsal::start().await;
    let mut event = payment("1", json!({}));
    event["record"]["properties"]["hs_initial_amount"] = json!("162.00");
    event["record"]["taxes"] =
        json!([{"id": "9", "properties": {"hs_value": "8", "hs_type": "PERCENT"}}]);
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "TaxableLineItem");
    assert_nothing_left(&stage);
}

#[tokio::test]
async fn an_invoice_whose_tax_quickbooks_computes_alike_is_settled() {
    let stage = stage().await;
    let response = stage
        .run::<CreatePaidInvoice>(&taxed("8.00", "158.00"))
        .await
        .unwrap();
    assert!(
        response
            .warnings
            .iter()
            .all(|one| one.code == "payment_method_left_out"),
        "{:?}",
        response.warnings
    );
    assert_settled_once(&stage, "158.00");
}

#[tokio::test]
async fn an_invoice_one_cent_off_is_deleted_again_and_the_error_has_both_totals() {
    let stage = stage().await;
    let event = taxed("8.01", "158.01");
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "TaxableLineItem");
    let message = error.to_string();
    assert!(
        message.contains("158.01 was paid") && message.contains("158.00"),
        "{message}"
    );
    assert_nothing_left(&stage);

    let corrected = taxed("8.00", "158.00");
    stage.run::<CreatePaidInvoice>(&corrected).await.unwrap();
    assert_settled_once(&stage, "158.00");
}

#[tokio::test]
async fn a_deletion_that_is_not_answered_is_finished_by_the_retry() {
    for effect in [
        FaultEffect::CloseAfterEffect,
        FaultEffect::CloseBeforeEffect,
    ] {
        let stage = stage().await;
        let script = FaultScript::new(effect)
            .entity("Invoice")
            .operation(Operation::Delete);
        stage.sandbox.script(script);
        let event = taxed("8.01", "158.01");
        let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
        assert!(error.is_retryable(), "{error}");
        stage
            .environment
            .advance(jiff::SignedDuration::from_secs(60));
        let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "TaxableLineItem");
        assert_nothing_left(&stage);
    }
}

#[tokio::test]
async fn a_part_between_the_lines_and_their_tax_is_one_where_hubspot_shows_the_rate_alone() {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let settings = json!({"paid_invoices": {"taxable_lines": true, "part_payments": true}});
    // 108.00 with the tax, of which 8.00 or 54.00 are left open.
    for paid in ["100.00", "54.00", "104.00"] {
        for tax in [
            json!({"hs_tax_rate": "8"}),
            json!({"hs_tax_rate": "8", "hs_tax_amount": "8.00"}),
        ] {
            let stage = Rehearsal::with(options.clone(), settings.clone()).await;
            let mut event = payment("1", json!({}));
            event["record"]["deals"] = json!([{"id": "9611"}]);
            event["record"]["properties"]["hs_initial_amount"] = json!(paid);
            let lines = event["record"]["line_items"].as_array_mut().unwrap();
            lines.truncate(1);
            let properties = lines[0]["properties"].as_object_mut().unwrap();
            properties.extend(tax.as_object().unwrap().clone());
            stage.run::<CreatePaidInvoice>(&event).await.unwrap();
            let (invoices, payments) = (stage.made("Invoice"), stage.made("Payment"));
            assert_eq!((invoices.len(), payments.len()), (1, 1), "{paid} {tax}");
            assert_eq!(invoices[0]["TotalAmt"].to_string(), "108.00", "{paid}");
            assert_eq!(payments[0]["TotalAmt"].to_string(), paid);
        }
    }
}

#[tokio::test]
async fn however_a_company_abroad_rounds_its_tax_an_invoice_is_what_was_paid_or_is_not_kept() {
    // Five lines of 19.09 at 20 %: 3.82 each, and 19.09 on the whole.
    for (rounding, fits) in [
        (TaxRounding::OnTheWhole, "114.54"),
        (TaxRounding::LineByLine, "114.55"),
    ] {
        for paid in ["114.54", "114.55"] {
            let settings = json!({"paid_invoices": {"taxable_lines": true}});
            let stage = Rehearsal::british(rounding, settings).await;
            let mut event = payment("1", json!({}));
            let properties = &mut event["record"]["properties"];
            properties["hs_initial_amount"] = json!(paid);
            properties["hs_currency_code"] = json!("GBP");
            let line = |number: u32| {
                json!({"id": number.to_string(), "properties": {"name": "Hours",
                "quantity": "1", "price": "19.09", "amount": "19.09", "hs_tax_rate": "20",
                "hs_tax_amount": "3.82"}})
            };
            event["record"]["line_items"] = (7001..=7005).map(line).collect();
            let outcome = stage.run::<CreatePaidInvoice>(&event).await;
            if paid == fits {
                outcome.unwrap();
                assert_settled_once(&stage, paid);
            } else {
                let message = outcome.unwrap_err().to_string();
                assert!(
                    message.contains(paid) && message.contains(fits),
                    "{message}"
                );
                assert_nothing_left(&stage);
            }
        }
    }
}
