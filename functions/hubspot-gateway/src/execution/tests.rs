use editor::{EditorAction, Outcome};
use serde_json::{Value, json};
use storage::PortalId;

use super::Execution;
use crate::run::Run;

const SETTINGS: &str = r#"{"company": {"realm_id": "123", "time_zone": "America/New_York"},
    "hubspot": {"portal_id": "102670506"}}"#;

/// An execution as it was captured on a live account: `fields` and `inputFields` are the same, and `typedInputs` has
/// them once more.
fn captured() -> Value {
    let inputs = json!({"connection": "us-books", "payment_terms": "3", "customer": "associated_contact",
        "products": "line_items", "create_missing_products": "true"});
    json!({
        "callbackId": "ap-102670506-56776413549-7-0",
        "origin": {"portalId": 102_670_506, "actionDefinitionId": 10_646_377, "actionDefinitionVersion": 1,
            "extensionDefinitionId": 10_646_377, "extensionDefinitionVersionId": 1,
            "actionExecutionIndexIdentifier": {"actionExecutionIndex": 0, "enrollmentId": 56_776_413_549_u64}},
        "context": {"workflowId": 192_814_114, "actionId": 7, "source": "WORKFLOWS"},
        "object": {"objectId": 9001, "objectType": "DEAL", "properties": {"dealname": "canary"}},
        "fields": inputs, "inputFields": inputs,
        "typedInputs": {"connection": {"value": "us-books", "type": "STRING"},
            "payment_terms": {"value": 3, "type": "NUMBER"}},
    })
}

fn run(action: &str, body: &Value, settings: Option<&str>) -> Result<Run, Outcome> {
    let action = EditorAction::named(action).unwrap();
    let portal = PortalId::try_from("102670506").unwrap();
    let asked = Execution::parse(body.to_string().as_bytes())?.asked(action)?;
    asked.run(action, &portal, settings)
}

fn message(action: &str, body: &Value, settings: Option<&str>) -> (&'static str, String) {
    match run(action, body, settings) {
        Err(Outcome::Failed { code, message }) => (code, message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_captured_execution_is_a_run_of_the_action_for_its_record() {
    let run = run("create-invoice", &captured(), Some(SETTINGS)).unwrap();
    assert_eq!(run.name, "102670506-ap-102670506-56776413549-7-0");
    insta::assert_json_snapshot!(run.input, @r#"
    {
      "action": "create-invoice",
      "connection": "us-books",
      "options": {
        "create_missing_products": true,
        "customer": "associated_contact",
        "payment_terms": {
          "quickbooks_id": "3"
        },
        "products": "line_items"
      },
      "record": {
        "id": "9001",
        "object_type": "deal"
      },
      "run": {
        "callback_id": "ap-102670506-56776413549-7-0",
        "enrollment_id": "ap-102670506-56776413549-7-0",
        "portal_id": "102670506",
        "workflow_id": "192814114"
      }
    }
    "#);
}

#[test]
fn the_run_is_a_request_that_the_action_can_read_and_whose_options_it_accepts() {
    let run = run("create-invoice", &captured(), Some(SETTINGS)).unwrap();
    let mut request = run.input.clone();
    request.as_object_mut().unwrap().remove("action");
    let request = actions::request::parse(request.to_string().as_bytes()).unwrap();
    assert!(request.record.is_by_id());
    assert_eq!(request.run.portal_id.unwrap().as_str(), "102670506");
    let invoice = registry::RegisteredAction::named("create-invoice").unwrap();
    invoice.check_options(&request.options).unwrap();
}

#[test]
fn inputs_are_read_from_whichever_place_has_them() {
    let whole = run("create-invoice", &captured(), Some(SETTINGS)).unwrap();
    for missing in [
        &["fields"][..],
        &["inputFields"],
        &["typedInputs"],
        &["inputFields", "typedInputs"],
    ] {
        let mut body = captured();
        for place in missing {
            body[*place] = json!({});
        }
        let same = run("create-invoice", &body, Some(SETTINGS)).unwrap();
        assert_eq!(same, whole, "{missing:?}");
    }
    let mut typed = captured();
    typed["fields"] = json!(null);
    typed.as_object_mut().unwrap().remove("inputFields");
    let run = run("create-invoice", &typed, Some(SETTINGS)).unwrap();
    assert_eq!(
        run.input["options"],
        json!({"payment_terms": {"quickbooks_id": "3"}})
    );
}

#[test]
fn a_record_is_known_by_its_type_s_name_and_id_and_refused_where_the_action_is_not_for_it() {
    for (action, spelling, is_taken) in [
        ("create-invoice", "DEAL", true),
        ("create-invoice", "0-3", true),
        ("create-invoice", "QUOTE", true),
        ("create-invoice", "0-14", true),
        ("create-invoice", "COMMERCE_PAYMENT", false),
        ("create-expense", "COMMERCE_PAYMENT", true),
        ("create-expense", "0-101", true),
        ("create-expense", "DEAL", false),
        ("create-invoice", "CONTACT", false),
        ("create-invoice", "2-3451", false),
    ] {
        let mut body = captured();
        body["object"]["objectType"] = spelling.into();
        body["inputFields"] = json!({"connection": "us-books"});
        let outcome = run(action, &body, Some(SETTINGS));
        assert_eq!(outcome.is_ok(), is_taken, "{action} {spelling}");
        if !is_taken {
            let (code, message) = message(action, &body, Some(SETTINGS));
            assert_eq!(code, "InvalidRequest");
            assert!(
                message.contains("9001: ") && message.contains(action),
                "{message}"
            );
        }
    }
}

#[test]
fn an_account_s_workflow_reaches_its_own_connections_alone() {
    let foreign = SETTINGS.replace("102670506", "7");
    let none = r#"{"company": {"realm_id": "123", "time_zone": "America/New_York"}}"#;
    let told: Vec<_> = [Some(foreign.as_str()), Some(none), None]
        .into_iter()
        .map(|settings| message("create-invoice", &captured(), settings))
        .collect();
    for (code, message) in &told {
        assert_eq!(*code, "ConnectionNotFound");
        assert!(
            message.starts_with("deal 9001: connection us-books does not belong"),
            "{message}"
        );
        // That it exists for somebody else is not told.
        assert_eq!(message, &told[0].1);
    }
    let (code, message) = message("create-invoice", &captured(), Some("{}"));
    assert_eq!(code, "SettingMissing", "{message}");
}

#[test]
fn what_hubspot_leaves_out_is_named_and_no_value_is_repeated() {
    for (place, value, expected) in [
        ("/callbackId", json!(""), "callback id"),
        ("/callbackId", json!(null), "callback id"),
        ("/callbackId", json!("a\nb"), "callback id"),
        ("/callbackId", json!("x".repeat(513)), "1 to 512 characters"),
        ("/object/objectType", json!(null), "record type"),
        ("/object/objectId", json!("canary"), "record id"),
        ("/object/objectId", json!(9001.5), "record id"),
        ("/object/objectId", json!("9001.0"), "digits alone"),
        ("/object/objectId", json!(null), "no record id"),
        ("/object", json!(null), "record type"),
        (
            "/inputFields/connection",
            json!(null),
            "no QuickBooks account is chosen",
        ),
        (
            "/inputFields/connection",
            json!("unavailable"),
            "no QuickBooks account is chosen",
        ),
        (
            "/inputFields/connection",
            json!("Canary Books"),
            "account of the action is none",
        ),
        (
            "/inputFields/payment_terms",
            json!("canary"),
            "the field `payment_terms` (Payment terms): expected one of its list",
        ),
        ("/inputFields/memo", json!("x".repeat(60_001)), "too long"),
        (
            "/inputFields/canary_field",
            json!("canary"),
            "a field `canary_field` that this version does not know",
        ),
    ] {
        let mut body = captured();
        let (parent, key) = place.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[key] = value;
        let (code, message) = message("create-invoice", &body, Some(SETTINGS));
        assert_eq!(code, "InvalidRequest");
        assert!(message.contains(expected), "{place}: {message}");
        assert!(
            !message.replace("canary_field", "").contains("anary"),
            "{message}"
        );
    }
    let unreadable = Execution::parse(b"\"canary\"").unwrap_err();
    assert_eq!(
        unreadable,
        Outcome::failed(
            "InvalidRequest",
            "HubSpot's request cannot be read as that of an action"
        )
    );
}

#[test]
fn what_hubspot_may_send_in_another_form_is_understood() {
    let usual = run("create-invoice", &captured(), Some(SETTINGS)).unwrap();
    for (place, value) in [
        ("/inputFields/connection", json!(["us-books"])),
        ("/inputFields/connection", json!("us-books;")),
        (
            "/inputFields/connection",
            json!({"value": ["us-books"], "type": "ENUMERATION"}),
        ),
        (
            "/object",
            json!({"objectId": "9001", "objectType": "", "objectTypeId": "0-3"}),
        ),
    ] {
        let mut body = captured();
        *body.pointer_mut(place).unwrap() = value;
        let same = run("create-invoice", &body, Some(SETTINGS)).unwrap();
        assert_eq!(same, usual, "{place}");
    }
    for callback in [json!("ap 1 é"), json!("x".repeat(129)), json!(77)] {
        let mut body = captured();
        body["callbackId"] = callback.clone();
        let run = run("create-invoice", &body, Some(SETTINGS)).unwrap();
        let given = callback
            .as_str()
            .map_or_else(|| callback.to_string(), str::to_owned);
        assert_eq!(run.input["run"]["callback_id"], given);
    }
}

#[test]
fn debug_shows_no_input_and_no_property() {
    let execution = Execution::parse(captured().to_string().as_bytes()).unwrap();
    assert!(!format!("{execution:?}").contains("canary"));
}
