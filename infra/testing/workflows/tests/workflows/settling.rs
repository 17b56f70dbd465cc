//! `settle-payment`: two documents, each able to fail alone.

use futures_util::future::join_all;
use serde_json::json;
use workflows::{Answer, CAUSE, PERSONAL, Stage, record, stage, workflow_arn};

use crate::failure::{QUEUED, again, errors, only, waits_for};
use crate::request::by_id;

const SALE: &str = "create-paid-invoice";
const FEE: &str = "create-expense";

#[tokio::test]
async fn a_succeeded_payment_becomes_a_paid_invoice_and_an_expense_and_both_are_reported() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut input = by_id("payment", &id);
    input["options"] = json!({ "private_note": "of both", "transaction_date": "2026-03-05" });
    input["document_options"] = json!({ "private_note": "of the sale" });
    input["expense_options"] = json!({ "vendor": "Norton Lumber and Building Materials" });
    let execution = stage.run("settle-payment", &input).await;
    assert_eq!(
        execution.status, "SUCCEEDED",
        "it succeeds: {}",
        execution.error
    );
    let outcomes = &execution.output["outcomes"];
    let made = [(SALE, "Invoice", "300.00"), (FEE, "Purchase", "9.00")];
    for (index, (action, document, total)) in made.into_iter().enumerate() {
        let outcome = &outcomes[index];
        assert_eq!(outcome["action"], action, "{action}: {outcomes}");
        assert_eq!(outcome["status"], "succeeded", "{action}: {outcomes}");
        let found = &outcome["response"]["document"];
        assert_eq!(found["type"], document, "{action}: {outcomes}");
        assert_eq!(found["total"], total, "{action}: {outcomes}");
    }
    let by_id = json!({ "object_type": "payment", "id": id });
    let sale = only(stage.functions.calls(SALE, &id));
    assert_eq!(sale["record"], by_id, "each reads the payment: {sale}");
    let mut options = input["options"].clone();
    options["private_note"] = "of the sale".into();
    assert_eq!(sale["options"], options, "each has its options: {sale}");
    let fee = only(stage.functions.calls(FEE, &id));
    let mut options = input["options"].clone();
    options["vendor"] = input["expense_options"]["vendor"].clone();
    assert_eq!(fee["options"], options, "each has its options: {fee}");
    let report = only(stage.functions.calls("report-outcome", &id));
    assert_eq!(report["outcomes"], *outcomes, "both are reported: {report}");
    let seen = format!("{} {report}", execution.output);
    let found: Vec<_> = PERSONAL
        .iter()
        .filter(|text| seen.contains(**text))
        .collect();
    assert!(found.is_empty(), "no personal data is kept: {found:?}");
}

#[tokio::test]
async fn a_succeeded_payment_becomes_a_sales_receipt_if_the_input_says_so() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut input = by_id("payment", &id);
    input["document_action"] = "create-sales-receipt".into();
    let execution = stage.run("settle-payment", &input).await;
    assert_eq!(
        execution.status, "SUCCEEDED",
        "it succeeds: {}",
        execution.error
    );
    let receipts = stage.functions.calls("create-sales-receipt", &id).len();
    let invoices = stage.functions.calls(SALE, &id).len();
    assert_eq!(
        (receipts, invoices),
        (1, 0),
        "it is a sales receipt: {receipts}"
    );
    input["document_action"] = "create-invoice".into();
    let execution = stage.run("settle-payment", &input).await;
    assert_eq!(execution.error, "InvalidRequest", "and nothing else");
}

#[tokio::test]
async fn what_an_event_says_of_options_is_said_to_both_parts_of_a_payment() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut input = by_id("payment", &id);
    input["options"] = json!({ "dry_run": true });
    let execution = stage.run("settle-payment", &input).await;
    assert_eq!(execution.status, "SUCCEEDED", "{}", execution.cause);
    for place in [0, 1] {
        let outcome = &execution.output["outcomes"][place];
        assert_eq!(outcome["response"]["status"], "preview", "{outcome}");
    }
}

#[tokio::test]
async fn a_misplaced_dry_run_books_neither_part_and_run_again_books_nothing_either() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut input = by_id("payment", &id);
    input["dry_run"] = true.into();
    let execution = stage.run("settle-payment", &input).await;
    assert_eq!(execution.error, "InvalidRequest", "{}", execution.output);
    let messages = stage.waiting(&execution.arn).await;
    assert_eq!(messages.len(), 2, "each part waits: {messages:?}");
    for message in messages {
        let again = stage.run("quickbooks-action", &message["input"]).await;
        assert_eq!(again.error, "InvalidRequest", "{}", again.output);
        assert!(again.cause.contains("dry_run"), "{}", again.cause);
    }
}

async fn every_error(stage: &Stage, failing: &str, other: &str) {
    let errors = errors();
    let runs = errors
        .iter()
        .map(|error| fails_alone(stage, failing, other, error));
    join_all(runs).await;
}

async fn fails_alone(stage: &Stage, failing: &str, other: &str, error: &str) {
    let id = stage.fresh_id();
    stage
        .functions
        .script(failing, &id, Answer::failing(error), None);
    let execution = stage.run("settle-payment", &by_id("payment", &id)).await;
    assert_eq!(execution.error, error, "it fails with {error}");
    let booked = stage.functions.calls(other, &id).len();
    assert_eq!(booked, 1, "{other} is run once");
    let report = only(stage.functions.calls("report-outcome", &id));
    let outcomes = report["outcomes"].as_array().cloned().unwrap_or_default();
    let of = |action: &str| outcomes.iter().find(|outcome| outcome["action"] == action);
    let statuses = [failing, other].map(|action| of(action).map(|outcome| &outcome["status"]));
    let expected = [Some(&json!("failed")), Some(&json!("succeeded"))];
    assert_eq!(statuses, expected, "both outcomes are reported: {report}");
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(
        message["waits_for"],
        waits_for(error),
        "what {error} waits for: {message}"
    );
    assert_eq!(
        message["input"]["action"], failing,
        "one part waits: {message}"
    );
    let single = workflow_arn("quickbooks-action");
    assert_eq!(
        message["workflow"], single,
        "as a run of its own: {message}"
    );
    assert!(execution.cause.starts_with(QUEUED), "{}", execution.cause);
    assert!(
        !message.to_string().contains(CAUSE),
        "without the cause: {message}"
    );
    stage.functions.recover(failing, &id);
    again(stage, &message).await;
    let booked = stage.functions.calls(other, &id).len();
    assert_eq!(booked, 1, "{other} is not run again");
}

#[tokio::test]
async fn a_sale_that_the_real_function_refuses_waits_and_the_expense_is_booked() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let taxable = record("create-paid-invoice/events/04-taxable-line", &id);
    stage.functions.has(&taxable);
    let execution = stage.run("settle-payment", &by_id("payment", &id)).await;
    assert_eq!(execution.error, "TaxableLineItem", "the sale is refused");
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(
        message["waits_for"], "correction",
        "it waits for a correction: {message}"
    );
    let report = only(stage.functions.calls("report-outcome", &id));
    let fee = &report["outcomes"][1]["response"]["document"];
    assert_eq!(fee["type"], "Purchase", "the expense is booked: {report}");
}

#[tokio::test]
async fn one_part_of_a_payment_that_was_given_whole_is_run_again_with_the_whole_payment() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut input = by_id("payment", &id);
    input["record"] = record("create-paid-invoice/events/01-payment-link", &id);
    let error = Answer::failing("SettingMissing");
    stage.functions.script(FEE, &id, error, None);
    let execution = stage.run("settle-payment", &input).await;
    assert_eq!(execution.error, "SettingMissing", "the fee fails");
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(message["is_whole"], true, "it was given whole: {message}");
    let calls = stage.functions.calls(SALE, &id);
    assert_eq!(calls[0]["record"], input["record"], "the sale has it all");
}

#[tokio::test]
async fn outcomes_that_cannot_be_reported_wait_and_the_run_again_reports_them() {
    let stage = stage().await;
    let id = stage.fresh_id();
    stage.functions.script(
        "report-outcome",
        &id,
        Answer::failing("HubSpotUnavailable"),
        None,
    );
    let execution = stage.run("settle-payment", &by_id("payment", &id)).await;
    assert_eq!(execution.error, "HubSpotUnavailable", "it fails");
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(
        message["waits_for"], "report",
        "the report waits: {message}"
    );
    stage.functions.recover("report-outcome", &id);
    again(&stage, &message).await;
}

#[tokio::test]
async fn every_error_of_the_sale_leaves_the_expense_booked_and_waits_alone() {
    let stage = stage().await;
    every_error(&stage, SALE, FEE).await;
}

#[tokio::test]
async fn every_error_of_the_expense_leaves_the_sale_booked_and_waits_alone() {
    let stage = stage().await;
    every_error(&stage, FEE, SALE).await;
}
