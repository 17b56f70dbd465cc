//! Refunds of payments that were received on the invoice of their deal, and of such as were not.

use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use jiff::SignedDuration;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::refunds::{refund, total, totals};

/// A company in which deal 4 has an invoice of 100.00.
async fn invoiced(settings: Value) -> Rehearsal {
    let stage = Rehearsal::with_settings(settings).await;
    invoice(&stage, "e1").await;
    stage
}

fn parts(without_sale: &str) -> Value {
    json!({"refunds": {"partial": true, "without_sale": without_sale}})
}

/// One more invoice of deal 4, where an enrolment of its own gets one.
async fn invoice(stage: &Rehearsal, enrolment: &str) {
    let mut deal = refund("4", "0", &["100.00"]);
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["properties"] = json!({"amount": "100.00"});
    deal["options"] = json!({});
    deal["run"] = json!({"enrollment_id": enrolment});
    stage.run::<CreateInvoice>(&deal).await.unwrap();
}

/// Payment of so much of 100.00 of deal 4, of which so much was given back.
fn of_deal(id: &str, so_far: &str, paid: &str) -> Value {
    let mut event = refund(id, so_far, &["100.00"]);
    event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
    event["record"]["properties"]["hs_initial_amount"] = json!(paid);
    if so_far == paid {
        event["record"]["properties"]["hs_latest_status"] = json!("refunded");
    }
    event
}

async fn receive(stage: &Rehearsal, id: &str, paid: &str) -> Result<Response, ActionError> {
    let mut event = of_deal(id, "0", paid);
    event["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    event["options"] = json!({});
    stage.run::<CreatePaidInvoice>(&event).await
}

async fn give_back(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.environment.advance(SignedDuration::from_secs(1));
    stage.run::<CreateRefundReceipt>(event).await
}

#[tokio::test]
async fn what_two_payments_of_an_invoice_give_back_is_of_the_invoice_and_not_of_one_of_them() {
    for remedy in ["refuse", "warn"] {
        let stage = invoiced(parts(remedy)).await;
        receive(&stage, "5", "60.00").await.unwrap();
        receive(&stage, "6", "40.00").await.unwrap();
        for (id, so_far, paid) in [
            ("5", "10.00", "60.00"),
            ("6", "35.00", "40.00"),
            ("5", "60.00", "60.00"),
            ("6", "40.00", "40.00"),
        ] {
            let response = give_back(&stage, &of_deal(id, so_far, paid)).await.unwrap();
            assert_eq!(codes(&response), [""; 0], "{id} {so_far}");
        }
        assert_eq!(totals(&stage), ["10.00", "35.00", "50.00", "5.00"]);
    }
}

#[tokio::test]
async fn a_payment_that_came_twice_is_given_back_without_its_sale_and_the_one_that_was_received_with_it()
 {
    for remedy in ["refuse", "warn", "book"] {
        let stage = invoiced(parts(remedy)).await;
        receive(&stage, "5", "100.00").await.unwrap();
        let twice = receive(&stage, "6", "100.00").await.unwrap_err();
        assert_eq!(twice.error_type(), "AlreadyBooked");
        let refund = of_deal("6", "100.00", "100.00");
        match give_back(&stage, &refund).await {
            Ok(response) => {
                let expected: &[&str] = if remedy == "warn" {
                    &["sale_not_known"]
                } else {
                    &[]
                };
                assert_eq!(codes(&response), expected, "{remedy}");
                assert_ne!(remedy, "refuse");
            }
            Err(error) => {
                assert_eq!((error.error_type(), remedy), ("SaleNotBooked", "refuse"));
                let told = error.to_string();
                let names = [
                    "payment 6: it was not received here",
                    "Invoice",
                    "payment 5",
                ];
                assert!(names.iter().all(|name| told.contains(name)), "{told}");
            }
        }
        let received = give_back(&stage, &of_deal("5", "100.00", "100.00")).await;
        assert_eq!(codes(&received.unwrap()), [""; 0], "{remedy}");
    }
}

#[tokio::test]
async fn a_payment_that_was_received_by_hand_is_given_back_of_what_the_others_left_of_the_invoice()
{
    let stage = invoiced(parts("refuse")).await;
    receive(&stage, "5", "60.00").await.unwrap();
    let open = give_back(&stage, &of_deal("6", "40.00", "40.00")).await;
    assert_eq!(open.unwrap_err().error_type(), "SaleNotBooked");
    pay_by_hand(&stage, 0);
    let response = give_back(&stage, &of_deal("6", "40.00", "40.00")).await;
    assert_eq!(codes(&response.unwrap()), [""; 0]);
    let response = give_back(&stage, &of_deal("5", "60.00", "60.00")).await;
    assert_eq!(codes(&response.unwrap()), [""; 0]);
    // Nothing is left of it for a third one.
    let beyond = give_back(&stage, &of_deal("7", "40.00", "40.00")).await;
    let beyond = beyond.unwrap_err();
    assert_eq!(beyond.error_type(), "SaleNotBooked");
    let told = beyond.to_string();
    let names = [
        "payment 6",
        "80.00",
        "100.00",
        "60.00 of that received of payment 5",
    ];
    assert!(names.iter().all(|name| told.contains(name)), "{told}");
}

/// Receives what is open of an invoice in QuickBooks.
fn pay_by_hand(stage: &Rehearsal, place: usize) {
    let invoice = stage.made("Invoice").remove(place);
    let paid = json!({"CustomerRef": invoice["CustomerRef"], "TotalAmt": invoice["Balance"], "Line": [
        {"Amount": invoice["Balance"], "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}]});
    stage.sandbox.insert("Payment", paid).unwrap();
}

#[tokio::test]
async fn of_two_invoices_of_a_deal_the_one_that_a_payment_may_be_of_is_to_be_paid() {
    let settings = json!({"once_per": "enrollment", "refunds": {"without_sale": "refuse"}});
    let stage = invoiced(settings).await;
    receive(&stage, "5", "100.00").await.unwrap();
    invoice(&stage, "e2").await;
    let second = stage.made("Invoice")[1]["Id"].as_str().unwrap().to_owned();
    let open = give_back(&stage, &of_deal("6", "100.00", "100.00")).await;
    let open = open.unwrap_err().to_string();
    assert!(open.contains(&format!("(id {second}) is open")), "{open}");
    // The first invoice is paid by the payment that was received on it.
    let received = give_back(&stage, &of_deal("5", "100.00", "100.00")).await;
    assert_eq!(codes(&received.unwrap()), [""; 0]);
    pay_by_hand(&stage, 1);
    let paid = give_back(&stage, &of_deal("6", "100.00", "100.00"))
        .await
        .unwrap();
    assert_eq!((total(&paid), codes(&paid)), ("100.00", vec![]));
}

#[tokio::test]
async fn of_two_invoices_that_a_payment_may_be_of_both_are_to_be_paid_which_takes_one_read() {
    let settings = json!({"once_per": "enrollment", "refunds": {"without_sale": "refuse"}});
    let stage = invoiced(settings).await;
    invoice(&stage, "e2").await;
    let refund = of_deal("6", "100.00", "100.00");
    for place in [0, 1] {
        let open = give_back(&stage, &refund).await.unwrap_err();
        assert_eq!(open.error_type(), "SaleNotBooked", "{open}");
        pay_by_hand(&stage, place);
    }
    stage.sandbox.clear_journal();
    give_back(&stage, &refund).await.unwrap();
    let requests = stage.requests();
    let is_read = |request: &&String| request.starts_with("read") || request.starts_with("query");
    assert_eq!(requests.iter().filter(is_read).count(), 1, "{requests:?}");
}

#[tokio::test]
async fn of_two_invoices_the_one_that_was_voided_or_deleted_is_none_of_the_sale_any_more() {
    for is_voided in [true, false] {
        let settings = json!({"once_per": "enrollment", "refunds": {"without_sale": "refuse"}});
        let stage = invoiced(settings).await;
        invoice(&stage, "e2").await;
        pay_by_hand(&stage, 1);
        let first = stage.made("Invoice")[0]["Id"].as_str().unwrap().to_owned();
        if is_voided {
            stage.sandbox.void("Invoice", &first).unwrap();
        } else {
            stage.sandbox.delete("Invoice", &first).unwrap();
        }
        let response = give_back(&stage, &of_deal("6", "100.00", "100.00")).await;
        assert_eq!(codes(&response.unwrap()), [""; 0]);
    }
}
