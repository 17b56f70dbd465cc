use serde_json::json;

use super::super::Definition;

fn definition() -> Definition {
    let definition = json!({
        "actionUrl": "https://app.example.com/actions/invoice",
        "published": true,
        "objectTypes": ["DEAL"],
        "inputFields": [],
        "executionRules": [
            { "labelName": "missing", "conditions": { "error_code": "ProductNotFound" } },
            { "labelName": "later", "conditions": { "error_code": ["QuickBooksThrottled", "InProgress"] } },
            { "labelName": "made", "conditions": { "hs_execution_state": "SUCCESS", "status": "created" } },
        ],
        "labels": {
            "en": { "actionName": "Create", "executionRules": {
                "missing": "No product for {{ line }} in {{company}}.", "later": "Wait.", "made": "Invoice {{number}}." } },
            "de": { "actionName": "Anlegen", "executionRules": { "made": "Rechnung {{ number }}." } },
        },
        "functions": [],
    });
    serde_json::from_value(definition).unwrap()
}

#[test]
fn the_first_rule_whose_conditions_all_hold_gives_the_sentence() {
    for (outputs, sentence) in [
        (
            json!({ "error_code": "ProductNotFound", "line": "Hours" }),
            Some("No product for Hours in ."),
        ),
        (
            json!({ "error_code": "InProgress", "more": "x" }),
            Some("Wait."),
        ),
        (
            json!({ "hs_execution_state": "SUCCESS", "status": "created", "number": 1037 }),
            Some("Invoice 1037."),
        ),
        (json!({ "hs_execution_state": "SUCCESS" }), None),
        (json!({}), None),
    ] {
        let outputs = outputs.as_object().unwrap();
        assert_eq!(definition().sentence("en", outputs).as_deref(), sentence);
    }
}

#[test]
fn a_sentence_that_a_language_lacks_is_said_in_english() {
    let outputs = json!({ "hs_execution_state": "SUCCESS", "status": "created", "number": "1037" });
    let outputs = outputs.as_object().unwrap();
    let sentence = |language| definition().sentence(language, outputs).unwrap();
    assert_eq!(sentence("de"), "Rechnung 1037.");
    assert_eq!(sentence("fr"), "Invoice 1037.");
    let missing = json!({ "error_code": "ProductNotFound" });
    let said = definition().sentence("de", missing.as_object().unwrap());
    assert_eq!(said.as_deref(), Some("No product for  in ."));
}
