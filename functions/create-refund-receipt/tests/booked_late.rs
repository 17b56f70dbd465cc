//! A payment that was refunded before its sale was booked: both are booked, and the books come to what
//! is left.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::Rehearsal;
use serde_json::json;

use crate::refunds::{partial, refund, total};

#[tokio::test]
async fn a_payment_refunded_before_it_was_booked_is_a_sale_of_its_own_day_and_a_refund() {
    let stage = Rehearsal::with_settings(partial()).await;
    for (id, refunded) in [("3305", "200.00"), ("3306", "1000.00")] {
        let back = refund(id, refunded, &["1000.00"]);
        let mut paid = back.clone();
        paid["options"] = json!({});
        let sale = stage.run::<CreateSalesReceipt>(&paid).await.unwrap();
        assert_eq!(total(&sale), "1000.00");
        let back = stage.run::<CreateRefundReceipt>(&back).await.unwrap();
        assert_eq!(total(&back), refunded);
    }
    let sales = stage.made("SalesReceipt");
    assert_eq!(sales.len(), 2);
    assert!(sales.iter().all(|sale| sale["TxnDate"] == "2026-03-04"));
}

#[tokio::test]
async fn what_is_no_refund_is_told_with_advice_that_can_be_followed() {
    let stage = Rehearsal::with_settings(partial()).await;
    let cases = [
        ("processing_refund", "enrol it once HubSpot says refunded"),
        ("disputed_lost", "book that in QuickBooks by hand"),
        ("failed", "leave such payments out of the workflow"),
        ("succeeded", "enrol it once it is"),
    ];
    for (status, advice) in cases {
        let mut event = refund("3307", "200.00", &["1000.00"]);
        event["record"]["properties"]["hs_latest_status"] = json!(status);
        let error = stage.run::<CreateRefundReceipt>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "RefundNotSupported");
        assert!(error.to_string().contains(advice), "{error}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}
