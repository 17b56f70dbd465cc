use serde_json::{Value, json};

use super::*;

fn report(outcomes: &Value, callback: &str) -> Report {
    let event = json!({"connection": "us", "record": {"object_type": "deal", "id": "9001"},
        "run": {"callback_id": callback}, "outcomes": outcomes, "at": "2026-11-28T06:00:00Z"});
    Report::parse(event.to_string().as_bytes())
        .unwrap()
        .unwrap()
}

fn booked() -> Value {
    json!({"action": "create-invoice", "status": "succeeded", "response": {"status": "created", "document": {"type": "Invoice",
        "id": "145", "number": "1037", "total": "1480.00", "currency": "USD",
        "url": "https://example.com/app/invoice?txnId=145&x=1"},
        "warnings": [{"code": "total_differs", "message": "the deal shows 1,490.00 & the lines 1,480.00"}]}})
}

fn failed(message: &str) -> Value {
    json!({"action": "create-paid-invoice", "status": "failed", "waits_for": "correction", "failure": {"Error": "ProductNotFound",
        "Cause": json!({"errorMessage": message}).to_string()}})
}

#[test]
fn a_note_says_what_stands_in_quickbooks_or_what_to_put_right() {
    let told = json!([booked(), failed("deal 9001: no product for <b>line</b> 7"),
        {"action": "create-expense", "status": "succeeded", "response": {"status": "nothing_to_do",
            "warnings": [{"code": "nothing_to_do", "message": "The payment has no fee."}]}}]);
    let note = note(&report(&told, "ap-1"), Notes::Always, true).unwrap();
    insta::assert_snapshot!(note.html.replace("</p>", "</p>\n"));
}

/// Of a run that was cut off nobody has told what it made.
#[test]
fn a_note_of_a_run_that_broke_off_does_not_say_that_nothing_was_made() {
    let told = |error: &str| {
        let outcome = json!({"action": "create-paid-invoice", "status": "failed", "waits_for": "service",
            "failure": {"Error": error, "Cause": ""}});
        let note = note(&report(&json!([outcome]), "ap-1"), Notes::Always, false);
        note.unwrap().html
    };
    let cut_off = told("TIMED_OUT");
    assert!(
        cut_off.contains("the paid invoice may not be made (RunFailed). it ran for a whole day"),
        "{cut_off}"
    );
    assert!(told("QuickBooksRejected").contains("was not made (QuickBooksRejected)"));
}

#[test]
fn the_settings_and_what_hubspot_refuses_decide_on_the_note() {
    let preview = json!({"action": "create-invoice", "status": "succeeded", "response": {"status": "preview"}});
    let cases = [
        (booked(), Notes::Never, false, false),
        (booked(), Notes::Failures, false, false),
        (booked(), Notes::Always, false, true),
        (booked(), Notes::Never, true, true),
        (failed("x"), Notes::Never, false, false),
        (failed("x"), Notes::Failures, false, true),
        (failed("x"), Notes::Never, true, true),
        (preview, Notes::Always, true, false),
    ];
    for (told, wanted, refused, expected) in cases {
        let note = note(&report(&json!([told]), "ap-1"), wanted, refused);
        assert_eq!(note.is_some(), expected, "{wanted:?} {refused}");
    }
}

#[test]
fn a_document_is_noted_once_and_a_failure_once_for_each_enrolment() {
    let mark = |told: &Value, callback: &str| {
        let note = note(&report(&json!([told]), callback), Notes::Always, false);
        note.unwrap().mark
    };
    let mut again = booked();
    again["response"]["status"] = json!("already_created");
    again["response"]["warnings"] = json!([]);
    assert_eq!(mark(&booked(), "ap-1"), mark(&again, "ap-2"));
    assert_eq!(mark(&failed("x"), "ap-1"), mark(&failed("x"), "ap-1"));
    assert_ne!(mark(&failed("x"), "ap-1"), mark(&failed("x"), "ap-2"));
    assert_ne!(mark(&failed("x"), "ap-1"), mark(&failed("y"), "ap-1"));
}
