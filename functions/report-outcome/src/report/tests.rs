use serde_json::json;

use super::Report;

#[test]
fn a_report_is_read_whatever_was_wrong_with_the_request() {
    let event = |connection: serde_json::Value, id: serde_json::Value| {
        json!({"connection": connection, "record": {"object_type": "DEAL", "id": id},
            "run": {"callback_id": "ap-1-2-3-0", "portal_id": 48, "unknown": 1},
            "outcomes": [], "at": "2026-11-28T06:00:00.123Z"})
        .to_string()
    };
    let cases = [
        (json!("us-books"), json!("9001"), true, Some("9001")),
        (json!("us-books"), json!(9001), true, Some("9001")),
        (json!("US Books!"), json!("09"), false, None),
        (json!(null), json!(null), false, None),
    ];
    for (connection, id, has_connection, expected) in cases {
        let report = Report::parse(event(connection, id).as_bytes())
            .unwrap()
            .unwrap();
        assert_eq!(report.connection.is_some(), has_connection);
        assert_eq!(
            report.record.id.as_ref().map(hubspot::ObjectId::as_str),
            expected
        );
        assert!(report.label().starts_with("deal"));
    }
}

#[test]
fn an_event_that_is_no_report_names_the_field_and_no_value() {
    for (event, expected) in [
        ("Canary".to_owned(), "not a JSON object"),
        (json!({"outcomes": []}).to_string(), "record"),
        (
            json!({"record": {"object_type": "deal", "id": "1"}, "outcomes": "Canary"}).to_string(),
            "outcomes",
        ),
    ] {
        let error = Report::parse(event.as_bytes()).unwrap_err();
        let message = error.to_string();
        assert_eq!(error.error_type(), "InvalidRequest");
        assert!(
            message.contains(expected) && !message.contains("Canary"),
            "{message}"
        );
    }
}
