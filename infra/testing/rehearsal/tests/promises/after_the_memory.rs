//! A document that may have been made is looked up when QuickBooks may have forgotten its request id,
//! and adopted, whatever a person did to it meanwhile.

use actions::Status;
use jiff::SignedDuration;
use registry::RegisteredAction;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{
    FaultEffect, FaultScript, Operation, RequestIdPolicy, SandboxOptions, ScriptedAnswer,
};
use serde_json::{Value, json};

use crate::every_action::{deal, documents, invoice, run, sample};

/// For how long QuickBooks is trusted to remember a request id.
const MEMORY_MINUTES: i64 = 5;

fn on_create(document: &str, effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect)
        .entity(document)
        .operation(Operation::Create)
}

/// A company that has forgotten every request id, and a document of it whose answer was lost.
async fn of_unknown_outcome(action: RegisteredAction, document: &str, event: &Value) -> Rehearsal {
    let options = SandboxOptions {
        request_ids: RequestIdPolicy {
            honoured: false,
            ..RequestIdPolicy::default()
        },
        ..SandboxOptions::default()
    };
    let memory = json!({"quickbooks": {"request_id_memory_minutes": MEMORY_MINUTES}});
    let stage = Rehearsal::with(options, memory).await;
    // The quick repeat, which would make it twice here, does not get through.
    let lost = on_create(document, FaultEffect::CloseAfterEffect).nth(1);
    stage.sandbox.script(lost);
    let unsent = on_create(document, FaultEffect::CloseBeforeEffect).nth(2);
    stage.sandbox.script(unsent);
    let error = run(action, &stage, event).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown", "{action} {document}");
    stage.sandbox.clear_scripts();
    stage
}

/// Runs the event after the memory: the document is adopted, and none of its kind is made.
async fn assert_adopted(
    stage: &Rehearsal,
    action: RegisteredAction,
    document: &str,
    event: &Value,
) {
    let posted = newest(stage, document);
    stage
        .environment
        .advance(SignedDuration::from_mins(MEMORY_MINUTES));
    stage.sandbox.clear_journal();
    let response = run(action, stage, event).await.unwrap();
    assert_eq!(response.status, Status::Created, "{action} {document}");
    let documents = response.documents.unwrap_or_default();
    let all = documents.iter().chain(&response.document);
    let ids: Vec<_> = all.filter_map(|one| one.id.as_deref()).collect();
    assert!(
        ids.contains(&posted["Id"].as_str().unwrap()),
        "{document}: {ids:?}"
    );
    let again = format!("create {document}");
    assert!(
        !stage.requests().contains(&again),
        "{action} {document}: {:?}",
        stage.requests()
    );
    let repeated = run(action, stage, event).await.unwrap();
    assert_eq!(repeated.status, Status::AlreadyCreated);
}

/// The row of a kind that was just made: the latest, and of those of a second the one with the highest number.
fn newest(stage: &Rehearsal, document: &str) -> Value {
    let rows = stage.sandbox.documents(document).into_iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let age = |row: &Value| {
        let number = text(&row["Id"]).parse::<u64>().unwrap();
        (text(&row["MetaData"]["CreateTime"]), number)
    };
    rows.max_by_key(age).unwrap()
}

fn edit(stage: &Rehearsal, document: &str, change: &Value) {
    let mut body = newest(stage, document);
    // What QuickBooks computes is not sent back to it.
    body = json!({"Id": body["Id"], "SyncToken": body["SyncToken"], "sparse": true,
        "PaymentType": body.get("PaymentType").cloned().unwrap_or(Value::Null)});
    if body["PaymentType"].is_null() {
        body.as_object_mut().unwrap().remove("PaymentType");
    }
    let change = change.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(change);
    stage.sandbox.edit(document, body).unwrap();
}

#[tokio::test]
async fn every_document_is_adopted_by_its_marker() {
    for (action, document) in documents() {
        let event = sample(action, "1", &json!({}));
        let stage = of_unknown_outcome(action, document, &event).await;
        assert_adopted(&stage, action, document, &event).await;
    }
}

#[tokio::test]
async fn a_document_whose_date_a_person_changed_meanwhile_is_adopted() {
    for (action, document) in documents() {
        let event = sample(action, "1", &json!({}));
        let stage = of_unknown_outcome(action, document, &event).await;
        edit(&stage, document, &json!({"TxnDate": "2025-01-31"}));
        assert_adopted(&stage, action, document, &event).await;
    }
}

#[tokio::test]
async fn a_document_whose_customer_a_person_changed_meanwhile_is_adopted() {
    for (action, document) in documents() {
        // An expense has a vendor, and the payment of another customer's invoice would be refused.
        if document == "Purchase" || action.documents().are_several() {
            continue;
        }
        let event = sample(action, "1", &json!({}));
        let stage = of_unknown_outcome(action, document, &event).await;
        edit(&stage, document, &json!({"CustomerRef": {"value": "2"}}));
        assert_adopted(&stage, action, document, &event).await;
    }
}

#[tokio::test]
async fn a_document_whose_note_a_person_rewrote_is_adopted_by_its_number() {
    for (action, document) in documents() {
        // A payment has no number of its own.
        if document == "Payment" {
            continue;
        }
        let event = sample(action, "1", &json!({"document_number": "D-1"}));
        let stage = of_unknown_outcome(action, document, &event).await;
        edit(&stage, document, &json!({"PrivateNote": "Checked. Ann"}));
        assert_adopted(&stage, action, document, &event).await;
    }
}

#[tokio::test]
async fn within_the_memory_the_same_request_is_sent_again_and_nothing_is_looked_up() {
    for (action, document) in documents() {
        let memory = json!({"quickbooks": {"request_id_memory_minutes": MEMORY_MINUTES}});
        let stage = Rehearsal::with_settings(memory).await;
        let lost = on_create(document, FaultEffect::CloseAfterEffect).next(2);
        stage.sandbox.script(lost);
        let event = sample(action, "1", &json!({}));
        run(action, &stage, &event).await.unwrap_err();
        let almost = SignedDuration::from_mins(MEMORY_MINUTES) - SignedDuration::from_secs(60);
        stage.environment.advance(almost);
        stage.sandbox.clear_journal();
        run(action, &stage, &event).await.unwrap();
        let requests = stage.requests();
        assert_eq!(requests[0], format!("create {document}"), "{action}");
        assert!(
            !requests.iter().any(|one| one.starts_with("query")),
            "{requests:?}"
        );
        assert_eq!(stage.made(document).len(), 1, "{action} {document}");
    }
}

#[tokio::test]
async fn a_document_that_was_not_made_is_made_after_the_look_up() {
    for (action, document) in documents() {
        let memory = json!({"quickbooks": {"request_id_memory_minutes": MEMORY_MINUTES}});
        let stage = Rehearsal::with_settings(memory).await;
        let lost = on_create(document, FaultEffect::CloseBeforeEffect).next(2);
        stage.sandbox.script(lost);
        let event = sample(action, "1", &json!({}));
        run(action, &stage, &event).await.unwrap_err();
        stage
            .environment
            .advance(SignedDuration::from_mins(MEMORY_MINUTES));
        stage.sandbox.clear_journal();
        run(action, &stage, &event).await.unwrap();
        let query = format!("query {document}");
        assert_eq!(stage.requests()[..2], [query.clone(), query], "{action}");
        assert_eq!(stage.made(document).len(), 1, "{action} {document}");
    }
}

#[tokio::test]
async fn a_look_up_that_is_refused_is_not_taken_for_an_answer() {
    let event = deal("1", &json!({}));
    let refusal = || {
        FaultScript::new(FaultEffect::Status(ScriptedAnswer {
            status: 400,
            body: json!({"Fault": {"Error": [{"Message": "Invalid query", "code": "4001",
                "Detail": "QueryValidationError: property is not queryable"}],
                "type": "ValidationFault"}})
            .to_string(),
            content_type: "application/json".to_owned(),
            after_effect: false,
        }))
        .operation(Operation::Query)
    };
    let stage = of_unknown_outcome(RegisteredAction::CreateInvoice, "Invoice", &event).await;
    stage
        .environment
        .advance(SignedDuration::from_mins(MEMORY_MINUTES));
    stage.sandbox.script(refusal().next(2));
    let error = invoice(&stage, &event).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown", "{error}");
    assert_eq!(stage.made("Invoice").len(), 1);

    // One of the two ways to ask is enough.
    stage.environment.advance(SignedDuration::from_mins(2));
    stage.sandbox.clear_scripts();
    stage.sandbox.script(refusal().next(1));
    assert_adopted(&stage, RegisteredAction::CreateInvoice, "Invoice", &event).await;
}
