//! What the template promises, checked without an account.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Names, Resolver, Template};
use crate::workspace;

/// Actions for which IAM knows no resources, so that only `*` can be written.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html> and
/// <https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html>
const WITHOUT_RESOURCES: [&str; 12] = [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
];

const FUNCTION: &str = "AWS::Serverless::Function";
const STATE_MACHINE: &str = "AWS::StepFunctions::StateMachine";
const KEY: (&str, &str) = ("KmsKeyArn", "arn:aws:kms:us-east-1:123456789012:key/k");

fn template() -> Template {
    Template::read().unwrap()
}

/// The resources of one type, resolved with a key of one's own and all functions given.
fn resolved(template: &Template, kind: &str) -> Vec<(String, Value)> {
    let given = [
        KEY,
        ("LoadRecordFunction", "arn:aws:lambda:load"),
        ("ReportOutcomeFunction", "arn:aws:lambda:report"),
    ];
    let resolver = Resolver::new(template, &given, Names::default());
    let resources = template.resources(kind).into_iter();
    resources
        .map(|(name, properties)| (name, resolver.resolve(&properties).unwrap()))
        .collect()
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text],
        _ => Vec::new(),
    }
}

/// Every statement that allows something, with the resource it stands in.
fn statements(template: &Template) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (name, role) in resolved(template, "AWS::IAM::Role") {
        for policy in role["Policies"].as_array().into_iter().flatten() {
            found.push((name.clone(), policy["PolicyDocument"]["Statement"].clone()));
        }
    }
    for (name, policy) in resolved(template, "AWS::IAM::ManagedPolicy") {
        found.push((name, policy["PolicyDocument"]["Statement"].clone()));
    }
    let each = found.into_iter().flat_map(|(name, statements)| {
        let statements = statements.as_array().cloned().unwrap();
        statements
            .into_iter()
            .map(move |statement| (name.clone(), statement))
    });
    each.collect()
}

#[test]
fn no_permission_is_for_any_resource_unless_iam_knows_none() {
    let template = template();
    let statements = statements(&template);
    assert!(statements.len() > 20, "{}", statements.len());
    for (name, statement) in statements {
        let actions = texts(&statement["Action"]);
        assert!(!actions.is_empty(), "{name}");
        assert!(
            !actions.iter().any(|action| action.contains('*')),
            "{name}: {actions:?}"
        );
        let resources = texts(&statement["Resource"]);
        assert!(!resources.is_empty(), "{name}");
        if resources.contains(&"*") {
            let forced = actions
                .iter()
                .all(|action| WITHOUT_RESOURCES.contains(action));
            assert!(forced, "{name}: {actions:?}");
        }
    }
}

#[test]
fn no_role_has_a_policy_that_is_not_written_here() {
    let template = template();
    for (name, role) in resolved(&template, "AWS::IAM::Role") {
        for policy in texts(&role["ManagedPolicyArns"]) {
            assert!(!policy.starts_with("arn:"), "{name}: {policy}");
        }
    }
    for (name, function) in template.resources(FUNCTION) {
        assert!(function["Role"]["Fn::GetAtt"].is_array(), "{name}");
        assert!(function["Policies"].is_null(), "{name}");
    }
}

#[test]
fn every_function_writes_to_a_log_group_of_its_own_that_ends() {
    let template = template();
    let groups = resolved(&template, "AWS::Logs::LogGroup");
    for (name, function) in resolved(&template, FUNCTION) {
        let wanted = format!("/aws/lambda/{}", function["FunctionName"].as_str().unwrap());
        let group = groups
            .iter()
            .find(|(_, group)| group["LogGroupName"] == *wanted);
        let (group_name, group) = group.unwrap();
        assert!(group["RetentionInDays"].is_number(), "{name}");
        assert_eq!(
            function["LoggingConfig"]["LogGroup"], **group_name,
            "{name}"
        );
    }
}

#[test]
fn every_function_is_built_from_its_folder_by_its_name() {
    let template = template();
    let resources = template.section("Resources");
    for (name, function) in template.resources(FUNCTION) {
        let folder = function["CodeUri"].as_str().unwrap();
        let binary = &resources[&name]["Metadata"]["BuildProperties"]["Binary"];
        assert_eq!(format!("functions/{}", binary.as_str().unwrap()), folder);
        assert_eq!(
            resources[&name]["Metadata"]["BuildMethod"], "rust-cargolambda",
            "{name}"
        );
        let full_name = function["FunctionName"]["Fn::Sub"].as_str().unwrap();
        assert_eq!(
            format!("functions/{}", full_name.replace("${AWS::StackName}-", "")),
            folder
        );
    }
}

#[test]
fn every_function_is_watched_for_errors_and_throttles() {
    let template = template();
    let alarms = resolved(&template, "AWS::CloudWatch::Alarm");
    for metric in ["Errors", "Throttles"] {
        let metrics = alarms
            .iter()
            .filter_map(|(_, alarm)| alarm["Metrics"].as_array());
        let watched: BTreeSet<String> = metrics
            .flatten()
            .map(|query| &query["MetricStat"]["Metric"])
            .filter(|found| found["Namespace"] == "AWS/Lambda" && found["MetricName"] == metric)
            .map(|found| found["Dimensions"][0]["Value"].as_str().unwrap().to_owned())
            .collect();
        let functions = template
            .resources(FUNCTION)
            .into_iter()
            .map(|(name, _)| name);
        assert_eq!(watched, functions.collect::<BTreeSet<_>>(), "{metric}");
    }
}

#[test]
fn every_alarm_tells_somebody_and_says_what_is_wrong() {
    for (name, alarm) in resolved(&template(), "AWS::CloudWatch::Alarm") {
        assert_eq!(alarm["AlarmActions"], json!(["AlarmTopic"]), "{name}");
        assert!(alarm["AlarmDescription"].is_string(), "{name}");
        assert!(alarm["TreatMissingData"].is_string(), "{name}");
    }
}

#[test]
fn every_queue_is_encrypted_keeps_what_waits_for_two_weeks_and_has_an_alarm() {
    let template = template();
    let alarms = resolved(&template, "AWS::CloudWatch::Alarm");
    for (name, queue) in resolved(&template, "AWS::SQS::Queue") {
        assert_eq!(queue["MessageRetentionPeriod"], 1_209_600, "{name}");
        assert_eq!(queue["KmsMasterKeyId"], KEY.1, "{name}");
        let alarm = alarms
            .iter()
            .find(|(_, alarm)| alarm["Dimensions"][0]["Value"] == *name);
        let (_, alarm) = alarm.unwrap();
        assert_eq!(
            alarm["MetricName"], "ApproximateNumberOfMessagesVisible",
            "{name}"
        );
        assert_eq!(alarm["Threshold"], 1, "{name}");
    }
    let own = Resolver::new(&template, &[], Names::default());
    for (name, queue) in template.resources("AWS::SQS::Queue") {
        assert_eq!(
            own.resolve(&queue).unwrap()["SqsManagedSseEnabled"],
            true,
            "{name}"
        );
    }
}

#[test]
fn every_rule_says_how_often_it_retries_and_where_it_leaves_what_it_cannot_deliver() {
    let template = template();
    let rules = resolved(&template, "AWS::Events::Rule");
    assert_eq!(rules.len(), 5);
    for (name, rule) in rules {
        for target in rule["Targets"].as_array().unwrap() {
            let retries = &target["RetryPolicy"];
            assert_eq!(retries["MaximumRetryAttempts"], 185, "{name}");
            assert_eq!(retries["MaximumEventAgeInSeconds"], 86_400, "{name}");
            let queue = target["DeadLetterConfig"]["Arn"].as_str().unwrap();
            assert!(
                queue.ends_with(":UndeliveredEventsQueue"),
                "{name}: {queue}"
            );
        }
    }
}

#[test]
fn the_queue_of_undelivered_events_takes_them_from_every_rule() {
    let template = template();
    let policies = resolved(&template, "AWS::SQS::QueuePolicy");
    let sources: BTreeSet<String> = policies
        .iter()
        .flat_map(|(_, policy)| policy["PolicyDocument"]["Statement"].as_array().unwrap())
        .flat_map(|statement| texts(&statement["Condition"]["ArnEquals"]["aws:SourceArn"]))
        .map(|arn| arn.rsplit(':').next().unwrap().to_owned())
        .collect();
    let rules = template.resources("AWS::Events::Rule").into_iter();
    assert_eq!(sources, rules.map(|(name, _)| name).collect());
}

#[test]
fn rules_that_book_money_are_off_until_somebody_switches_them_on() {
    let template = template();
    let resolver = Resolver::new(&template, &[], Names::default());
    let rules = template.resources("AWS::Events::Rule").into_iter();
    let enabled = rules.filter(|(_, rule)| resolver.resolve(&rule["State"]).unwrap() == "ENABLED");
    let names: Vec<String> = enabled.map(|(name, _)| name).collect();
    assert_eq!(names, ["InvoiceRequested"]);
}

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

/// The functions a role may invoke, without the stack's name.
fn invokable(template: &Template, role: &str) -> BTreeSet<String> {
    let own = statements(template)
        .into_iter()
        .filter(|(name, _)| name == role);
    let invoke = own.filter(|(_, statement)| statement["Action"] == "lambda:InvokeFunction");
    let arns: Vec<Value> = invoke
        .map(|(_, statement)| statement["Resource"].clone())
        .collect();
    let names = arns
        .iter()
        .flat_map(texts)
        .map(|arn| match arn.rsplit_once(':') {
            Some((_, "CreateInvoice")) => "create-invoice".to_owned(),
            Some((_, name)) => name.replace("books-", ""),
            None => arn.to_owned(),
        });
    names.collect()
}

#[test]
fn a_workflow_may_run_the_actions_it_knows_and_no_others() {
    let template = template();
    let roles = [
        ("QuickBooksActionRole", "quickbooks-action"),
        ("SettlePaymentRole", "settle-payment"),
        ("RefundPaymentRole", "refund-payment"),
    ];
    for (role, workflow) in roles {
        let file = format!("infra/workflows/{workflow}.asl.json");
        let text = std::fs::read_to_string(workspace::root().join(file)).unwrap();
        let pieces = text
            .split(['"', '}'])
            .map(|piece| piece.trim_end_matches('\\'));
        let known: BTreeSet<String> = pieces
            .filter(|piece| piece.starts_with("create-") && !piece.contains(' '))
            .map(ToOwned::to_owned)
            .collect();
        assert_eq!(invokable(&template, role), known, "{workflow}");
    }
    assert!(invokable(&template, "StartWorkflowRole").is_empty());
}

#[test]
fn every_table_can_be_recovered_is_encrypted_and_is_not_deleted_with_the_stack() {
    let template = template();
    let resources = template.section("Resources");
    let tables = resolved(&template, "AWS::DynamoDB::Table");
    assert_eq!(tables.len(), 3);
    for (name, table) in tables {
        assert_eq!(table["BillingMode"], "PAY_PER_REQUEST", "{name}");
        let recovery = &table["PointInTimeRecoverySpecification"];
        assert_eq!(recovery["PointInTimeRecoveryEnabled"], true, "{name}");
        assert_eq!(table["SSESpecification"]["KMSMasterKeyId"], KEY.1, "{name}");
        assert_eq!(table["DeletionProtectionEnabled"], "true", "{name}");
        assert_eq!(resources[&name]["DeletionPolicy"], "Retain", "{name}");
        assert_eq!(resources[&name]["UpdateReplacePolicy"], "Retain", "{name}");
    }
}

#[test]
fn no_secret_has_a_value_in_the_template() {
    for (name, secret) in resolved(&template(), "AWS::SecretsManager::Secret") {
        let value: Value = serde_json::from_str(secret["SecretString"].as_str().unwrap()).unwrap();
        let fields = value.as_object().unwrap();
        assert!(fields.values().all(|field| field == ""), "{name}");
        assert!(
            secret["Name"].as_str().unwrap().starts_with("books/"),
            "{name}"
        );
    }
}

#[test]
fn asynchronous_invocations_that_fail_are_kept() {
    let globals = template().section("Globals");
    let asynchronous = &globals["Function"]["EventInvokeConfig"];
    let kept = &asynchronous["DestinationConfig"]["OnFailure"]["Destination"];
    assert_eq!(
        *kept,
        json!({ "Fn::GetAtt": ["FailedInvocationsQueue", "Arn"] })
    );
    assert_eq!(asynchronous["MaximumRetryAttempts"], 2);
}
