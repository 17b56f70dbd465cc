//! A ledger that cannot be read: nothing is posted, nothing is deleted, and a person is told.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::{assert_settled_once, payment};
use create_paid_invoice::CreatePaidInvoice;
use jiff::SignedDuration;
use rehearsal::{CONNECTION, Rehearsal};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};
use storage::{
    CompareAndPut, Connection, EntryState, Ledger, LedgerEntry, LedgerKey, ReadRequest,
    SnapshotReader, Versioned,
};

fn connection() -> Connection {
    Connection::try_from(CONNECTION).unwrap()
}

fn key(document: &str) -> LedgerKey {
    LedgerKey(format!("create-paid-invoice/payment/1/{document}"))
}

async fn entry(stage: &Rehearsal, key: &LedgerKey) -> Versioned<LedgerEntry> {
    let request = ReadRequest {
        entries: vec![key.clone()],
        ..ReadRequest::of(connection())
    };
    let mut snapshot = stage.store.read(&request).await.unwrap();
    snapshot.entries.remove(key).unwrap()
}

/// Puts this text where an entry has its response or the context of its claim.
async fn damage(stage: &Rehearsal, key: &LedgerKey, with: &str) {
    let Versioned { version, value } = entry(stage, key).await;
    let mut recorded = value.state;
    match &mut recorded {
        EntryState::Open => {}
        EntryState::Claimed { context, .. } => with.clone_into(context),
        EntryState::Done { response, .. } => with.clone_into(response),
    }
    let damaged = LedgerEntry {
        state: recorded,
        ..value
    };
    let us = connection();
    let put = stage
        .store
        .compare_and_put(&us, key, Some(version), &damaged);
    assert!(matches!(put.await.unwrap(), CompareAndPut::Written(_)));
}

/// Runs the event, which is refused over this entry without a request and leaves it as it is.
async fn assert_corrupt(stage: &Rehearsal, event: &Value, key: &LedgerKey) {
    let before = entry(stage, key).await;
    stage.sandbox.clear_journal();
    let error = stage.run::<CreatePaidInvoice>(event).await.unwrap_err();
    let message = error.to_string();
    assert_eq!(error.error_type(), "LedgerCorrupt", "{message}");
    assert!(!error.is_retryable());
    for told in ["payment 1", key.0.as_str(), "restore the entry"] {
        assert!(message.contains(told), "{told}: {message}");
    }
    assert!(!message.contains("Canary"), "{message}");
    assert_eq!(stage.requests(), [""; 0]);
    assert_eq!(entry(stage, key).await, before);
}

#[tokio::test]
async fn a_recorded_response_that_cannot_be_read_is_told_and_nothing_is_made_again() {
    let stage = Rehearsal::start().await;
    let event = payment("1", json!({}));
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
    let no_id = json!({"status": "created", "document": {"type": "Invoice", "total": "1", "currency": "USD"}});
    for (document, with) in [
        ("Payment", "{"),
        ("Payment", r#"{"status": "Canary"}"#),
        ("Payment", r#"{"status": "created"}"#),
        ("Invoice", &no_id.to_string()),
    ] {
        damage(&stage, &key(document), with).await;
        assert_corrupt(&stage, &event, &key(document)).await;
    }
    assert_settled_once(&stage, "150.00");
}

#[tokio::test]
async fn a_claim_that_cannot_be_read_is_told_and_what_it_belongs_to_stays() {
    let stage = Rehearsal::start().await;
    let event = payment("1", json!({}));
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect);
    let lost = lost.entity("Payment").operation(Operation::Create);
    stage.sandbox.script(lost.next(2));
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");
    stage.environment.advance(SignedDuration::from_secs(60));
    for with in ["c", "{}", r#"{"context": "Canary", "before": null}"#] {
        damage(&stage, &key("Payment"), with).await;
        assert_corrupt(&stage, &event, &key("Payment")).await;
    }
    assert_settled_once(&stage, "150.00");
}
