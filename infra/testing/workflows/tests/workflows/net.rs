//! The net under the workflows: what ends badly and is in no queue comes into the queue of failed runs.

use serde_json::{Value, json};
use workflows::{Answer, Execution, Stage, stage_alone, workflow_arn};

use crate::bus::bus;
use crate::failure::QUEUED;
use crate::request::for_action;

/// The rule that takes what no workflow has queued.
pub(crate) const NET: &str = "RunEndedUnqueued";

/// The event with which Step Functions tells of the end of an execution.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html>
fn event(workflow: &str, execution: &str, status: &str, cause: &Value) -> Value {
    json!({
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "detail": {
            "executionArn": execution, "stateMachineArn": workflow_arn(workflow),
            "status": status, "cause": cause,
        },
    })
}

/// The messages that the net makes of an event.
async fn caught(stage: &Stage, event: &Value) -> Vec<Value> {
    let taken = bus(stage).await.send(stage, event).await;
    let own = taken.into_iter().filter(|(rule, _)| rule == NET);
    own.map(|(_, message)| message).collect()
}

#[tokio::test]
async fn every_bad_end_that_is_not_queued_is_caught_once_and_nothing_else_is() {
    let stage = stage_alone().await;
    let queued = format!("{QUEUED}the run waits");
    for workflow in [
        "quickbooks-action",
        "settle-payment",
        "refund-payment",
        "start-workflow",
        "backfill",
    ] {
        for status in ["FAILED", "TIMED_OUT", "ABORTED"] {
            for cause in [Value::Null, "The state is too large".into()] {
                let event = event(workflow, "arn", status, &cause);
                let messages = caught(&stage, &event).await;
                assert_eq!(messages.len(), 1, "{event}");
                assert_eq!(messages[0]["error"], status, "{event}");
                assert!(messages[0]["input"].is_null(), "nothing of it is told");
            }
        }
        let ends = [
            ("FAILED", queued.as_str()),
            ("SUCCEEDED", ""),
            ("RUNNING", ""),
        ];
        for (status, cause) in ends {
            let event = event(workflow, "arn", status, &cause.into());
            assert!(caught(&stage, &event).await.is_empty(), "{event}");
        }
    }
    for other in ["run-again", "of-somebody-else"] {
        let event = event(other, "arn", "FAILED", &Value::Null);
        assert!(caught(&stage, &event).await.is_empty(), "{other}");
    }
}

/// The event of an execution of `quickbooks-action` that has failed.
fn event_of(execution: &Execution) -> Value {
    let cause = execution.cause.as_str().into();
    event("quickbooks-action", &execution.arn, "FAILED", &cause)
}

#[tokio::test]
async fn what_the_net_has_caught_is_run_again_with_its_input() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    // A workflow refuses it, and puts nothing into the queue.
    let mut input = for_action("create-nothing", &id);
    input["run"] = json!({});
    let refused = stage.run("quickbooks-action", &input).await;
    assert_eq!(refused.error, "InvalidRequest", "it is refused");
    assert!(stage.waiting(&refused.arn).await.is_empty(), "by no Catch");
    let messages = caught(&stage, &event_of(&refused)).await;
    let mut message = messages.first().cloned().unwrap_or_default();
    // moto's time of an event is a number.
    message["failed_at"] = "2026-01-01T00:00:00Z".into();
    stage.queue_failed_run(&message).await;
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(again.output["started"], 1, "{}", again.output);

    let answer = Answer::failing("ProductNotFound");
    stage.functions.script("create-estimate", &id, answer, None);
    let input = for_action("create-estimate", &id);
    let failed = stage.run("quickbooks-action", &input).await;
    let caught = caught(&stage, &event_of(&failed)).await;
    assert!(caught.is_empty(), "it waits already: {caught:?}");
}
