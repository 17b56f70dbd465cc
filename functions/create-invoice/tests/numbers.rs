//! Document numbers: QuickBooks' preference is honoured, and a taken number never makes a second document.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::{Response, Status};
use create_invoice::CreateInvoice;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

/// A company whose people number its sales forms, with invoice 1 numbered HS-7.
async fn numbered_by_hand(policy: &str) -> Rehearsal {
    let stage = Rehearsal::with_settings(json!({"document_number_taken": policy})).await;
    let custom = json!({"Id": "1", "SalesFormsPrefs": {"CustomTxnNumbers": true}});
    stage.sandbox.edit("Preferences", custom).unwrap();
    stage
        .run::<CreateInvoice>(&event("1", "HS-7"))
        .await
        .unwrap();
    stage.sandbox.clear_journal();
    stage
}

fn event(id: &str, number: &str) -> Value {
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    deal(id, "92.50", lines, json!({"document_number": number}))
}

fn number(response: &Response) -> Option<&str> {
    response.document.as_ref()?.number.as_deref()
}

#[tokio::test]
async fn a_taken_number_makes_nothing_by_default_and_the_error_says_what_to_do() {
    let stage = numbered_by_hand("refuse").await;
    let error = stage
        .run::<CreateInvoice>(&event("2", "HS-7"))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    let message = error.to_string();
    assert!(
        message.contains("6140") && message.contains("document_number_taken"),
        "{message}"
    );
    assert_eq!(stage.made("Invoice").len(), 1);
    let other = stage
        .run::<CreateInvoice>(&event("2", "HS-8"))
        .await
        .unwrap();
    assert_eq!(
        (number(&other), other.status),
        (Some("HS-8"), Status::Created)
    );
}

#[tokio::test]
async fn a_taken_number_gets_a_suffix_where_the_settings_say_so() {
    let stage = numbered_by_hand("suffix").await;
    for (id, expected) in [("2", "HS-7-2"), ("3", "HS-7-3")] {
        let response = stage
            .run::<CreateInvoice>(&event(id, "HS-7"))
            .await
            .unwrap();
        assert_eq!(number(&response), Some(expected));
        assert_eq!(codes(&response), ["number_suffixed"]);
        let again = stage
            .run::<CreateInvoice>(&event(id, "HS-7"))
            .await
            .unwrap();
        assert_eq!(again.status, Status::AlreadyCreated);
        assert_eq!(number(&again), Some(expected));
    }
    // Two tries for the first, three for the second, and nothing is read.
    assert_eq!(stage.requests(), ["create Invoice"; 5]);
    assert_eq!(stage.made("Invoice").len(), 3);
}

#[tokio::test]
async fn a_crash_after_a_suffixed_number_is_finished_by_the_retry() {
    let stage = numbered_by_hand("suffix").await;
    let script = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Invoice")
        .operation(Operation::Create);
    stage.sandbox.script(script.nth(2));
    let lost = stage.run::<CreateInvoice>(&event("2", "HS-7")).await;
    let response = match lost {
        Ok(response) => response,
        Err(error) => {
            assert!(error.is_retryable(), "{error}");
            stage
                .environment
                .advance(jiff::SignedDuration::from_secs(60));
            stage
                .run::<CreateInvoice>(&event("2", "HS-7"))
                .await
                .unwrap()
        }
    };
    assert_eq!(number(&response), Some("HS-7-2"));
    assert_eq!(stage.made("Invoice").len(), 2);
}

#[tokio::test]
async fn a_suffix_that_does_not_fit_is_refused_and_never_cut() {
    let stage = numbered_by_hand("suffix").await;
    let long = "HS-345678901234567890";
    stage.run::<CreateInvoice>(&event("2", long)).await.unwrap();
    let error = stage
        .run::<CreateInvoice>(&event("3", long))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(
        error.to_string().contains("options.document_number"),
        "{error}"
    );
    assert_eq!(stage.made("Invoice").len(), 2);
}

#[tokio::test]
async fn two_documents_have_one_number_where_the_settings_allow_it() {
    let stage = numbered_by_hand("allow").await;
    let response = stage
        .run::<CreateInvoice>(&event("2", "HS-7"))
        .await
        .unwrap();
    assert_eq!(number(&response), Some("HS-7"));
    assert_eq!(stage.requests(), ["create Invoice"]);
}

#[tokio::test]
async fn where_quickbooks_counts_a_number_is_left_to_it_with_a_warning() {
    let company = json!({"realm_id": "9341453172000001", "custom_transaction_numbers": false});
    let stage = Rehearsal::with_settings(json!({"company": company})).await;
    let response = stage
        .run::<CreateInvoice>(&event("1", "HS-7"))
        .await
        .unwrap();
    assert_eq!(number(&response), Some("1038"));
    assert_eq!(codes(&response), ["number_left_out"]);
}

#[tokio::test]
async fn a_document_that_quickbooks_gives_no_number_is_told() {
    let stage = numbered_by_hand("refuse").await;
    let response = stage.run::<CreateInvoice>(&event("2", "")).await.unwrap();
    assert_eq!(number(&response), None);
    assert_eq!(codes(&response), ["number_missing"]);
}
