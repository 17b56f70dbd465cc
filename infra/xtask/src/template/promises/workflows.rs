//! State machines.

use std::collections::BTreeSet;

use super::{KEY, STATE_MACHINE, resolved, template};
use crate::workspace;

#[test]
fn every_workflow_gets_what_its_definition_asks_for_and_nothing_else() {
    let template = template();
    for (name, machine) in resolved(&template, STATE_MACHINE) {
        let file = machine["DefinitionS3Location"].as_str().unwrap();
        let text = std::fs::read_to_string(workspace::root().join(file)).unwrap();
        let asked: BTreeSet<&str> = text
            .split("${")
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap())
            .collect();
        let given = machine["DefinitionSubstitutions"].as_object().unwrap();
        assert_eq!(asked, given.keys().map(String::as_str).collect(), "{name}");
    }
}

#[test]
fn every_workflow_is_logged_without_data_traced_and_encrypted() {
    for (name, machine) in resolved(&template(), STATE_MACHINE) {
        assert_eq!(
            machine["LoggingConfiguration"]["IncludeExecutionData"], false,
            "{name}"
        );
        assert_eq!(machine["TracingConfiguration"]["Enabled"], true, "{name}");
        assert_eq!(
            machine["EncryptionConfiguration"]["KmsKeyId"], KEY.1,
            "{name}"
        );
        assert!(
            machine["StateMachineType"].is_null(),
            "{name} is a standard workflow"
        );
    }
}
