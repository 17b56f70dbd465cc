//! Executions of actions, and their deliveries again.

use hubspot_gateway::{Noted, RunState};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::stage::Stage;

#[tokio::test]
async fn an_execution_starts_one_run_and_lets_hubspot_wait() {
    let stage = Stage::start().await;
    let outputs = stage
        .execute("create-invoice", &stage.execution("ap-1-2-3-0"))
        .await;
    let expected = json!({"hs_execution_state": "BLOCK", "hs_expiration_duration": "PT25H"});
    assert_eq!(outputs, expected);
    let runs = stage.workflows.take();
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].name, format!("{}-ap-1-2-3-0", stage.portal()));
    assert_eq!(runs[0].input["action"], "create-invoice");
    assert_eq!(
        runs[0].input["record"],
        json!({"object_type": "deal", "id": "9001"})
    );
    assert_eq!(
        runs[0].input["options"]["payment_terms"],
        json!({"quickbooks_id": "3"})
    );
    assert_eq!(runs[0].input["run"]["enrollment_id"], "ap-1-2-3-0");
}

#[tokio::test]
async fn five_deliveries_at_once_are_one_run_and_one_answer() {
    let stage = Stage::start().await;
    let body = stage.execution("ap-1-2-3-0");
    let five = (0..5).map(|_| stage.execute("create-invoice", &body));
    let answers = futures_util::future::join_all(five).await;
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(stage.workflows.take().len(), 1);
}

#[tokio::test]
async fn a_later_delivery_is_told_what_is_left_and_then_the_outcome() {
    let stage = Stage::start().await;
    let body = stage.execution("ap-1-2-3-0");
    stage.execute("create-invoice", &body).await;
    stage
        .rehearsal
        .environment
        .advance(SignedDuration::from_hours(1));
    let later = stage.execute("create-invoice", &body).await;
    assert_eq!(later["hs_expiration_duration"], "PT24H");

    let name = stage.workflows.take().remove(0).name;
    let output = json!({"outcomes": [{"status": "succeeded", "action": "create-invoice",
        "response": {"status": "created", "document": {"type": "Invoice", "id": "145", "number": "1037",
            "total": "1480.00", "currency": "USD"}, "documents": [], "customer": {"id": null, "matched_by": null},
            "warnings": []}}]});
    stage.workflows.end(&name, RunState::Succeeded { output });
    let done = stage.execute("create-invoice", &body).await;
    assert_eq!(done["hs_execution_state"], "SUCCESS");
    assert_eq!(done["document_number"], "1037");
    assert!(stage.workflows.take().is_empty());

    let failed = RunState::Failed {
        error: "ProductNotFound".into(),
        cause: "Queued: the run waits for a person in the queue of failed runs".into(),
    };
    stage.workflows.end(&name, failed);
    let failed = stage.execute("create-invoice", &body).await;
    assert_eq!(failed["hs_execution_state"], "FAIL_CONTINUE");
    assert_eq!(failed["error_code"], "ProductNotFound");
}

#[tokio::test]
async fn a_delivery_with_other_inputs_is_the_same_execution() {
    let stage = Stage::start().await;
    let body = stage.execution("ap-1-2-3-0");
    stage.execute("create-invoice", &body).await;
    let mut newer = body.clone();
    newer["inputFields"]["payment_terms"] = "4".into();
    newer["origin"]["actionDefinitionVersion"] = 2.into();
    let mut broken = body.clone();
    broken["inputFields"]["payment_terms"] = "Net 30".into();
    let mut unconnected = body;
    unconnected["inputFields"]["connection"] = "".into();
    for body in [newer, broken, unconnected] {
        let outputs = stage.execute("create-invoice", &body).await;
        assert_eq!(outputs["hs_execution_state"], "BLOCK", "{outputs}");
    }
    assert_eq!(stage.workflows.take().len(), 1);
}

#[tokio::test]
async fn another_execution_is_another_run() {
    let stage = Stage::start().await;
    for callback in ["ap-1-2-3-0", "ap-1-2-3-1", "ap-1-2-4-0", "ap/1"] {
        stage
            .execute("create-invoice", &stage.execution(callback))
            .await;
    }
    assert_eq!(stage.workflows.take().len(), 4);
}

#[tokio::test]
async fn what_cannot_run_fails_at_once_with_a_code_and_a_sentence() {
    let stage = Stage::start().await;
    let table: [(&str, &str, Value, &str); 5] = [
        (
            "create-expense",
            "/object/objectType",
            json!("DEAL"),
            "InvalidRequest",
        ),
        (
            "create-invoice",
            "/inputFields/connection",
            json!("other-books"),
            "ConnectionNotFound",
        ),
        (
            "create-invoice",
            "/inputFields/connection",
            json!(""),
            "InvalidRequest",
        ),
        (
            "create-invoice",
            "/inputFields/customer",
            json!("somebody"),
            "InvalidRequest",
        ),
        (
            "create-invoice",
            "/callbackId",
            json!(null),
            "InvalidRequest",
        ),
    ];
    for (action, place, value, code) in table {
        let mut body = stage.execution("ap-1-2-3-0");
        *body.pointer_mut(place).unwrap() = value;
        let request = stage.signed(&format!("/hubspot/actions/{action}"), &body);
        let response = stage.call(&request).await;
        assert_eq!((response.status, response.noted), (200, Noted::RunRefused));
        let outputs = crate::stage::json_of(&response)["outputFields"].clone();
        assert_eq!(outputs["hs_execution_state"], "FAIL_CONTINUE", "{place}");
        assert_eq!(outputs["error_code"], code, "{place}");
        assert!(!outputs["error_message"].as_str().unwrap().is_empty());
    }
    assert!(stage.workflows.take().is_empty());
}

#[tokio::test]
async fn a_connection_of_no_account_is_nobody_s() {
    let account = rehearsal::HubSpotAccount::start().await;
    let stage = Stage::with(account, json!({})).await;
    let outputs = stage
        .execute("create-invoice", &stage.execution("ap-1-2-3-0"))
        .await;
    assert_eq!(outputs["error_code"], "ConnectionNotFound");
    let message = outputs["error_message"].as_str().unwrap();
    assert!(
        message.contains("deal 9001") && message.contains("hubspot.portal_id"),
        "{message}"
    );
}
