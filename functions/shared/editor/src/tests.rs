use std::collections::BTreeSet;

use actions::options::CommonOptions;
use registry::RegisteredAction;
use serde_aux::serde_introspection::serde_introspect;
use serde_json::json;
use strum::VariantArray;

use crate::fields::{ON_SALES_FORMS, WHAT_IS_SOLD, WITH_CUSTOM_FIELDS};
use crate::{
    ACTIONS, AS_SET, EditorAction, Field, Labels, Language, Outcome, Output, RUN_FAILED,
    RecordType, Slot, Target, UNAVAILABLE, ValueType, rules,
};

fn registered(action: &EditorAction) -> RegisteredAction {
    RegisteredAction::named(action.name).unwrap()
}

fn options(action: &EditorAction) -> BTreeSet<&'static str> {
    let common = serde_introspect::<CommonOptions>().iter();
    let own = registered(action).options().iter();
    common.chain(own).copied().collect()
}

fn all_fields() -> impl Iterator<Item = &'static Field> {
    ACTIONS.iter().flat_map(EditorAction::fields)
}

#[test]
fn the_editor_has_every_action_of_the_registry_with_its_records() {
    let names = |all: Vec<&'static str>| all.into_iter().collect::<BTreeSet<_>>();
    let registry = RegisteredAction::ALL.iter().map(|action| action.name());
    let editor = ACTIONS.iter().map(|action| action.name);
    assert_eq!(names(editor.collect()), names(registry.collect()));
    for action in ACTIONS {
        let records = action.records.iter().map(|record| record.object_type());
        assert_eq!(
            records.collect::<Vec<_>>(),
            registered(action).records(),
            "{}",
            action.name
        );
    }
}

#[test]
fn every_type_of_record_that_an_action_takes_has_the_place_of_its_document() {
    for action in ACTIONS {
        for record in action.records {
            let places = Slot::of_type(&record.object_type());
            assert!(places.contains(&action.slot), "{}: {record:?}", action.name);
        }
    }
}

/// The options of an action that no field offers.
fn left_out(action: &EditorAction) -> BTreeSet<&'static str> {
    // Nobody is there to read a preview while a workflow runs, and one left on by mistake books nothing.
    let mut left_out = BTreeSet::from(["dry_run"]);
    // An expense is for a vendor and sells nothing, so the action passes over what only sales forms have.
    if action.name == "create-expense" {
        let of_sales = [WHAT_IS_SOLD, ON_SALES_FORMS, WITH_CUSTOM_FIELDS];
        let of_sales = of_sales.into_iter().flatten();
        let not_its = of_sales.filter(|field| action.field(field.name).is_none());
        left_out.extend(not_its.filter_map(Field::option));
    }
    left_out
}

#[test]
fn every_option_is_offered_by_a_field_or_left_out_for_a_reason() {
    for action in ACTIONS {
        let offered: BTreeSet<_> = action.fields().filter_map(Field::option).collect();
        let left_out = left_out(action);
        assert!(offered.is_disjoint(&left_out), "{}", action.name);
        let known: BTreeSet<_> = offered.union(&left_out).copied().collect();
        assert_eq!(known, options(action), "{}", action.name);
    }
}

#[test]
fn a_name_is_one_field_in_every_action_and_stands_in_each_at_most_once() {
    for action in ACTIONS {
        for field in action.fields() {
            let same = all_fields().filter(|other| other.name == field.name);
            assert!(
                same.into_iter().all(|other| other == field),
                "{}",
                field.name
            );
            let in_action = action.fields().filter(|other| other.name == field.name);
            assert_eq!(in_action.count(), 1, "{}: {}", action.name, field.name);
        }
        assert_eq!(action.fields().next().unwrap().target, Target::Connection);
    }
}

#[test]
fn the_safe_choice_stands_first_in_every_dropdown() {
    for field in all_fields() {
        let safe = match field.name {
            "connection" => None,
            "customer" => Some("associated_contact"),
            "products" => Some("line_items"),
            "create_missing_products" | "book_anyway" => Some("false"),
            _ => (!field.fixed_values().is_empty()).then_some(AS_SET),
        };
        assert_eq!(
            field.fixed_values().first().copied(),
            safe,
            "{}",
            field.name
        );
        assert!(!field.fixed_values().contains(&UNAVAILABLE));
    }
}

#[test]
fn no_text_takes_a_record_s_property_from_hubspot_unless_somebody_chose_it() {
    let takes = |field: &Field, chosen| {
        let origins = field.input.value_types(chosen);
        origins.contains(&ValueType::ObjectProperty)
    };
    for field in all_fields() {
        let is_dropdown = field.is_fixed_select() || field.list().is_some();
        let (is_text, name) = (field.input.is_text(), field.name);
        assert_eq!(takes(field, false), !is_text && !is_dropdown, "{name}");
        assert_eq!(takes(field, true), !is_dropdown, "{name}");
    }
}

#[test]
fn every_list_but_that_of_connections_waits_for_the_chosen_connection() {
    for action in ACTIONS {
        let waiting: Vec<_> = action
            .fields_of_connection()
            .map(|field| field.name)
            .collect();
        assert!(!waiting.contains(&"connection"));
        let lists = action.fields().filter(|field| field.list().is_some());
        assert_eq!(waiting.len() + 1, lists.count(), "{}", action.name);
    }
}

#[test]
fn every_fixed_value_is_one_that_the_action_accepts() {
    for action in ACTIONS {
        for field in action.fields() {
            for value in field.fixed_values() {
                let Target::Option { name, .. } = field.target else {
                    continue;
                };
                if *value == AS_SET {
                    continue;
                }
                let value = value
                    .parse::<bool>()
                    .map_or(json!(value), |truth| json!(truth));
                let options = serde_json::Map::from_iter([(name.to_owned(), value)]);
                registered(action).check_options(&options).unwrap();
            }
        }
    }
}

/// The codes that HubSpot's page on definitions names, six beside English.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/automation/workflow-actions/custom-action-reference>
#[test]
fn there_are_labels_in_every_language_that_hubspot_names() {
    let codes: BTreeSet<&str> = Language::VARIANTS.iter().map(|it| it.code()).collect();
    let named = ["en", "fr", "de", "ja", "es", "pt-br", "nl"];
    assert_eq!(codes, BTreeSet::from(named));
}

#[test]
fn the_labels_are_complete_in_every_language_and_have_nothing_besides() {
    for language in Language::VARIANTS {
        let labels = Labels::of(*language);
        let names = |table: &[&'static str]| table.iter().copied().collect::<BTreeSet<_>>();
        let keys = |keys: Vec<&'static str>| (keys.len(), names(&keys));
        let same = |table: Vec<&'static str>, wanted: BTreeSet<&'static str>| {
            let (entries, table) = keys(table);
            assert_eq!(table, wanted, "{language:?}");
            assert_eq!(entries, wanted.len(), "{language:?}: an entry stands twice");
        };
        let first = |table: &[(&'static str, &'static str)]| {
            assert!(table.iter().all(|(_, text)| !text.trim().is_empty()));
            table.iter().map(|(key, _)| *key).collect::<Vec<_>>()
        };
        same(
            labels.actions.iter().map(|(key, _)| *key).collect(),
            ACTIONS.iter().map(|action| action.name).collect(),
        );
        same(
            labels.fields.iter().map(|(key, _)| *key).collect(),
            all_fields().map(|field| field.name).collect(),
        );
        same(
            first(labels.outputs),
            Output::VARIANTS
                .iter()
                .map(|output| output.name())
                .collect(),
        );
        same(
            first(labels.rules),
            (rules().iter().map(|rule| rule.value))
                .chain([
                    "already_created of create-expense",
                    "please_check of create-expense",
                ])
                .collect(),
        );
        for field in all_fields() {
            let help = labels.description(field).unwrap();
            assert_eq!(help.contains("{{"), field.input.is_text(), "{}", field.name);
            assert_eq!(
                labels.values(field).len(),
                field.fixed_values().len(),
                "{}",
                field.name
            );
        }
        let used = |value: &str| all_fields().any(|field| field.fixed_values().contains(&value));
        assert!(first(labels.values).into_iter().all(used));
        for (field, value, text) in labels.values_of_fields {
            let has = |it: &Field| it.name == *field && it.fixed_values().contains(value);
            assert!(all_fields().any(has), "{field}: {value}");
            assert!(!text.is_empty());
        }
    }
}

#[test]
fn a_sentence_names_outputs_and_a_card_names_fields_that_exist() {
    let tokens = |text: &'static str| {
        let openings = text.split("{{").skip(1);
        openings.map(|rest| rest.split_once("}}").unwrap().0.trim())
    };
    for language in Language::VARIANTS {
        let labels = Labels::of(*language);
        for action in ACTIONS {
            for rule in rules() {
                for token in tokens(labels.rule_of(action.name, rule.value).unwrap()) {
                    assert!(
                        Output::VARIANTS.iter().any(|it| it.name() == token),
                        "{token}"
                    );
                }
            }
            for token in tokens(labels.action(action.name).unwrap().card) {
                assert!(action.field(token).is_some(), "{token}");
            }
        }
    }
}

#[test]
fn every_error_of_the_contract_and_every_ending_has_one_rule() {
    let values: Vec<_> = rules().into_iter().map(|rule| rule.value).collect();
    let distinct: BTreeSet<_> = values.iter().copied().collect();
    assert_eq!(values.len(), distinct.len());
    for error in actions::ErrorType::VARIANTS {
        let name: &str = (*error).into();
        assert!(distinct.contains(name), "{name}");
    }
    assert!(distinct.contains(RUN_FAILED) && distinct.contains("created"));
}

#[test]
fn a_record_is_known_by_its_name_and_its_id() {
    for record in RecordType::VARIANTS {
        for spelling in [record.name(), record.id()] {
            assert_eq!(
                hubspot::ObjectType::from(spelling),
                record.object_type(),
                "{spelling}"
            );
        }
    }
}

#[test]
fn a_reported_outcome_becomes_outputs() {
    let succeeded = json!({"action": "create-invoice", "status": "succeeded", "response": {
        "status": "created",
        "document": {"type": "Invoice", "id": "145", "number": "1037", "total": "1480.00",
            "currency": "USD", "url": "https://app.qbo.intuit.com/app/invoice?txnId=145"},
        "documents": [], "customer": {"id": null, "matched_by": null}, "warnings": [],
    }});
    let outcome = Outcome::of_workflow(&succeeded).unwrap();
    let outputs = outcome.outputs();
    for (output, expected) in [
        ("status", "created"),
        ("document_type", "Invoice"),
        ("document_id", "145"),
        ("document_number", "1037"),
        ("document_total", "1480.00"),
        ("document_currency", "USD"),
    ] {
        assert_eq!(outputs[output], expected);
    }
    assert_eq!(outputs.get("payment_link"), None);
    assert_eq!(outcome.state(), hubspot::ExecutionState::Success);

    let nothing = json!({"status": "succeeded", "response": {"status": "nothing_to_do",
        "document": null, "documents": [], "customer": {"id": null, "matched_by": null},
        "warnings": [{"code": "nothing_to_do", "message": "payment 5: its fee is 0"}]}});
    assert_eq!(
        Outcome::of_workflow(&nothing).unwrap().outputs()["status"],
        "nothing_to_do"
    );
    assert_eq!(Outcome::of_workflow(&json!({"status": "running"})), None);
}

#[test]
fn a_failure_gives_its_code_and_message_and_quotes_no_foreign_cause() {
    let failure = |error: &str, cause: &str| {
        let outcome = json!({"status": "failed", "failure": {"Error": error, "Cause": cause}});
        let outcome = Outcome::of_workflow(&outcome).unwrap();
        assert_eq!(outcome.state(), hubspot::ExecutionState::FailContinue);
        outcome.outputs()
    };
    let cause = r#"{"errorType":"ProductNotFound","errorMessage":"deal 9001: line 7001 has none"}"#;
    let outputs = failure("ProductNotFound", cause);
    assert_eq!(outputs["error_code"], "ProductNotFound");
    assert_eq!(outputs["error_message"], "deal 9001: line 7001 has none");
    assert_eq!(outputs["status"], "failed");
    for (error, cause) in [("States.Runtime", "canary"), ("ProductNotFound", "canary")] {
        let outputs = failure(error, cause);
        assert!(!format!("{outputs:?}").contains("canary"), "{outputs:?}");
    }
    assert_eq!(failure("States.Timeout", "")["error_code"], RUN_FAILED);
}

#[test]
fn a_document_is_told_in_people_s_words_and_without_a_hole_for_a_number_that_it_cannot_have() {
    let rules = rules();
    let place = |value: &str| rules.iter().position(|rule| rule.value == value).unwrap();
    for action in ACTIONS {
        for kind in [
            "Invoice",
            "Estimate",
            "SalesReceipt",
            "Purchase",
            "RefundReceipt",
        ] {
            assert!(
                place("already_created") < place(kind) && place("preview") < place(kind),
                "{}",
                action.name
            );
            assert!(
                place(kind) < place("created"),
                "the first that holds is shown: {kind}"
            );
        }
    }
    for language in Language::VARIANTS {
        let labels = Labels::of(*language);
        for value in ["Purchase", "already_created"] {
            let expense = labels.rule_of("create-expense", value).unwrap();
            assert!(
                !expense.contains("document_number") && !expense.contains("document_type"),
                "{expense}"
            );
        }
        let receipt = labels.rule("SalesReceipt").unwrap();
        assert!(
            receipt.contains("{{ document_number }}") && !receipt.contains("document_type"),
            "{receipt}"
        );
    }
}

#[test]
fn an_option_in_a_reason_is_called_as_the_form_calls_its_field() {
    let cause = r#"{"errorType":"AlreadyBooked","errorMessage":"deal 1: set `options.book_anyway`, or leave it"}"#;
    let outcome =
        json!({"status": "failed", "failure": {"Error": "AlreadyBooked", "Cause": cause}});
    let outputs = Outcome::of_workflow(&outcome).unwrap().outputs();
    assert_eq!(
        outputs["error_message"],
        "deal 1: set \"Create it although the sale is booked already\", or leave it"
    );
}
