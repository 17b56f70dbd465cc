//! The policy of a key of one's own, which stands beside the template as an example.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use template::read_file;

use crate::{resolved, template, texts};

fn statements() -> Vec<Value> {
    let policy: Value = serde_json::from_str(&read_file("infra/kms-key-policy.json")).unwrap();
    policy["Statement"].as_array().unwrap().clone()
}

fn services(statement: &Value) -> BTreeSet<String> {
    let services = &statement["Principal"]["Service"];
    let services = services
        .as_str()
        .map_or_else(|| texts(services), |one| vec![one]);
    services.into_iter().map(str::to_owned).collect()
}

/// The statements for a service, by the beginning of its name: logs' has the region in it.
fn of(service: &str) -> Vec<Value> {
    let mut found = statements();
    found.retain(|one| services(one).iter().any(|name| name.starts_with(service)));
    found
}

/// The services that the policies of the template's queues and topics let in.
fn writers() -> BTreeSet<String> {
    let template = template();
    let policies = ["AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"];
    let policies = policies.iter().flat_map(|kind| resolved(&template, kind));
    policies
        .filter_map(|(_, policy)| policy["PolicyDocument"]["Statement"].as_array().cloned())
        .flatten()
        .filter(|statement| statement["Effect"] == "Allow")
        .flat_map(|statement| services(&statement))
        .collect()
}

#[test]
fn whoever_writes_to_a_queue_or_a_topic_may_use_the_key() {
    let writers = writers();
    assert!(writers.contains("events.amazonaws.com"), "{writers:?}");
    for writer in writers {
        let statements = of(&writer);
        let actions: Vec<&str> = statements
            .iter()
            .flat_map(|one| texts(&one["Action"]))
            .collect();
        for action in ["kms:Decrypt", "kms:GenerateDataKey"] {
            assert!(actions.contains(&action), "{writer} may not {action}");
        }
    }
}

/// EventBridge names no source when it writes to what is encrypted: "Adding the `aws:SourceAccount`, `aws:SourceArn`, and
/// `aws:SourceOrgID` to a AWS KMS policy is not supported for EventBridge-to-encrypted topics"
/// (docs.aws.amazon.com/sns/latest/dg/sns-key-management.html), and its own page has no condition for an encrypted queue
/// (docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html). With one, dead letters would be lost
/// without a word.
#[test]
fn eventbridge_may_use_the_key_without_a_condition() {
    let statements = of("events.amazonaws.com");
    assert_eq!(statements.len(), 1);
    let statement = &statements[0];
    assert_eq!(statement["Condition"], Value::Null);
    assert_eq!(
        statement["Action"],
        json!(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"])
    );
}

#[test]
fn every_other_service_uses_the_key_for_this_account_alone() {
    for statement in statements() {
        let services = services(&statement);
        if services.is_empty() || services.contains("events.amazonaws.com") {
            continue;
        }
        let condition = statement["Condition"].to_string();
        assert!(condition.contains("111122223333"), "{services:?}");
    }
}
