//! Runs that fail for good: they wait in the queue, and can be run again.

use std::sync::Arc;

use actions::ErrorType;
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use strum::VariantArray;

use super::super::functions::{Answer, CAUSE, PERSONAL};
use super::super::stage::{Stage, Variant, workflow_arn};
use super::super::{hold, proved};
use super::request::{by_id, for_action, sample};
use crate::error::XtaskError;

pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    proved(
        "every error of quickbooks-action that stays is caught by its name and waits for a person",
        every_error(stage, "quickbooks-action", "create-estimate"),
    )
    .await?;
    proved(
        "every error of refund-payment that stays is caught by its name and waits for a person",
        every_error(stage, "refund-payment", "create-refund-receipt"),
    )
    .await?;
    proved(
        "what the real function refuses waits for a correction",
        the_real_function(stage),
    )
    .await?;
    proved(
        "a record that cannot be loaded waits for a person",
        not_loaded(stage),
    )
    .await?;
    proved(
        "an outcome that cannot be reported waits, and the run again reports it",
        not_reported(stage),
    )
    .await?;
    proved(
        "a waiting message starts the run again, and then it succeeds",
        run_again(stage),
    )
    .await?;
    proved(
        "a run that cannot even be queued still fails, and is reported",
        not_queued(stage),
    )
    .await
}

/// What a run that fails with this error waits for.
pub(super) fn waits_for(error: &str) -> &'static str {
    let of_contract = ErrorType::VARIANTS
        .iter()
        .find(|name| <&str>::from(**name) == error);
    match of_contract {
        Some(
            ErrorType::ConnectionNotFound
            | ErrorType::SettingMissing
            | ErrorType::ReauthorizationRequired,
        ) => "connection",
        Some(error) if !error.is_retryable() => "correction",
        _ => "service",
    }
}

/// Every error type of the contract, one of Lambda's, and one that nobody has heard of.
pub(super) fn errors() -> Vec<&'static str> {
    let of_contract = ErrorType::VARIANTS.iter().map(|error| <&str>::from(*error));
    of_contract
        .chain(["Lambda.ServiceException", "Unheard.Of"])
        .collect()
}

async fn every_error(stage: &Stage, workflow: &str, action: &str) -> Result<(), XtaskError> {
    let errors = errors();
    let proofs = errors
        .iter()
        .map(|error| caught(stage, workflow, action, error));
    try_join_all(proofs).await.map(drop)
}

async fn caught(
    stage: &Stage,
    workflow: &str,
    action: &str,
    error: &str,
) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    stage
        .functions
        .script(action, &id, Answer::failing(error), None);
    let mut input = by_id("payment", &id);
    if workflow == "quickbooks-action" {
        input["action"] = action.into();
    }
    let execution = stage.run(workflow, &input).await?;
    hold(
        execution.error == error,
        format!("it fails with {error}"),
        &execution.error,
    )?;
    let message = only(stage.waiting(&execution.arn).await?)?;
    hold(
        message["error"] == error,
        format!("{error} is in the message"),
        &message,
    )?;
    hold(
        message["waits_for"] == waits_for(error),
        format!("what {error} waits for"),
        &message,
    )?;
    hold(
        message["workflow"] == workflow_arn(workflow),
        "what to start",
        &message,
    )?;
    hold(message["input"] == input, "and with what", &message)?;
    let text = message.to_string();
    let secrets = PERSONAL.iter().chain(&[CAUSE]);
    let found: Vec<_> = secrets.filter(|secret| text.contains(**secret)).collect();
    hold(
        found.is_empty(),
        "no cause and no personal data is queued",
        format!("{found:?}"),
    )?;
    let report = only(stage.functions.calls("report-outcome", &id))?;
    let outcome = &report["outcomes"][0];
    hold(
        outcome["status"] == "failed",
        "the failure is reported",
        &report,
    )?;
    hold(
        outcome["failure"]["Error"] == error,
        "with its name",
        &report,
    )?;
    let tries = stage.functions.calls(action, &id).len();
    let is_retried = waits_for(error) == "service" && error != "Unheard.Of";
    hold(
        tries == if is_retried { 4 } else { 1 },
        format!("tries of {error}"),
        tries,
    )
}

async fn the_real_function(stage: &Stage) -> Result<(), XtaskError> {
    let cases = [
        ("07-product-not-found", "ProductNotFound"),
        ("08-contact-not-eligible", "ContactNotEligible"),
    ];
    for (name, error) in cases {
        let input = sample(name)?;
        let execution = stage.run("quickbooks-action", &input).await?;
        hold(execution.error == error, name, &execution.error)?;
        let message = only(stage.waiting(&execution.arn).await?)?;
        hold(message["waits_for"] == "correction", name, &message)?;
        let record = &input["record"];
        let by_id = json!({ "object_type": record["object_type"], "id": record["id"] });
        hold(
            message["input"]["record"] == by_id,
            "only type and id are queued",
            &message,
        )?;
    }
    Ok(())
}

async fn not_loaded(stage: &Stage) -> Result<(), XtaskError> {
    let cases = [
        ("quickbooks-action", "RecordIncomplete"),
        ("refund-payment", "StorageUnavailable"),
        ("quickbooks-action", "ConnectionNotFound"),
    ];
    for (workflow, error) in cases {
        let id = stage.fresh_id();
        stage
            .functions
            .script("load-record", &id, Answer::failing(error), None);
        let execution = stage
            .run(workflow, &for_action("create-estimate", &id))
            .await?;
        hold(execution.error == error, "it fails", &execution.error)?;
        let message = only(stage.waiting(&execution.arn).await?)?;
        hold(
            message["waits_for"] == waits_for(error),
            "it waits",
            &message,
        )?;
        let calls = stage.functions.calls("create-estimate", &id).len();
        hold(calls == 0, "no action is run", calls)?;
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
    let input = for_action("create-estimate", &id);
    let execution = stage.run("quickbooks-action", &input).await?;
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

async fn run_again(stage: &Stage) -> Result<(), XtaskError> {
    let id = stage.fresh_id();
    let error = Answer::failing("ReauthorizationRequired");
    stage.functions.script("create-estimate", &id, error, None);
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await?;
    let message = only(stage.waiting(&execution.arn).await?)?;
    stage.functions.recover("create-estimate", &id);
    again(stage, &message).await
}

/// Does what a person does with a waiting message.
pub(super) async fn again(stage: &Stage, message: &Value) -> Result<(), XtaskError> {
    let workflow = message["workflow"].as_str().unwrap_or_default();
    let execution = stage.run_machine(workflow, &message["input"]).await?;
    hold(
        execution.status == "SUCCEEDED",
        "the run again succeeds",
        &execution.error,
    )
}

async fn not_queued(stage: &Stage) -> Result<(), XtaskError> {
    let variant = Variant {
        suffix: "-without-queue",
        without_queue: true,
        ..Variant::default()
    };
    let machine = stage.create_variant("quickbooks-action", &variant).await?;
    let id = stage.fresh_id();
    stage.functions.script(
        "create-estimate",
        &id,
        Answer::failing("ProductNotFound"),
        None,
    );
    let execution = stage
        .run_machine(&machine, &for_action("create-estimate", &id))
        .await?;
    hold(
        execution.error == "ProductNotFound",
        "it fails",
        &execution.error,
    )?;
    let report = only(stage.functions.calls("report-outcome", &id))?;
    hold(
        report["outcomes"][0]["status"] == "failed",
        "it is reported",
        &report,
    )
}

/// The one there must be.
pub(super) fn only(mut values: Vec<Value>) -> Result<Value, XtaskError> {
    match (values.pop(), values.len()) {
        (Some(value), 0) => Ok(value),
        (last, more) => Err(XtaskError::broken(
            "there is exactly one",
            format!(
                "{} of them, the last {last:?}",
                more + usize::from(last.is_some())
            ),
        )),
    }
}
