//! The invoice of a sale, deleted, voided or changed in QuickBooks before its payment or refund comes.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response};
use registry::RegisteredAction::{self, CreateInvoice, CreatePaidInvoice, CreateRefundReceipt};
use rehearsal::Rehearsal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

/// A payment of 1,000.00 for ten hours, of deal 9301.
fn payment(properties: Value) -> Value {
    let mut event = json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment", "id": "3602",
            "properties": {"hs_initial_amount": "1000.00", "hs_currency_code": "USD",
                "hs_latest_status": "succeeded", "hs_initiated_date": "2026-11-18T21:40:12.117Z"},
            "contacts": [{"id": "61", "properties": {
                "firstname": "Tilda", "lastname": "Ferncastle", "email": "tilda.ferncastle@example.com"}}],
            "line_items": [{"id": "1", "properties": {
                "name": "Hours", "quantity": "10", "price": "100.00", "amount": "1000.00"}}],
            "deals": [{"id": "9301", "properties": {"dealname": "Looms"}}],
        },
        "options": {},
    });
    for (name, value) in properties.as_object().unwrap() {
        event["record"]["properties"][name] = value.clone();
    }
    event
}

fn refund() -> Value {
    let mut event =
        payment(json!({"hs_latest_status": "refunded", "hs_refunds_amount": "1000.00"}));
    event["options"] = json!({"refund_account": "Checking"});
    event
}

fn deal(currency: &str) -> Value {
    let mut event = payment(json!({}));
    event["record"]["object_type"] = json!("deal");
    event["record"]["id"] = json!("9301");
    event["record"]["properties"] = json!({"amount": "1000.00", "deal_currency_code": currency});
    event["record"]["deals"] = json!([]);
    event
}

async fn run(
    stage: &Rehearsal,
    action: RegisteredAction,
    event: &Value,
) -> Result<Response, ActionError> {
    let event = event.to_string();
    let run = action.run(&stage.engine, event.as_bytes(), stage.deadline());
    run.await
}

/// A company that has the invoice of the deal; the invoice's id.
async fn invoiced() -> (Rehearsal, String) {
    let stage = Rehearsal::start().await;
    let invoice = run(&stage, CreateInvoice, &deal("USD")).await.unwrap();
    let id = invoice.document.unwrap().id.unwrap();
    (stage, id)
}

/// The refusal of an action, with these words, after which nothing more is in the books.
async fn refused(stage: &Rehearsal, action: RegisteredAction, event: &Value, words: &[&str]) {
    for _ in 0..2 {
        let error = run(stage, action, event).await.unwrap_err();
        assert!(!error.is_retryable(), "{error}");
        let message = format!("{}: {error}", error.error_type());
        for word in words {
            assert!(message.contains(word), "{word}: {message}");
        }
    }
    assert_eq!(stage.made("Payment").len(), 0);
    assert_eq!(stage.made("RefundReceipt").len(), 0);
}

#[tokio::test]
async fn nothing_is_received_or_given_back_on_an_invoice_that_was_deleted_in_quickbooks() {
    let (stage, id) = invoiced().await;
    stage.sandbox.delete("Invoice", &id).unwrap();
    let invoice = format!("Invoice {id} of its sale is not in QuickBooks any more");
    let words = [
        "InvalidRequest: payment 3602: ",
        &invoice,
        "`options.book_anyway`",
    ];
    refused(&stage, CreatePaidInvoice, &payment(json!({})), &words).await;
    refused(&stage, CreateRefundReceipt, &refund(), &words).await;
    let mut anyway = payment(json!({}));
    anyway["options"]["book_anyway"] = json!(true);
    let made = run(&stage, CreatePaidInvoice, &anyway).await.unwrap();
    assert_eq!(made.documents.map(|documents| documents.len()), Some(2));
}

#[tokio::test]
async fn nothing_is_received_or_given_back_on_an_invoice_that_was_voided_in_quickbooks() {
    let (stage, id) = invoiced().await;
    stage.sandbox.void("Invoice", &id).unwrap();
    let invoice = format!("payment 3602: Invoice {id} of its sale is voided in QuickBooks");
    let words = [
        "AlreadyBooked: ",
        &invoice,
        "by hand",
        "`options.book_anyway`",
    ];
    refused(&stage, CreatePaidInvoice, &payment(json!({})), &words).await;
    let words = ["SaleNotBooked: ", &invoice, "`options.book_anyway`"];
    refused(&stage, CreateRefundReceipt, &refund(), &words).await;
}

#[tokio::test]
async fn a_payment_in_another_currency_than_the_invoice_is_not_received_on_it() {
    let options = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    let realm = stage.sandbox.realm_id();
    let company = json!({"realm_id": realm, "multi_currency": true});
    stage.connect("several", json!({"company": company})).await;
    let of_several = |mut event: Value| {
        event["connection"] = json!("several");
        event
    };
    let euros = of_several(deal("EUR"));
    run(&stage, CreateInvoice, &euros).await.unwrap();
    let words = [
        "InvalidRequest: payment 3602: it is in USD, and Invoice ",
        "is in EUR: nothing was created; receive the payment in QuickBooks by hand",
    ];
    let dollars = of_several(payment(json!({})));
    refused(&stage, CreatePaidInvoice, &dollars, &words).await;
    let same = of_several(payment(json!({"hs_currency_code": "EUR"})));
    run(&stage, CreatePaidInvoice, &same).await.unwrap();
    assert_eq!(stage.made("Payment")[0]["CurrencyRef"]["value"], "EUR");
}

#[tokio::test]
async fn a_payment_is_received_from_the_customer_whom_the_invoice_bills_by_now() {
    let (stage, id) = invoiced().await;
    let change = json!({"Id": id, "CustomerRef": {"value": "1"}});
    stage.sandbox.edit("Invoice", change).unwrap();
    run(&stage, CreatePaidInvoice, &payment(json!({})))
        .await
        .unwrap();
    let received = &stage.made("Payment")[0];
    assert_eq!(received["CustomerRef"]["value"], "1");
    assert_eq!(stage.made("Invoice")[0]["Balance"], 0);
}
