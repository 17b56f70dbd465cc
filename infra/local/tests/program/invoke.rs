//! `quickbooks-actions invoke`.

use serde_json::Value;

use crate::events;
use crate::process::{function_error, program, response, run, stderr};

fn invoke(event: &[u8], more: &[&str]) -> std::process::Output {
    let arguments = ["invoke", "create-invoice", "--event", "-"];
    run(program(&[&arguments, more].concat()), event)
}

#[test]
fn invoke_prints_the_response_of_an_event_from_a_file() {
    let path = events::path("01-deal");
    let command = program(&["invoke", "create-invoice", "--event", &path]);
    let response = response(&run(command, b""));
    assert_eq!(response["status"], "created");
    assert_eq!(response["document"]["total"], "1480.00");
    assert_eq!(response["products"][0]["matched_by"], "sku");
}

#[test]
fn who_asks_for_it_sees_each_request_to_quickbooks_and_no_person() {
    let path = events::path("01-deal");
    for (level, is_shown) in [("info", true), ("warn", false)] {
        let mut command = program(&["invoke", "create-invoice", "--event", &path]);
        command.env("RUST_LOG", level);
        let log = stderr(&run(command, b""));
        let mut lines = log.lines();
        let is_post = |line: &str| {
            line.contains("QuickBooks answered 200 to POST /v3/company/")
                && line.contains("/invoice in ")
        };
        assert_eq!(lines.any(is_post), is_shown, "{level}: {log}");
        for person in ["Ada", "Keefe", "example.com"] {
            assert!(!log.contains(person), "{person}: {log}");
        }
    }
}

#[test]
fn invoke_reads_an_event_from_standard_input() {
    let response = response(&invoke(&events::bytes("09-event-bridge"), &[]));
    assert_eq!(response["document"]["total"], "4350.00");
}

#[test]
fn an_event_that_an_editor_has_marked_is_read_as_any_other() {
    let text = String::from_utf8(events::bytes("01-deal")).unwrap();
    let marked = format!("\u{feff}{text}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [marked.into_bytes(), wide] {
        assert_eq!(
            response(&invoke(&bytes, &[]))["document"]["total"],
            "1480.00"
        );
    }
    let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let broken: [(&[u8], &str); 2] = [
        (&unmarked, "UTF-16 without a byte order mark"),
        (b"{\"id\": \"\xe9\"}", "line 1 is not UTF-8"),
    ];
    for (bytes, expected) in broken {
        let output = invoke(bytes, &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}

#[test]
fn a_function_error_goes_to_standard_error_with_exit_code_1() {
    for (name, error_type, message) in [
        ("07-product-not-found", "ProductNotFound", "line item 7702"),
        (
            "08-contact-not-eligible",
            "ContactNotEligible",
            "contact 60",
        ),
    ] {
        let error = function_error(&invoke(&events::bytes(name), &[]));
        assert_eq!(error["errorType"], error_type);
        let said = error["errorMessage"].as_str().unwrap();
        assert!(said.contains(message), "{said}");
    }
    let error = function_error(&invoke(b"{}", &[]));
    assert_eq!(error["errorType"], "InvalidRequest");
}

#[test]
fn what_keeps_a_function_from_running_has_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.json");
    std::fs::write(&settings, "{}").unwrap();
    let settings = settings.to_str().unwrap();
    let table: [(&[&str], &str); 6] = [
        (&["--event", "missing.json"], "cannot read missing.json"),
        (&[], "--event"),
        (&["--event", "-", "--company", "company.json"], "--store"),
        (
            &["--event", "-", "--settings", "missing.json"],
            "cannot read missing.json",
        ),
        (
            &["--event", "-", "--settings", settings, "--connection", "US"],
            "1 to 64",
        ),
        (
            &["--event", "-", "--store", "no/such/folder.redb"],
            "no/such/folder.redb",
        ),
    ];
    for (more, expected) in table {
        let arguments = [&["invoke", "create-invoice"], more].concat();
        let mut command = program(&arguments);
        command.current_dir(folder.path());
        let output = run(command, b"{}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = stderr(&output);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

#[test]
fn an_unknown_function_is_answered_with_those_that_exist() {
    let output = run(program(&["invoke", "create-invoise", "--event", "-"]), b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("create-invoice"));
}

#[test]
fn settings_from_a_file_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.json");
    let filter = r#"{"filters": [
        {"propertyName": "lifecyclestage", "operator": "EQ", "value": "evangelist"}]}"#;
    let text = format!(
        r#"{{"company": {{"time_zone": "America/New_York"}},
            "customers": {{"mode": "sync_filter", "filter_groups": [{filter}]}}}}"#
    );
    std::fs::write(&settings, text).unwrap();
    let more = ["--settings", settings.to_str().unwrap()];
    let error = function_error(&invoke(&events::bytes("01-deal"), &more));
    assert_eq!(error["errorType"], "ContactNotEligible");
}

#[test]
fn what_the_command_line_says_of_a_request_holds_for_an_event_of_any_form() {
    let whole = events::json("01-deal");
    let mut untyped = whole.clone();
    untyped["record"]
        .as_object_mut()
        .unwrap()
        .remove("object_type");
    let forms = [whole, untyped, events::json("09-event-bridge")];
    let dry_runs: [&[&str]; 2] = [&["--options", r#"{"dry_run": true}"#], &["--dry-run"]];
    for event in forms {
        for more in dry_runs {
            let more = [more, &["--object-type", "deal"]].concat();
            let response = response(&invoke(event.to_string().as_bytes(), &more));
            assert_eq!(response["status"], "preview", "{more:?}: {event}");
        }
    }
    let wrong = ["--options", r#"{"payment_terms": "Never"}"#];
    let mut event = events::json("01-deal");
    event["options"] = Value::Null;
    let error = function_error(&invoke(event.to_string().as_bytes(), &wrong));
    assert!(error.to_string().contains("Never"), "{error}");
}

#[test]
fn an_option_that_a_second_field_would_undo_books_nothing() {
    let text = String::from_utf8(events::bytes("01-deal")).unwrap();
    let event = text.replacen('{', r#"{"options": {"dry_run": true}, "options": {},"#, 1);
    let output = invoke(event.as_bytes(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("`options` stands there twice"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_dry_run_shows_everything_that_would_be_posted() {
    let mut event = events::json("06-new-product");
    event["options"]["dry_run"] = Value::Bool(true);
    let response = response(&invoke(event.to_string().as_bytes(), &[]));
    assert_eq!(response["status"], "preview");
    let preview = response["preview"].as_array().unwrap();
    let kinds: Vec<_> = preview
        .iter()
        .map(|object| object["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["Customer", "Item", "Item", "Invoice"]);
}

/// A deal as HubSpot's API answers it, with its line items added.
fn answer() -> Value {
    let event = events::json("01-deal");
    let mut answer = event["record"].clone();
    answer.as_object_mut().unwrap().remove("object_type");
    answer["createdAt"] = "2026-01-05T10:00:00.000Z".into();
    answer["updatedAt"] = "2026-02-01T08:30:00.000Z".into();
    answer["archived"] = Value::Bool(false);
    answer
}

#[test]
fn an_answer_of_hubspot_s_api_is_booked_as_it_is() {
    let answer = answer();
    let response = response(&invoke(answer.to_string().as_bytes(), &[]));
    assert_eq!(response["document"]["total"], "1480.00");
    let error = function_error(&invoke(
        answer.to_string().as_bytes(),
        &["--connection", "fr-books"],
    ));
    assert_eq!(error["errorType"], "ConnectionNotFound");
    let message = error["errorMessage"].as_str().unwrap();
    let known = "; there are us-books, us-books-filtered: say which with --connection";
    assert!(message.ends_with(known), "{message}");
}

#[test]
fn an_answer_whose_type_cannot_be_known_says_what_is_missing_around_it() {
    let mut answer = answer();
    let properties = answer["properties"].as_object_mut().unwrap();
    properties.remove("dealname");
    properties.remove("deal_currency_code");
    let event = answer.to_string();
    let output = invoke(event.as_bytes(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("give --object-type"),
        "{}",
        stderr(&output)
    );
    let response = response(&invoke(event.as_bytes(), &["--object-type", "deal"]));
    assert_eq!(response["document"]["total"], "1480.00");
}

#[test]
fn an_answer_with_the_ids_of_line_items_alone_books_nothing() {
    let mut answer = answer();
    answer.as_object_mut().unwrap().remove("line_items");
    answer["associations"]["line items"]["results"] =
        serde_json::json!([{"id": "7001", "type": "deal_to_line_item"}]);
    let output = invoke(answer.to_string().as_bytes(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("`line_items`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn line_items_of_an_answer_that_are_not_all_there_book_nothing() {
    let mut answer = answer();
    let id = answer["line_items"][0]["id"].clone();
    answer["associations"]["line items"]["results"] =
        serde_json::json!([{"id": id}, {"id": "7999"}]);
    let error = function_error(&invoke(answer.to_string().as_bytes(), &[]));
    assert_eq!(error["errorType"], "RecordIncomplete");
    let said = error["errorMessage"].as_str().unwrap();
    assert!(said.contains("`record.line_items` lacks 7999"), "{said}");
}

#[test]
fn a_request_that_says_no_connection_is_of_the_one_that_was_asked_for() {
    let mut event: Value = serde_json::from_slice(&events::bytes("01-deal")).unwrap();
    event.as_object_mut().unwrap().remove("connection");
    let response = response(&invoke(event.to_string().as_bytes(), &[]));
    assert_eq!(response["document"]["total"], "1480.00");
}
