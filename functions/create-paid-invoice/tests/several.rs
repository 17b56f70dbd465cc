//! Payments of a sale that has several invoices, or one that waits for a payment which is booked anyway.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::parts_of_invoices::{open, receive};
use create_invoice::CreateInvoice;
use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

/// A record of so much, of these deals and quotes.
fn record(object_type: &str, id: &str, amount: &str, of: [&[&str]; 2]) -> Value {
    let mut event = crate::paid::payment(id, json!({}));
    let record = &mut event["record"];
    record["object_type"] = json!(object_type);
    for (list, ids) in ["deals", "quotes"].into_iter().zip(of) {
        let named = ids.iter().map(|id| json!({"id": id, "properties": {}}));
        record[list] = named.collect();
    }
    record["line_items"] = json!([{"id": "7001", "properties": {
        "name": "Hours", "quantity": "1", "price": amount, "amount": amount}}]);
    match object_type {
        "payment" => record["properties"]["hs_initial_amount"] = json!(amount),
        _ => {
            record["properties"] =
                json!({"amount": amount, "hs_quote_amount": amount, "hs_status": "APPROVED"});
        }
    }
    event
}

fn payment(id: &str, amount: &str, quotes: &[&str]) -> Value {
    record("payment", id, amount, [&["9"], quotes])
}

fn anyway(mut event: Value) -> Value {
    event["options"]["book_anyway"] = json!(true);
    event
}

fn refund(mut event: Value, amount: &str) -> Value {
    event["record"]["properties"]["hs_latest_status"] = json!("refunded");
    event["record"]["properties"]["hs_refunds_amount"] = json!(amount);
    event["options"] = json!({"refund_account": "Checking"});
    event
}

async fn invoice(stage: &Rehearsal, event: &Value) {
    stage.run::<CreateInvoice>(event).await.unwrap();
}

/// A company that invoices a deal for each enrolment, and has done so at these amounts.
async fn monthly(amounts: &[&str]) -> Rehearsal {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    for (month, amount) in amounts.iter().enumerate() {
        let mut deal = record("deal", "9", amount, [&[], &[]]);
        deal["run"] = json!({"enrollment_id": month.to_string()});
        invoice(&stage, &deal).await;
    }
    stage
}

/// A company that has the invoices of two quotes of deal 9, of 100.00 and 60.00.
async fn quoted() -> Rehearsal {
    let stage = Rehearsal::start().await;
    invoice(&stage, &record("quote", "21", "100.00", [&["9"], &[]])).await;
    let second = record("quote", "22", "60.00", [&["9"], &[]]);
    invoice(&stage, &anyway(second)).await;
    stage
}

/// The refusal of a payment, of which nothing is received.
async fn refused(stage: &Rehearsal, event: &Value) -> String {
    let before = open(stage);
    let error = receive(stage, event).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked", "{error}");
    assert_eq!(open(stage), before);
    error.to_string()
}

#[tokio::test]
async fn a_payment_is_received_on_the_one_of_several_invoices_that_is_open_for_it() {
    // What the second month comes to, what is paid once it is invoiced, and what is left open; the first month, of 100.00,
    // is paid before where all is equal.
    let cases = [
        ("100.00", &["100.00"][..], ["0", "0"]),
        ("60.00", &["60.00", "100.00"], ["0", "0"]),
        ("60.00", &["60.00", "40.00"], ["60", "0"]),
        ("60.00", &["90.00", "60.00"], ["10", "0"]),
    ];
    for (second, paid, left) in cases {
        let stage = monthly(&["100.00"]).await;
        if second == "100.00" {
            receive(&stage, &payment("1", second, &[])).await.unwrap();
        }
        let mut deal = record("deal", "9", second, [&[], &[]]);
        deal["run"] = json!({"enrollment_id": "second"});
        invoice(&stage, &deal).await;
        for (id, paid) in (2..).zip(paid) {
            stage.sandbox.clear_journal();
            let event = payment(&id.to_string(), paid, &[]);
            let response = receive(&stage, &event).await.unwrap();
            assert_eq!(response.documents.unwrap().len(), 1, "{second} {paid}");
            assert_eq!(stage.requests().len(), 2, "{:?}", stage.requests());
            let again = receive(&stage, &event).await.unwrap();
            assert_eq!(again.status.to_string(), "already_created");
        }
        assert_eq!(open(&stage), left, "{second} {paid:?}");
    }
}

#[tokio::test]
async fn a_payment_on_one_of_two_open_invoices_tells_which_one_stays_open() {
    let stage = monthly(&["100.00", "60.00"]).await;
    let response = receive(&stage, &payment("2", "60.00", &[])).await.unwrap();
    assert_eq!(codes(&response), ["invoice_stays_open"]);
    let told = &response.warnings[0].message;
    assert!(told.contains("100.00 of its sale's Invoice "), "{told}");
}

#[tokio::test]
async fn where_nothing_tells_which_of_several_invoices_is_paid_all_are_named_and_each_way_out_works()
 {
    let stage = monthly(&["100.00", "100.00"]).await;
    for event in [
        payment("1", "100.00", &[]),
        payment("1", "70.00", &[]),
        anyway(payment("1", "100.00", &[])),
    ] {
        let message = refused(&stage, &event).await;
        let both = "100.00 of its sale's Invoice ";
        assert_eq!(message.matches(both).count(), 2, "{message}");
        assert!(message.contains("by hand"), "{message}");
    }
    let stage = quoted().await;
    let message = refused(&stage, &payment("1", "30.00", &[])).await;
    assert!(message.contains("associate the payment"), "{message}");
    receive(&stage, &payment("1", "30.00", &["22"]))
        .await
        .unwrap();
    assert_eq!(open(&stage), ["100", "30"]);
}

#[tokio::test]
async fn more_than_is_open_of_any_of_several_invoices_is_refused_with_what_is_open() {
    let stage = monthly(&["100.00", "60.00"]).await;
    let message = refused(&stage, &payment("1", "120.00", &[])).await;
    for part in [
        "120.00 was paid, and 100.00 of its sale's Invoice ",
        " and 60.00 of its sale's Invoice ",
        "`options.book_anyway`",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[tokio::test]
async fn a_payment_that_names_a_quote_is_received_on_the_invoice_of_that_and_given_back_of_it() {
    let stage = quoted().await;
    let paid = payment("1", "60.00", &["22"]);
    stage.sandbox.clear_journal();
    receive(&stage, &paid).await.unwrap();
    assert_eq!(stage.requests().len(), 2);
    assert_eq!(open(&stage), ["100", "0"]);
    let refunded = refund(paid, "60.00");
    let refunded = stage.run::<CreateRefundReceipt>(&refunded);
    assert_eq!(refunded.await.unwrap().document.unwrap().total, "60.00");
    // A second payment of that quote is none of the other.
    let message = refused(&stage, &payment("2", "60.00", &["22"])).await;
    assert!(message.contains("60.00 was paid, and 0.00 of"), "{message}");
    receive(&stage, &payment("3", "100.00", &["21"]))
        .await
        .unwrap();
    assert_eq!(open(&stage), ["0", "0"]);
}

#[tokio::test]
async fn payments_that_come_at_once_are_received_on_several_invoices_up_to_what_is_open() {
    for _ in 0..3 {
        let stage = monthly(&["100.00", "60.00"]).await;
        let events = ["1", "2"].map(|id| payment(id, "100.00", &[]));
        let (one, other) = tokio::join!(
            Box::pin(receive(&stage, &events[0])),
            Box::pin(receive(&stage, &events[1]))
        );
        let came = [one, other].map(|came| came.map(|_| ()).map_err(|error| error.error_type()));
        assert!(came.contains(&Ok(())), "{came:?}");
        assert!(
            came.contains(&Err("InProgress")) || came.contains(&Err("AlreadyBooked")),
            "{came:?}"
        );
        assert_eq!(stage.made("Payment").len(), 1);
        assert_eq!(open(&stage), ["0", "60"]);
    }
}

#[tokio::test]
async fn what_is_booked_anyway_is_received_where_an_invoice_is_open_for_exactly_it() {
    // What is paid anyway, what is open then, and what is told.
    let cases: [(&str, &[&str], &[&str]); 3] = [
        ("100.00", &["0"], &[]),
        ("60.00", &["100", "0"], &["invoice_stays_open"]),
        ("120.00", &["100", "0"], &["invoice_stays_open"]),
    ];
    for (paid, left, told) in cases {
        let stage = Rehearsal::start().await;
        invoice(&stage, &record("deal", "9", "100.00", [&[], &[]])).await;
        let event = anyway(payment("1", paid, &[]));
        let mut preview = event.clone();
        preview["options"]["dry_run"] = json!(true);
        for event in [&preview, &event, &event] {
            let response = receive(&stage, event).await.unwrap();
            assert_eq!(codes(&response), told, "{paid}");
        }
        assert_eq!(open(&stage), left, "{paid}");
    }
}

#[tokio::test]
async fn what_is_booked_anyway_is_a_sale_of_its_own_where_no_invoice_waits_for_it_any_more() {
    for is_voided in [false, true] {
        let stage = Rehearsal::start().await;
        invoice(&stage, &record("deal", "9", "100.00", [&[], &[]])).await;
        let made = stage.made("Invoice").remove(0);
        let id = made["Id"].as_str().unwrap();
        if is_voided {
            stage.sandbox.void("Invoice", id).unwrap();
        } else {
            let by_hand = json!({"CustomerRef": made["CustomerRef"], "TotalAmt": 100.00,
                "Line": [{"Amount": 100.00, "LinkedTxn": [{"TxnId": id, "TxnType": "Invoice"}]}]});
            stage.sandbox.insert("Payment", by_hand).unwrap();
        }
        let message = refused(&stage, &payment("1", "100.00", &[])).await;
        assert!(message.contains("`options.book_anyway`"), "{message}");
        let response = receive(&stage, &anyway(payment("1", "100.00", &[]))).await;
        let response = response.unwrap();
        assert_eq!(codes(&response), [""; 0]);
        assert_eq!(response.documents.unwrap().len(), 2);
    }
}
