//! Runs in which nothing goes wrong for good.

use std::sync::Arc;

use actions::ErrorType;
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use strum::VariantArray;

use super::super::connection::NAME;
use super::super::functions::{Answer, PERSONAL, record};
use super::super::stage::Stage;
use super::super::{hold, proved};
use super::request::{REFUNDED, by_id, for_action, sample};
use crate::error::XtaskError;

/// Errors that are no error type of the contract, and may be retried.
const RETRIED_OF_LAMBDA: [&str; 5] = [
    "Lambda.ServiceException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
];

pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    proved(
        "a record given whole becomes an invoice, and the outcome is reported",
        a_whole_record(stage),
    )
    .await?;
    proved(
        "the same run again makes no second invoice",
        the_same_again(stage),
    )
    .await?;
    proved(
        "a record of which only the id is given is loaded",
        only_the_id(stage),
    )
    .await?;
    proved(
        "every action makes its document of a record that is loaded",
        each_action(stage),
    )
    .await?;
    proved(
        "nothing of a record but its type and id outlives the action",
        nothing_personal(stage),
    )
    .await?;
    proved(
        "a refund reads the payment again even when it is given whole",
        a_refund(stage),
    )
    .await?;
    proved(
        "every error that may be retried is retried until it passes",
        every_passing_error(stage),
    )
    .await?;
    proved("a malformed input is refused", malformed(stage)).await
}

async fn a_whole_record(stage: &Stage) -> Result<(), XtaskError> {
    let execution = stage.run("quickbooks-action", &sample("01-deal")?).await?;
    let outcome = &execution.output["outcomes"][0];
    hold(
        execution.status == "SUCCEEDED",
        "it succeeds",
        &execution.error,
    )?;
    let document = &outcome["response"]["document"];
    hold(
        document["type"] == "Invoice",
        "there is an invoice",
        outcome,
    )?;
    hold(
        document["total"] == "1480.00",
        "of the deal's amount",
        outcome,
    )?;
    let loads = stage.functions.calls("load-record", "9001");
    hold(loads.is_empty(), "nothing is loaded", loads.len())?;
    let reports = stage.functions.calls("report-outcome", "9001");
    let report = reports.first().cloned().unwrap_or_default();
    hold(
        report["outcomes"][0] == *outcome,
        "the outcome is reported",
        &report,
    )?;
    let callback = &report["run"]["callback_id"];
    hold(
        callback == "ap-139722613-192814114-9001-0",
        "to the one who waits",
        &report,
    )
}

async fn the_same_again(stage: &Stage) -> Result<(), XtaskError> {
    let execution = stage.run("quickbooks-action", &sample("01-deal")?).await?;
    let status = &execution.output["outcomes"][0]["response"]["status"];
    hold(
        status == "already_created",
        "it was made before",
        &execution.output,
    )
}

async fn only_the_id(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await?;
    hold(
        execution.status == "SUCCEEDED",
        "it succeeds",
        &execution.error,
    )?;
    let loads = stage.functions.calls("load-record", &id);
    let asked = json!({
        "connection": NAME, "record": { "object_type": "deal", "id": id },
    });
    hold(
        loads == [asked],
        "the loader is told what to load",
        format!("{loads:?}"),
    )?;
    let calls = stage.functions.calls("create-estimate", &id);
    let event = calls.first().cloned().unwrap_or_default();
    hold(
        event["record"]["contacts"][0]["id"] == "8051",
        "the action has it all",
        &event,
    )?;
    hold(
        event["options"]["private_note"] == "an option",
        "and the options",
        &event,
    )
}

/// An action, the sample of a record, and the document that is made of it.
const MADE: [(&str, &str, &str, &str); 6] = [
    (
        "create-invoice",
        "create-invoice/events/01-deal",
        "Invoice",
        "1480.00",
    ),
    (
        "create-estimate",
        "create-estimate/events/01-deal",
        "Estimate",
        "1137.50",
    ),
    (
        "create-sales-receipt",
        "create-sales-receipt/events/02-paid-quote",
        "SalesReceipt",
        "240.00",
    ),
    (
        "create-paid-invoice",
        "create-paid-invoice/events/01-payment-link",
        "Invoice",
        "300.00",
    ),
    (
        "create-expense",
        "create-expense/events/01-card-payment",
        "Purchase",
        "4.65",
    ),
    (
        "create-refund-receipt",
        "create-refund-receipt/events/01-full-refund",
        "RefundReceipt",
        "300.00",
    ),
];

async fn each_action(stage: &Stage) -> Result<(), XtaskError> {
    for (action, sample, document, total) in MADE {
        let id = stage.fresh_id();
        let record = record(sample, &id)?;
        stage.functions.has(&id, &record);
        let mut input = for_action(action, &id);
        input["record"]["object_type"] = record["object_type"].clone();
        let execution = stage.run("quickbooks-action", &input).await?;
        hold(execution.status == "SUCCEEDED", action, &execution.error)?;
        let response = &execution.output["outcomes"][0]["response"];
        hold(response["status"] == "created", action, response)?;
        let made = &response["document"];
        hold(made["type"] == document, action, response)?;
        hold(made["total"] == total, action, response)?;
    }
    Ok(())
}

async fn nothing_personal(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await?;
    let reports = stage.functions.calls("report-outcome", &id);
    let seen = format!("{} {reports:?}", execution.output);
    hold(seen.contains(&id), "the record's id is kept", &seen)?;
    let found: Vec<_> = PERSONAL
        .iter()
        .filter(|text| seen.contains(**text))
        .collect();
    hold(
        found.is_empty(),
        "no personal data is kept",
        format!("{found:?}"),
    )
}

async fn a_refund(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    stage.functions.has(&id, &record(REFUNDED, &id)?);
    let mut input = by_id("payment", &id);
    input["record"]["contacts"] = json!([]);
    input["record"]["line_items"] = json!([]);
    let execution = stage.run("refund-payment", &input).await?;
    hold(
        execution.status == "SUCCEEDED",
        "it succeeds",
        &execution.error,
    )?;
    let outcome = &execution.output["outcomes"][0];
    hold(
        outcome["action"] == "create-refund-receipt",
        "a refund receipt",
        outcome,
    )?;
    let document = &outcome["response"]["document"];
    hold(document["type"] == "RefundReceipt", "is made", outcome)?;
    let loads = stage.functions.calls("load-record", &id).len();
    hold(loads == 1, "the payment is read again", loads)
}

async fn every_passing_error(stage: &Stage) -> Result<(), XtaskError> {
    let of_contract = ErrorType::VARIANTS
        .iter()
        .filter(|error| error.is_retryable());
    let of_contract = of_contract.map(|error| <&str>::from(*error));
    let errors: Vec<&str> = of_contract.chain(RETRIED_OF_LAMBDA).collect();
    let proofs = errors.iter().map(|error| passes(stage, error));
    try_join_all(proofs).await.map(drop)
}

async fn passes(stage: &Stage, error: &str) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    stage
        .functions
        .script("create-estimate", &id, Answer::failing(error), Some(2));
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await?;
    hold(execution.status == "SUCCEEDED", error, &execution.error)?;
    let calls = stage.functions.calls("create-estimate", &id);
    hold(calls.len() == 3, format!("{error} is retried"), calls.len())?;
    let same = calls.iter().all(|call| *call == calls[0]);
    hold(
        same,
        format!("{error} is retried with the same event"),
        format!("{calls:?}"),
    )?;
    let waiting = stage.waiting(&execution.arn).await?;
    hold(
        waiting.is_empty(),
        "nothing waits for a person",
        format!("{waiting:?}"),
    )
}

async fn malformed(stage: &Stage) -> Result<(), XtaskError> {
    let mut unknown = for_action("create-nothing", "1");
    let mut nameless = for_action("create-estimate", "1");
    nameless["record"] = json!({ "object_type": "deal" });
    let mut nobody = for_action("create-estimate", "1");
    nobody["connection"].take();
    if let Value::Object(fields) = &mut nobody {
        fields.remove("connection");
    }
    unknown["run"] = json!({});
    for input in [unknown, nameless, nobody, json!({})] {
        let execution = stage.run("quickbooks-action", &input).await?;
        hold(execution.error == "InvalidRequest", "it is refused", &input)?;
    }
    Ok(())
}
