use registry::RegisteredAction;
use serde_json::{Value, json};

use super::*;

pub(crate) fn outcome(value: &Value) -> Outcome {
    serde_json::from_value(value.clone()).unwrap()
}

fn failed(error: &str, cause: &str) -> (&'static str, String) {
    let told = outcome(
        &json!({"action": "create-invoice", "status": "failed", "waits_for": "service",
        "failure": {"Error": error, "Cause": cause}}),
    );
    match told.end {
        End::Failed {
            error_code,
            message,
            ..
        } => (error_code, message),
        end => panic!("{end:?}"),
    }
}

#[test]
fn a_failure_is_told_by_the_contract_s_name_and_the_function_s_sentence() {
    let cause =
        r#"{"errorType":"ProductNotFound","errorMessage":"deal 9001: no product for line 7"}"#;
    let cases = [
        (
            "ProductNotFound",
            cause,
            "ProductNotFound",
            "deal 9001: no product for line 7",
        ),
        (
            "Sandbox.Timedout",
            r#"{"errorMessage":"2026 Task timed out"}"#,
            "RunFailed",
            "the run ended with Sandbox.Timedout",
        ),
        (
            "States.DataLimitExceeded",
            "Canary",
            "RunFailed",
            "the run ended with States.DataLimitExceeded",
        ),
        (
            "TIMED_OUT",
            "",
            "RunFailed",
            "it ran for a whole day and was cut off, so it is not known here what it has made: run it again, and what it has \
             made is found and not made twice",
        ),
        (
            "ABORTED",
            "",
            "RunFailed",
            "somebody stopped it in Step Functions, so it is not known here what it has made: run it again, and what it has \
             made is found and not made twice",
        ),
    ];
    for (error, cause, code, message) in cases {
        assert_eq!(failed(error, cause), (code, message.to_owned()));
    }
    let unread = outcome(&json!({"action": "create-invoice", "status": "odd"}));
    assert!(unread.is_failed() && unread.action == "create-invoice");
}

#[test]
fn the_document_of_every_action_is_told_in_the_place_of_its_kind() {
    for action in RegisteredAction::ALL {
        let told = outcome(
            &json!({"action": action.name(), "status": "succeeded", "response": {"status": "preview"}}),
        );
        let place: &str = told.slot().into();
        let expected = match <&str>::from(action.documents().first) {
            "Estimate" => "estimate",
            "Purchase" => "expense",
            "RefundReceipt" => "refund",
            _ => "sale",
        };
        assert_eq!(place, expected, "{action}");
        assert_eq!(
            format!("create {}", told.noun()).replace(' ', "-"),
            action.name()
        );
    }
}

#[test]
fn a_response_with_several_documents_is_told_by_the_first() {
    let document =
        |kind: &str, id: &str| json!({"type": kind, "id": id, "total": "1.00", "currency": "USD"});
    let told = outcome(
        &json!({"action": "create-paid-invoice", "status": "succeeded", "response": {"status": "created",
        "document": document("Invoice", "1"), "documents": [document("Invoice", "1"), document("Payment", "2")],
        "customer": {"id": null, "matched_by": null}, "warnings": []}}),
    );
    let End::Booked { documents, .. } = told.end else {
        panic!("{told:?}")
    };
    let kinds: Vec<&str> = documents.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, ["Invoice", "Payment"]);
}
