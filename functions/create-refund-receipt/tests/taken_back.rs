//! Payments of which HubSpot shows less given back than is booked: a later event came first, or a refund was taken back.

use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{Rehearsal, codes};
use serde_json::json;

use crate::refunds::{partial, refund, totals};

#[tokio::test]
async fn what_is_booked_beyond_what_hubspot_shows_is_told_with_its_receipt_and_a_way_out() {
    let stage = Rehearsal::with_settings(partial()).await;
    let booked = refund("5", "60.00", &["100.00"]);
    stage.run::<CreateRefundReceipt>(&booked).await.unwrap();
    let receipt = stage.made("RefundReceipt").remove(0);
    let receipt = format!("(id {})", receipt["Id"].as_str().unwrap());
    let names = |amount: &str| {
        [
            amount,
            "60.00",
            &receipt,
            "correct or delete",
            "a later event",
        ]
        .map(str::to_owned)
    };
    stage.sandbox.clear_journal();

    let less = refund("5", "40.00", &["100.00"]);
    let response = stage.run::<CreateRefundReceipt>(&less).await.unwrap();
    assert_eq!(response.status.to_string(), "already_created");
    assert!(codes(&response).contains(&"refund_below_booked"));
    let told = response.warnings.iter().map(|told| &*told.message);
    let told = told.collect::<Vec<_>>().join("\n");
    assert!(
        names("40.00").iter().all(|name| told.contains(name)),
        "{told}"
    );

    let mut none = refund("5", "0.00", &["100.00"]);
    none["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    let error = stage.run::<CreateRefundReceipt>(&none).await.unwrap_err();
    assert_eq!(error.error_type(), "RefundNotSupported");
    let told = error.to_string();
    assert!(
        names("0.00").iter().all(|name| told.contains(name)),
        "{told}"
    );

    let repeat = stage.run::<CreateRefundReceipt>(&booked).await.unwrap();
    assert!(!codes(&repeat).contains(&"refund_below_booked"));
    assert_eq!(stage.requests(), [""; 0]);
    assert_eq!(totals(&stage), ["60.00"]);
}
