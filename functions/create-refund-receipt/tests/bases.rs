//! A payment that is not what its sale is booked at (`payments.on_difference`): no more is given back than that.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::refunds::{refund, total, totals};

/// A payment of so much for 100.00 of lines, of which so much was given back.
fn paid(gross: &str, refunded: &str) -> Value {
    let mut event = refund("11", refunded, &["60.00", "40.00"]);
    let is_full = gross == refunded;
    event["record"]["properties"]["hs_initial_amount"] = json!(gross);
    event["record"]["properties"]["hs_latest_status"] = json!(if is_full {
        "refunded"
    } else {
        "partially_refunded"
    });
    event
}

async fn sold(gross: &str) -> Rehearsal {
    sold_under(gross, json!({})).await
}

async fn sold_under(gross: &str, amounts: Value) -> Rehearsal {
    let settings = json!({"payments": {"on_difference": "warn"}, "refunds": {"partial": true}, "amounts": amounts});
    let stage = Rehearsal::with_settings(settings).await;
    let mut sale = paid(gross, "0");
    sale["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    sale["options"] = json!({});
    let sale = stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
    assert_eq!(total(&sale), "100.00");
    stage
}

#[tokio::test]
async fn a_refund_of_a_tip_gives_back_what_its_sale_is_booked_at_and_tells_the_rest() {
    let stage = sold("120.00").await;
    let event = paid("120.00", "120.00");
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(total(&response), "100.00");
    let warnings = response.warnings.as_slice();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let warning = &warnings[0];
    assert_eq!(warning.code, "refund_capped");
    let told = &warning.message;
    assert!(
        told.contains("is booked at 100.00 of the 120.00 that was paid"),
        "{told}"
    );
    assert!(told.contains("the other 20.00"), "{told}");
    let made = &stage.made("RefundReceipt")[0];
    assert_eq!(made["Line"][0]["Amount"].to_string(), "60.00");
    assert_eq!(made["Line"][1]["Amount"].to_string(), "40.00");
}

#[tokio::test]
async fn refunds_one_after_the_other_come_to_what_the_sale_is_booked_at() {
    let stage = sold("120.00").await;
    for refunded in ["30.00", "90.00", "110.00", "120.00", "120.00"] {
        let event = paid("120.00", refunded);
        stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    }
    assert_eq!(totals(&stage), ["30.00", "60.00", "10.00"]);
}

#[tokio::test]
async fn a_refund_of_less_than_its_sale_gives_back_what_was_given_back() {
    for policy in ["warn", "refuse"] {
        let stage = sold_under("80.00", json!({"on_mismatch": policy})).await;
        let event = paid("80.00", "80.00");
        let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        assert_eq!(
            (total(&response), codes(&response)),
            ("80.00", vec!["total_differs"]),
            "{policy}"
        );
    }
}

/// A payment of 100.00 of this deal, and the same once it is given back.
fn of_deal(id: &str) -> (Value, Value) {
    let mut given_back = refund(id, "100.00", &["60.00", "40.00"]);
    given_back["record"]["deals"] = json!([{"id": "9301"}]);
    let mut charged = given_back.clone();
    charged["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    charged["options"] = json!({});
    (charged, given_back)
}

#[tokio::test]
async fn the_refund_of_a_payment_that_is_booked_nowhere_says_so_though_another_one_of_its_deal_is()
{
    for (remedy, expected) in [("warn", "sale_not_known"), ("refuse", "SaleNotBooked")] {
        let settings = json!({"refunds": {"without_sale": remedy}});
        let stage = Rehearsal::with_settings(settings).await;
        let (first, first_back) = of_deal("11");
        stage.run::<CreateSalesReceipt>(&first).await.unwrap();
        let (second, second_back) = of_deal("12");
        let refused = stage.run::<CreateSalesReceipt>(&second).await.unwrap_err();
        assert_eq!(refused.error_type(), "AlreadyBooked");

        let response = stage.run::<CreateRefundReceipt>(&first_back).await.unwrap();
        assert!(response.warnings.is_empty(), "{:?}", response.warnings);
        let told = match stage.run::<CreateRefundReceipt>(&second_back).await {
            Ok(response) => response.warnings.iter().map(|one| &*one.code).collect(),
            Err(error) => error.error_type().to_owned(),
        };
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn a_refund_that_gives_no_tax_of_a_taxed_sale_back_says_so() {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    let mut event = refund("11", "108.00", &["100.00"]);
    let line = &mut event["record"]["line_items"][0]["properties"];
    line["hs_tax_amount"] = json!("8.00");
    event["record"]["properties"]["hs_initial_amount"] = json!("108.00");
    event["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    let mut sale = event.clone();
    sale["options"] = json!({});
    let sale = stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
    assert_eq!(sale.document.unwrap().tax.as_deref(), Some("8.00"));

    event["record"]["properties"]["hs_latest_status"] = json!("refunded");
    event["record"]["line_items"][0]["properties"] =
        json!({"name": "Hours", "quantity": "1", "price": "108.00", "amount": "108.00"});
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    let warned: Vec<&str> = response.warnings.iter().map(|one| &*one.code).collect();
    assert_eq!(warned, ["refund_without_tax"]);
}
