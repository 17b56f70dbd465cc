//! `send-again`, which a person starts for undelivered events and failed invocations: nothing is deleted
//! that was not taken.

use serde_json::{Value, json};
use template::{ACCOUNT, REGION, Template};
use workflows::{Answer, Stage, stage_alone, workflow_arn};

use crate::bus::bus;
use crate::request::by_id;

fn function_arn(name: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:books-{name}:$LATEST")
}

/// An asynchronous invocation that failed, as Lambda leaves it.
pub(crate) async fn failed_invocation(stage: &Stage, function: &str, id: &str) {
    let event = json!({
        "version": "1.0", "timestamp": "2026-11-28T12:00:00.000Z",
        "requestContext": { "requestId": id, "functionArn": function_arn(function),
            "condition": "RetriesExhausted", "approximateInvokeCount": 3 },
        "requestPayload": by_id("deal", id),
        "responseContext": { "statusCode": 200, "functionError": "Unhandled" },
        "responsePayload": { "errorType": "StorageUnavailable" },
    });
    let queue = &stage.failed_invocations;
    stage.put(queue, &event.to_string(), &json!({})).await;
}

/// An event that a rule could not deliver to this target.
async fn undelivered(stage: &Stage, event: &Value, target: &str) {
    let target = json!({ "TARGET_ARN": { "DataType": "String", "StringValue": target } });
    let queue = &stage.undelivered_events;
    stage.put(queue, &event.to_string(), &target).await;
}

fn requested(id: &str) -> Value {
    json!({ "id": id, "source": "my-service", "detail-type": "Invoice requested",
        "detail": by_id("deal", id) })
}

async fn send_again(stage: &Stage, queue: Option<&str>) -> workflows::Execution {
    let input = queue.map_or_else(|| json!({}), |queue| json!({ "queue": queue }));
    stage.run("send-again", &input).await
}

#[tokio::test]
async fn an_invocation_is_deleted_when_the_function_has_answered_and_stays_when_it_fails_again() {
    let stage = stage_alone().await;
    let queue = stage.failed_invocations.clone();
    let (hidden, good, bad) = (
        stage.count(&queue).await,
        stage.fresh_id(),
        stage.fresh_id(),
    );
    let error = Answer::failing("ProductNotFound");
    stage.functions.script("create-estimate", &bad, error, None);
    for id in [&bad, &good] {
        failed_invocation(&stage, "create-estimate", id).await;
    }
    let sent = send_again(&stage, Some("failed_invocations")).await;
    stage.functions.recover("create-estimate", &bad);
    assert_eq!(sent.error, "NotSent", "{}", sent.cause);
    for id in [&good, &bad] {
        let calls = stage.functions.calls("create-estimate", id);
        assert_eq!(calls, [by_id("deal", id)], "the payload as it was");
    }
    assert_eq!(stage.count(&queue).await, hidden + 1, "one waits on");
}

#[tokio::test]
async fn an_event_is_deleted_when_the_bus_has_taken_it_and_what_it_refuses_stays() {
    let stage = stage_alone().await;
    let bus = bus(&stage).await;
    bus.taken(&stage, &[]).await;
    let queue = stage.undelivered_events.clone();
    let (hidden, id) = (stage.count(&queue).await, stage.fresh_id());
    undelivered(&stage, &requested(&id), "arn:aws:lambda:x").await;
    // Nobody but Amazon may put this one on a bus, and nobody can read the others.
    let foreign = json!({ "source": "aws.s3", "detail-type": "Object Created", "detail": {} });
    undelivered(&stage, &foreign, "arn:aws:lambda:x").await;
    for text in ["no JSON", "{\"detail-type\": none}", "{}"] {
        stage.put(&queue, text, &json!({})).await;
    }
    let sent = send_again(&stage, None).await;
    assert_eq!(sent.error, "NotSent", "{}", sent.cause);
    let taken = bus.taken(&stage, &[]).await;
    let [(rule, event)] = taken.as_slice() else {
        panic!("{taken:?}");
    };
    assert_eq!(rule, "InvoiceRequested");
    assert_eq!(event["detail"], requested(&id)["detail"]);
    assert_eq!(stage.count(&queue).await, hidden + 4, "the others wait on");
}

#[tokio::test]
async fn the_end_of_a_run_goes_to_its_target_and_schedules_are_made_good() {
    let stage = stage_alone().await;
    stage.empty_failed_runs().await;
    let queue = stage.undelivered_events.clone();
    let (hidden, id) = (stage.count(&queue).await, stage.fresh_id());
    let execution =
        format!("arn:aws:states:{REGION}:{ACCOUNT}:execution:books-quickbooks-action:{id}");
    let end = json!({ "source": "aws.states", "time": "2026-11-28T12:00:00Z",
        "detail-type": "Step Functions Execution Status Change",
        "detail": { "status": "FAILED", "executionArn": execution, "name": id,
            "stateMachineArn": workflow_arn("quickbooks-action") } });
    let target = format!("arn:aws:sqs:{REGION}:{ACCOUNT}:failed-runs");
    undelivered(&stage, &end, &target).await;
    let scheduled =
        json!({ "source": "aws.scheduler", "detail-type": "Scheduled Event", "detail": "{}" });
    let refreshed = Answer::Response(json!({ "connections": 1 }));
    stage
        .functions
        .script("refresh-tokens", "", refreshed, Some(1));
    undelivered(&stage, &scheduled, "arn:aws:lambda:x").await;
    // Of a schedule that has an input Amazon leaves that input alone.
    let resources = Template::read().section("Resources");
    let calls = &resources["HubSpotGateway"]["Properties"]["Events"];
    let input = &calls["BlockedRuns"]["Properties"]["Input"];
    stage.put(&queue, input.as_str().unwrap(), &json!({})).await;

    let sent = send_again(&stage, Some("undelivered_events")).await;
    assert_eq!(
        sent.output,
        json!({ "taken": 3, "sent": 3 }),
        "{}",
        sent.cause
    );
    assert_eq!(stage.count(&queue).await, hidden);
    let waiting = stage.waiting(&execution).await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!(waiting[0]["workflow"], workflow_arn("quickbooks-action"));
    assert_eq!(waiting[0]["waits_for"], "service");
    assert!(!stage.functions.calls("refresh-tokens", "").is_empty());
}

#[tokio::test]
async fn a_queue_of_another_name_is_refused() {
    let stage = stage_alone().await;
    let sent = send_again(&stage, Some("failed_runs")).await;
    assert_eq!(sent.error, "InvalidRequest");
}
