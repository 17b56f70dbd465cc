//! An invoice and its payment: both or none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use crate::paid::{assert_nothing_left, assert_settled_once, payment};
use actions::Status;
use create_paid_invoice::CreatePaidInvoice;
use jiff::SignedDuration;
use quickbooks::{Client, Endpoint, EntityKind, Request, RequestId};
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer, ThrottleAnswer};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{Connection, Ledger, LedgerEntry, LedgerKey, ReadRequest, SnapshotReader, Versioned};

fn on(entity: &str, operation: Operation, effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect).entity(entity).operation(operation)
}

fn rejection() -> FaultEffect {
    let error = json!({"Message": "A business validation error has occurred", "code": "6000",
        "Detail": "Business Validation Error: The account period has closed."});
    FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: json!({"Fault": {"Error": [error], "type": "ValidationFault"}}).to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    })
}

/// QuickBooks' refusal of a version that one of its users has changed since.
fn changed_by_somebody() -> FaultEffect {
    let error = json!({"Message": "Stale Object Error", "code": "5010", "element": "",
        "Detail": "Stale Object Error : You and Grace Hopper were working on this at the same time. Grace Hopper finished \
                   before you did, so your work was not saved."});
    FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: json!({"Fault": {"Error": [error], "type": "ValidationFault"}}).to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    })
}

/// A company that has the invoice of the event, after it had no time for the payment.
async fn with_its_payment_to_be_made(event: &Value) -> Rehearsal {
    let throttled = FaultEffect::Throttle(ThrottleAnswer::default());
    let throttled = on("Payment", Operation::Create, throttled);
    begun(event, throttled, SignedDuration::from_secs(5)).await
}

/// A company that has made the entity of the event, while its answers were lost.
async fn with_a_lost_answer(entity: &str, event: &Value) -> Rehearsal {
    let lost = on(entity, Operation::Create, FaultEffect::CloseAfterEffect);
    begun(event, lost.next(2), SignedDuration::from_secs(60)).await
}

/// A company in which the event failed by this fault, some time ago.
async fn begun(event: &Value, fault: FaultScript, ago: SignedDuration) -> Rehearsal {
    let stage = Rehearsal::start().await;
    stage.sandbox.script(fault);
    stage.run::<CreatePaidInvoice>(event).await.unwrap_err();
    stage.environment.advance(ago);
    stage
}

/// Deletes an invoice as a person does.
async fn delete(stage: &Rehearsal, invoice: &Value) {
    let endpoint = Endpoint::new(&stage.sandbox.api_url(), stage.sandbox.realm_id()).unwrap();
    let client = Client::new(&stage.engine.transport, endpoint);
    let token = SecretString::from(stage.sandbox.credentials().access_token);
    let (id, sync_token) = (&invoice["Id"], &invoice["SyncToken"]);
    let (id, sync_token) = (id.as_str().unwrap(), sync_token.as_str().unwrap());
    let by_hand = RequestId::new("by-hand").unwrap();
    let deletion = Request::delete(EntityKind::Invoice, id, sync_token, &by_hand);
    client
        .call(&token, &deletion, Duration::from_secs(5))
        .await
        .unwrap();
}

#[tokio::test]
async fn an_amount_of_more_decimals_than_its_currency_has_is_refused_with_its_field() {
    let stage = Rehearsal::with_settings(json!({"paid_invoices": {"part_payments": true}})).await;
    let mut part = payment("1", json!({}));
    part["record"]["deals"] = json!([{"id": "9611"}]);
    part["record"]["properties"]["hs_initial_amount"] = json!("100.00");
    stage.run::<CreatePaidInvoice>(&part).await.unwrap();
    part["record"]["id"] = json!("2");
    part["record"]["properties"]["hs_initial_amount"] = json!("10.005");
    let error = stage.run::<CreatePaidInvoice>(&part).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    let expected =
        "payment 2: `hs_initial_amount` is 10.005, and amounts in USD have at most 2 decimals";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert_eq!(stage.made("Payment").len(), 1);
}

#[tokio::test]
async fn a_payment_that_lacks_the_tax_of_its_lines_is_told_the_tax() {
    let stage = Rehearsal::with_settings(json!({"paid_invoices": {"taxable_lines": true}})).await;
    let mut untaxed = payment("1", json!({}));
    untaxed["record"]["line_items"][0]["properties"]["hs_tax_amount"] = json!("8.00");
    untaxed["record"]["line_items"][0]["properties"]["hs_tax_rate_group_id"] = json!("7");
    let error = stage.run::<CreatePaidInvoice>(&untaxed).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    let expected =
        "150.00 was paid, and its line items sum to 150.00, with the tax of 8.00 to 158.00";
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test]
async fn a_refused_payment_leaves_no_invoice_and_the_corrected_event_makes_both() {
    let stage = Rehearsal::start().await;
    // Account 7 is an expense account, to which no payment can be deposited.
    let wrong = payment("1", json!({"deposit_account": "7"}));
    let error = stage.run::<CreatePaidInvoice>(&wrong).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    assert_nothing_left(&stage);

    let corrected = payment("1", json!({"deposit_account": "Checking"}));
    let response = stage.run::<CreatePaidInvoice>(&corrected).await.unwrap();
    assert_eq!(response.status, Status::Created);
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn a_payment_refused_by_a_later_run_leaves_no_invoice_either() {
    let event = payment("1", json!({}));
    let stage = with_its_payment_to_be_made(&event).await;
    stage
        .sandbox
        .script(on("Payment", Operation::Create, rejection()));
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    assert_nothing_left(&stage);
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn a_deletion_that_fails_is_caught_up_on() {
    for effect in [
        FaultEffect::CloseAfterEffect,
        FaultEffect::CloseBeforeEffect,
    ] {
        let stage = Rehearsal::start().await;
        stage
            .sandbox
            .script(on("Payment", Operation::Create, rejection()).next(2));
        stage
            .sandbox
            .script(on("Invoice", Operation::Delete, effect));
        let event = payment("1", json!({}));
        let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
        assert!(error.is_retryable(), "{error}");
        stage.environment.advance(SignedDuration::from_secs(60));
        let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "QuickBooksRejected");
        assert_nothing_left(&stage);
        stage.run::<CreatePaidInvoice>(&event).await.unwrap();
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn an_invoice_that_cannot_be_deleted_is_named_with_both_refusals_and_no_user_of_quickbooks() {
    let stage = Rehearsal::start().await;
    let refused = on("Payment", Operation::Create, rejection());
    stage.sandbox.script(refused);
    let kept = on("Invoice", Operation::Delete, changed_by_somebody());
    stage.sandbox.script(kept.next(2));
    let event = payment("1", json!({}));
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    let invoice = stage.made("Invoice").remove(0);
    let text = |name: &str| invoice[name].as_str().unwrap();
    let named = format!("Invoice {} (id {}) was made", text("DocNumber"), text("Id"));
    let message = error.to_string();
    for part in [
        "payment 1: ",
        "The account period has closed",
        &named,
        "5010: Stale Object Error",
        "run the record again",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(!message.contains("Grace"), "{message}");
    assert!(!message.contains("Hopper"), "{message}");
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn an_invoice_that_somebody_saves_at_that_moment_is_deleted_as_it_stands_then() {
    let stage = Rehearsal::start().await;
    let refused = on("Payment", Operation::Create, rejection());
    stage.sandbox.script(refused);
    let kept = on("Invoice", Operation::Delete, changed_by_somebody());
    stage.sandbox.script(kept);
    let event = payment("1", json!({}));
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert!(error.to_string().contains("period has closed"), "{error}");
    assert_nothing_left(&stage);
}

#[tokio::test]
async fn an_invoice_that_somebody_paid_meanwhile_is_left_as_it_is() {
    let event = payment("1", json!({}));
    let stage = with_its_payment_to_be_made(&event).await;
    let invoice = stage.made("Invoice").remove(0);
    let by_hand = json!({"CustomerRef": invoice["CustomerRef"], "TotalAmt": 150.00,
        "Line": [{"Amount": 150.00, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}]});
    stage.sandbox.insert("Payment", by_hand).unwrap();

    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();

    assert_eq!(error.error_type(), "QuickBooksRejected");
    assert!(error.to_string().contains("was left as it is"), "{error}");
    assert_eq!(
        (stage.made("Invoice").len(), stage.made("Payment").len()),
        (1, 0)
    );
}

#[tokio::test]
async fn an_invoice_that_somebody_deleted_meanwhile_is_made_again_with_its_payment() {
    let event = payment("1", json!({}));
    let stage = with_its_payment_to_be_made(&event).await;
    let invoice = stage.made("Invoice").remove(0);
    delete(&stage, &invoice).await;
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}

/// Asserts that the changed content is refused with both ways out, and that nothing was received.
async fn assert_refused_half_made(stage: &Rehearsal, changed: &Value) {
    let error = stage.run::<CreatePaidInvoice>(changed).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    let message = error.to_string();
    let is_of_options = changed["record"] == payment("1", json!({}))["record"];
    let way_back = if is_of_options {
        "give the options that it was made with and run it again"
    } else {
        "undo the change in HubSpot and run it again"
    };
    for part in [
        "payment 1: Invoice ",
        "the Payment that belongs to it is still to be made",
        way_back,
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(stage.made("Payment").is_empty());
}

/// The same payment, of which something was changed meanwhile.
fn changes(event: &Value) -> [Value; 6] {
    let with = |property: &str, value: &str| {
        let mut changed = event.clone();
        changed["record"]["properties"][property] = json!(value);
        changed
    };
    let date = with("hs_initiated_date", "2026-02-28T10:00:00Z");
    let method = with("hs_payment_method_type", "cash");
    let reference = with("hs_reference_number", "OTHER");
    let (mut memo, mut amount, mut account) = (event.clone(), event.clone(), event.clone());
    memo["options"]["memo"] = json!("Thank you");
    amount["record"]["properties"]["hs_initial_amount"] = json!("60.00");
    amount["record"]["line_items"][0]["properties"]["price"] = json!("60.00");
    amount["record"]["line_items"][0]["properties"]["amount"] = json!("60.00");
    amount["record"]["line_items"]
        .as_array_mut()
        .unwrap()
        .truncate(1);
    account["options"]["deposit_account"] = json!("Checking");
    [memo, amount, account, date, method, reference]
}

#[tokio::test]
async fn content_that_changed_between_the_two_is_received_on_no_invoice_of_other_content() {
    let event = payment("1", json!({}));
    for changed in changes(&event) {
        let stage = with_its_payment_to_be_made(&event).await;
        for _ in 0..2 {
            assert_refused_half_made(&stage, &changed).await;
        }
        let finished = stage.run::<CreatePaidInvoice>(&event).await.unwrap();
        assert_eq!(finished.status, Status::Created);
        assert_settled_once(&stage, "150.00");
        let error = stage.run::<CreatePaidInvoice>(&changed).await.unwrap_err();
        assert!(error.to_string().contains("nothing was written"), "{error}");
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn content_that_changed_while_the_invoice_was_unknown_is_received_on_no_invoice_of_other_content()
 {
    let event = payment("1", json!({}));
    for changed in changes(&event) {
        let stage = with_a_lost_answer("Invoice", &event).await;
        assert_refused_half_made(&stage, &changed).await;
        let finished = stage.run::<CreatePaidInvoice>(&event).await.unwrap();
        assert_eq!(finished.status, Status::Created);
        assert_settled_once(&stage, "150.00");
    }
}

#[tokio::test]
async fn a_payment_that_was_begun_with_other_content_is_finished_as_it_was_begun() {
    let event = payment("1", json!({}));
    for changed in changes(&event) {
        let stage = with_a_lost_answer("Payment", &event).await;
        let error = stage.run::<CreatePaidInvoice>(&changed).await.unwrap_err();
        assert_eq!(error.error_type(), "IdempotencyConflict");
        assert!(
            error.to_string().contains("finished as it was begun"),
            "{error}"
        );
        assert_settled_once(&stage, "150.00");
        let first = stage.run::<CreatePaidInvoice>(&event).await.unwrap();
        assert_eq!(first.status, Status::AlreadyCreated);
    }
}

#[tokio::test]
async fn a_payment_refunded_after_it_was_begun_is_still_finished() {
    let mut event = payment("1", json!({}));
    let stage = with_its_payment_to_be_made(&event).await;
    event["record"]["properties"]["hs_latest_status"] = json!("refunded");
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn an_invoice_of_another_company_is_not_settled_in_this_one() {
    let event = payment("1", json!({}));
    let stage = with_its_payment_to_be_made(&event).await;
    let connection = Connection::try_from(rehearsal::CONNECTION).unwrap();
    let key = LedgerKey("create-paid-invoice/payment/1/Invoice".into());
    let request = ReadRequest {
        entries: vec![key.clone()],
        ..ReadRequest::of(connection.clone())
    };
    let invoice = stage.store.read(&request).await.unwrap();
    let Versioned { version, value } = invoice.entries[&key].clone();
    let elsewhere = LedgerEntry {
        company: "1".into(),
        ..value
    };
    let put = stage
        .store
        .compare_and_put(&connection, &key, Some(version), &elsewhere);
    put.await.unwrap();

    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict", "{error}");
    assert_eq!(
        (stage.made("Invoice").len(), stage.made("Payment").len()),
        (1, 0)
    );
}
