//! Executions of workflow actions that are completed.

use sandbox_hubspot::{CompletionPolicy, SandboxOptions};
use serde_json::{Value, json};

use crate::client::Portal;

const PATH: &str = "/automation/v4/actions/callbacks";

fn outcome(state: &str) -> Value {
    json!({ "outputFields": { "hs_execution_state": state, "document_id": "145" }, "typedOutputs": {} })
}

#[tokio::test]
async fn an_execution_is_completed_once_or_in_a_batch() {
    let portal = Portal::start().await;
    let one = portal
        .post(
            &format!("{PATH}/ap-48211907-1-2-0/complete"),
            &outcome("SUCCESS"),
        )
        .await;
    assert_eq!((one.status, one.body), (204, json!("")));
    let mut second = outcome("FAIL_CONTINUE");
    second["callbackId"] = json!("ap-48211907-3-2-0");
    let batch = json!({ "inputs": [second] });
    assert_eq!(
        portal
            .post("/automation/actions/callbacks/2026-03/complete", &batch)
            .await
            .status,
        204
    );
    let completions = portal.sandbox.completions();
    assert_eq!(completions[0].0, "ap-48211907-1-2-0");
    assert_eq!(completions[1].1["hs_execution_state"], "FAIL_CONTINUE");
}

#[tokio::test]
async fn outputs_are_texts_and_say_the_state() {
    let portal = Portal::start().await;
    let path = format!("{PATH}/ap-1/complete");
    for outputs in [
        json!({}),
        json!({ "hs_execution_state": "BLOCK" }),
        json!({ "hs_execution_state": "SUCCESS", "total": 1480.0 }),
    ] {
        let body = json!({ "outputFields": outputs });
        assert_eq!(portal.post(&path, &body).await.status, 400, "{body}");
    }
    let inputs: Vec<Value> = (0..101)
        .map(|id| {
            let mut outcome = outcome("SUCCESS");
            outcome["callbackId"] = json!(format!("ap-{id}"));
            outcome
        })
        .collect();
    assert_eq!(
        portal
            .post(&format!("{PATH}/complete"), &json!({ "inputs": inputs }))
            .await
            .status,
        400
    );
    assert!(portal.sandbox.completions().is_empty());
}

#[tokio::test]
async fn a_repeated_completion_is_accepted_or_refused_by_choice() {
    for (completions, status) in [
        (CompletionPolicy::AcceptRepeated, 204),
        (CompletionPolicy::RefuseRepeated, 400),
    ] {
        let portal = Portal::start_with(SandboxOptions {
            completions,
            ..SandboxOptions::default()
        })
        .await;
        let path = format!("{PATH}/ap-1/complete");
        assert_eq!(portal.post(&path, &outcome("SUCCESS")).await.status, 204);
        assert_eq!(portal.post(&path, &outcome("SUCCESS")).await.status, status);
    }
}
