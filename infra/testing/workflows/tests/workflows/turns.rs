//! The queue of actions: what workflows run waits there for its turn.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use workflows::{Service, Stage, Variant, stage_alone};

const ACTION: &str = "create-invoice";

fn request(id: &str) -> Value {
    json!({ "connection": "us-books", "action": ACTION, "record": { "object_type": "deal", "id": id } })
}

/// The workflow as it is deployed, with its queue of actions.
async fn machine(stage: &Stage, suffix: &'static str) -> String {
    let variant = Variant {
        suffix,
        queues_actions: true,
        ..Variant::default()
    };
    stage.create_variant("quickbooks-action", &variant).await
}

/// Starts a run whose turn does not come, and waits until it is in the queue; gives the execution's ARN.
async fn waiting_run(stage: &Stage, suffix: &'static str, id: &str) -> String {
    let start = json!({
        "stateMachineArn": machine(stage, suffix).await, "name": format!("turn-{id}"),
        "input": request(id).to_string(),
    });
    let call = stage
        .moto
        .call(Service::StepFunctions, "StartExecution", &start);
    let started = call.await;
    until(stage, 1).await;
    started["executionArn"].as_str().unwrap().to_owned()
}

/// Waits until so many actions are in the queue, hidden ones too.
async fn until(stage: &Stage, count: u64) {
    for _ in 0..300 {
        if stage.count(&stage.actions).await == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("there are not {count} in the queue within half a minute");
}

#[tokio::test]
async fn of_many_runs_at_once_only_so_many_run_their_actions_at_once_and_each_makes_its_document() {
    let stage = stage_alone().await;
    let ids: Vec<String> = (0..40).map(|_| stage.fresh_id()).collect();
    let requests: Vec<Value> = ids.iter().map(|id| request(id)).collect();
    let machine = machine(&stage, "-many").await;
    // They all wait before the first of them has its turn.
    let held = stage.hold_turns().await;
    let runs = requests
        .iter()
        .map(|request| stage.run_machine(&machine, request));
    let let_go = async {
        until(&stage, 40).await;
        drop(held);
    };
    let (ended, ()) = tokio::join!(join_all(runs), let_go);
    for (id, run) in ids.iter().zip(&ended) {
        assert_eq!(run.status, "SUCCEEDED", "{id}: {} {}", run.error, run.cause);
        assert_eq!(stage.functions.calls(ACTION, id).len(), 1, "{id}");
    }
    let (most, limit) = stage.most_at_once();
    assert!(most <= limit && most > 1, "{most} of {limit}");
    until(&stage, 0).await;
}

/// A queue delivers at least once.
#[tokio::test]
async fn a_turn_that_is_delivered_again_after_its_end_runs_nothing() {
    let stage = stage_alone().await;
    let id = stage.fresh_id();
    let held = stage.hold_turns().await;
    let arn = waiting_run(&stage, "-again", &id).await;
    let turn = stage.receive(&stage.actions).await.pop().unwrap();
    for _ in 0..2 {
        let text = turn.to_string();
        stage.put(&stage.actions, &text, &json!({})).await;
    }
    drop(held);
    assert_eq!(stage.ended(&arn).await.status, "SUCCEEDED");
    until(&stage, 0).await;
    // Two at the same moment may both run it; the ledger knows the document.
    let made = stage.functions.calls(ACTION, &id).len();
    assert!(made > 0);
    let text = turn.to_string();
    stage.put(&stage.actions, &text, &json!({})).await;
    until(&stage, 0).await;
    assert_eq!(stage.functions.calls(ACTION, &id).len(), made);
    let event = json!({ "connection": "us-books", "record": { "object_type": "deal", "id": id } });
    let again = stage.functions.real(ACTION, &event).await;
    assert_eq!(again["status"], "already_created", "{again}");
}

#[tokio::test]
async fn a_turn_that_nobody_could_take_is_sent_again_out_of_the_queue_of_failed_invocations() {
    let stage = stage_alone().await;
    let id = stage.fresh_id();
    let held = stage.hold_turns().await;
    let arn = waiting_run(&stage, "-sent", &id).await;
    // As after five failed invocations.
    let turn = stage.receive(&stage.actions).await.pop().unwrap();
    let queue = &stage.failed_invocations;
    let before = stage.count(queue).await;
    stage.put(queue, &turn.to_string(), &json!({})).await;
    drop(held);
    let only = json!({ "queue": "failed_invocations" });
    let sent = stage.run("send-again", &only).await;
    assert_eq!(sent.status, "SUCCEEDED", "{} {}", sent.error, sent.cause);
    let ended = stage.ended(&arn).await;
    assert_eq!(ended.status, "SUCCEEDED", "{}", ended.error);
    assert_eq!(stage.functions.calls(ACTION, &id).len(), 1);
    assert_eq!(stage.count(queue).await, before);
}

/// That of a run that was stopped, among others; moto's interpreter does not stop a run that waits for a token.
#[tokio::test]
async fn a_turn_that_nobody_waits_for_runs_nothing() {
    let stage = stage_alone().await;
    let id = stage.fresh_id();
    let message = json!({ "task_token": "nobody", "action": ACTION, "request": request(&id) });
    let text = message.to_string();
    stage.put(&stage.actions, &text, &json!({})).await;
    until(&stage, 0).await;
    assert!(stage.functions.calls(ACTION, &id).is_empty());
}
