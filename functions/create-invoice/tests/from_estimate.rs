//! An invoice closes the estimate of the same deal or quote.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use crate::deals::{deal, line};
use actions::Status;
use create_estimate::CreateEstimate;
use create_invoice::CreateInvoice;
use quickbooks::{Client, Endpoint, EntityKind, Request, RequestId};
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use secrecy::SecretString;
use serde_json::{Value, json};

fn event(options: &Value) -> Value {
    let lines = vec![
        line(1, "Hours", "1", "92.50", "92.50"),
        line(2, "Design", "2", "75", "150.00"),
    ];
    deal("9001", "242.50", lines, options.clone())
}

async fn estimated() -> Rehearsal {
    let stage = Rehearsal::start().await;
    stage
        .run::<CreateEstimate>(&event(&json!({})))
        .await
        .unwrap();
    stage.sandbox.clear_journal();
    stage
}

fn estimate(stage: &Rehearsal) -> Value {
    stage.made("Estimate")[0].clone()
}

/// A person deletes the estimate in QuickBooks.
async fn delete_estimate(stage: &Rehearsal) {
    let sandbox = &stage.sandbox;
    let endpoint = Endpoint::new(&sandbox.api_url(), sandbox.realm_id()).unwrap();
    let client = Client::new(&stage.engine.transport, endpoint);
    let token = SecretString::from(sandbox.credentials().access_token);
    let estimate = estimate(stage);
    let id = estimate["Id"].as_str().unwrap();
    let request_id = RequestId::new("by-hand").unwrap();
    let request = Request::delete(EntityKind::Estimate, id, "0", &request_id);
    let deleted = client.call(&token, &request, Duration::from_secs(5)).await;
    deleted.unwrap();
}

#[tokio::test]
async fn the_invoice_is_linked_and_the_estimate_closed_in_one_request() {
    let stage = estimated().await;
    stage
        .run::<CreateInvoice>(&event(&json!({})))
        .await
        .unwrap();
    assert_eq!(stage.requests(), ["create Invoice"]);
    let (invoice, estimate) = (stage.made("Invoice")[0].clone(), estimate(&stage));
    let to_estimate = json!([{"TxnId": estimate["Id"], "TxnType": "Estimate"}]);
    assert_eq!(invoice["LinkedTxn"], to_estimate);
    assert_eq!(invoice["Line"][0]["LinkedTxn"], to_estimate);
    assert_eq!(estimate["TxnStatus"], "Closed");
    assert_eq!(
        estimate["LinkedTxn"],
        json!([{"TxnId": invoice["Id"], "TxnType": "Invoice"}])
    );
    let again = stage
        .run::<CreateInvoice>(&event(&json!({})))
        .await
        .unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}

#[tokio::test]
async fn false_leaves_the_estimate_open() {
    for no in [json!(false), json!("false")] {
        let stage = estimated().await;
        let options = json!({"from_estimate": no});
        stage.run::<CreateInvoice>(&event(&options)).await.unwrap();
        assert_eq!(estimate(&stage)["TxnStatus"], "Pending");
        assert_eq!(stage.made("Invoice")[0]["LinkedTxn"], json!([]));
    }
}

#[tokio::test]
async fn true_without_an_estimate_is_refused_and_without_the_option_there_is_no_link() {
    let stage = Rehearsal::start().await;
    let required = event(&json!({"from_estimate": true}));
    let error = stage.run::<CreateInvoice>(&required).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordIncomplete");
    assert!(error.to_string().contains("from_estimate"), "{error}");
    assert_eq!(stage.requests(), [""; 0]);

    stage
        .run::<CreateInvoice>(&event(&json!({})))
        .await
        .unwrap();
    assert_eq!(stage.made("Invoice")[0]["LinkedTxn"], json!([]));
}

#[tokio::test]
async fn an_estimate_made_after_the_invoice_does_not_make_the_repeat_another_request() {
    let stage = Rehearsal::start().await;
    stage
        .run::<CreateInvoice>(&event(&json!({})))
        .await
        .unwrap();
    stage
        .run::<CreateEstimate>(&event(&json!({})))
        .await
        .unwrap();
    let again = stage
        .run::<CreateInvoice>(&event(&json!({})))
        .await
        .unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}

#[tokio::test]
async fn an_estimate_that_was_deleted_stops_the_invoice_with_the_way_out() {
    let stage = estimated().await;
    let id = estimate(&stage)["Id"].as_str().unwrap().to_owned();
    delete_estimate(&stage).await;
    for _ in 0..2 {
        let error = stage
            .run::<CreateInvoice>(&event(&json!({})))
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "QuickBooksRejected");
        let message = error.to_string();
        assert!(message.contains(&format!("estimate {id}")), "{message}");
        assert!(
            message.contains("`options.from_estimate` to false"),
            "{message}"
        );
    }
    let without = event(&json!({"from_estimate": false}));
    let response = stage.run::<CreateInvoice>(&without).await.unwrap();
    assert_eq!(response.status, Status::Created);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn an_estimate_of_unknown_outcome_is_waited_for_only_if_it_is_required() {
    let stage = Rehearsal::start().await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect).entity("Estimate");
    stage
        .sandbox
        .script(lost.operation(Operation::Create).next(2));
    let error = stage
        .run::<CreateEstimate>(&event(&json!({})))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");

    let required = event(&json!({"from_estimate": "true"}));
    let error = stage.run::<CreateInvoice>(&required).await.unwrap_err();
    assert_eq!(error.error_type(), "InProgress");
    let response = stage
        .run::<CreateInvoice>(&event(&json!({})))
        .await
        .unwrap();
    assert_eq!(response.warnings[0].code, "estimate_not_linked");
    assert_eq!(stage.made("Invoice")[0]["LinkedTxn"], json!([]));
}
