//! Refunds whose sale is not known here, or is that of another payment, and those of payments that were merged.

use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::refunds::{refund, total};

/// The same before it was given back.
fn charged(mut event: Value) -> Value {
    event["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    event["options"] = json!({});
    event
}

#[tokio::test]
async fn every_part_of_a_refund_without_its_sale_is_told_or_refused_and_not_the_first_alone() {
    let refunds = |remedy: &str| json!({"refunds": {"partial": true, "without_sale": remedy}});
    let part = |so_far| refund("5", so_far, &["100.00"]);
    let stage = Rehearsal::with_settings(refunds("warn")).await;
    for so_far in ["20.00", "50.00"] {
        let response = stage.run::<CreateRefundReceipt>(&part(so_far)).await;
        assert_eq!(codes(&response.unwrap()), ["sale_not_known"], "{so_far}");
    }

    let stage = Rehearsal::with_settings(refunds("refuse")).await;
    let mut anyway = part("20.00");
    anyway["options"]["book_anyway"] = json!(true);
    stage.run::<CreateRefundReceipt>(&anyway).await.unwrap();
    for so_far in ["50.00", "100.00"] {
        let error = stage.run::<CreateRefundReceipt>(&part(so_far)).await;
        assert_eq!(error.unwrap_err().error_type(), "SaleNotBooked", "{so_far}");
    }
    let repeat = stage.run::<CreateRefundReceipt>(&part("20.00")).await;
    assert_eq!(repeat.unwrap().status.to_string(), "already_created");
    assert_eq!(stage.made("RefundReceipt").len(), 1);
}

#[tokio::test]
async fn the_document_of_another_payment_caps_no_refund() {
    for (remedy, expected) in [("book", &[] as &[&str]), ("warn", &["sale_not_known"])] {
        let settings = json!({"refunds": {"without_sale": remedy}});
        let stage = Rehearsal::with_settings(settings).await;
        let of_deal = |id: &str, paid: &str| {
            let mut event = refund(id, paid, &[paid]);
            event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
            event
        };
        let sold = charged(of_deal("5", "40.00"));
        stage.run::<CreateSalesReceipt>(&sold).await.unwrap();
        let other = of_deal("6", "100.00");
        let response = stage.run::<CreateRefundReceipt>(&other).await.unwrap();
        assert_eq!(total(&response), "100.00");
        assert_eq!(codes(&response), expected);
    }
}

#[tokio::test]
async fn the_refund_of_a_payment_finds_the_sale_that_was_booked_before_it_was_merged() {
    for one_sale_per in ["deal", "record"] {
        let settings = json!({"one_sale_per": one_sale_per, "payments": {"on_difference": "warn"},
            "refunds": {"without_sale": "refuse"}});
        let stage = Rehearsal::with_settings(settings).await;
        let mut old = charged(refund("5", "0", &["90.00"]));
        old["record"]["properties"]["hs_initial_amount"] = json!("100.00");
        stage.run::<CreateSalesReceipt>(&old).await.unwrap();
        let mut merged = refund("6", "100.00", &["90.00"]);
        merged["record"]["properties"]["hs_initial_amount"] = json!("100.00");
        merged["record"]["properties"]["hs_merged_object_ids"] = json!("5");
        let response = stage.run::<CreateRefundReceipt>(&merged).await.unwrap();
        assert_eq!(total(&response), "90.00");
        assert_eq!(codes(&response), ["refund_capped"], "{one_sale_per}");
    }
}
