//! The built function in Lambda's emulator, on DynamoDB Local, moto and a sandbox company.
//!
//! `cargo xtask test` builds it as `sam build` does and runs this; without that, every test here fails.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod deals;

use deals::{deal, line};
use lambda_emulator::LambdaRehearsal;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// A deal of two lines, whose products are there after the first of its kind.
fn two_lines(id: &str) -> Value {
    let lines = vec![
        line(1, "Hours", "16", "92.50", "1480.00"),
        line(2, "Novelty", "1", "5", "5.00"),
    ];
    let options = json!({"create_missing_products": true, "payment_terms": "Net 30"});
    deal(id, "1485.00", lines, options)
}

#[tokio::test]
async fn an_invoice_is_made_once() {
    let stage = LambdaRehearsal::start("CreateInvoice").await;
    let first = stage.function.invoke(&two_lines("1")).await.0;
    assert_eq!(
        first["status"],
        "created",
        "{first}\n{}",
        stage.function.log()
    );
    assert_eq!(first["document"]["total"], "1485.00");
    let invoices = stage.sandbox.documents("Invoice").len();

    let second = stage.function.invoke(&two_lines("1")).await.0;

    assert_eq!(second["status"], "already_created");
    assert_eq!(second["document"], first["document"]);
    assert_eq!(stage.sandbox.documents("Invoice").len(), invoices);
}

#[tokio::test]
async fn the_metrics_tell_what_was_asked_on_the_wire() {
    let stage = LambdaRehearsal::start("CreateInvoice").await;
    for id in ["1", "2"] {
        stage.function.invoke(&two_lines(id)).await;
    }
    let lines = stage.function.json_lines();
    let documents: Vec<&Value> = lines
        .iter()
        .filter(|line| line["_aws"].is_object())
        .collect();
    let counted = |document: &Value| {
        [
            "DocumentsCreated",
            "QuickBooksRequests",
            "QuickBooksReads",
            "StoreRequests",
        ]
        .map(|name| document[name].as_u64().unwrap_or_default())
    };
    assert_eq!(documents.len(), 2, "{}", stage.function.log());
    // One batch of four queries (customer, two products, terms), one of creations, and the invoice.
    let [created, requests, reads, _] = counted(documents[0]);
    assert_eq!([created, requests], [1, 3]);
    assert!(reads > 0);
    assert_eq!(counted(documents[1]), [1, 1, 0, 3]);
    assert_eq!(documents[1]["FunctionName"], "rehearsed-function");
}

#[tokio::test]
async fn a_failure_has_the_contract_s_error_type() {
    let stage = LambdaRehearsal::start("CreateInvoice").await;
    let mut unknown = two_lines("1");
    unknown["connection"] = "nobody".into();
    let mut empty = two_lines("1");
    empty["record"]["line_items"] = json!([]);
    let table: [(Vec<u8>, &str); 5] = [
        (b"no JSON at all".to_vec(), "InvalidRequest"),
        (b"[]".to_vec(), "InvalidRequest"),
        (b"{\"connection\": \"us-books\"}".to_vec(), "InvalidRequest"),
        (unknown.to_string().into_bytes(), "ConnectionNotFound"),
        (empty.to_string().into_bytes(), "RecordIncomplete"),
    ];
    for (event, expected) in table {
        let answer = stage.function.invoke_bytes(event).await;
        assert_eq!(answer.error_type(), Some(expected), "{answer:?}");
    }
}

#[tokio::test]
async fn an_access_token_that_has_ended_is_refreshed_and_the_new_one_is_kept_in_the_secret() {
    let stage = LambdaRehearsal::start("CreateInvoice").await;
    stage.let_access_token_end().await;
    let before = stage.tokens().await.value;

    let answer = stage.function.invoke(&two_lines("1")).await.0;

    assert_eq!(answer["status"], "created", "{answer}");
    let after = stage.tokens().await.value;
    assert_ne!(
        before.access_token.expose_secret(),
        after.access_token.expose_secret()
    );
    stage.secrets_manager.take_operations();
    stage.function.invoke(&two_lines("2")).await;
    assert_eq!(stage.secrets_manager.take_operations(), [""; 0]);
}

#[tokio::test]
async fn credentials_that_a_person_corrects_serve_without_a_new_environment() {
    let stage = LambdaRehearsal::start("CreateInvoice").await;
    let right = stage.sandbox.credentials().client_secret;
    stage.put_client_secret("mistyped").await;
    stage.let_access_token_end().await;
    let refused = stage.function.invoke(&two_lines("1")).await;
    assert_eq!(refused.error_type(), Some("SettingMissing"), "{refused:?}");

    stage.put_client_secret(&right).await;
    let answer = stage.function.invoke(&two_lines("1")).await.0;

    assert_eq!(answer["status"], "created", "{answer}");
}
