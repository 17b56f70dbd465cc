//! The invoice of a sale, deleted, voided or changed in QuickBooks before its payment or refund comes.

use registry::RegisteredAction::{self, CreateInvoice, CreatePaidInvoice, CreateRefundReceipt};
use rehearsal::Rehearsal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::every_action::run;
use crate::ten_hours::{self, deal, refund};

fn payment() -> Value {
    ten_hours::payment("3602", &json!({}))
}

/// A company that has the invoice of the deal; the invoice's id.
async fn invoiced() -> (Rehearsal, String) {
    let stage = Rehearsal::start().await;
    let invoice = run(CreateInvoice, &stage, &deal()).await.unwrap();
    let id = invoice.document.unwrap().id.unwrap();
    (stage, id)
}

/// The refusal of an action, with these words, after which nothing more is in the books.
async fn refused(stage: &Rehearsal, action: RegisteredAction, event: &Value, words: &[&str]) {
    for _ in 0..2 {
        let error = run(action, stage, event).await.unwrap_err();
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
    let invoice = format!("Invoice (id {id}) of its sale is not in QuickBooks any more");
    let words = [
        "InvalidRequest: payment 3602: ",
        &invoice,
        "`options.book_anyway`",
    ];
    refused(&stage, CreatePaidInvoice, &payment(), &words).await;
    refused(&stage, CreateRefundReceipt, &refund(), &words).await;
    let mut anyway = payment();
    anyway["options"]["book_anyway"] = json!(true);
    let made = run(CreatePaidInvoice, &stage, &anyway).await.unwrap();
    assert_eq!(made.documents.map(|documents| documents.len()), Some(2));
}

#[tokio::test]
async fn nothing_is_received_or_given_back_on_an_invoice_that_was_voided_in_quickbooks() {
    let (stage, id) = invoiced().await;
    stage.sandbox.void("Invoice", &id).unwrap();
    let invoice = format!("(id {id}) of its sale is voided in QuickBooks");
    let words = [
        "AlreadyBooked: ",
        &invoice,
        "by hand",
        "`options.book_anyway`",
    ];
    refused(&stage, CreatePaidInvoice, &payment(), &words).await;
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
    let mut euros = of_several(deal());
    euros["record"]["properties"]["deal_currency_code"] = json!("EUR");
    run(CreateInvoice, &stage, &euros).await.unwrap();
    let words = [
        "InvalidRequest: payment 3602: it is in USD, and Invoice ",
        "is in EUR: nothing was created; receive the payment in QuickBooks by hand",
    ];
    let dollars = of_several(payment());
    refused(&stage, CreatePaidInvoice, &dollars, &words).await;
    let same = ten_hours::payment("3602", &json!({"hs_currency_code": "EUR"}));
    let same = of_several(same);
    run(CreatePaidInvoice, &stage, &same).await.unwrap();
    assert_eq!(stage.made("Payment")[0]["CurrencyRef"]["value"], "EUR");
}

#[tokio::test]
async fn a_payment_is_received_from_the_customer_whom_the_invoice_bills_by_now() {
    let (stage, id) = invoiced().await;
    let change = json!({"Id": id, "CustomerRef": {"value": "1"}});
    stage.sandbox.edit("Invoice", change).unwrap();
    run(CreatePaidInvoice, &stage, &payment()).await.unwrap();
    let received = &stage.made("Payment")[0];
    assert_eq!(received["CustomerRef"]["value"], "1");
    assert_eq!(stage.made("Invoice")[0]["Balance"], 0);
}
