//! Payments that are not what their lines come to: refused with advice that can be followed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_sales_receipt::CreateSalesReceipt;
use rehearsal::Rehearsal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

/// A payment of so much for a line of 92.50, which is billed again where it recurs.
fn payment(paid: &str, recurs: bool) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment", "id": "1",
            "properties": {"hs_initial_amount": paid, "hs_latest_status": "succeeded",
                "hs_initiated_date": "2026-11-18"},
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": [{"id": "7001", "properties": {
                "name": "Hours", "quantity": "1", "price": "92.50", "amount": "92.50",
                "recurringbillingfrequency": if recurs { "monthly" } else { "" },
            }}],
        },
    })
}

#[tokio::test]
async fn a_payment_that_is_not_its_lines_is_refused_with_advice_that_can_be_followed() {
    let stage = Rehearsal::start().await;
    for (paid, recurs, said, unsaid) in [
        (
            "0.00",
            false,
            "leave payments of nothing out",
            "create-paid-invoice",
        ),
        ("50.00", false, "paid_invoices.part_payments", "recurs"),
        ("50.00", true, "recurs", "paid_invoices.part_payments"),
    ] {
        let event = payment(paid, recurs);
        let error = stage.run::<CreateSalesReceipt>(&event).await.unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains(said) && !message.contains(unsaid),
            "{message}"
        );
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_line_that_is_billed_later_is_left_out_of_what_was_paid_or_named_with_its_day() {
    let of = |paid: &str| {
        let mut event = payment(paid, false);
        let mut later = payment(paid, true)["record"]["line_items"][0].clone();
        later["id"] = json!("7002");
        later["properties"]["hs_recurring_billing_start_date"] = json!("2027-02-01");
        let lines = event["record"]["line_items"].as_array_mut().unwrap();
        lines.push(later);
        event
    };
    let stage = Rehearsal::start().await;
    let error = stage.run::<CreateSalesReceipt>(&of("90.00")).await;
    let message = error.unwrap_err().to_string();
    let told = "185.00 (92.50 without line item 7002, which is billed from 2027-02-01)";
    assert!(message.contains(told), "{message}");
    let response = stage.run::<CreateSalesReceipt>(&of("92.50")).await.unwrap();
    assert_eq!(rehearsal::codes(&response), ["billed_later"]);
    assert_eq!(response.document.unwrap().total, "92.50");
}

#[tokio::test]
async fn a_line_that_is_billed_once_is_left_out_of_a_recurring_payment_or_named() {
    let of = |id: &str, kind: &str, paid: &str| {
        let mut event = payment(paid, true);
        let mut once = payment(paid, false)["record"]["line_items"][0].clone();
        once["id"] = json!("7002");
        let record = &mut event["record"];
        record["id"] = json!(id);
        record["properties"]["hs_payment_type"] = json!(kind);
        record["line_items"].as_array_mut().unwrap().push(once);
        event
    };
    let stage = Rehearsal::start().await;
    for (id, kind, paid, told) in [
        ("1", "initial", "185.00", vec![]),
        ("2", "recurring", "92.50", vec!["billed_before"]),
        ("3", "recurring", "92.50", vec!["billed_before"]),
    ] {
        let event = of(id, kind, paid);
        let response = stage.run::<CreateSalesReceipt>(&event).await.unwrap();
        assert_eq!(rehearsal::codes(&response), told);
        assert_eq!(response.document.unwrap().total, paid);
    }
    let error = stage
        .run::<CreateSalesReceipt>(&of("4", "recurring", "90.00"))
        .await;
    let message = error.unwrap_err().to_string();
    let told = "185.00 (92.50 without line item 7002, which is billed once)";
    assert!(message.contains(told), "{message}");
}

#[tokio::test]
async fn a_company_that_computes_no_tax_is_told_where_the_code_of_one_is_named() {
    let mut event = payment("99.90", false);
    let line = &mut event["record"]["line_items"][0]["properties"];
    line["hs_tax_rate"] = json!("8");
    line["hs_tax_amount"] = json!("7.40");
    let options = SandboxOptions {
        default_us_tax_code: None,
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    let error = stage.run::<CreateSalesReceipt>(&event).await.unwrap_err();
    let message = error.to_string();
    for part in ["of which 0.00 is tax", "name the tax's code in `tax.codes`"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(stage.made("SalesReceipt").is_empty());
}
