//! A payment of a quote that HubSpot associates with no quote: nobody can tell whose invoice it pays.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_paid_invoice::CreatePaidInvoice;
use rehearsal::CONNECTION;
use serde_json::json;

use crate::paid::{assert_nothing_left, assert_settled_once};
use crate::signed_quotes::{invoiced, paid, records, stage};

#[tokio::test]
async fn a_payment_of_a_quote_that_hubspot_associates_with_none_waits_for_that() {
    for (one_sale_per, named) in [
        ("deal", json!({})),
        ("record", json!({})),
        ("record", json!({"deals": "10"})),
    ] {
        let (stage, account) = stage(one_sale_per, &named).await;
        let refused = paid(&stage).await;
        assert!(
            refused.starts_with("RecordIncomplete: payment 11: "),
            "{refused}"
        );
        assert!(refused.contains("associate it with its quote"), "{refused}");
        assert_nothing_left(&stage);
        account.put_all(&records(&json!({"quotes": "12"})));
        assert_eq!(invoiced(&stage).await, "created");
        assert_eq!(paid(&stage).await, "created");
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn a_payment_of_a_quote_that_names_their_deal_alone_is_of_one_sale_with_it() {
    let (stage, _account) = stage("deal", &json!({"deals": "10"})).await;
    assert_eq!(invoiced(&stage).await, "created");
    assert_eq!(paid(&stage).await, "created");
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn a_payment_of_a_quote_that_is_gone_is_booked_anyway() {
    let (stage, _account) = stage("deal", &json!({})).await;
    let event = json!({"connection": CONNECTION, "record": {"object_type": "payment", "id": "11"},
        "options": {"book_anyway": true}});
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}
