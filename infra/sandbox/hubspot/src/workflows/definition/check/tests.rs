use serde_json::{Value, json};

use super::super::Definition;
use super::type_meant;
use crate::object_type::ObjectType;

fn sound() -> Value {
    json!({
        "actionUrl": "https://app.example.com/actions/invoice",
        "published": false,
        "objectTypes": ["DEAL", "0-14", "TICKET", "2-4711"],
        "inputFields": [
            { "typeDefinition": { "name": "books", "type": "enumeration", "fieldType": "select",
                "optionsUrl": "https://app.example.com/options/books" },
              "supportedValueTypes": ["STATIC_VALUE"], "isRequired": true },
            { "typeDefinition": { "name": "terms", "type": "enumeration", "fieldType": "select",
                "options": [{ "value": "3", "label": "Net 30" }] },
              "supportedValueTypes": ["STATIC_VALUE"], "isRequired": false },
        ],
        "inputFieldDependencies": [
            { "dependencyType": "SINGLE_FIELD", "controllingFieldName": "books", "dependentFieldNames": ["terms"] },
        ],
        "labels": { "en": { "actionName": "Create an invoice" } },
        "functions": [],
    })
}

/// The message under which a definition is refused, if it is.
fn refusal(definition: Value) -> Option<String> {
    let read: Result<Definition, _> = serde_json::from_value(definition);
    match read {
        Ok(definition) => definition.check().err().map(|it| it.message().to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

#[test]
fn a_sound_definition_is_taken() {
    assert_eq!(refusal(sound()), None);
}

#[test]
fn what_is_missing_misspelt_or_of_the_other_dialect_is_named() {
    type Break = fn(&mut Value);
    let breaks: [(Break, &str); 12] = [
        (
            |it| drop(it.as_object_mut().unwrap().remove("functions")),
            "missing field `functions`",
        ),
        (
            |it| it["isPublished"] = json!(true),
            "unknown field `isPublished`",
        ),
        (
            |it| it["supportedClients"] = json!([]),
            "unknown field `supportedClients`",
        ),
        (
            |it| it["inputFieldDependencies"][0]["targetFieldNames"] = json!([]),
            "unknown field `targetFieldNames`",
        ),
        (
            |it| it["inputFields"][0]["typeDefinition"]["type"] = json!("text"),
            "unknown variant `text`",
        ),
        (
            |it| it["inputFields"][0]["supportedValueTypes"] = json!(["VALUE"]),
            "unknown variant `VALUE`",
        ),
        (
            |it| it["objectTypes"] = json!(["DEALS"]),
            "\"DEALS\" is no object type",
        ),
        (
            |it| it["objectTypes"] = json!(["deal"]),
            "\"deal\" is no object type",
        ),
        (
            |it| it["actionUrl"] = json!("actions/invoice"),
            "actionUrl is not a valid URL",
        ),
        (
            |it| it["inputFieldDependencies"][0]["dependentFieldNames"] = json!(["memo"]),
            "names memo",
        ),
        (
            |it| it["labels"] = json!({ "de": { "actionName": "Rechnung" } }),
            "labels.en is required",
        ),
        (
            |it| it["executionRules"] = json!([{ "labelName": "made", "conditions": {} }]),
            "labels.en.executionRules has no made",
        ),
    ];
    for (change, message) in breaks {
        let mut broken = sound();
        change(&mut broken);
        let refused = refusal(broken).expect(message);
        assert!(refused.contains(message), "{refused}");
    }
}

#[test]
fn records_are_meant_by_name_and_by_id() {
    for (name, object_type) in [
        ("DEAL", Some(ObjectType::Deals)),
        ("0-3", Some(ObjectType::Deals)),
        ("QUOTE", Some(ObjectType::Quotes)),
        ("COMMERCE_PAYMENT", Some(ObjectType::CommercePayments)),
        ("0-101", Some(ObjectType::CommercePayments)),
        ("TICKET", None),
    ] {
        assert_eq!(type_meant(name), object_type, "{name}");
    }
}
