//! The tracked files are those of the model, and each keeps to its own dialect.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::Path;

use clap::ValueEnum;
use editor::{ACTIONS, Labels, Language, Output, rules};
use hubspot_app::{
    AppOptions, ControllingSide, ObjectTypes, PaymentWebhooks, files, legacy, project,
};
use serde_json::{Value, json};
use strum::VariantArray;

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> jsonschema::Validator {
    let path = folder().join(format!("schemas/{name}.schema.json"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// The schema of a tracked file.
fn schema_of(path: &str) -> &'static str {
    match path {
        "project/hsproject.json" => "project",
        "project/hsprofile.example.json" => "profile",
        "project/src/app/app-hsmeta.json" => "app",
        "project/src/app/webhooks/webhooks-hsmeta.json" => "webhooks",
        _ if path.starts_with("legacy/") => "legacy-definition",
        _ => "workflow-action",
    }
}

fn every_choice() -> Vec<AppOptions> {
    let mut all = Vec::new();
    let payments = PaymentWebhooks::value_variants();
    for controlling_side in [ControllingSide::Controlling, ControllingSide::Dependent] {
        for object_types in [ObjectTypes::Names, ObjectTypes::Ids, ObjectTypes::Any] {
            for (more, payment_webhooks) in [false, true].into_iter().cycle().zip(payments) {
                all.push(AppOptions {
                    controlling_side,
                    object_types,
                    agents: more,
                    invoices: more,
                    record_values: more,
                    payment_webhooks: *payment_webhooks,
                });
            }
        }
    }
    all
}

#[test]
fn the_tracked_files_are_those_that_the_model_gives() {
    if let Err(error) = files::check(folder()) {
        panic!("{error}");
    }
}

#[test]
fn no_file_is_tracked_that_the_model_does_not_give() {
    let known = files::all(AppOptions::default()).unwrap();
    for place in ["project/src/app/workflow-actions", "legacy"] {
        for entry in std::fs::read_dir(folder().join(place)).unwrap() {
            let name = entry.unwrap().file_name();
            let path = format!("{place}/{}", name.to_str().unwrap());
            assert!(known.iter().any(|(known, _)| *known == path), "{path}");
        }
    }
}

#[test]
fn every_file_fits_its_schema_whatever_is_chosen() {
    for options in every_choice() {
        for (path, text) in files::all(options).unwrap() {
            let content: Value = serde_json::from_str(&text).unwrap();
            let schema = schema(schema_of(&path));
            let errors: Vec<String> = schema
                .iter_errors(&content)
                .map(|it| it.to_string())
                .collect();
            assert!(errors.is_empty(), "{path} {options:?}: {errors:?}");
        }
    }
}

/// Renames a key wherever it stands; true if it stood somewhere.
fn rename(value: &mut Value, from: &str, to: &str) -> bool {
    let mut found = false;
    match value {
        Value::Object(fields) => {
            if let Some(moved) = fields.remove(from) {
                fields.insert(to.to_owned(), moved);
                found = true;
            }
            for field in fields.values_mut() {
                found |= rename(field, from, to);
            }
        }
        Value::Array(items) => {
            for item in items {
                found |= rename(item, from, to);
            }
        }
        _ => {}
    }
    found
}

#[test]
fn a_key_of_the_other_dialect_is_noticed_in_each() {
    let options = AppOptions::default();
    let pairs = [
        ("targetFieldNames", "dependentFieldNames"),
        ("isPublished", "published"),
    ];
    for action in ACTIONS {
        let of_project = project::action(action, options).unwrap();
        let of_api = legacy::definition(action, options).unwrap();
        let (project, api) = (schema("workflow-action"), schema("legacy-definition"));
        for (own, other) in pairs {
            let mut leaked = of_project.clone();
            assert!(rename(&mut leaked, own, other), "{own}");
            assert!(!project.is_valid(&leaked), "{other} in the project");
            let mut leaked = of_api.clone();
            assert!(rename(&mut leaked, other, own), "{other}");
            assert!(!api.is_valid(&leaked), "{own} at the API");
        }
        let mut leaked = of_api.clone();
        assert!(rename(
            &mut leaked,
            "controllingFieldName",
            "dependentFieldName"
        ));
        assert!(
            !api.is_valid(&leaked),
            "the project's older spelling at the API"
        );
        for (key, value) in [("functions", json!([])), ("published", json!(true))] {
            let mut leaked = of_project.clone();
            leaked["config"][key] = value;
            assert!(!project.is_valid(&leaked), "{key} in the project");
        }
        let mut leaked = of_api.clone();
        leaked["supportedClients"] = json!([{ "client": "WORKFLOWS" }]);
        assert!(!api.is_valid(&leaked), "supportedClients at the API");
        let mut leaked = of_project.clone();
        leaked["config"]["supportedClients"] = json!(["WORKFLOWS"]);
        assert!(!project.is_valid(&leaked), "clients are objects");
    }
}

#[test]
fn every_error_type_and_every_good_end_has_a_rule_with_a_sentence_in_every_language() {
    for action in ACTIONS {
        let definition = legacy::definition(action, AppOptions::default()).unwrap();
        let named = definition["executionRules"].as_array().unwrap();
        assert_eq!(named.len(), rules().len());
        for language in Language::VARIANTS {
            let sentences = &definition["labels"][language.code()]["executionRules"];
            for rule in named {
                let name = rule["labelName"].as_str().unwrap();
                let text = sentences[name].as_str().unwrap_or_default();
                assert!(!text.is_empty(), "{name} in {}", language.code());
                assert_eq!(
                    tokens(text),
                    tokens(
                        Labels::of(Language::English)
                            .rule_of(action.name, name)
                            .unwrap()
                    ),
                    "{text}"
                );
            }
        }
        for error in actions::ErrorType::VARIANTS {
            let error: &str = (*error).into();
            assert!(
                named
                    .iter()
                    .any(|rule| rule["conditions"]["error_code"] == error),
                "{error}"
            );
        }
    }
}

/// The names in double braces, in order of their names.
fn tokens(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split("}}").next())
        .map(str::trim)
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn sentences_and_cards_speak_of_outputs_and_fields_that_there_are() {
    for language in Language::VARIANTS {
        let labels = Labels::of(*language);
        for rule in rules() {
            for token in tokens(labels.rule(rule.value).unwrap()) {
                assert!(
                    Output::VARIANTS.iter().any(|output| output.name() == token),
                    "{token}"
                );
            }
        }
        for action in ACTIONS {
            for token in tokens(labels.action(action.name).unwrap().card) {
                assert!(action.field(token).is_some(), "{}: {token}", action.name);
            }
        }
    }
}

#[test]
fn agents_are_offered_the_actions_only_where_somebody_chose_that() {
    let clients = |agents| {
        let options = AppOptions {
            agents,
            ..AppOptions::default()
        };
        let action = project::action(&ACTIONS[0], options).unwrap();
        action["config"]["supportedClients"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((clients(false), clients(true)), (1, 2));
}

#[test]
fn hubspot_puts_properties_into_texts_only_where_somebody_chose_that() {
    let memo = |record_values| {
        let options = AppOptions {
            record_values,
            ..AppOptions::default()
        };
        let of_project = project::action(&ACTIONS[0], options).unwrap();
        let of_api = legacy::definition(&ACTIONS[0], options).unwrap();
        let all = [&of_project["config"]["inputFields"], &of_api["inputFields"]];
        all.map(|fields| {
            let mut fields = fields.as_array().unwrap().iter();
            let memo = fields.find(|field| field["typeDefinition"]["name"] == "memo");
            memo.unwrap()["supportedValueTypes"].clone()
        })
    };
    let typed = json!(["STATIC_VALUE"]);
    assert_eq!(memo(false), [typed.clone(), typed]);
    let picked = json!(["STATIC_VALUE", "OBJECT_PROPERTY"]);
    assert_eq!(memo(true), [picked.clone(), picked]);
}
