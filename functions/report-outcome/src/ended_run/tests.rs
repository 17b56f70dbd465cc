use super::*;

fn event(machine: &str, input: &Value) -> Value {
    json!({ "detail-type": STATUS_CHANGE, "time": "2026-11-28T06:00:00Z", "detail": {
        "status": "TIMED_OUT", "input": input.to_string(),
        "stateMachineArn": format!("arn:aws:states:us-east-1:1:stateMachine:books-{machine}") } })
}

#[test]
fn a_run_that_was_cut_off_is_told_by_its_input() {
    let record =
        json!({ "object_type": "deal", "id": "9001", "properties": { "dealname": "Canary" } });
    let cases = [
        (
            "quickbooks-action",
            json!({ "action": "create-estimate" }),
            Some("create-estimate"),
        ),
        ("quickbooks-action", json!({}), None),
        (
            "settle-payment",
            json!({}),
            Some("create-paid-invoice create-expense"),
        ),
        (
            "settle-payment",
            json!({ "document_action": "create-sales-receipt" }),
            Some("create-sales-receipt create-expense"),
        ),
        (
            "refund-payment",
            json!({ "run": null }),
            Some("create-refund-receipt"),
        ),
    ];
    for (machine, mut input, actions) in cases {
        input["record"] = record.clone();
        input["connection"] = json!("us-books");
        let told = report(&event(machine, &input));
        let told_actions = told.as_ref().map(|told| {
            let outcomes = told["outcomes"].as_array().unwrap().iter();
            let actions = outcomes.map(|outcome| outcome["action"].as_str().unwrap());
            actions.collect::<Vec<_>>().join(" ")
        });
        assert_eq!(told_actions.as_deref(), actions, "{machine} {input}");
        assert!(!told.unwrap_or_default().to_string().contains("Canary"));
    }
}

#[test]
fn an_end_without_a_record_is_told_to_nobody() {
    for event in [
        event("quickbooks-action", &json!({ "action": "create-invoice" })),
        json!({ "detail-type": STATUS_CHANGE, "detail": { "status": "ABORTED" } }),
    ] {
        assert!(is_end(&event) && report(&event).is_none(), "{event}");
    }
    assert!(!is_end(&json!({ "outcomes": [] })));
}
