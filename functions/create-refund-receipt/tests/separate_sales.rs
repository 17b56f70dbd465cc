//! Refunds of the payments of one deal that are several sales: each gives back of its own, whatever is given back of the others.

use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use jiff::SignedDuration;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::refunds::{refund, totals};

use Step::{Anyway, Invoice, PaidInvoice, QuotePaid, Receipt, Received, Refund};

/// A step with the records of deal 4, of these ids and amounts.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The invoice of a quote.
    Invoice(&'static str, &'static str),
    /// The sales receipt of a quote that is paid.
    QuotePaid(&'static str, &'static str),
    /// The paid invoice of a payment that names the deal alone.
    PaidInvoice(&'static str, &'static str),
    /// The sales receipt of such a payment.
    Receipt(&'static str, &'static str),
    /// The same or the one before, although the deal has its sale: by `options.book_anyway`.
    Anyway(&'static Step),
    /// A payment on the invoice of the quote that it names.
    Received(&'static str, &'static str, &'static str),
    /// The full refund of a payment, which names this quote if any.
    Refund(&'static str, &'static str, &'static str),
}

/// An event of a record of deal 4.
fn event(object_type: &str, id: &str, amount: &str, quote: &str) -> Value {
    let mut event = refund(id, "0", &["1000.00"]);
    let record = &mut event["record"];
    record["object_type"] = json!(object_type);
    record["deals"] = json!([{"id": "4", "properties": {}}]);
    if !quote.is_empty() {
        record["quotes"] = json!([{"id": quote, "properties": {}}]);
    }
    let line = &mut record["line_items"][0]["properties"];
    (line["price"], line["amount"]) = (json!(amount), json!(amount));
    record["properties"]["hs_initial_amount"] = json!(amount);
    record["properties"]["hs_latest_status"] = json!("succeeded");
    if object_type == "quote" {
        record["properties"] = json!({"hs_quote_amount": amount, "hs_currency": "USD",
            "hs_status": "APPROVED", "hs_payment_status": "PAID"});
    }
    event["options"] = json!({});
    event
}

async fn run(stage: &Rehearsal, step: Step, options: &Value) -> Result<Response, ActionError> {
    stage.environment.advance(SignedDuration::from_secs(1));
    let with_options = |mut event: Value| {
        event["options"] = options.clone();
        event
    };
    match step {
        Invoice(id, amount) => {
            let event = with_options(event("quote", id, amount, ""));
            stage.run::<CreateInvoice>(&event).await
        }
        QuotePaid(id, amount) => {
            let event = with_options(event("quote", id, amount, ""));
            stage.run::<CreateSalesReceipt>(&event).await
        }
        PaidInvoice(id, amount) => {
            let event = with_options(event("payment", id, amount, ""));
            stage.run::<CreatePaidInvoice>(&event).await
        }
        Receipt(id, amount) => {
            let event = with_options(event("payment", id, amount, ""));
            stage.run::<CreateSalesReceipt>(&event).await
        }
        Anyway(step) => Box::pin(run(stage, *step, &json!({"book_anyway": true}))).await,
        Received(id, amount, quote) => {
            let event = event("payment", id, amount, quote);
            stage.run::<CreatePaidInvoice>(&event).await
        }
        Refund(id, amount, quote) => {
            let mut event = event("payment", id, amount, quote);
            let properties = &mut event["record"]["properties"];
            properties["hs_refunds_amount"] = json!(amount);
            properties["hs_latest_status"] = json!("refunded");
            event["options"] = json!({"refund_account": "Checking"});
            stage.run::<CreateRefundReceipt>(&event).await
        }
    }
}

async fn company(one_sale_per: &str, without_sale: &str) -> Rehearsal {
    Rehearsal::with_settings(json!({"one_sale_per": one_sale_per,
        "paid_invoices": {"part_payments": true},
        "refunds": {"partial": true, "without_sale": without_sale}}))
    .await
}

#[tokio::test]
async fn each_payment_gives_back_of_its_own_sale_in_whatever_order() {
    const WHOLE: Step = PaidInvoice("5", "1000.00");
    const EXTRA: Step = PaidInvoice("6", "100.00");
    const EXTRA_RECEIPT: Step = Receipt("6", "100.00");
    const ONE: Step = Refund("5", "1000.00", "");
    const TWO: Step = Refund("6", "100.00", "");
    const ONE_OF_QUOTE: Step = Refund("5", "1000.00", "21");
    const TWO_OF_QUOTE: Step = Refund("6", "500.00", "22");
    // Two quotes of a deal, each with its invoice and its payment, or with its receipt.
    let invoices = [
        Invoice("21", "1000.00"),
        Invoice("22", "500.00"),
        Received("5", "1000.00", "21"),
        Received("6", "500.00", "22"),
    ];
    let receipts = [QuotePaid("21", "1000.00"), QuotePaid("22", "500.00")];
    let of_quotes = [ONE_OF_QUOTE, TWO_OF_QUOTE];
    // A quote paid in two parts, beside another.
    let parts = [
        Invoice("21", "1000.00"),
        Invoice("22", "500.00"),
        Received("6", "500.00", "22"),
        TWO_OF_QUOTE,
        Received("5", "400.00", "21"),
        Received("7", "600.00", "21"),
    ];
    let of_parts = [Refund("7", "600.00", "21"), Refund("5", "400.00", "21")];
    let cases: [(&str, &[Step], &[Step]); 11] = [
        ("record", &invoices, &of_quotes),
        ("record", &receipts, &of_quotes),
        ("record", &parts, &of_parts),
        // Payments that name the deal alone, each a sale of its own.
        ("record", &[WHOLE, EXTRA], &[ONE, TWO]),
        ("record", &[WHOLE, EXTRA_RECEIPT], &[ONE, TWO]),
        ("record", &[Receipt("5", "1000.00"), EXTRA], &[ONE, TWO]),
        // A second sale of a deal that has one.
        ("deal", &[WHOLE, Anyway(&EXTRA)], &[ONE, TWO]),
        ("deal", &[WHOLE, Anyway(&EXTRA_RECEIPT)], &[ONE, TWO]),
        (
            "deal",
            &[
                Invoice("21", "1000.00"),
                Received("5", "1000.00", "21"),
                Anyway(&EXTRA),
            ],
            &[ONE_OF_QUOTE, TWO],
        ),
        (
            "deal",
            &[
                Invoice("21", "1000.00"),
                Received("5", "400.00", "21"),
                Received("7", "600.00", "21"),
                Anyway(&EXTRA),
            ],
            &[
                Refund("5", "400.00", "21"),
                TWO,
                Refund("7", "600.00", "21"),
            ],
        ),
        (
            "deal",
            &[QuotePaid("21", "1000.00"), Anyway(&EXTRA)],
            &[ONE_OF_QUOTE, TWO],
        ),
    ];
    for (one_sale_per, sold, refunds) in cases {
        for is_reversed in [false, true] {
            for remedy in ["refuse", "warn"] {
                let stage = company(one_sale_per, remedy).await;
                for step in sold {
                    run(&stage, *step, &json!({})).await.unwrap();
                }
                let mut refunds = refunds.to_vec();
                if is_reversed {
                    refunds.reverse();
                }
                for step in refunds {
                    let response = run(&stage, step, &json!({})).await;
                    let response =
                        response.unwrap_or_else(|error| panic!("{sold:?} {step:?}: {error}"));
                    assert_eq!(codes(&response), [""; 0], "{sold:?} {step:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_the_payments_of_one_quote_give_back_is_of_its_sale_beside_that_of_another() {
    // Of a sale of 1000.00, two payments of 600.00 gave all back, as a buyer that paid too much is paid back.
    let stage = company("record", "refuse").await;
    let steps = [
        QuotePaid("21", "1000.00"),
        QuotePaid("22", "500.00"),
        Refund("6", "500.00", "22"),
        Refund("5", "600.00", "21"),
    ];
    for step in steps {
        run(&stage, step, &json!({})).await.unwrap();
    }
    let beyond = run(&stage, Refund("7", "600.00", "21"), &json!({})).await;
    let beyond = beyond.unwrap_err();
    assert_eq!(beyond.error_type(), "SaleNotBooked");
    let told = beyond.to_string();
    assert!(told.contains("given back of payment 5, 1200.00"), "{told}");
    assert_eq!(totals(&stage), ["500.00", "600.00"]);
}

#[tokio::test]
async fn the_room_on_the_invoice_of_a_quote_is_what_its_own_payments_left() {
    let stage = company("record", "warn").await;
    let steps = [
        Invoice("21", "1000.00"),
        Invoice("22", "500.00"),
        Received("6", "500.00", "22"),
        Received("5", "400.00", "21"),
    ];
    for step in steps {
        run(&stage, step, &json!({})).await.unwrap();
    }
    // The rest was received in QuickBooks by hand.
    let invoice = stage.made("Invoice").remove(0);
    let paid = json!({"CustomerRef": invoice["CustomerRef"], "TotalAmt": invoice["Balance"], "Line": [
        {"Amount": invoice["Balance"], "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}]});
    stage.sandbox.insert("Payment", paid).unwrap();
    let response = run(&stage, Refund("7", "600.00", "21"), &json!({})).await;
    assert_eq!(codes(&response.unwrap()), [""; 0]);
}
