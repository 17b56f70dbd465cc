use editor::EditorAction;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::options;

fn read(action: &str, inputs: &Value) -> Result<Map<String, Value>, String> {
    let zone = TimeZone::get("America/New_York").unwrap();
    options(
        EditorAction::named(action).unwrap(),
        inputs.as_object().unwrap(),
        &zone,
    )
}

fn of_invoice(field: &str, input: &Value) -> Result<Option<Value>, String> {
    let mut options = read("create-invoice", &json!({ field: input }))?;
    Ok(options.remove(field))
}

#[test]
fn a_value_is_read_by_what_its_field_is_for_whatever_its_type() {
    let customer = json!({"quickbooks_id": "58"});
    let term = json!({"quickbooks_id": "3"});
    for (field, input, expected) in [
        ("create_missing_products", json!("true"), json!(true)),
        ("create_missing_products", json!(true), json!(true)),
        ("create_missing_products", json!("No"), json!(false)),
        ("create_missing_products", json!(["true"]), json!(true)),
        (
            "customer",
            json!("associated_company"),
            json!("associated_company"),
        ),
        ("customer", json!("58"), customer.clone()),
        ("customer", json!(58), customer.clone()),
        ("customer", json!(58.0), customer),
        ("payment_terms", json!("3"), term.clone()),
        ("payment_terms", json!("3.0"), term.clone()),
        ("payment_terms", json!(["3"]), term.clone()),
        ("payment_terms", json!("3;"), term),
        ("products", json!("line_items"), json!("line_items")),
        ("products", json!("19"), json!({"quickbooks_id": "19"})),
        ("send_email", json!("later"), json!("later")),
        ("send_email", json!(false), json!("false")),
        (
            "memo",
            json!("Deal {{dealname}}; thanks"),
            json!("Deal {{dealname}}; thanks"),
        ),
        ("memo", json!(["a", "b"]), json!("a, b")),
        ("document_number", json!(1037), json!("1037")),
        (
            "bill_email_cc",
            json!("a@example.com;b@example.com"),
            json!("a@example.com, b@example.com"),
        ),
        (
            "bill_email_cc",
            json!(["a@example.com", "b@example.com"]),
            json!("a@example.com, b@example.com"),
        ),
        ("exchange_rate", json!(1.25), json!("1.25")),
        (
            "transaction_date",
            json!(1_773_014_400_000_i64),
            json!("1773014400000"),
        ),
        (
            "transaction_date",
            json!("{{closedate}}"),
            json!("{{closedate}}"),
        ),
        ("due_date", json!("2026-03-09"), json!("2026-03-09")),
        // A date of HubSpot's is midnight UTC, and a moment of the evening is the company's day.
        ("due_date", json!("1773014400000"), json!("2026-03-09")),
        (
            "due_date",
            json!(1_773_018_000_000_i64),
            json!("2026-03-08"),
        ),
        (
            "due_date",
            json!("2026-11-19T03:40:12.117Z"),
            json!("2026-11-18"),
        ),
        (
            "service_date",
            json!("{{closedate}}"),
            json!("{{closedate}}"),
        ),
        ("from_estimate", json!("true"), json!(true)),
    ] {
        assert_eq!(
            of_invoice(field, &input),
            Ok(Some(expected)),
            "{field}: {input}"
        );
    }
}

#[test]
fn what_is_empty_or_left_to_the_settings_is_not_given() {
    for (field, input) in [
        ("payment_terms", json!("as_set")),
        ("from_estimate", json!("as_set")),
        ("class", json!(null)),
        ("class", json!("")),
        ("class", json!([])),
        ("memo", json!("  ")),
        ("bill_email_cc", json!(";")),
        ("hs_something", json!("x")),
        ("a_field_of_an_earlier_version", json!("")),
    ] {
        assert_eq!(of_invoice(field, &input), Ok(None), "{field}: {input}");
    }
}

#[test]
fn a_memo_that_says_as_set_is_a_memo() {
    assert_eq!(
        of_invoice("memo", &json!("as_set")),
        Ok(Some(json!("as_set")))
    );
}

#[test]
fn custom_fields_are_one_option_by_their_ids() {
    let read = read(
        "create-invoice",
        &json!({"custom_field_1": "PO-7", "custom_field_3": 12, "custom_field_2": ""}),
    );
    assert_eq!(
        Value::Object(read.unwrap()),
        json!({"custom_fields": {"1": "PO-7", "3": "12"}})
    );
}

#[test]
fn what_a_field_cannot_be_is_told_with_its_label_and_without_its_value() {
    for (field, input, expected) in [
        (
            "create_missing_products",
            json!("canary"),
            "expected yes or no",
        ),
        (
            "customer",
            json!("canary"),
            "expected associated_contact, associated_company or one of its list",
        ),
        ("payment_terms", json!("Net 30"), "expected one of its list"),
        ("payment_terms", json!(["3", "4"]), "it takes one value"),
        ("payment_terms", json!("3;4"), "it takes one value"),
        ("payment_terms", json!("unavailable"), "choose again"),
        ("payment_terms", json!({"canary": 1}), "expected a text"),
        ("due_date", json!("canary"), "expected a date"),
        ("due_date", json!("03/09/2026"), "expected a date"),
    ] {
        let message = of_invoice(field, &input).unwrap_err();
        assert!(
            message.starts_with(&format!("the field `{field}` (")),
            "{message}"
        );
        assert!(
            message.contains(expected) && !message.contains("canary"),
            "{message}"
        );
    }
}

#[test]
fn every_choice_of_every_dropdown_becomes_an_option_that_the_action_accepts() {
    for action in editor::ACTIONS {
        let registered = registry::RegisteredAction::named(action.name).unwrap();
        for field in action.fields() {
            let listed = field.list().map(|_| "19");
            for value in field.fixed_values().iter().copied().chain(listed) {
                let read = read(action.name, &json!({ field.name: value })).unwrap();
                registered.check_options(&read).unwrap();
            }
        }
    }
}

#[test]
fn every_text_and_date_becomes_an_option_that_the_action_accepts() {
    for action in editor::ACTIONS {
        let registered = registry::RegisteredAction::named(action.name).unwrap();
        for field in action.fields() {
            let value = match field.input {
                editor::Input::Text | editor::Input::LongText => "a@example.com",
                editor::Input::Number => "1.5",
                editor::Input::Date => "1773014400000",
                editor::Input::Select(_) | editor::Input::List { .. } => continue,
            };
            let read = read(action.name, &json!({ field.name: value })).unwrap();
            assert_eq!(read.len(), 1, "{}", field.name);
            registered.check_options(&read).unwrap();
        }
    }
}
