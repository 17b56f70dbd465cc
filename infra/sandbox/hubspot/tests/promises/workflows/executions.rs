//! Executions: what is sent, how often, and what comes of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sandbox_hubspot::{
    CompletionPolicy, Enrollment, ExecutionState, LateCompletions, Sandbox, SandboxOptions,
    Signatures, WorkflowOptions,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Stage, enrollment};
use crate::app::Reply;

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn an_enrolled_record_is_sent_with_its_inputs_and_the_answer_ends_up_in_the_history() {
    let outputs = json!({ "hs_execution_state": "SUCCESS", "document_number": "1037" });
    let stage = Stage::set(move |_| Reply::json(&json!({ "outputFields": outputs }))).await;
    let callback_id = stage.enroll().await;
    assert_eq!(callback_id, "ap-48211907-56776413549-7-0");
    let received = stage.app.received();
    assert_eq!(received.len(), 1);
    let body = &received[0].body;
    assert_eq!(body["callbackId"], callback_id);
    assert_eq!(
        body["object"],
        json!({ "objectId": 9001, "objectType": "DEAL", "properties": { "dealname": "Garden redesign" } })
    );
    assert_eq!(body["inputFields"]["memo"], "Garden redesign");
    assert_eq!(body["fields"], body["inputFields"]);
    let execution = stage.execution(&callback_id);
    assert_eq!(execution.state, ExecutionState::Succeeded);
    assert_eq!(
        execution.sentence.as_deref(),
        Some("Invoice 1037 was created.")
    );
}

#[tokio::test]
async fn a_request_is_signed_over_the_very_bytes_and_the_uri_that_are_sent() {
    for (signatures, has_v2, has_v3) in [
        (Signatures::Both, true, true),
        (Signatures::V2, true, false),
        (Signatures::V3, false, true),
    ] {
        let workflows = WorkflowOptions {
            signatures,
            ..WorkflowOptions::default()
        };
        let stage = Stage::with_workflows(workflows, |_| Reply::state("SUCCESS")).await;
        stage.enroll().await;
        let received = stage.app.received().remove(0);
        let header = |name: &str| received.headers.get(name).map(|it| it.to_str().unwrap());
        assert_eq!(header("x-hubspot-signature-v3").is_some(), has_v3);
        assert_eq!(
            header("x-hubspot-request-timestamp"),
            has_v3.then_some("1783252800000")
        );
        assert_eq!(
            header("x-hubspot-signature-version"),
            has_v2.then_some("v2")
        );
        let signed = Sha256::new()
            .chain_update(stage.sandbox().credentials().client_secret)
            .chain_update("POST")
            .chain_update(format!("{}{}", stage.app.url, received.path))
            .chain_update(&received.raw)
            .finalize();
        let signed = signed
            .iter()
            .fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"));
        assert_eq!(
            header("x-hubspot-signature"),
            has_v2.then_some(signed.as_str())
        );
    }
}

#[tokio::test]
async fn a_blocked_execution_waits_for_its_completion_and_shows_the_rules_sentence() {
    let stage = Stage::set(|_| Reply::block("PT15M")).await;
    let callback_id = stage.enroll().await;
    assert_eq!(stage.execution(&callback_id).state, ExecutionState::Blocked);
    let outputs = json!({ "hs_execution_state": "FAIL_CONTINUE", "error_code": "ProductNotFound", "product": "Hours" });
    assert_eq!(stage.complete(&callback_id, &outputs).await, 204);
    let execution = stage.execution(&callback_id);
    assert_eq!(execution.state, ExecutionState::Failed);
    assert_eq!(
        execution.sentence.as_deref(),
        Some("No QuickBooks product for Hours.")
    );
    assert_eq!(execution.outputs["error_code"], "ProductNotFound");
}

#[tokio::test]
async fn executions_are_completed_in_a_batch_too() {
    let stage = Stage::set(|_| Reply::block("PT15M")).await;
    let ids = [stage.enroll().await, stage.enroll().await];
    assert_ne!(ids[0], ids[1]);
    let inputs: Vec<_> = ids
        .iter()
        .map(|id| json!({ "callbackId": id, "outputFields": { "hs_execution_state": "SUCCESS" } }))
        .collect();
    let path = "/automation/actions/callbacks/2026-03/complete";
    let batch = json!({ "inputs": inputs });
    assert_eq!(stage.portal.post(path, &batch).await.status, 204);
    for id in ids {
        assert_eq!(stage.execution(&id).state, ExecutionState::Succeeded);
    }
}

#[tokio::test]
async fn a_late_completion_is_refused_or_accepted_by_choice_and_changes_nothing() {
    for (late_completions, status) in [
        (LateCompletions::Refuse, 404),
        (LateCompletions::Accept, 204),
    ] {
        let workflows = WorkflowOptions {
            late_completions,
            ..WorkflowOptions::default()
        };
        let stage = Stage::with_workflows(workflows, |_| Reply::block("PT15M")).await;
        let callback_id = stage.enroll().await;
        stage.clock.advance(15 * MINUTE);
        let outputs = json!({ "hs_execution_state": "SUCCESS" });
        assert_eq!(stage.complete(&callback_id, &outputs).await, status);
        assert_eq!(stage.execution(&callback_id).state, ExecutionState::Expired);
    }
}

#[tokio::test]
async fn the_first_of_two_completions_stands() {
    for (completions, status) in [
        (CompletionPolicy::AcceptRepeated, 204),
        (CompletionPolicy::RefuseRepeated, 400),
    ] {
        let options = SandboxOptions {
            completions,
            ..SandboxOptions::default()
        };
        let stage = Stage::with(options, |_| Reply::block("PT15M")).await;
        let callback_id = stage.enroll().await;
        let outcome = |state| json!({ "hs_execution_state": state });
        assert_eq!(stage.complete(&callback_id, &outcome("SUCCESS")).await, 204);
        assert_eq!(
            stage
                .complete(&callback_id, &outcome("FAIL_CONTINUE"))
                .await,
            status
        );
        assert_eq!(
            stage.execution(&callback_id).state,
            ExecutionState::Succeeded
        );
    }
}

#[tokio::test]
async fn what_was_not_taken_is_sent_again_as_it_was_when_its_time_has_come() {
    let count = AtomicUsize::new(0);
    let stage = Stage::set(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::status(503),
        1 => Reply {
            retry_after: Some("30000"),
            ..Reply::status(429)
        },
        _ => Reply::state("SUCCESS"),
    })
    .await;
    let callback_id = stage.enroll().await;
    assert_eq!(stage.execution(&callback_id).state, ExecutionState::Due);
    stage.clock.advance(MINUTE);
    stage.sandbox().settle().await;
    stage.clock.advance(Duration::from_secs(29));
    stage.sandbox().settle().await;
    assert_eq!(stage.app.received().len(), 2, "429 says 30 s");
    stage.clock.advance(Duration::from_secs(1));
    stage.sandbox().settle().await;
    let execution = stage.execution(&callback_id);
    assert_eq!(execution.state, ExecutionState::Succeeded);
    let received = stage.app.received();
    assert_eq!(received.len(), 3);
    assert_eq!(received[0].raw, received[2].raw);
    assert!(
        execution.history[1].1.contains("503, with an empty body"),
        "{:?}",
        execution.history
    );
}

#[tokio::test]
async fn a_redelivery_is_made_under_the_newest_definition() {
    let stage = Stage::set(|it| match it.path.as_str() {
        "/moved" => Reply::state("SUCCESS"),
        _ => Reply::status(500),
    })
    .await;
    let callback_id = stage.enroll().await;
    let path = format!("/automation/actions/2026-03/1160452/{}", stage.action);
    let change = json!({ "actionUrl": format!("{}/moved", stage.app.url) });
    let key = stage.sandbox().credentials().developer_key;
    let url = format!("{}{path}", stage.sandbox().api_url());
    let changed = stage
        .portal
        .http
        .patch(url)
        .bearer_auth(key)
        .json(&change)
        .send()
        .await;
    assert_eq!(changed.unwrap().status(), 200);
    stage.clock.advance(MINUTE);
    stage.sandbox().settle().await;
    assert_eq!(
        stage.execution(&callback_id).state,
        ExecutionState::Succeeded
    );
    let received = stage.app.received();
    assert_eq!(received[1].body["callbackId"], callback_id);
    assert_eq!(received[1].body["origin"]["actionDefinitionVersion"], 2);
}

#[tokio::test]
async fn one_execution_is_delivered_five_times_at_once_and_again_after_an_hour() {
    let workflows = WorkflowOptions {
        deliveries_at_once: 5,
        ..WorkflowOptions::default()
    };
    let stage = Stage::with_workflows(workflows, |_| Reply::block("P1D")).await;
    let callback_id = stage.enroll().await;
    stage.clock.advance(60 * MINUTE);
    let answers = stage.sandbox().deliver_again(&callback_id, 1).await;
    assert_eq!(answers.len(), 1);
    let received = stage.app.received();
    assert_eq!(received.len(), 6);
    assert!(received.iter().all(|it| it.raw == received[0].raw));
    assert_eq!(stage.execution(&callback_id).answers.len(), 6);
    assert_eq!(stage.sandbox().executions().len(), 1);
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_none() {
    let workflows = WorkflowOptions {
        time_out: Duration::from_millis(50),
        ..WorkflowOptions::default()
    };
    let slow = |_: &_| Reply {
        pause: Duration::from_secs(20),
        ..Reply::state("SUCCESS")
    };
    let stage = Stage::with_workflows(workflows, slow).await;
    let callback_id = stage.enroll().await;
    let execution = stage.execution(&callback_id);
    assert_eq!(execution.state, ExecutionState::Due);
    assert_eq!(execution.answers[0].status, None);
    assert!(execution.history[1].1.contains("no answer within 0.05 s"));
}

#[tokio::test]
async fn a_record_is_not_enrolled_where_the_editor_would_not_let_the_action_be_saved() {
    let stage = Stage::set(|_| Reply::state("SUCCESS")).await;
    let payment = Enrollment::new("commerce_payments", "71033005031", "create_invoice");
    for (enrollment, message) in [
        (
            Enrollment::new("deals", "1", "create_invoice"),
            "resource not found",
        ),
        (
            Enrollment::new("deals", "9001", "create_planet"),
            "There is no action create_planet",
        ),
        (enrollment().input("planet", "x"), "no input field planet"),
        (enrollment().input("books", ""), "books is required"),
        (payment, "not offered for commerce_payments"),
    ] {
        let refused = stage.sandbox().enroll(enrollment).unwrap_err().to_string();
        assert!(refused.contains(message), "{refused}");
    }
    assert!(stage.app.received().is_empty());
}

#[tokio::test]
async fn executions_go_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = SandboxOptions {
        file: Some(folder.path().join("portal.json")),
        ..SandboxOptions::default()
    };
    let stage = Stage::with(options.clone(), |_| Reply::block("P1D")).await;
    let callback_id = stage.enroll().await;
    stage.portal.sandbox.stop().await;
    let again = Sandbox::start(options).await.unwrap();
    let execution = again.execution(&callback_id).unwrap();
    assert_eq!(execution.state, ExecutionState::Blocked);
    assert_eq!(execution.action, "Create a QuickBooks invoice");
}
