//! Lines that are first billed after a payment: it is not for them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::paid::{assert_settled_once, payment};
use crate::parts_of_invoices::receive;

/// A payment of so much, of 4 March, for a line of 100.00 and a monthly one of 50.00 with these terms.
fn with_monthly(paid: &str, terms: &Value) -> Value {
    let mut event = payment("1", json!({}));
    let record = &mut event["record"];
    record["properties"]["hs_initial_amount"] = json!(paid);
    record["deals"] = json!([{"id": "9", "properties": {}}]);
    let monthly = record["line_items"][1]["properties"]
        .as_object_mut()
        .unwrap();
    monthly.insert("recurringbillingfrequency".to_owned(), json!("monthly"));
    monthly.extend(terms.as_object().unwrap().clone());
    event
}

fn from(day: &str) -> Value {
    json!({"hs_recurring_billing_start_date": day})
}

#[tokio::test]
async fn a_payment_of_what_is_billed_now_is_booked_without_the_line_that_is_billed_later() {
    let days = json!({"hs_billing_start_delay_type": "hs_billing_start_delay_days",
        "hs_billing_start_delay_days": "30", "hs_recurring_billing_start_date": "2026-03-04"});
    let months = json!({"hs_billing_start_delay_months": "2"});
    for (terms, first) in [
        (from("2026-04-01"), "2026-04-01"),
        (days, "30 days after checkout"),
        (months, "2 months after checkout"),
    ] {
        for part_payments in [false, true] {
            let settings = json!({"paid_invoices": {"part_payments": part_payments}});
            let stage = Rehearsal::with_settings(settings).await;
            let event = with_monthly("100.00", &terms);
            let response = receive(&stage, &event).await.unwrap();
            assert_eq!(codes(&response), ["billed_later"]);
            let message = &response.warnings[0].message;
            let told = format!("line item 7002, which is billed from {first}");
            assert!(message.contains(&told), "{message}");
            assert_eq!(response.products.len(), 1);
            assert_settled_once(&stage, "100.00");
            let again = receive(&stage, &event).await.unwrap();
            assert_eq!(again.status.to_string(), "already_created");

            let mut refund = event;
            let properties = &mut refund["record"]["properties"];
            properties["hs_latest_status"] = json!("refunded");
            properties["hs_refunds_amount"] = json!("100.00");
            refund["options"] = json!({"refund_account": "Checking"});
            let response = stage.run::<CreateRefundReceipt>(&refund).await.unwrap();
            assert_eq!(response.document.unwrap().total, "100.00");
        }
    }
}

#[tokio::test]
async fn a_payment_of_all_lines_is_booked_over_all_of_them() {
    // Who opens the link once the billing has begun pays for all.
    for day in ["2026-03-04", "2026-04-01"] {
        let stage = Rehearsal::start().await;
        let event = with_monthly("150.00", &from(day));
        receive(&stage, &event).await.unwrap();
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn a_payment_of_neither_is_refused_with_the_line_that_is_billed_later_and_its_day() {
    let told = "150.00 (100.00 without line item 7002, which is billed from 2026-04-01)";
    for (day, paid, is_told) in [
        ("2026-04-01", "90.00", true),
        ("2026-04-01", "160.00", true),
        ("2026-03-04", "100.00", false),
    ] {
        let stage = Rehearsal::start().await;
        let error = receive(&stage, &with_monthly(paid, &from(day)))
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        assert_eq!(message.contains(told), is_told, "{message}");
    }
}
