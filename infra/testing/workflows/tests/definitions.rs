//! The definitions of the workflows: every error has its place in every task that calls a function.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use actions::ErrorType;
use serde_json::{Value, json};
use strum::VariantArray;

use workflows::read_json;

const WORKFLOWS: [&str; 4] = [
    "quickbooks-action",
    "settle-payment",
    "refund-payment",
    "backfill",
];

/// Names that Lambda, SQS and Step Functions give; no code of ours can choose them.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html>
const OF_AMAZON: [&str; 16] = [
    "Lambda.AWSLambdaException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.SdkClientException",
    "Lambda.ServiceException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
    "SQS.AmazonSQSException",
    "SQS.KmsThrottledException",
    "SQS.RequestThrottledException",
    "SQS.SdkClientException",
    "SQS.SqsException",
    "States.DataLimitExceeded",
    "States.HeartbeatTimeout",
    "States.Timeout",
];

/// The most seconds that a function has from its turn on: the one that takes it, and the action.
const ONE_TURN: u64 = 90;

fn read(workflow: &str) -> Value {
    read_json(&format!("infra/workflows/{workflow}.asl.json"))
}

/// All states of a definition, those of parallel branches and of maps too.
fn states(definition: &Value) -> Vec<(String, Value)> {
    let own = definition["States"].as_object().unwrap();
    let branches = own
        .values()
        .filter_map(|state| state["Branches"].as_array());
    let maps = own.values().map(|state| &state["ItemProcessor"]);
    let maps = maps.filter(|processor| processor.is_object());
    let inner = branches.flatten().chain(maps).flat_map(states);
    let own = own
        .iter()
        .map(|(name, state)| (name.clone(), state.clone()));
    own.chain(inner).collect()
}

/// The tasks that run an action. No task invokes one without a turn.
fn tasks() -> Vec<(String, Value)> {
    let mut tasks = Vec::new();
    for workflow in WORKFLOWS {
        let definition = read(workflow);
        let all = states(&definition).into_iter();
        tasks.extend(
            all.filter(|(_, state)| state["Parameters"]["QueueUrl"] == "${ActionsQueue}")
                .map(|(name, state)| (format!("{workflow}: {name}"), state)),
        );
    }
    tasks
}

/// The number of times each name stands in a list of retriers or catchers.
fn names(list: &Value) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    let entries = list.as_array().unwrap().iter();
    for name in entries.flat_map(|entry| entry["ErrorEquals"].as_array().unwrap()) {
        *count.entry(name.as_str().unwrap().to_owned()).or_default() += 1;
    }
    count
}

#[test]
fn every_error_type_of_the_contract_is_in_exactly_one_retry_or_catch_of_every_action_task() {
    let tasks = tasks();
    assert_eq!(tasks.len(), 6, "{tasks:?}");
    for (name, task) in &tasks {
        let (retried, caught) = (names(&task["Retry"]), names(&task["Catch"]));
        for error_type in ErrorType::VARIANTS {
            let error: &str = (*error_type).into();
            let (retry, catch) = if error_type.is_retryable() {
                (Some(&1), None)
            } else {
                (None, Some(&1))
            };
            assert_eq!(retried.get(error), retry, "{name}: Retry of {error}");
            assert_eq!(caught.get(error), catch, "{name}: Catch of {error}");
        }
    }
}

#[test]
fn every_name_of_amazon_s_is_in_exactly_one_retry_or_catch_of_every_action_task() {
    for (name, task) in &tasks() {
        let (retried, caught) = (names(&task["Retry"]), names(&task["Catch"]));
        for error in OF_AMAZON {
            let places = retried.get(error).unwrap_or(&0) + caught.get(error).unwrap_or(&0);
            assert_eq!(places, 1, "{name}: {error}");
        }
    }
}

#[test]
fn no_task_names_an_error_that_does_not_exist() {
    let contract = ErrorType::VARIANTS.iter().map(|name| <&str>::from(*name));
    let known: Vec<&str> = contract.chain(OF_AMAZON).chain(["States.ALL"]).collect();
    for (name, task) in &tasks() {
        for error in names(&task["Retry"])
            .keys()
            .chain(names(&task["Catch"]).keys())
        {
            assert!(known.contains(&error.as_str()), "{name}: {error}");
        }
    }
}

#[test]
fn what_has_no_name_is_caught_last() {
    for (name, task) in &tasks() {
        let last = task["Catch"].as_array().unwrap().last().unwrap();
        assert_eq!(
            last["ErrorEquals"],
            serde_json::json!(["States.ALL"]),
            "{name}"
        );
    }
}

#[test]
fn every_retry_waits_with_full_jitter_and_a_bounded_delay() {
    for workflow in WORKFLOWS.iter().chain(&["start-workflow", "run-again"]) {
        let definition = read(workflow);
        let all = states(&definition);
        let tasks = all.iter().filter(|(_, state)| state["Type"] == "Task");
        for (name, task) in tasks {
            assert!(task["Catch"].is_array(), "{workflow}: {name}");
            let retriers = task["Retry"].as_array().unwrap().iter();
            for retrier in retriers.filter(|retrier| retrier["MaxAttempts"] != 0) {
                assert_eq!(retrier["JitterStrategy"], "FULL", "{workflow}: {name}");
                let delay = retrier["MaxDelaySeconds"].as_u64().unwrap();
                assert!(delay <= 900, "{workflow}: {name}");
            }
        }
    }
}

#[test]
fn actions_of_all_workflows_wait_alike() {
    let actions = tasks();
    for (name, task) in &actions {
        assert_eq!(task["Retry"], actions[0].1["Retry"], "{name}");
    }
}

/// QuickBooks' limits hold for what runs by itself since all of it passes one queue, out of which so much is taken at once.
#[test]
fn every_action_of_a_workflow_waits_for_its_turn_and_no_task_invokes_one_by_itself() {
    for (name, task) in &tasks() {
        assert_eq!(
            task["Resource"], "arn:${Partition}:states:::sqs:sendMessage.waitForTaskToken",
            "{name}"
        );
        let message = &task["Parameters"]["MessageBody"];
        assert_eq!(message["task_token.$"], "$$.Task.Token", "{name}");
        let action = message["action"].as_str().or(message["action.$"].as_str());
        assert!(action.is_some(), "{name}");
        let (turn, all) = (&task["HeartbeatSeconds"], &task["TimeoutSeconds"]);
        let (turn, all) = (turn.as_u64().unwrap(), all.as_u64().unwrap());
        // From its turn on there is time for the function, though it waited for as long as it may.
        assert!(
            turn + ONE_TURN < all && all < 86_400 / 4,
            "{name}: {turn} {all}"
        );
    }
    for workflow in WORKFLOWS {
        for (name, state) in states(&read(workflow)) {
            let invokes = state["Resource"] == "arn:${Partition}:states:::lambda:invoke";
            let function = &state["Parameters"]["FunctionName"];
            let reports = *function == "${ReportOutcomeFunction}";
            assert!(!invokes || reports, "{workflow}: {name}");
        }
    }
}

/// The longest a task's retriers can wait, one after the other, must fit into the execution's time, but for turns that are
/// waited for.
#[test]
fn retries_end_before_the_execution_does() {
    for (name, task) in &tasks() {
        let retriers = task["Retry"].as_array().unwrap().iter();
        let longest: u64 = retriers
            .map(|retrier| {
                let delay = retrier["MaxDelaySeconds"].as_u64().unwrap();
                (delay + ONE_TURN) * retrier["MaxAttempts"].as_u64().unwrap()
            })
            .sum();
        assert!(longest < 86_400, "{name}: {longest} s");
    }
}

#[test]
fn a_turn_that_nobody_takes_is_given_up_before_the_execution_ends() {
    for (name, task) in &tasks() {
        let Some(wait) = task["TimeoutSeconds"].as_u64() else {
            continue;
        };
        let timed_out = json!("States.HeartbeatTimeout");
        let of_turns = task["Retry"].as_array().unwrap().iter();
        let of_turns: Vec<_> = of_turns
            .filter(|retrier| {
                let errors = retrier["ErrorEquals"].as_array().unwrap();
                errors.contains(&timed_out)
            })
            .collect();
        assert_eq!(of_turns.len(), 1, "{name}");
        let again = of_turns[0]["MaxAttempts"].as_u64().unwrap();
        let delay = of_turns[0]["MaxDelaySeconds"].as_u64().unwrap();
        let longest = wait + again * (wait + delay);
        assert!(longest < 86_400, "{name}: {longest} s");
    }
}
