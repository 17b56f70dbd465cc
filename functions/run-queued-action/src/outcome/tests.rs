use serde_json::{Value, json};

use super::{LONGEST_CAUSE, LONGEST_ERROR, Outcome};

fn output(response: &Value) -> Value {
    match Outcome::answered(response.to_string().as_bytes()) {
        Outcome::Succeeded { output } => serde_json::from_str(&output).unwrap(),
        failed @ Outcome::Failed { .. } => panic!("{failed:?}"),
    }
}

#[test]
fn a_run_is_told_of_the_document_and_of_no_person() {
    let response = json!({
        "status": "created",
        "document": { "type": "Invoice", "id": "145" },
        "customer": { "id": "58", "name": "Ada O'Keefe", "matched_by": "email" },
        "products": [{ "line_item": "7001", "id": "2", "name": "Hours" }],
        "warnings": [{ "code": "customer_reactivated" }],
        "preview": { "CustomerMemo": "for Ada" },
    });
    let told = json!({
        "status": "created",
        "document": { "type": "Invoice", "id": "145" },
        "customer": { "id": "58", "matched_by": "email" },
        "warnings": [{ "code": "customer_reactivated" }],
    });
    assert_eq!(output(&response), told);
}

/// The workflow fills in what is not there, and reads both fields of a customer that is.
#[test]
fn what_a_response_does_not_have_is_not_made_up() {
    let without = Outcome::answered(b"{}");
    assert!(matches!(without, Outcome::Failed { error, .. } if error == "Lambda.Unknown"));
    let nothing = json!({ "status": "nothing_to_do" });
    assert_eq!(output(&nothing), nothing);
    let told = output(&json!({ "status": "created", "customer": { "id": "58" } }));
    assert_eq!(told["customer"], json!({ "id": "58", "matched_by": null }));
}

#[test]
fn an_error_keeps_its_type_and_one_without_has_lambda_s_name_for_it() {
    let failed = |payload: &str| match Outcome::erred(payload.as_bytes()) {
        Outcome::Failed { error, cause } => (error, cause),
        Outcome::Succeeded { .. } => panic!("it failed"),
    };
    let typed = r#"{"errorType":"QuickBooksThrottled","errorMessage":"deal 9001: wait"}"#;
    let told = ("QuickBooksThrottled".to_owned(), typed.to_owned());
    assert_eq!(failed(typed), told);
    for untyped in [r#"{"errorMessage":"x"}"#, r#"{"errorType":""}"#, "no JSON"] {
        assert_eq!(failed(untyped).0, "Lambda.Unknown", "{untyped}");
    }
}

#[test]
fn nothing_is_longer_than_step_functions_takes() {
    let long = "ü".repeat(LONGEST_CAUSE + 1);
    let Outcome::Failed { error, cause } = Outcome::failed(&long, &long) else {
        panic!("it failed");
    };
    assert_eq!(error.chars().count(), LONGEST_ERROR);
    assert_eq!(cause.chars().count(), LONGEST_CAUSE);
    let warnings = json!({ "status": "created", "warnings": [long, long, long, long, long] });
    let too_long = Outcome::answered(warnings.to_string().as_bytes());
    assert!(
        matches!(&too_long, Outcome::Failed { error, .. } if error == "States.DataLimitExceeded"),
        "{too_long:?}"
    );
}

#[test]
fn what_is_no_answer_of_an_action_is_unknown() {
    for payload in ["", "null", "[1]", "\"text\""] {
        let outcome = Outcome::answered(payload.as_bytes());
        assert!(
            matches!(&outcome, Outcome::Failed { error, .. } if error == "Lambda.Unknown"),
            "{payload}: {outcome:?}"
        );
    }
}
