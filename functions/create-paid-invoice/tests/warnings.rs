//! The answer of a paid invoice tells what is to be known of both documents.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::payment;
use actions::Status;
use create_paid_invoice::CreatePaidInvoice;
use jiff::SignedDuration;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, SandboxOptions, ThrottleAnswer};
use serde_json::{Value, json};

/// A company that taxes at 8 %, and takes parts of what is taxed.
async fn stage() -> Rehearsal {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let settings = json!({"paid_invoices": {"taxable_lines": true, "part_payments": true}});
    Rehearsal::with(options, settings).await
}

/// A part of 157.00, of which HubSpot says that 7.00 are a tax of 7 %.
fn part() -> Value {
    let mut event = payment("61", json!({}));
    event["record"]["properties"]["hs_initial_amount"] = json!("50.00");
    event["record"]["properties"]["hs_payment_method_type"] = json!("card");
    event["record"]["deals"] = json!([{"id": "60", "properties": {}}]);
    let taxed = &mut event["record"]["line_items"][0]["properties"];
    taxed["hs_tax_rate"] = json!("7");
    taxed["hs_tax_amount"] = json!("7.00");
    event
}

/// The warning that both documents have, told once, and that of the invoice alone.
const EXPECTED: [&str; 2] = ["payment_method_left_out", "quickbooks_tax_differs"];

#[tokio::test]
async fn the_warnings_of_the_invoice_are_in_the_answer_of_both_and_of_each_repeat() {
    let stage = stage().await;
    for status in [Status::Created, Status::AlreadyCreated] {
        let response = stage.run::<CreatePaidInvoice>(&part()).await.unwrap();
        assert_eq!(response.status, status);
        assert_eq!(codes(&response), EXPECTED, "{:?}", response.warnings);
    }
    assert_eq!(stage.made("Invoice")[0]["TotalAmt"].to_string(), "158.00");
}

#[tokio::test]
async fn the_warnings_of_the_invoice_are_told_by_whoever_makes_the_payment_later() {
    let throttled = FaultEffect::Throttle(ThrottleAnswer::default());
    for effect in [throttled, FaultEffect::CloseAfterEffect] {
        let stage = stage().await;
        let script = FaultScript::new(effect)
            .entity("Payment")
            .operation(Operation::Create);
        stage.sandbox.script(script.next(2));
        stage.run::<CreatePaidInvoice>(&part()).await.unwrap_err();
        stage.sandbox.clear_scripts();
        stage.environment.advance(SignedDuration::from_secs(60));
        for status in [Status::Created, Status::AlreadyCreated] {
            let response = stage.run::<CreatePaidInvoice>(&part()).await.unwrap();
            assert_eq!(response.status, status);
            assert_eq!(codes(&response), EXPECTED, "{:?}", response.warnings);
        }
    }
}

#[tokio::test]
async fn a_number_that_the_invoice_got_instead_is_told() {
    let settings = json!({"document_number_taken": "suffix"});
    let stage = Rehearsal::with_settings(settings).await;
    let custom = json!({"Id": "1", "SalesFormsPrefs": {"CustomTxnNumbers": true}});
    stage.sandbox.edit("Preferences", custom).unwrap();
    let numbered = |id: &str| payment(id, json!({"document_number": "Q1"}));
    stage
        .run::<CreatePaidInvoice>(&numbered("1"))
        .await
        .unwrap();
    let second = stage
        .run::<CreatePaidInvoice>(&numbered("2"))
        .await
        .unwrap();
    assert!(
        codes(&second).contains(&"number_suffixed"),
        "{:?}",
        second.warnings
    );
}
