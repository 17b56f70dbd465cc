//! A connection that moved to another company never posts there what was drafted for the old one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::Status;
use create_estimate::CreateEstimate;
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::{CONNECTION, Rehearsal};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};
use storage::{
    CompareAndPut, Connection, Ledger, LedgerEntry, LedgerKey, ReadRequest, SnapshotReader,
    TokenSet, Tokens, Versioned,
};

fn event() -> Value {
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    deal("9001", "92.50", lines, json!({}))
}

fn connection() -> Connection {
    Connection::try_from(CONNECTION).unwrap()
}

#[tokio::test]
async fn a_warm_process_follows_a_connection_that_moved() {
    let stage = Rehearsal::start().await;
    let us = connection();
    let ours = stage.store.load_tokens(&us).await.unwrap().unwrap();
    // The process was used while the connection belonged to another company.
    let old = TokenSet {
        realm_id: "111".into(),
        ..ours.value.clone()
    };
    let version = stage
        .store
        .store_tokens(&us, Some(ours.version), &old)
        .await;
    let error = stage.run::<CreateInvoice>(&event()).await.unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing", "{error}");

    let version = version.unwrap();
    let moved = stage.store.store_tokens(&us, version, &ours.value).await;
    assert!(moved.unwrap().is_some());
    let response = stage.run::<CreateInvoice>(&event()).await.unwrap();
    assert_eq!(response.status, Status::Created);
}

fn key(action: &str, document: &str) -> LedgerKey {
    LedgerKey(format!("{action}/deal/9001/{document}"))
}

async fn entry(stage: &Rehearsal, key: &LedgerKey) -> Versioned<LedgerEntry> {
    let request = ReadRequest {
        entries: vec![key.clone()],
        ..ReadRequest::of(connection())
    };
    let mut snapshot = stage.store.read(&request).await.unwrap();
    snapshot.entries.remove(key).unwrap()
}

/// Makes an entry one of this company.
async fn of_company(stage: &Rehearsal, key: &LedgerKey, company: &str) {
    let Versioned { version, value } = entry(stage, key).await;
    let moved = LedgerEntry {
        company: company.to_owned(),
        ..value
    };
    let us = connection();
    let put = stage.store.compare_and_put(&us, key, Some(version), &moved);
    assert!(matches!(put.await.unwrap(), CompareAndPut::Written(_)));
}

/// A deal of whose invoice nobody knows whether it was made.
async fn of_unknown_outcome() -> Rehearsal {
    let stage = Rehearsal::start().await;
    let lost = FaultScript::new(FaultEffect::CloseBeforeEffect);
    stage
        .sandbox
        .script(lost.entity("Invoice").operation(Operation::Create).next(2));
    let error = stage.run::<CreateInvoice>(&event()).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");
    stage.environment.advance(SignedDuration::from_secs(60));
    stage.sandbox.clear_journal();
    stage
}

#[tokio::test]
async fn a_claim_of_another_company_is_not_taken_over_and_stays_to_be_found_out_there() {
    let stage = of_unknown_outcome().await;
    let invoice = key("create-invoice", "Invoice");
    of_company(&stage, &invoice, "1").await;
    let before = entry(&stage, &invoice).await;

    let error = stage.run::<CreateInvoice>(&event()).await.unwrap_err();

    assert_eq!(error.error_type(), "IdempotencyConflict");
    let message = error.to_string();
    assert!(
        message.contains("deal 9001") && message.contains("company 1,"),
        "{message}"
    );
    assert_eq!(stage.requests(), [""; 0]);
    assert_eq!(entry(&stage, &invoice).await, before);

    let realm_id = stage.sandbox.realm_id();
    of_company(&stage, &invoice, realm_id).await;
    let response = stage.run::<CreateInvoice>(&event()).await.unwrap();
    assert_eq!(response.status, Status::Created);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn an_estimate_of_another_company_is_not_linked_to() {
    let stage = Rehearsal::start().await;
    stage.run::<CreateEstimate>(&event()).await.unwrap();
    of_company(&stage, &key("create-estimate", "Estimate"), "1").await;
    stage.run::<CreateInvoice>(&event()).await.unwrap();
    assert_eq!(stage.made("Invoice")[0]["LinkedTxn"], json!([]));
    assert_eq!(stage.made("Estimate")[0]["TxnStatus"], "Pending");
}
