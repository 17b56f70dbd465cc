//! The actions of the registry.

use std::collections::BTreeSet;

use registry::RegisteredAction;
use serde_json::{Value, json};

use super::{FUNCTION, STATE_MACHINE, resolved, template};

/// The workflows that run any action.
const ANY_ACTION: [&str; 2] = ["QuickBooksAction", "Backfill"];

#[test]
fn every_action_of_the_registry_has_its_block_and_no_other_function_is_named_as_one() {
    let template = template();
    let resources = template.section("Resources");
    for action in RegisteredAction::ALL {
        let name = action.type_name();
        let function = &resources[name]["Properties"];
        let full_name = format!("${{NamePrefix}}-{action}");
        assert_eq!(function["FunctionName"], json!({ "Fn::Sub": full_name }));
        assert_eq!(function["CodeUri"], format!("functions/{action}"));
        let role = json!({ "Fn::GetAtt": [format!("{name}Role"), "Arn"] });
        assert_eq!(function["Role"], role, "{name}");
        let policies = &resources[&format!("{name}Role")]["Properties"]["ManagedPolicyArns"];
        let common = json!([{ "Ref": "ActionPolicy" }, { "Ref": "FunctionPolicy" }]);
        assert_eq!(*policies, common, "{name}");
        let at_once = &function["ReservedConcurrentExecutions"];
        assert!(at_once.to_string().contains("ActionConcurrency"), "{name}");
        let logs = json!({ "LogGroup": { "Ref": format!("{name}Logs") } });
        assert_eq!(function["LoggingConfig"], logs, "{name}");
        for metric in ["Errors", "Throttles"] {
            let alarm = &resources[&format!("{name}{metric}Alarm")]["Properties"];
            assert_eq!(alarm["MetricName"], metric, "{name}");
            let watched = &alarm["Dimensions"][0]["Value"];
            assert_eq!(*watched, json!({ "Ref": name }), "{name}");
        }
    }
    // Permissions for all actions go by these names.
    let named: BTreeSet<String> = resolved(&template, FUNCTION)
        .into_iter()
        .map(|(_, function)| function["FunctionName"].as_str().unwrap().to_owned())
        .filter(|name| name.starts_with("books-create-"))
        .collect();
    let actions = RegisteredAction::ALL.iter();
    let actions = actions.map(|action| format!("books-{action}"));
    assert_eq!(named, actions.collect());
}

#[test]
fn the_workflows_that_run_any_action_know_those_of_the_registry() {
    let names: Vec<&str> = RegisteredAction::ALL.iter().map(|a| a.name()).collect();
    for (name, machine) in resolved(&template(), STATE_MACHINE) {
        let known = &machine["DefinitionSubstitutions"]["Actions"];
        if ANY_ACTION.contains(&name.as_str()) {
            assert_eq!(*known, names.join(","), "{name}");
        } else {
            assert!(known.is_null(), "{name}");
        }
    }
}

/// Only the searches find what is added later.
#[test]
fn the_dashboard_searches_for_the_functions_and_is_json() {
    let template = template();
    let dashboards = template.resources("AWS::CloudWatch::Dashboard");
    let pattern = dashboards[0].1["DashboardBody"]["Fn::Sub"][0]
        .as_str()
        .unwrap();
    let mut pieces = pattern.split("${");
    let first = pieces.next().unwrap().to_owned();
    let body = pieces.fold(first, |body, piece| {
        body + "x" + piece.split_once('}').unwrap().1
    });
    let body: Value = serde_json::from_str(&body).unwrap();
    let widgets = body["widgets"].as_array().unwrap();
    let searches = widgets
        .iter()
        .filter(|widget| widget.to_string().contains("SEARCH("));
    assert_eq!(searches.count(), 2);
    // The actions' own metrics have one name; no action is shown by its own.
    assert!(pattern.contains("${NamePrefix}-actions"));
    let mut shown = RegisteredAction::ALL
        .iter()
        .filter(|action| pattern.contains(&format!("${{{}}}", action.type_name())));
    assert_eq!(shown.next(), None);
}
