//! Refunds of sales whose invoice or receipt was corrected in QuickBooks after it was made here.

use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use jiff::SignedDuration;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::refunds::{refund, total, totals};

/// A payment of so much for one line of `line`, of which so much was given back; of deal 4 where it is of an invoice.
fn payment(id: &str, paid: &str, so_far: &str, line: &str) -> Value {
    let mut event = refund(id, so_far, &[line]);
    let properties = &mut event["record"]["properties"];
    properties["hs_initial_amount"] = json!(paid);
    if so_far == paid {
        properties["hs_latest_status"] = json!("refunded");
    }
    event
}

fn of_deal(id: &str, paid: &str, so_far: &str, line: &str) -> Value {
    let mut event = payment(id, paid, so_far, line);
    event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
    event
}

fn charged(mut event: Value) -> Value {
    event["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    event["record"]["properties"]["hs_refunds_amount"] = json!("0");
    event["options"] = json!({});
    event
}

/// A company in which deal 4 has an invoice that was made at `made` and stands at `corrected`.
async fn invoiced(remedy: &str, made: &str, corrected: &str) -> Rehearsal {
    let settings = json!({"refunds": {"partial": true, "without_sale": remedy}, "payments": {"on_difference": "warn"}});
    let stage = Rehearsal::with_settings(settings).await;
    let mut deal = charged(refund("4", "0", &[made]));
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["properties"] = json!({"amount": made});
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    correct(&stage, "Invoice", corrected);
    stage
}

/// Gives the first document of a kind another total in QuickBooks.
fn correct(stage: &Rehearsal, kind: &str, total: &str) {
    let made = stage.made(kind).remove(0);
    let amount: Value = serde_json::from_str(total).unwrap();
    let mut line = made["Line"][0].clone();
    line["Amount"] = amount.clone();
    line["SalesItemLineDetail"]["UnitPrice"] = amount;
    line["SalesItemLineDetail"]["Qty"] = json!(1);
    let body = json!({"Id": made["Id"], "Line": [line]});
    stage.sandbox.edit(kind, body).unwrap();
}

async fn receive(stage: &Rehearsal, id: &str, paid: &str, line: &str) {
    let event = charged(of_deal(id, paid, "0", line));
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
}

fn pay_by_hand(stage: &Rehearsal) {
    let invoice = stage.made("Invoice").remove(0);
    let paid = json!({"CustomerRef": invoice["CustomerRef"], "TotalAmt": invoice["Balance"], "Line": [
        {"Amount": invoice["Balance"], "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}]});
    stage.sandbox.insert("Payment", paid).unwrap();
}

/// Gives back, with one request that makes the receipt and one that reads at most.
async fn give_back(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.environment.advance(SignedDuration::from_secs(1));
    stage.sandbox.clear_journal();
    let outcome = stage.run::<CreateRefundReceipt>(event).await;
    let reads = of_documents(stage);
    assert!(reads.len() <= 2, "{reads:?}");
    outcome
}

/// The requests but for those that look for what is named.
fn of_documents(stage: &Rehearsal) -> Vec<String> {
    let requests = stage.requests().into_iter();
    requests
        .filter(|request| !request.starts_with("batch"))
        .collect()
}

fn told(outcome: &Result<Response, ActionError>) -> Vec<&str> {
    match outcome {
        Ok(response) => codes(response),
        Err(error) => vec![error.error_type()],
    }
}

#[tokio::test]
async fn a_payment_for_which_a_lowered_invoice_has_no_room_is_given_back_without_its_sale() {
    for (remedy, expected) in [("warn", "sale_not_known"), ("refuse", "SaleNotBooked")] {
        let stage = invoiced(remedy, "1000.00", "900.00").await;
        let received = [("5", "500.00"), ("6", "400.00")];
        for (id, paid) in received {
            receive(&stage, id, paid, "900.00").await;
        }
        for (id, paid) in received {
            let response = give_back(&stage, &of_deal(id, paid, paid, "900.00")).await;
            assert_eq!(told(&response), [""; 0], "{id}");
        }
        let never_received = of_deal("7", "100.00", "100.00", "900.00");
        assert_eq!(told(&give_back(&stage, &never_received).await), [expected]);
    }
}

#[tokio::test]
async fn a_payment_of_a_raised_invoice_is_given_back_whole() {
    for dry_run in [true, false] {
        let stage = invoiced("refuse", "100.00", "120.00").await;
        pay_by_hand(&stage);
        let mut event = of_deal("5", "120.00", "120.00", "120.00");
        event["options"]["dry_run"] = json!(dry_run);
        let response = give_back(&stage, &event).await.unwrap();
        assert_eq!((total(&response), codes(&response)), ("120.00", vec![]));
        if !dry_run {
            stage.sandbox.clear_journal();
            let repeat = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
            assert_eq!(repeat.status.to_string(), "already_created");
            assert_eq!((codes(&repeat), stage.requests()), (vec![], vec![]));
        }
    }
}

#[tokio::test]
async fn the_payments_of_a_raised_invoice_are_given_back_all_of_them() {
    for by_hand in [false, true] {
        let stage = invoiced("refuse", "100.00", "120.00").await;
        receive(&stage, "5", "60.00", "120.00").await;
        if by_hand {
            pay_by_hand(&stage);
        } else {
            receive(&stage, "6", "60.00", "120.00").await;
        }
        for id in ["5", "6"] {
            let response = give_back(&stage, &of_deal(id, "60.00", "60.00", "120.00")).await;
            assert_eq!(told(&response), [""; 0], "{id} {by_hand}");
        }
        assert_eq!(totals(&stage), ["60.00", "60.00"]);
    }
}

#[tokio::test]
async fn a_receipt_that_was_corrected_is_given_back_as_it_is_now_which_takes_one_read_and_no_more()
{
    let settings = json!({"payments": {"on_difference": "warn"}, "refunds": {"partial": true}});
    for first in ["50.00", "100.00"] {
        let stage = Rehearsal::with_settings(settings.clone()).await;
        let sale = charged(payment("5", "103.00", "0", "100.00"));
        stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
        correct(&stage, "SalesReceipt", "103.00");
        let part = payment("5", "103.00", first, "100.00");
        give_back(&stage, &part).await.unwrap();
        assert_eq!(of_documents(&stage), ["create RefundReceipt"]);

        let rest = payment("5", "103.00", "103.00", "100.00");
        let response = give_back(&stage, &rest).await.unwrap();
        assert_eq!(response.refunded_total.as_deref(), Some("103.00"));
        assert!(!codes(&response).contains(&"refund_capped"));
        let requests = of_documents(&stage);
        assert_eq!(requests, ["read SalesReceipt", "create RefundReceipt"]);
        give_back(&stage, &rest).await.unwrap();
        assert_eq!(of_documents(&stage), [""; 0]);
    }
}

#[tokio::test]
async fn what_a_later_refund_leaves_beyond_its_sale_is_told_though_nothing_is_booked_of_it() {
    let settings = json!({"payments": {"on_difference": "warn"}, "refunds": {"partial": true}});
    let stage = Rehearsal::with_settings(settings).await;
    let sale = charged(payment("5", "120.00", "0", "100.00"));
    stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
    for (so_far, status, expected) in [
        ("100.00", "created", None),
        ("110.00", "already_created", Some("the other 10.00")),
        ("120.00", "already_created", Some("the other 20.00")),
    ] {
        let event = payment("5", "120.00", so_far, "100.00");
        let response = give_back(&stage, &event).await.unwrap();
        assert_eq!(response.status.to_string(), status);
        let is_cap = |told: &&actions::response::Warning| told.code == "refund_capped";
        let capped: Vec<_> = response.warnings.iter().filter(is_cap).collect();
        assert_eq!(capped.len(), usize::from(expected.is_some()), "{so_far}");
        let holds = |rest| capped.iter().all(|told| told.message.contains(rest));
        assert!(expected.is_none_or(holds), "{capped:?}");
    }
    assert_eq!(totals(&stage), ["100.00"]);
}

#[tokio::test]
async fn a_refund_whose_invoice_nobody_pays_whole_says_what_to_do_and_is_booked_once_that_is_done()
{
    let stage = invoiced("refuse", "100.00", "100.00").await;
    receive(&stage, "5", "90.00", "90.00").await;
    let event = of_deal("5", "90.00", "90.00", "90.00");
    let open = give_back(&stage, &event).await.unwrap_err();
    assert_eq!(open.error_type(), "SaleNotBooked");
    let told = open.to_string();
    assert!(
        told.contains("if nobody is to pay it, correct the invoice"),
        "{told}"
    );
    correct(&stage, "Invoice", "90.00");
    let response = give_back(&stage, &event).await.unwrap();
    assert_eq!((total(&response), codes(&response)), ("90.00", vec![]));
}
