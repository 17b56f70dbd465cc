//! The customer of a refund is the one to whom its sale was booked, whoever paid.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::refunds::{partial, refund};

fn ann() -> Value {
    json!([{"id": "71", "properties": {"firstname": "Ann", "lastname": "A", "email": "a@example.com"}}])
}

/// Payment 5 of contact 51 for the deal 4 of Ann, of which so much was given back.
fn bobs(refunded: &str) -> Value {
    let mut event = refund("5", refunded, &["100.00"]);
    event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
    event
}

fn paid() -> Value {
    let mut event = bobs("0");
    event["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    event["options"] = json!({});
    event
}

/// The invoice of Ann's deal; the id of its customer.
async fn sell_to_ann(stage: &Rehearsal) -> String {
    let mut deal = paid();
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["id"] = json!("4");
    deal["record"]["properties"] = json!({"amount": "100.00"});
    deal["record"]["deals"] = json!([]);
    deal["record"]["contacts"] = ann();
    let invoice = stage.run::<CreateInvoice>(&deal).await.unwrap();
    invoice.customer.unwrap().id
}

#[tokio::test]
async fn a_refund_is_booked_to_the_customer_of_its_sale_and_makes_no_other() {
    let stage = Rehearsal::with_settings(partial()).await;
    let ann = sell_to_ann(&stage).await;
    stage.run::<CreatePaidInvoice>(&paid()).await.unwrap();
    let customers = stage.sandbox.documents("Customer").len();
    for refunded in ["40.00", "100.00", "100.00"] {
        let response = stage.run::<CreateRefundReceipt>(&bobs(refunded)).await;
        let response = response.unwrap();
        assert_eq!(response.customer.as_ref().unwrap().id, ann);
        assert_eq!(codes(&response), ["customer_of_sale"], "{refunded}");
        let told = &response.warnings[0].message;
        assert!(told.starts_with("payment 5: Invoice "), "{told}");
        assert!(told.contains("not to one of contact 51"), "{told}");
    }
    let refunds = stage.made("RefundReceipt");
    assert_eq!(refunds.len(), 2);
    for made in &refunds {
        assert_eq!(made["CustomerRef"]["value"], json!(ann));
        assert_eq!(made["BillEmail"], Value::Null, "Bob's address is not Ann's");
    }
    assert_eq!(stage.sandbox.documents("Customer").len(), customers);
}

#[tokio::test]
async fn a_refund_of_who_bought_is_booked_as_ever() {
    let stage = Rehearsal::start().await;
    let event = refund("6", "100.00", &["100.00"]);
    let mut sale = event.clone();
    sale["options"] = json!({});
    stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(codes(&response), [""; 0]);
    let (sold, made) = (
        &stage.made("SalesReceipt")[0],
        &stage.made("RefundReceipt")[0],
    );
    assert_eq!(made["CustomerRef"], sold["CustomerRef"]);
    assert_eq!(made["BillEmail"], sold["BillEmail"]);
    assert_ne!(made["BillEmail"], Value::Null);
}

#[tokio::test]
async fn a_refund_goes_to_the_customer_whom_the_options_name_and_that_is_told() {
    let stage = Rehearsal::start().await;
    sell_to_ann(&stage).await;
    stage.run::<CreatePaidInvoice>(&paid()).await.unwrap();
    let other = json!({"DisplayName": "Somebody else"});
    let other = stage.sandbox.insert("Customer", other).unwrap()["Id"].clone();
    let mut event = bobs("100.00");
    event["options"]["customer"] = json!({"quickbooks_id": other});
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(codes(&response), ["customer_of_sale"]);
    let made = &stage.made("RefundReceipt")[0];
    assert_eq!(made["CustomerRef"]["value"], json!(other));
}

#[tokio::test]
async fn a_refund_follows_its_invoice_to_the_customer_it_has_by_now() {
    let stage = Rehearsal::start().await;
    sell_to_ann(&stage).await;
    stage.run::<CreatePaidInvoice>(&paid()).await.unwrap();
    let new = json!({"DisplayName": "Ann of today"});
    let new = stage.sandbox.insert("Customer", new).unwrap()["Id"].clone();
    let invoice = stage.made("Invoice")[0]["Id"].clone();
    let moved = json!({"Id": invoice, "CustomerRef": {"value": new}});
    stage.sandbox.edit("Invoice", moved).unwrap();
    let event = bobs("100.00");
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(json!(response.customer.unwrap().id), json!(new));
    let made = &stage.made("RefundReceipt")[0];
    assert_eq!(made["CustomerRef"]["value"], json!(new));
}

/// The document of this type is another customer's from now on, as after a merge; that one's id.
fn give_to_another(stage: &Rehearsal, entity: &str, and_deactivates: bool) -> Value {
    let new = json!({"DisplayName": "Amy's Bird Sanctuary of today"});
    let new = stage.sandbox.insert("Customer", new).unwrap()["Id"].clone();
    let document = stage.made(entity).remove(0);
    let moved = json!({"Id": document["Id"], "CustomerRef": {"value": new}});
    stage.sandbox.edit(entity, moved).unwrap();
    if and_deactivates {
        let old = json!({"Id": document["CustomerRef"]["value"], "Active": false});
        stage.sandbox.edit("Customer", old).unwrap();
    }
    new
}

#[tokio::test]
async fn each_refund_of_who_bought_follows_the_invoice_to_another_customer_and_makes_none() {
    for and_deactivates in [true, false] {
        let stage = Rehearsal::with_settings(partial()).await;
        let mut sale = paid();
        sale["record"]["deals"] = json!([]);
        stage.run::<CreatePaidInvoice>(&sale).await.unwrap();
        let mut first = bobs("40.00");
        first["record"]["deals"] = json!([]);
        stage.run::<CreateRefundReceipt>(&first).await.unwrap();
        let new = give_to_another(&stage, "Invoice", and_deactivates);
        let customers = stage.sandbox.documents("Customer").len();
        let mut rest = bobs("100.00");
        rest["record"]["deals"] = json!([]);
        for _ in 0..2 {
            let response = stage.run::<CreateRefundReceipt>(&rest).await.unwrap();
            assert_eq!(json!(response.customer.as_ref().unwrap().id), new);
            assert_eq!(codes(&response), ["customer_of_sale"]);
            let told = &response.warnings[0].message;
            assert!(told.contains("by now, and not of"), "{told}");
        }
        let made = stage.made("RefundReceipt");
        assert_eq!(made.len(), 2);
        assert_eq!(made[1]["CustomerRef"]["value"], new);
        assert_eq!(
            made[1]["BillEmail"],
            Value::Null,
            "it is not that one's address"
        );
        assert_eq!(stage.sandbox.documents("Customer").len(), customers);
    }
}

#[tokio::test]
async fn a_refund_follows_its_sales_receipt_to_the_customer_that_the_old_one_was_merged_into() {
    let stage = Rehearsal::start().await;
    let event = refund("6", "100.00", &["100.00"]);
    let mut sale = event.clone();
    sale["options"] = json!({});
    stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
    let new = give_to_another(&stage, "SalesReceipt", true);
    let customers = stage.sandbox.documents("Customer").len();
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(json!(response.customer.as_ref().unwrap().id), new);
    assert!(
        codes(&response).contains(&"customer_of_sale"),
        "{:?}",
        response.warnings
    );
    assert_eq!(stage.made("RefundReceipt")[0]["CustomerRef"]["value"], new);
    assert_eq!(stage.sandbox.documents("Customer").len(), customers);
}
