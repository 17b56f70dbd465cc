//! The state of HubSpot at the end of a run, told by the real function.

use serde_json::{Value, json};
use workflows::{Answer, Stage, record, stage, workflow_arn};

use crate::bus::bus;
use crate::failure::{QUEUED, only};
use crate::request::{by_id, for_action};

/// The rule that takes runs which none of their states could tell of.
pub(crate) const CUT_OFF: &str = "RunCutOff";

const DEAL: &str = "create-estimate/events/01-deal";

const PAYMENT: &str = "create-paid-invoice/events/01-payment-link";

/// Puts the record of a sample into the account that is told.
fn plant(stage: &Stage, sample: &str, id: &str) {
    stage.functions.has(&record(sample, id));
}

fn properties(stage: &Stage, object_type: &str, id: &str) -> Value {
    let record = stage.functions.portal().record(object_type, id).unwrap();
    record["properties"].clone()
}

/// The outputs of the completions of a record's execution, in order.
fn completions(stage: &Stage, id: &str) -> Vec<Value> {
    let callback = format!("callback-{id}");
    let all = stage.functions.portal().completions().into_iter();
    let own = all.filter(|(of, _)| *of == callback);
    own.map(|(_, outputs)| outputs).collect()
}

#[tokio::test]
async fn a_document_ends_hubspot_s_step_and_stands_on_the_record() {
    let stage = stage().await;
    let id = stage.fresh_id();
    plant(&stage, DEAL, &id);
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await;
    assert_eq!(execution.status, "SUCCEEDED", "{}", execution.error);
    let document = &execution.output["outcomes"][0]["response"]["document"];
    let outputs = only(completions(&stage, &id));
    assert_eq!(outputs["hs_execution_state"], "SUCCESS");
    assert_eq!(outputs["document_id"], document["id"]);
    let deal = properties(&stage, "deals", &id);
    assert_eq!(deal["quickbooks_estimate_number"], document["number"]);
    assert_eq!(deal["quickbooks_estimate_status"], "booked");
}

#[tokio::test]
async fn a_payment_shows_its_document_and_its_fee_each_in_its_place() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut payment = record(PAYMENT, &id);
    // One that HubSpot processed takes no properties.
    payment["properties"]["hs_processor_type"] = "manual".into();
    stage.functions.has(&payment);
    let execution = stage.run("settle-payment", &by_id("payment", &id)).await;
    assert_eq!(execution.status, "SUCCEEDED", "{}", execution.error);
    let payment = properties(&stage, "commerce_payments", &id);
    assert_eq!(payment["quickbooks_sale_status"], "booked");
    assert_eq!(payment["quickbooks_sale_type"], "Invoice");
    assert_eq!(payment["quickbooks_expense_status"], "booked");
    assert_eq!(payment["quickbooks_expense_type"], "Purchase");
    assert_eq!(completions(&stage, &id).len(), 1, "one run, one completion");
}

#[tokio::test]
async fn a_report_that_fails_for_a_moment_is_tried_again_with_the_same_event() {
    let stage = stage().await;
    let id = stage.fresh_id();
    plant(&stage, DEAL, &id);
    let error = Answer::failing("HubSpotUnavailable");
    stage
        .functions
        .script("report-outcome", &id, error, Some(2));
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await;
    assert_eq!(execution.status, "SUCCEEDED", "{}", execution.error);
    let reports = stage.functions.calls("report-outcome", &id);
    assert_eq!(reports.len(), 3);
    assert!(reports[0]["at"].is_string(), "{}", reports[0]);
    assert_eq!(completions(&stage, &id).len(), 1);
}

#[tokio::test]
async fn a_report_that_needs_a_person_is_not_tried_again_and_waits() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let error = Answer::failing("HubSpotAccessDenied");
    stage.functions.script("report-outcome", &id, error, None);
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await;
    assert_eq!(execution.error, "HubSpotAccessDenied");
    let message = only(stage.waiting(&execution.arn).await);
    assert_eq!(message["waits_for"], "report", "{message}");
    assert_eq!(stage.functions.calls("report-outcome", &id).len(), 1);
}

#[tokio::test]
async fn hubspot_is_told_of_a_run_that_is_stopped_runs_out_of_time_or_breaks_off() {
    let stage = stage().await;
    for (status, cause) in [
        ("TIMED_OUT", None),
        ("ABORTED", None),
        ("FAILED", Some("The state is too large")),
        ("FAILED", Some("Queued: the run waits")),
    ] {
        let id = stage.fresh_id();
        plant(&stage, DEAL, &id);
        let event = json!({
            "source": "aws.states",
            "detail-type": "Step Functions Execution Status Change",
            "detail": {
                "stateMachineArn": workflow_arn("quickbooks-action"), "status": status,
                "cause": cause, "input": for_action("create-estimate", &id).to_string(),
            },
        });
        let taken = bus(&stage).await.send(&stage, &event).await;
        let told = taken.into_iter().find(|(rule, _)| rule == CUT_OFF);
        // What is queued has told of it.
        let is_queued = cause.is_some_and(|cause| cause.starts_with(QUEUED));
        assert_eq!(told.is_some(), !is_queued, "{status} {cause:?}");
        let Some((_, mut event)) = told else { continue };
        // moto's time of an event is a number.
        event["time"] = "2026-11-28T06:00:00Z".into();
        stage.functions.told(&event).await;
        let outputs = only(completions(&stage, &id));
        assert_eq!(outputs["error_code"], "RunFailed");
        let deal = properties(&stage, "deals", &id);
        assert_eq!(deal["quickbooks_estimate_status"], "waiting");
    }
}
