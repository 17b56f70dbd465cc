use hubspot::ObjectType;
use serde_json::{Value, json};

use super::*;
use crate::outcome::tests::outcome;

const AT: Timestamp = Timestamp::constant(1_796_000_000, 123_456_789);

fn booked(action: &str, kind: &str) -> Value {
    json!({"action": action, "status": "succeeded", "response": {"status": "created", "document": {"type": kind, "id": "145",
        "number": "1037", "total": "1480.00", "currency": "USD", "url": "https://example.com/145"}}})
}

fn failed(action: &str) -> Value {
    json!({"action": action, "status": "failed", "waits_for": "correction",
        "failure": {"Error": "ProductNotFound", "Cause": "{\"errorMessage\":\"deal 9001: no product\"}"}})
}

fn lines(object_type: &ObjectType, outcomes: &[Value]) -> String {
    let outcomes: Vec<Outcome> = outcomes.iter().map(outcome).collect();
    let changes = changes(object_type, &outcomes, AT);
    let values = changes.iter().flat_map(|change| &change.values);
    let lines = values.map(|(name, value)| format!("{name} = {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_document_and_a_failure_are_written_to_places_of_their_own() {
    let payment = [
        booked("create-paid-invoice", "Invoice"),
        failed("create-expense"),
    ];
    insta::assert_snapshot!(lines(&ObjectType::Payment, &payment));
}

#[test]
fn a_failure_leaves_the_document_that_stands() {
    let text = lines(&ObjectType::Deal, &[failed("create-invoice")]);
    assert!(
        !text.contains("number") && text.contains("quickbooks_sale_status = waiting"),
        "{text}"
    );
}

#[test]
fn what_made_nothing_writes_nothing_of_a_document() {
    let nothing = json!({"action": "create-expense", "status": "succeeded", "response": {"status": "nothing_to_do", "warnings": []}});
    let preview = json!({"action": "create-invoice", "status": "succeeded", "response": {"status": "preview"}});
    let text = lines(&ObjectType::Payment, &[nothing, preview.clone()]);
    assert!(
        text.starts_with("quickbooks_expense_status = nothing_to_do"),
        "{text}"
    );
    assert!(!text.contains("sale"), "{text}");
    assert_eq!(lines(&ObjectType::Deal, &[preview]), "");
}

#[test]
fn only_a_record_that_holds_nothing_newer_is_written_to() {
    let told = [outcome(&booked("create-invoice", "Invoice"))];
    let changes = changes(&ObjectType::Deal, &told, AT);
    let name = "quickbooks_sale_updated";
    for (stored, is_written) in [
        ("", true),
        ("2026-11-28T06:00:00Z", true),
        // The same report again.
        (&*moment(AT), true),
        ("2099-01-01T00:00:00Z", false),
        ("4070908800000", false),
        ("not a moment", true),
    ] {
        let stored: Properties = [(name, stored)].into_iter().collect();
        assert_eq!(
            update(&changes, &stored, AT).is_some(),
            is_written,
            "{stored:?}"
        );
    }
}
