//! State machines.

use std::collections::BTreeSet;

use crate::{KEY, STATE_MACHINE, resolved, template, texts, watched};
use template::read_file;

#[test]
fn every_workflow_gets_what_its_definition_asks_for_and_nothing_else() {
    let template = template();
    for (name, machine) in resolved(&template, STATE_MACHINE) {
        let file = machine["DefinitionS3Location"].as_str().unwrap();
        let text = read_file(file);
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

#[test]
fn every_workflow_is_watched_for_failures_and_for_running_out_of_time() {
    let template = template();
    let machines = template.resources(STATE_MACHINE).into_iter();
    let machines: BTreeSet<String> = machines.map(|(name, _)| name).collect();
    for metric in ["ExecutionsFailed", "ExecutionsTimedOut"] {
        let watched = watched(&template, "AWS/States", metric);
        assert_eq!(watched, machines, "{metric}");
    }
}

#[test]
fn a_person_may_start_again_what_the_rules_may_start_and_what_the_net_catches() {
    let template = template();
    let [started, again] = ["StartWorkflowRole", "RunAgainRole"].map(|role| {
        let roles = resolved(&template, "AWS::IAM::Role");
        let (_, role) = roles.into_iter().find(|(name, _)| name == role).unwrap();
        let statements = role["Policies"][0]["PolicyDocument"]["Statement"].clone();
        let statements = statements.as_array().cloned().unwrap();
        let start = statements
            .into_iter()
            .find(|statement| statement["Action"] == "states:StartExecution");
        let start = start.unwrap();
        let machines = texts(&start["Resource"]).into_iter();
        machines.map(ToOwned::to_owned).collect::<BTreeSet<_>>()
    });
    assert!(started.is_subset(&again), "{started:?}");
    let rules = resolved(&template, "AWS::Events::Rule");
    let caught = rules
        .iter()
        .flat_map(|(_, rule)| texts(&rule["EventPattern"]["detail"]["stateMachineArn"]))
        .map(ToOwned::to_owned)
        .collect::<BTreeSet<_>>();
    assert_eq!(caught, again);
}
