use proptest::prelude::*;
use serde_json::json;

use super::{Operation, OperationName};
use strum::VariantNames;

#[test]
fn every_operation_is_known_by_its_name() {
    for name in OperationName::VARIANTS {
        let event = json!({"operation": name, "connection": "us-books", "settings": {},
            "mappings": [], "keys": [], "csv": ""});
        let error = Operation::parse(event.to_string().as_bytes());
        let text = error.map_or_else(|error| error.to_string(), |_| String::new());
        assert!(!text.contains("must be one of"), "{name}: {text}");
    }
}

#[test]
fn a_malformed_request_names_the_field_and_never_its_value() {
    let of = |fields: serde_json::Value| {
        let mut event = json!({"operation": "put_mappings", "connection": "us-books"});
        event
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        event
    };
    let table = [
        (json!([]), "not a JSON object"),
        (json!({}), "must be one of list_connections"),
        (
            json!({"operation": "Canary"}),
            "must be one of list_connections",
        ),
        (of(json!({"connection": "Canary Books"})), "`connection`"),
        (of(json!({"mappings": "Canary"})), "`mappings`"),
        (
            of(json!({"mappings": [{"kind": "customer"}]})),
            "`mappings[0]`: missing field",
        ),
        (
            of(json!({"mappings": [], "extra": "Canary"})),
            "unknown field `extra`",
        ),
    ];
    for (event, expected) in table {
        let error = Operation::parse(event.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        assert!(message.contains(expected), "{event}: {message}");
        assert!(!message.contains("Canary"), "{message}");
    }
}

#[test]
fn a_field_that_stands_twice_is_refused_since_the_second_would_undo_the_first() {
    let event = r#"{"operation": "put_settings", "connection": "us-books",
        "settings": {"refunds": {"partial": true}, "refunds": {}}}"#;
    let message = Operation::parse(event.as_bytes()).unwrap_err().to_string();
    assert!(
        message.contains("`refunds` stands there twice at line 2"),
        "{message}"
    );
}

#[test]
fn a_message_is_read_if_it_is_a_json_object_and_never_repeated_if_it_is_none() {
    let read = |message: &str| {
        let event = json!({"operation": "read_message", "message": message});
        match Operation::parse(event.to_string().as_bytes()).unwrap() {
            Operation::ReadMessage(request) => request.object(),
            other => panic!("{other:?}"),
        }
    };
    let object = read(r#"{"execution":"arn","input":{"id":"9001"}}"#).unwrap();
    assert_eq!(object["input"]["id"], "9001");
    for none in [
        "",
        "Canary",
        "[\"Canary\"]",
        r#"{"execution": Canary}"#,
        r#"{"execution":"Canary"},}"#,
    ] {
        let error = read(none).unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest", "{none}");
        assert!(!error.to_string().contains("Canary"), "{error}");
    }
}

proptest! {
    #[test]
    fn no_event_makes_the_parser_panic(event in any::<Vec<u8>>(), text in ".{0,100}") {
        let _ = Operation::parse(&event);
        for name in OperationName::VARIANTS {
            let event = json!({"operation": name, "connection": text, "csv": text,
                "mappings": text, "settings": text, "limit": text, "after": text});
            let _ = Operation::parse(event.to_string().as_bytes());
        }
    }
}
