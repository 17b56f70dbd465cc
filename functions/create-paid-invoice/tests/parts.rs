//! First payments of a part: what their invoice is over, and where there is to be none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::payment;
use crate::parts_of_invoices::{open, receive};
use create_invoice::CreateInvoice;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

fn settings() -> Value {
    json!({"paid_invoices": {"taxable_lines": true, "part_payments": true}})
}

fn line(id: usize, quantity: &str, amount: &str) -> Value {
    json!({"id": (7001 + id).to_string(), "properties": {"name": "Hours", "quantity": quantity,
        "price": amount, "amount": amount}})
}

/// A payment of so much for these lines, of deal 9.
fn part(id: &str, paid: &str, lines: &[&str]) -> Value {
    let mut event = payment(id, json!({}));
    event["record"]["properties"]["hs_initial_amount"] = json!(paid);
    event["record"]["deals"] = json!([{"id": "9", "properties": {}}]);
    let lines = lines.iter().enumerate();
    event["record"]["line_items"] = lines.map(|(id, amount)| line(id, "1", amount)).collect();
    event
}

#[tokio::test]
async fn the_invoice_of_a_part_is_over_what_the_lines_come_to_exactly_and_a_carried_cent_is_told() {
    let cases = [
        (&["33.333"; 3][..], "40.00", "60.00", "100.00"),
        (&["0.005"; 10], "0.04", "0.01", "0.05"),
    ];
    for (lines, first, rest, total) in cases {
        let stage = Rehearsal::with_settings(settings()).await;
        let response = receive(&stage, &part("1", first, lines)).await.unwrap();
        assert_eq!(response.document.as_ref().unwrap().total, total);
        assert_eq!(codes(&response), ["cents_allocated"]);
        let response = receive(&stage, &part("2", rest, lines)).await.unwrap();
        assert_eq!(response.document.unwrap().kind, "Payment");
        assert_eq!(open(&stage), ["0"]);
    }
}

#[tokio::test]
async fn a_part_that_makes_the_invoice_says_that_it_leaves_so_little_of_it_open() {
    for (paid, left) in [
        ("99.50", Some("leaves 0.50")),
        ("98.90", None),
        ("60.00", None),
    ] {
        let stage = Rehearsal::with_settings(settings()).await;
        let response = receive(&stage, &part("1", paid, &["100.00"]))
            .await
            .unwrap();
        let told = response.warnings.first().map(|told| &told.message);
        assert_eq!(told.is_some(), left.is_some(), "{told:?}");
        if let Some((told, left)) = told.zip(left) {
            assert_eq!(codes(&response), ["rest_open"]);
            let message = format!("payment 1: {paid} was paid, which {left} of its invoice open");
            assert!(told.starts_with(&message), "{told}");
        }
    }
}

#[tokio::test]
async fn the_invoice_of_a_part_comes_to_hubspot_s_total_with_fee_and_tax() {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, settings()).await;
    let with_terms = |id: &str, paid: &str| {
        let term = |id: &str, value: &str| {
            json!([{"id": id, "properties": {"hs_label": "x",
            "hs_type": "PERCENT", "hs_value": value, "hs_sort_order": "1"}}])
        };
        let mut event = part(id, paid, &["100.40"]);
        event["options"]["create_missing_products"] = json!(true);
        event["record"]["fees"] = term("5", "2.9");
        event["record"]["taxes"] = term("6", "8");
        event
    };
    let response = receive(&stage, &with_terms("1", "11.58")).await.unwrap();
    assert_eq!(response.document.as_ref().unwrap().total, "111.58");
    receive(&stage, &with_terms("2", "100.00")).await.unwrap();
    assert_eq!(open(&stage), ["0"]);
}

#[tokio::test]
async fn a_part_of_lines_that_recur_makes_no_invoice_that_nobody_pays() {
    let stage = Rehearsal::with_settings(settings()).await;
    let mut event = part("1", "50.00", &["50.00", "100.00"]);
    let monthly = &mut event["record"]["line_items"][1]["properties"];
    monthly["recurringbillingfrequency"] = json!("monthly");
    let error = receive(&stage, &event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    let message = error.to_string();
    for part in [
        "line item 7002 recurs",
        "create-sales-receipt",
        "create-invoice",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert!(!message.contains("part_payments"), "{message}");
    // What is said helps: on an invoice of the deal the part is received.
    let mut deal = event.clone();
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["id"] = json!("9");
    deal["record"]["properties"] = json!({"amount": "150.00"});
    deal["record"]["deals"] = json!([]);
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    receive(&stage, &event).await.unwrap();
    assert_eq!(open(&stage).len(), 1);
    // A line that is billed once, later, is paid by another payment.
    let mut once = part("2", "60.00", &["100.00"]);
    once["record"]["deals"] = json!([{"id": "10", "properties": {}}]);
    let line = &mut once["record"]["line_items"][0]["properties"];
    line["recurringbillingfrequency"] = json!("monthly");
    line["hs_recurring_billing_number_of_payments"] = json!("1");
    receive(&stage, &once).await.unwrap();
    assert_eq!(open(&stage).len(), 2);
}

#[tokio::test]
async fn a_part_and_the_quote_of_its_deal_make_one_invoice_whichever_comes_first() {
    let quote = {
        let mut quote = part("3", "150.00", &["150.00"]);
        quote["record"]["object_type"] = json!("quote");
        quote["record"]["properties"] = json!({"hs_title": "Offer", "hs_quote_amount": "150.00",
            "hs_status": "APPROVED"});
        quote
    };
    let mut settings = settings();
    settings["one_sale_per"] = json!("record");

    let stage = Rehearsal::with_settings(settings.clone()).await;
    stage.run::<CreateInvoice>(&quote).await.unwrap();
    let mut first = part("1", "90.00", &["150.00"]);
    let error = receive(&stage, &first).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked");
    let message = error.to_string();
    assert!(
        message.contains("create-invoice of quote 3") && message.contains("associate the payment"),
        "{message}"
    );
    first["record"]["quotes"] = json!([{"id": "3", "properties": {}}]);
    receive(&stage, &first).await.unwrap();
    assert_eq!(open(&stage).len(), 1);

    let stage = Rehearsal::with_settings(settings).await;
    let first = part("1", "90.00", &["150.00"]);
    receive(&stage, &first).await.unwrap();
    let error = stage.run::<CreateInvoice>(&quote).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked");
    assert_eq!(open(&stage).len(), 1);
}

#[tokio::test]
async fn a_payment_of_another_method_is_a_conflict_that_names_the_method() {
    let stage = Rehearsal::with_settings(settings()).await;
    let mut event = part("1", "150.00", &["150.00"]);
    event["record"]["properties"]["hs_payment_method_type"] = json!("card");
    receive(&stage, &event).await.unwrap();
    event["record"]["properties"]["hs_payment_method_type"] = json!("ach");
    let error = receive(&stage, &event).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    assert!(
        error.to_string().contains("`hs_payment_method_type`"),
        "{error}"
    );
}
