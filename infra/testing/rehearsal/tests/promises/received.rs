//! A payment is what was paid: it is received on the invoice that its sale has, or makes one of its amount.

use actions::Response;
use registry::RegisteredAction::{
    CreateInvoice, CreatePaidInvoice, CreateRefundReceipt, CreateSalesReceipt,
};
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

use crate::every_action::{refusal, run};
use crate::ten_hours::{self, deal};

/// The payment of so much.
fn payment(id: &str, paid: &str) -> Value {
    let properties = json!({"hs_initial_amount": paid, "hs_payment_type": "one_time_or_initial",
        "hs_reference_number": format!("P-{id}")});
    ten_hours::payment(id, &properties)
}

fn part_payments() -> Value {
    json!({"paid_invoices": {"part_payments": true}})
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
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    stage.sandbox.clear_journal();
    let event = payment("3602", "1000.00");
    let response = run(CreatePaidInvoice, &stage, &event).await.unwrap();
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
        let again = run(CreatePaidInvoice, &stage, &again).await.unwrap();
        assert_eq!(again.status.to_string(), "already_created");
        assert_eq!(kinds(&again), ["Payment"]);
    }
    for event in [payment("3602", "1000.00"), alone] {
        let refused = refusal(CreateSalesReceipt, &stage, &event).await;
        assert!(refused.starts_with("AlreadyBooked"), "{refused}");
        // It has received it.
        assert!(!refused.contains("let create-paid-invoice"), "{refused}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn parts_are_received_on_it_until_nothing_is_open() {
    let stage = Rehearsal::start().await;
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    run(CreatePaidInvoice, &stage, &payment("1", "400.00"))
        .await
        .unwrap();
    let too_much = refusal(CreatePaidInvoice, &stage, &payment("2", "600.01")).await;
    let expected = "AlreadyBooked: payment 2: 600.01 was paid, and 600.00 of its sale's Invoice";
    assert!(too_much.starts_with(expected), "{too_much}");
    run(CreatePaidInvoice, &stage, &payment("3", "600.00"))
        .await
        .unwrap();
    let expected = [vec!["1000"], vec!["0"], vec!["400", "600"]];
    assert_eq!(books(&stage), expected);
    let late = refusal(CreatePaidInvoice, &stage, &payment("4", "1.00")).await;
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
            let refused = refusal(action, &stage, &payment("3401", paid)).await;
            let expected =
                format!("InvalidRequest: payment 3401: {paid} was paid, and its line items sum to");
            assert!(refused.starts_with(&expected), "{refused}");
            assert!(refused.contains(advice), "{refused}");
        }
    }
    assert_eq!(stage.requests(), [""; 0]);
    run(CreateSalesReceipt, &stage, &payment("3401", "1000.00"))
        .await
        .unwrap();
}

#[tokio::test]
async fn part_payments_make_one_invoice_and_are_received_on_it() {
    let stage = Rehearsal::with_settings(part_payments()).await;
    let event = payment("3401", "500.00");
    let first = run(CreatePaidInvoice, &stage, &event).await.unwrap();
    assert_eq!(kinds(&first), ["Invoice", "Payment"]);
    assert_eq!(books(&stage), [vec!["1000"], vec!["500"], vec!["500"]]);
    let event = payment("3402", "500.00");
    let second = run(CreatePaidInvoice, &stage, &event).await.unwrap();
    assert_eq!(kinds(&second), ["Payment"]);
    let expected = [vec!["1000"], vec!["0"], vec!["500", "500"]];
    assert_eq!(books(&stage), expected);
    for id in ["3401", "3402"] {
        let again = run(CreatePaidInvoice, &stage, &payment(id, "500.00"))
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
    run(CreatePaidInvoice, &stage, &payment("1", "1000.00"))
        .await
        .unwrap();
    run(CreatePaidInvoice, &stage, &payment("2", "300.00"))
        .await
        .unwrap();
    run(CreatePaidInvoice, &stage, &payment("3", "700.00"))
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
    let refused = refusal(CreatePaidInvoice, &stage, &alone).await;
    assert!(
        refused.contains("it shares no deal, quote or invoice"),
        "{refused}"
    );

    let mut recurring = payment("3404", "500.00");
    recurring["record"]["properties"]["hs_payment_type"] = json!("recurring");
    let refused = refusal(CreatePaidInvoice, &stage, &recurring).await;
    assert!(refused.contains("it is recurring"), "{refused}");
    assert_eq!(stage.requests(), [""; 0]);

    run(CreateInvoice, &stage, &deal()).await.unwrap();
    recurring["record"]["properties"]["hs_initial_amount"] = json!("1000.00");
    let own = run(CreatePaidInvoice, &stage, &recurring).await.unwrap();
    assert_eq!(kinds(&own), ["Invoice", "Payment"], "a sale of its own");
}

#[tokio::test]
async fn a_receipt_whose_answer_is_lost_is_booked_once() {
    let stage = Rehearsal::start().await;
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    let script = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Payment")
        .operation(Operation::Create);
    stage.sandbox.script(script.next(2));
    let unknown = refusal(CreatePaidInvoice, &stage, &payment("1", "400.00")).await;
    assert!(unknown.starts_with("OutcomeUnknown"), "{unknown}");
    let waits = refusal(CreatePaidInvoice, &stage, &payment("2", "600.00")).await;
    assert!(
        waits.starts_with("InProgress: payment 2: create-paid-invoice"),
        "{waits}"
    );
    stage
        .environment
        .advance(jiff::SignedDuration::from_secs(60));
    run(CreatePaidInvoice, &stage, &payment("1", "400.00"))
        .await
        .unwrap();
    run(CreatePaidInvoice, &stage, &payment("2", "600.00"))
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
    let unknown = refusal(CreatePaidInvoice, &stage, &payment("1", "400.00")).await;
    assert!(unknown.starts_with("OutcomeUnknown"), "{unknown}");
    let waits = refusal(CreatePaidInvoice, &stage, &payment("2", "600.00")).await;
    assert!(waits.starts_with("InProgress: payment 2"), "{waits}");
}

#[tokio::test]
async fn a_preview_shows_the_payment_that_would_be_received() {
    let stage = Rehearsal::start().await;
    let invoice = run(CreateInvoice, &stage, &deal()).await.unwrap();
    let mut event = payment("1", "400.00");
    event["options"]["dry_run"] = json!(true);
    let preview = run(CreatePaidInvoice, &stage, &event).await.unwrap();
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
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    let refused = refusal(CreateRefundReceipt, &stage, &refund("1000.00")).await;
    assert!(refused.starts_with("SaleNotBooked"), "{refused}");
    run(CreatePaidInvoice, &stage, &payment("1", "1000.00"))
        .await
        .unwrap();
    run(CreateRefundReceipt, &stage, &refund("1000.00"))
        .await
        .unwrap();
}
