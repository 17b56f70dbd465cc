//! One invoice, whatever fails on the way.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line, one_hour};
use actions::Status;
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{
    FaultEffect, FaultScript, Operation, RequestIdPolicy, SandboxOptions, ScriptedAnswer,
    ThrottleAnswer, ThrottleFormat,
};
use serde_json::json;
use storage::{Connection, Ledger, LedgerEntry, LedgerKey, ReadRequest, SnapshotReader, Versioned};

fn on_create(effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect)
        .entity("Invoice")
        .operation(Operation::Create)
}

#[tokio::test]
async fn creates_one_invoice_even_when_the_answer_is_lost() {
    for effect in [
        FaultEffect::CloseAfterEffect,
        FaultEffect::HalfAnswer,
        FaultEffect::CloseBeforeEffect,
    ] {
        let stage = Rehearsal::start().await;
        stage.sandbox.script(on_create(effect.clone()));
        let response = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();
        assert_eq!(response.status, Status::Created, "{effect:?}");
        assert_eq!(stage.made("Invoice").len(), 1, "{effect:?}");
    }
}

#[tokio::test]
async fn an_outcome_that_stays_unknown_is_found_out_by_the_retry() {
    let stage = Rehearsal::start().await;
    stage
        .sandbox
        .script(on_create(FaultEffect::CloseAfterEffect).next(2));
    let error = stage.run::<CreateInvoice>(&one_hour()).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");

    let error = stage.run::<CreateInvoice>(&one_hour()).await.unwrap_err();
    assert_eq!(
        error.error_type(),
        "InProgress",
        "the first request may still be at work"
    );

    stage.environment.advance(SignedDuration::from_secs(60));
    let response = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();
    assert_eq!(response.status, Status::Created);
    assert_eq!(
        response.customer.unwrap().name.as_deref(),
        Some("Ada O'Keefe")
    );
    assert_eq!(stage.made("Invoice").len(), 1);
    let again = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}

#[tokio::test]
async fn an_outcome_that_quickbooks_has_forgotten_is_looked_up() {
    let request_ids = RequestIdPolicy {
        honoured: false,
        ..RequestIdPolicy::default()
    };
    let options = SandboxOptions {
        request_ids,
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    // Nothing was done by the quick repeat, which would double the invoice where no request id is
    // honoured: only the first one is lost after its effect.
    stage
        .sandbox
        .script(on_create(FaultEffect::CloseAfterEffect).nth(1));
    stage
        .sandbox
        .script(on_create(FaultEffect::CloseBeforeEffect).nth(2));
    let error = stage.run::<CreateInvoice>(&one_hour()).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");
    assert_eq!(stage.made("Invoice").len(), 1);

    stage.environment.advance(SignedDuration::from_hours(2));
    stage.sandbox.clear_journal();
    let response = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();

    let made = stage.made("Invoice");
    assert_eq!(made.len(), 1);
    assert_eq!(
        response.document.unwrap().id.as_deref(),
        made[0]["Id"].as_str()
    );
    assert!(
        !stage
            .requests()
            .iter()
            .any(|request| request == "create Invoice")
    );
}

#[tokio::test]
async fn after_the_memory_of_the_request_id_a_document_that_was_not_made_is_made() {
    let stage = Rehearsal::start().await;
    stage
        .sandbox
        .script(on_create(FaultEffect::CloseBeforeEffect).next(2));
    stage.run::<CreateInvoice>(&one_hour()).await.unwrap_err();
    stage.environment.advance(SignedDuration::from_hours(2));
    let response = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();
    assert_eq!(response.status, Status::Created);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn twenty_at_once_make_one_invoice_and_one_customer() {
    let stage = Rehearsal::start().await;
    let processes: Vec<_> = (0..20).map(|_| stage.another_process()).collect();
    let deadline = jiff::Timestamp::now() + SignedDuration::from_secs(30);
    let event = one_hour().to_string();
    let runs: Vec<_> = processes
        .into_iter()
        .map(|engine| {
            let event = event.clone();
            tokio::spawn(async move {
                let run =
                    actions::run::<CreateInvoice, _, _, _>(&engine, event.as_bytes(), deadline);
                run.await.map(|response| response.status)
            })
        })
        .collect();
    let mut created = 0;
    for run in runs {
        match run.await.unwrap() {
            Ok(Status::Created) => created += 1,
            Ok(status) => assert_eq!(status, Status::AlreadyCreated),
            Err(error) => assert_eq!(error.error_type(), "InProgress", "{error}"),
        }
    }
    assert_eq!(created, 1);
    assert_eq!(stage.made("Invoice").len(), 1);
    let customers = stage.sandbox.documents("Customer").into_iter();
    assert_eq!(
        customers
            .filter(|row| row["DisplayName"] == "Ada O'Keefe")
            .count(),
        1
    );
}

#[tokio::test]
async fn two_deals_of_one_new_customer_and_product_at_once_create_each_once() {
    let stage = Rehearsal::start().await;
    let options = json!({"create_missing_products": true});
    let lines = || vec![line(1, "Novelty", "1", "5", "5.00")];
    let engines = [
        stage.another_process(),
        stage.another_process(),
        stage.another_process(),
    ];
    let deadline = jiff::Timestamp::now() + SignedDuration::from_secs(30);
    let runs: Vec<_> = engines
        .into_iter()
        .zip(["1", "2", "3"])
        .map(|(engine, id)| {
            let event = deal(id, "5.00", lines(), options.clone()).to_string();
            tokio::spawn(async move {
                actions::run::<CreateInvoice, _, _, _>(&engine, event.as_bytes(), deadline).await
            })
        })
        .collect();
    for run in runs {
        run.await.unwrap().unwrap();
    }
    assert_eq!(stage.made("Invoice").len(), 3);
    let named = |entity: &str, property: &str, name: &str| {
        let rows = stage.sandbox.documents(entity).into_iter();
        rows.filter(|row| row[property].as_str().unwrap_or_default().contains(name))
            .count()
    };
    assert_eq!(named("Customer", "DisplayName", "O'Keefe"), 1);
    assert_eq!(named("Item", "Name", "Novelty"), 1);
}

#[tokio::test]
async fn a_gateways_answer_is_no_outcome_and_the_retry_finds_the_one_invoice() {
    for after_effect in [true, false] {
        let stage = Rehearsal::start().await;
        let gateway = FaultEffect::Status(ScriptedAnswer {
            status: 503,
            body: "<html>upstream connect error</html>".into(),
            content_type: "text/html".into(),
            after_effect,
        });
        stage.sandbox.script(on_create(gateway).next(2));
        let error = stage.run::<CreateInvoice>(&one_hour()).await.unwrap_err();
        assert_eq!(error.error_type(), "OutcomeUnknown");
        assert!(error.to_string().contains("503"), "{error}");
        assert_eq!(stage.made("Invoice").len(), usize::from(after_effect));
        // The content has changed meanwhile: what was posted is finished first, and then told.
        let mut changed = one_hour();
        changed["record"]["line_items"][0]["properties"]["description"] = json!("changed");
        stage.environment.advance(SignedDuration::from_mins(2));
        let error = stage.run::<CreateInvoice>(&changed).await.unwrap_err();
        assert_eq!(error.error_type(), "IdempotencyConflict");
        assert_eq!(stage.made("Invoice").len(), 1);
    }
}

#[tokio::test]
async fn a_throttle_makes_nothing_and_the_retry_makes_it() {
    let throttle = ThrottleAnswer {
        format: ThrottleFormat::Xml,
        retry_after: Some(7),
    };
    let stage = Rehearsal::start().await;
    stage
        .sandbox
        .script(on_create(FaultEffect::Throttle(throttle)));
    let error = stage.run::<CreateInvoice>(&one_hour()).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksThrottled");
    assert!(
        error.is_retryable() && error.to_string().contains("8 s"),
        "{error}"
    );
    assert_eq!(stage.made("Invoice").len(), 0);
    stage.environment.advance(SignedDuration::from_secs(8));
    let response = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();
    assert_eq!(response.status, Status::Created);
}

#[tokio::test]
async fn an_expired_access_token_is_replaced_and_the_invoice_made_once() {
    let stage = Rehearsal::start().await;
    stage.sandbox.expire_access_tokens();
    let response = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();
    assert_eq!(response.status, Status::Created);
    let refreshes = stage
        .requests()
        .iter()
        .filter(|request| request.starts_with("token"))
        .count();
    assert_eq!(refreshes, 1);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_refusal_leaves_nothing_behind_and_the_corrected_deal_is_invoiced() {
    let stage = Rehearsal::start().await;
    let closed = ScriptedAnswer {
        status: 400,
        body: json!({"Fault": {"Error": [{"Message": "Account Period Closed",
            "Detail": "The books of Ada O'Keefe <ada@example.com> are closed", "code": "6200"}],
            "type": "ValidationFault"}})
        .to_string(),
        content_type: "application/json".into(),
        after_effect: false,
    };
    stage.sandbox.script(on_create(FaultEffect::Status(closed)));
    let error = stage.run::<CreateInvoice>(&one_hour()).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    let message = error.to_string();
    assert!(
        message.contains("6200") && message.contains("intuit_tid"),
        "{message}"
    );
    assert!(
        !message.contains("ada@example.com") && !message.contains("O'Keefe"),
        "{message}"
    );

    let corrected = deal(
        "9001",
        "80.00",
        vec![line(1, "Hours", "1", "80", "80.00")],
        json!({}),
    );
    let response = stage.run::<CreateInvoice>(&corrected).await.unwrap();
    assert_eq!(response.document.unwrap().total, "80.00");
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_dry_run_shows_all_that_would_be_posted_and_writes_nothing() {
    let stage = Rehearsal::start().await;
    let lines = vec![line(1, "Novelty", "2", "5", "10.00")];
    let options = json!({"dry_run": true, "create_missing_products": true});
    let response = stage
        .run::<CreateInvoice>(&deal("1", "10.00", lines.clone(), options))
        .await
        .unwrap();
    assert_eq!(response.status, Status::Preview);
    assert_eq!(response.document.unwrap().total, "10.00");
    let preview = response.preview.unwrap();
    let kinds: Vec<&str> = preview
        .iter()
        .map(|creation| creation.kind.as_str())
        .collect();
    assert_eq!(kinds, ["Customer", "Item", "Invoice"]);
    assert!(!stage.sandbox.journal().iter().any(|entry| entry.is_write));

    let options = json!({"create_missing_products": true});
    let response = stage
        .run::<CreateInvoice>(&deal("1", "10.00", lines, options))
        .await
        .unwrap();
    assert_eq!(response.status, Status::Created);
}

/// The entry of the invoice of deal 1, with its version.
async fn entry_of_deal_1(stage: &Rehearsal) -> (LedgerKey, Versioned<LedgerEntry>) {
    let key = LedgerKey("create-invoice/deal/1/Invoice".into());
    let connection = Connection::try_from("us-books").unwrap();
    let request = ReadRequest {
        entries: vec![key.clone()],
        ..ReadRequest::of(connection)
    };
    let mut snapshot = stage.store.read(&request).await.unwrap();
    let entry = snapshot.entries.remove(&key).unwrap();
    (key, entry)
}

/// Whoever changes what a fingerprint is made of raises its version: this one belongs to version 2.
#[tokio::test]
async fn a_fingerprint_of_a_version_never_changes_and_one_of_another_version_is_not_compared() {
    let stage = Rehearsal::start().await;
    let event = |amount: &str| {
        deal(
            "1",
            amount,
            vec![line(1, "Hours", "1", amount, amount)],
            json!({}),
        )
    };
    stage.run::<CreateInvoice>(&event("92.50")).await.unwrap();
    let (key, entry) = entry_of_deal_1(&stage).await;
    insta::assert_snapshot!(entry.value.fingerprint);

    let changed = event("95.00");
    let error = stage.run::<CreateInvoice>(&changed).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    let of_before = LedgerEntry {
        fingerprint: format!("0{}", entry.value.fingerprint),
        ..entry.value
    };
    let us = Connection::try_from("us-books").unwrap();
    let put = stage
        .store
        .compare_and_put(&us, &key, Some(entry.version), &of_before);
    put.await.unwrap();
    let again = stage.run::<CreateInvoice>(&changed).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(stage.made("Invoice").len(), 1);
}
