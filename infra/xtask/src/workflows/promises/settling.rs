//! `settle-payment`: two documents, each able to fail alone.

use std::sync::Arc;

use futures_util::future::try_join_all;
use serde_json::json;

use super::super::functions::{Answer, CAUSE, PERSONAL, record};
use super::super::stage::{Stage, workflow_arn};
use super::super::{hold, proved};
use super::failing::{again, errors, only, waits_for};
use super::request::by_id;
use crate::error::XtaskError;

const SALE: &str = "create-paid-invoice";
const FEE: &str = "create-expense";

pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    proved(
        "a succeeded payment becomes a paid invoice and an expense, and both are reported",
        settled(stage),
    )
    .await?;
    proved(
        "it becomes a sales receipt if the input says so",
        a_sales_receipt(stage),
    )
    .await?;
    proved(
        "every error of the sale leaves the expense booked, and waits alone",
        every_error(stage, SALE, FEE),
    )
    .await?;
    proved(
        "every error of the expense leaves the sale booked, and waits alone",
        every_error(stage, FEE, SALE),
    )
    .await?;
    proved(
        "a sale that the real function refuses waits, and the expense is booked",
        the_real_function(stage),
    )
    .await?;
    proved(
        "a payment that cannot be loaded waits whole",
        not_loaded(stage),
    )
    .await?;
    proved(
        "outcomes that cannot be reported wait, and the run again reports them",
        not_reported(stage),
    )
    .await
}

async fn settled(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let mut input = by_id("payment", &id);
    input["document_options"] = json!({ "memo": "for the sale" });
    input["expense_options"] = json!({ "vendor": "Norton Lumber and Building Materials" });
    let execution = stage.run("settle-payment", &input).await?;
    hold(
        execution.status == "SUCCEEDED",
        "it succeeds",
        &execution.error,
    )?;
    let outcomes = &execution.output["outcomes"];
    let made = [(SALE, "Invoice", "300.00"), (FEE, "Purchase", "9.00")];
    for (index, (action, document, total)) in made.into_iter().enumerate() {
        let outcome = &outcomes[index];
        hold(outcome["action"] == action, action, outcomes)?;
        hold(outcome["status"] == "succeeded", action, outcomes)?;
        let found = &outcome["response"]["document"];
        hold(found["type"] == document, action, outcomes)?;
        hold(found["total"] == total, action, outcomes)?;
    }
    let loads = stage.functions.calls("load-record", &id).len();
    hold(loads == 1, "the payment is loaded once", loads)?;
    let sale = only(stage.functions.calls(SALE, &id))?;
    hold(
        sale["options"] == input["document_options"],
        "each has its options",
        &sale,
    )?;
    let fee = only(stage.functions.calls(FEE, &id))?;
    hold(
        fee["options"] == input["expense_options"],
        "each has its options",
        &fee,
    )?;
    let report = only(stage.functions.calls("report-outcome", &id))?;
    hold(
        report["outcomes"] == *outcomes,
        "both are reported",
        &report,
    )?;
    let seen = format!("{} {report}", execution.output);
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

async fn a_sales_receipt(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let mut input = by_id("payment", &id);
    input["document_action"] = "create-sales-receipt".into();
    let execution = stage.run("settle-payment", &input).await?;
    hold(
        execution.status == "SUCCEEDED",
        "it succeeds",
        &execution.error,
    )?;
    let receipts = stage.functions.calls("create-sales-receipt", &id).len();
    let invoices = stage.functions.calls(SALE, &id).len();
    hold(
        (receipts, invoices) == (1, 0),
        "it is a sales receipt",
        receipts,
    )?;
    input["document_action"] = "create-invoice".into();
    let execution = stage.run("settle-payment", &input).await?;
    hold(
        execution.error == "InvalidRequest",
        "and nothing else",
        &execution.error,
    )
}

async fn every_error(stage: &Stage, failing: &str, other: &str) -> Result<(), XtaskError> {
    let errors = errors();
    let proofs = errors
        .iter()
        .map(|error| fails_alone(stage, failing, other, error));
    try_join_all(proofs).await.map(drop)
}

async fn fails_alone(
    stage: &Stage,
    failing: &str,
    other: &str,
    error: &str,
) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    stage
        .functions
        .script(failing, &id, Answer::failing(error), None);
    let execution = stage.run("settle-payment", &by_id("payment", &id)).await?;
    hold(
        execution.error == error,
        format!("it fails with {error}"),
        &execution.error,
    )?;
    let booked = stage.functions.calls(other, &id).len();
    hold(booked == 1, format!("{other} is run once"), booked)?;
    let report = only(stage.functions.calls("report-outcome", &id))?;
    let outcomes = report["outcomes"].as_array().cloned().unwrap_or_default();
    let of = |action: &str| outcomes.iter().find(|outcome| outcome["action"] == action);
    let statuses = [failing, other].map(|action| of(action).map(|outcome| &outcome["status"]));
    let expected = [Some(&json!("failed")), Some(&json!("succeeded"))];
    hold(statuses == expected, "both outcomes are reported", &report)?;
    let message = only(stage.waiting(&execution.arn).await?)?;
    hold(
        message["waits_for"] == waits_for(error),
        format!("what {error} waits for"),
        &message,
    )?;
    hold(
        message["input"]["action"] == failing,
        "one part waits",
        &message,
    )?;
    let single = workflow_arn("quickbooks-action");
    hold(
        message["workflow"] == single,
        "as a run of its own",
        &message,
    )?;
    hold(
        !message.to_string().contains(CAUSE),
        "without the cause",
        &message,
    )?;
    stage.functions.recover(failing, &id);
    again(stage, &message).await?;
    let booked = stage.functions.calls(other, &id).len();
    hold(booked == 1, format!("{other} is not run again"), booked)
}

async fn the_real_function(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let taxable = record("create-paid-invoice/events/04-taxable-line", &id)?;
    stage.functions.has(&id, &taxable);
    let execution = stage.run("settle-payment", &by_id("payment", &id)).await?;
    hold(
        execution.error == "TaxableLineItem",
        "the sale is refused",
        &execution.error,
    )?;
    let message = only(stage.waiting(&execution.arn).await?)?;
    hold(
        message["waits_for"] == "correction",
        "it waits for a correction",
        &message,
    )?;
    let report = only(stage.functions.calls("report-outcome", &id))?;
    let fee = &report["outcomes"][1]["response"]["document"];
    hold(fee["type"] == "Purchase", "the expense is booked", &report)
}

async fn not_loaded(stage: &Stage) -> Result<(), XtaskError> {
    for error in [
        "RecordIncomplete",
        "SettingMissing",
        "QuickBooksUnavailable",
    ] {
        let id = stage.fresh_id();
        stage
            .functions
            .script("load-record", &id, Answer::failing(error), None);
        let execution = stage.run("settle-payment", &by_id("payment", &id)).await?;
        hold(execution.error == error, "it fails", &execution.error)?;
        let message = only(stage.waiting(&execution.arn).await?)?;
        hold(
            message["workflow"] == workflow_arn("settle-payment"),
            "it waits whole",
            &message,
        )?;
        hold(
            message["waits_for"] == waits_for(error),
            "it waits",
            &message,
        )?;
        let report = only(stage.functions.calls("report-outcome", &id))?;
        let failed = report["outcomes"].as_array().map_or(0, Vec::len);
        hold(failed == 2, "both parts are reported as failed", &report)?;
        stage.functions.recover("load-record", &id);
        again(stage, &message).await?;
    }
    Ok(())
}

async fn not_reported(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    stage.functions.script(
        "report-outcome",
        &id,
        Answer::failing("HubSpotUnavailable"),
        None,
    );
    let execution = stage.run("settle-payment", &by_id("payment", &id)).await?;
    hold(
        execution.error == "HubSpotUnavailable",
        "it fails",
        &execution.error,
    )?;
    let message = only(stage.waiting(&execution.arn).await?)?;
    hold(
        message["waits_for"] == "report",
        "the report waits",
        &message,
    )?;
    stage.functions.recover("report-outcome", &id);
    again(stage, &message).await
}
