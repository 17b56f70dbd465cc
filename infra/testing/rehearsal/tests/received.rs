//! A payment is what was paid: it is received on the invoice that its sale has, or makes one of its amount.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use actions::{ActionError, Response};
use registry::RegisteredAction::{
    self, CreateInvoice, CreatePaidInvoice, CreateRefundReceipt, CreateSalesReceipt,
};
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

/// A payment of so much for ten hours of 100.00, of deal 9301.
fn payment(id: &str, paid: &str) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "payment", "id": id,
            "properties": {"hs_initial_amount": paid, "hs_currency_code": "USD",
                "hs_latest_status": "succeeded", "hs_initiated_date": "2026-11-18T21:40:12.117Z",
                "hs_payment_type": "one_time_or_initial", "hs_reference_number": format!("P-{id}")},
            "contacts": [{"id": "61", "properties": {
                "firstname": "Tilda", "lastname": "Ferncastle", "email": "tilda.ferncastle@example.com"}}],
            "line_items": [{"id": "1", "properties": {
                "name": "Hours", "quantity": "10", "price": "100.00", "amount": "1000.00"}}],
            "deals": [{"id": "9301", "properties": {"dealname": "Looms"}}],
        },
        "options": {"create_missing_products": true},
    })
}

fn deal() -> Value {
    let mut event = payment("9301", "");
    event["record"]["object_type"] = json!("deal");
    event["record"]["properties"] = json!({"amount": "1000.00"});
    event["record"]["deals"] = json!([]);
    event
}

fn part_payments() -> Value {
    json!({"paid_invoices": {"part_payments": true}})
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

async fn refusal(stage: &Rehearsal, action: RegisteredAction, event: &Value) -> String {
    match run(stage, action, event).await {
        Ok(response) => format!("{response:?}"),
        Err(error) => format!("{}: {error}", error.error_type()),
    }
}

fn amounts(rows: &[Value], name: &str) -> Vec<String> {
    let amount = |row: &Value| {
        let amount: rust_decimal::Decimal = row[name].to_string().parse().unwrap();
        amount.normalize().to_string()
    };
    rows.iter().map(amount).collect()
}

/// The totals and balances of the invoices, and the totals of the payments.
fn books(stage: &Rehearsal) -> [Vec<String>; 3] {
    let (invoices, payments) = (stage.made("Invoice"), stage.made("Payment"));
    [
        amounts(&invoices, "TotalAmt"),
        amounts(&invoices, "Balance"),
        amounts(&payments, "TotalAmt"),
    ]
}

fn kinds(response: &Response) -> Vec<&str> {
    let documents = response.documents.iter().flatten();
    documents.map(|document| &*document.kind).collect()
}

#[tokio::test]
async fn a_payment_of_an_invoiced_deal_is_received_on_that_invoice() {
    let stage = Rehearsal::start().await;
    run(&stage, CreateInvoice, &deal()).await.unwrap();
    stage.sandbox.clear_journal();
    let event = payment("3602", "1000.00");
    let response = run(&stage, CreatePaidInvoice, &event).await.unwrap();
    assert_eq!(kinds(&response), ["Payment"]);
    assert_eq!(stage.requests(), ["read Invoice", "create Payment"]);
    assert_eq!(books(&stage), [vec!["1000"], vec!["0"], vec!["1000"]]);
    let (invoice, received) = (&stage.made("Invoice")[0], &stage.made("Payment")[0]);
    assert_eq!(
        received["CustomerRef"]["value"],
        invoice["CustomerRef"]["value"]
    );
    assert_eq!(received["PaymentRefNum"], "P-3602");

    stage.sandbox.clear_journal();
    let mut alone = payment("3602", "1000.00");
    alone["record"]["deals"] = json!([]);
    for again in [payment("3602", "1000.00"), alone.clone()] {
        let again = run(&stage, CreatePaidInvoice, &again).await.unwrap();
        assert_eq!(again.status.to_string(), "already_created");
        assert_eq!(kinds(&again), ["Payment"]);
    }
    for event in [payment("3602", "1000.00"), alone] {
        let refused = refusal(&stage, CreateSalesReceipt, &event).await;
        assert!(refused.starts_with("AlreadyBooked"), "{refused}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn parts_are_received_on_it_until_nothing_is_open() {
    let stage = Rehearsal::start().await;
    run(&stage, CreateInvoice, &deal()).await.unwrap();
    run(&stage, CreatePaidInvoice, &payment("1", "400.00"))
        .await
        .unwrap();
    let too_much = refusal(&stage, CreatePaidInvoice, &payment("2", "600.01")).await;
    let expected = "AlreadyBooked: payment 2: 600.01 was paid, and 600.00 of its sale's Invoice";
    assert!(too_much.starts_with(expected), "{too_much}");
    run(&stage, CreatePaidInvoice, &payment("3", "600.00"))
        .await
        .unwrap();
    let expected = [vec!["1000"], vec!["0"], vec!["400", "600"]];
    assert_eq!(books(&stage), expected);
    let late = refusal(&stage, CreatePaidInvoice, &payment("4", "1.00")).await;
    assert!(
        late.starts_with("AlreadyBooked: payment 4: 1.00 was paid, and 0.00"),
        "{late}"
    );
}

#[tokio::test]
async fn a_document_of_a_payment_comes_to_what_was_paid_or_is_not_made() {
    let stage = Rehearsal::start().await;
    for (paid, advice) in [
        ("500.00", "paid_invoices.part_payments"),
        ("1050.00", "a tip"),
    ] {
        for action in [CreateSalesReceipt, CreatePaidInvoice] {
            let refused = refusal(&stage, action, &payment("3401", paid)).await;
            let expected =
                format!("InvalidRequest: payment 3401: {paid} was paid, and its line items sum to");
            assert!(refused.starts_with(&expected), "{refused}");
            assert!(refused.contains(advice), "{refused}");
        }
    }
    assert_eq!(stage.requests(), [""; 0]);
    run(&stage, CreateSalesReceipt, &payment("3401", "1000.00"))
        .await
        .unwrap();
}

#[tokio::test]
async fn part_payments_make_one_invoice_and_are_received_on_it() {
    let stage = Rehearsal::with_settings(part_payments()).await;
    let event = payment("3401", "500.00");
    let first = run(&stage, CreatePaidInvoice, &event).await.unwrap();
    assert_eq!(kinds(&first), ["Invoice", "Payment"]);
    assert_eq!(books(&stage), [vec!["1000"], vec!["500"], vec!["500"]]);
    let event = payment("3402", "500.00");
    let second = run(&stage, CreatePaidInvoice, &event).await.unwrap();
    assert_eq!(kinds(&second), ["Payment"]);
    let expected = [vec!["1000"], vec!["0"], vec!["500", "500"]];
    assert_eq!(books(&stage), expected);
    for id in ["3401", "3402"] {
        let again = run(&stage, CreatePaidInvoice, &payment(id, "500.00"))
            .await
            .unwrap();
        assert_eq!(again.status.to_string(), "already_created", "{id}");
    }
    assert_eq!(books(&stage), expected);
}

#[tokio::test]
async fn part_payments_settle_one_invoice_where_each_payment_is_a_sale_of_its_own_too() {
    let mut settings = part_payments();
    settings["one_sale_per"] = json!("record");
    let stage = Rehearsal::with_settings(settings).await;
    run(&stage, CreatePaidInvoice, &payment("1", "1000.00"))
        .await
        .unwrap();
    run(&stage, CreatePaidInvoice, &payment("2", "300.00"))
        .await
        .unwrap();
    run(&stage, CreatePaidInvoice, &payment("3", "700.00"))
        .await
        .unwrap();
    let [totals, balances, _] = books(&stage);
    assert_eq!(
        (totals, balances),
        (vec!["1000".to_owned(); 2], vec!["0".to_owned(); 2])
    );
}

#[tokio::test]
async fn a_part_that_nothing_binds_to_the_rest_or_that_recurs_is_refused() {
    let stage = Rehearsal::with_settings(part_payments()).await;
    let mut alone = payment("3403", "500.00");
    alone["record"]["deals"] = json!([]);
    let refused = refusal(&stage, CreatePaidInvoice, &alone).await;
    assert!(
        refused.contains("it shares no deal, quote or invoice"),
        "{refused}"
    );

    let mut recurring = payment("3404", "500.00");
    recurring["record"]["properties"]["hs_payment_type"] = json!("recurring");
    let refused = refusal(&stage, CreatePaidInvoice, &recurring).await;
    assert!(refused.contains("it is recurring"), "{refused}");
    assert_eq!(stage.requests(), [""; 0]);

    run(&stage, CreateInvoice, &deal()).await.unwrap();
    recurring["record"]["properties"]["hs_initial_amount"] = json!("1000.00");
    let own = run(&stage, CreatePaidInvoice, &recurring).await.unwrap();
    assert_eq!(kinds(&own), ["Invoice", "Payment"], "a sale of its own");
}

#[tokio::test]
async fn a_receipt_whose_answer_is_lost_is_booked_once() {
    let stage = Rehearsal::start().await;
    run(&stage, CreateInvoice, &deal()).await.unwrap();
    let script = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Payment")
        .operation(Operation::Create);
    stage.sandbox.script(script.next(2));
    let unknown = refusal(&stage, CreatePaidInvoice, &payment("1", "400.00")).await;
    assert!(unknown.starts_with("OutcomeUnknown"), "{unknown}");
    let waits = refusal(&stage, CreatePaidInvoice, &payment("2", "600.00")).await;
    assert!(
        waits.starts_with("InProgress: payment 2: create-paid-invoice"),
        "{waits}"
    );
    stage
        .environment
        .advance(jiff::SignedDuration::from_secs(60));
    run(&stage, CreatePaidInvoice, &payment("1", "400.00"))
        .await
        .unwrap();
    run(&stage, CreatePaidInvoice, &payment("2", "600.00"))
        .await
        .unwrap();
    assert_eq!(books(&stage)[2], ["400", "600"]);
}

#[tokio::test]
async fn an_invoice_whose_own_payment_is_not_booked_yet_is_waited_for() {
    let stage = Rehearsal::with_settings(part_payments()).await;
    let script = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Payment")
        .operation(Operation::Create);
    stage.sandbox.script(script.next(2));
    let unknown = refusal(&stage, CreatePaidInvoice, &payment("1", "400.00")).await;
    assert!(unknown.starts_with("OutcomeUnknown"), "{unknown}");
    let waits = refusal(&stage, CreatePaidInvoice, &payment("2", "600.00")).await;
    assert!(waits.starts_with("InProgress: payment 2"), "{waits}");
}

#[tokio::test]
async fn a_preview_shows_the_payment_that_would_be_received() {
    let stage = Rehearsal::start().await;
    let invoice = run(&stage, CreateInvoice, &deal()).await.unwrap();
    let mut event = payment("1", "400.00");
    event["options"]["dry_run"] = json!(true);
    let preview = run(&stage, CreatePaidInvoice, &event).await.unwrap();
    let [payment] = &preview.preview.unwrap()[..] else {
        panic!("one document would be made");
    };
    assert_eq!(payment.kind, "Payment");
    let link = &payment.body["Line"][0]["LinkedTxn"][0]["TxnId"];
    assert_eq!(*link, json!(invoice.document.unwrap().id));
    assert_eq!(stage.made("Payment").len(), 0);
}

#[tokio::test]
async fn a_refund_after_all_parts_were_received_is_booked() {
    let stage = Rehearsal::with_settings(part_payments()).await;
    let refund = |refunded: &str| {
        let mut event = payment("1", "1000.00");
        event["record"]["properties"]["hs_latest_status"] = json!("refunded");
        event["record"]["properties"]["hs_refunds_amount"] = json!(refunded);
        event["options"] = json!({"refund_account": "Checking"});
        event
    };
    run(&stage, CreateInvoice, &deal()).await.unwrap();
    let refused = refusal(&stage, CreateRefundReceipt, &refund("1000.00")).await;
    assert!(refused.starts_with("SaleNotBooked"), "{refused}");
    run(&stage, CreatePaidInvoice, &payment("1", "1000.00"))
        .await
        .unwrap();
    run(&stage, CreateRefundReceipt, &refund("1000.00"))
        .await
        .unwrap();
}
