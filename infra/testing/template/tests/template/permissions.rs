//! Permissions of functions and workflows.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{FUNCTION, resolved, template, texts};
use template::{Names, Resolver, Template};

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

/// Every statement that allows something, with the resource it stands in.
pub(crate) fn statements(template: &Template) -> Vec<(String, Value)> {
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

/// The functions a role may invoke, without the stack's name.
fn invokable(template: &Template, role: &str) -> BTreeSet<String> {
    let own = statements(template)
        .into_iter()
        .filter(|(name, _)| name == role);
    let invoke = own.filter(|(_, statement)| statement["Action"] == "lambda:InvokeFunction");
    let arns: Vec<Value> = invoke
        .map(|(_, statement)| statement["Resource"].clone())
        .collect();
    let names = arns.iter().flat_map(texts);
    let names = names.filter_map(|arn| arn.rsplit(':').next());
    names.map(|name| name.replace("books-", "")).collect()
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
fn nobody_may_delete_from_the_ledger() {
    let mut deleting = BTreeSet::new();
    for (name, statement) in statements(&template()) {
        let actions = texts(&statement["Action"]);
        let resources = texts(&statement["Resource"]);
        let deletes =
            |action: &&str| action.contains("Delete") || action.ends_with(":BatchWriteItem");
        if actions.iter().any(deletes) {
            let of_ledger = resources.iter().any(|arn| arn.ends_with(":LedgerTable"));
            assert!(!of_ledger, "{name}: {actions:?}");
            deleting.insert(name);
        }
    }
    assert!(deleting.contains("ActionPolicy"), "{deleting:?}");
}

#[test]
fn every_role_has_the_permissions_boundary_of_the_account() {
    let template = template();
    let boundary = "arn:aws:iam::123456789012:policy/boundary";
    for (given, expected) in [
        (Vec::new(), Value::Null),
        (vec![("PermissionsBoundaryArn", boundary)], boundary.into()),
    ] {
        let resolver = Resolver::new(&template, &given, Names::default());
        for (name, role) in template.resources("AWS::IAM::Role") {
            let role = resolver.resolve(&role);
            assert_eq!(role["PermissionsBoundary"], expected, "{name}");
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
fn a_workflow_may_run_the_actions_it_knows_and_no_others() {
    let template = template();
    let workflows = [
        "QuickBooksActionRole",
        "SettlePaymentRole",
        "RefundPaymentRole",
        "BackfillRole",
    ];
    let roles = resolved(&template, "AWS::IAM::Role");
    for role in workflows {
        // An action is left in the queue; nothing else is invoked by its own policies.
        assert!(invokable(&template, role).is_empty(), "{role}");
        let (_, found) = roles.iter().find(|(name, _)| name == role).unwrap();
        let policies = texts(&found["ManagedPolicyArns"]);
        assert!(policies.contains(&"QueuedActionsPolicy"), "{role}");
    }
    assert!(invokable(&template, "StartWorkflowRole").is_empty());
}

/// `create-*` is of their aliases and versions too, such as `create-invoice:live`: in IAM's patterns `*` stands for colons as well.
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html>
#[test]
fn what_takes_turns_may_run_every_action_with_its_aliases_tell_the_tasks_and_do_nothing_else() {
    let template = template();
    let any_action = BTreeSet::from(["create-*".to_owned()]);
    assert_eq!(invokable(&template, "RunQueuedActionRole"), any_action);
    let own = statements(&template);
    let own = own.iter().filter(|(name, _)| name == "RunQueuedActionRole");
    let services: BTreeSet<&str> = own
        .clone()
        .flat_map(|(_, statement)| texts(&statement["Action"]))
        .filter_map(|action| Some(action.split_once(':')?.0))
        .collect();
    assert_eq!(
        services,
        BTreeSet::from(["lambda", "logs", "sqs", "states"])
    );
    let sent = own
        .clone()
        .filter(|(_, statement)| texts(&statement["Action"]).contains(&"sqs:SendMessage"));
    let sent: Vec<&Value> = sent.map(|(_, statement)| &statement["Resource"]).collect();
    let queue = Resolver::new(&template, &[], Names::default());
    let queue = queue.resolve(&json!({ "Fn::GetAtt": ["ActionsQueue", "Arn"] }));
    assert_eq!(
        sent,
        [&queue],
        "a turn that has to wait, and no other queue"
    );
    let told = own
        .flat_map(|(_, statement)| {
            let tells = texts(&statement["Action"]).contains(&"states:SendTaskSuccess");
            if tells {
                texts(&statement["Resource"])
            } else {
                Vec::new()
            }
        })
        .collect::<BTreeSet<_>>();
    let expected = [
        "Backfill",
        "Backfill/*",
        "QuickBooksAction",
        "RefundPayment",
        "SettlePayment",
    ];
    assert_eq!(told, BTreeSet::from(expected));
}

/// A failed invocation names the function with the alias that it was called by.
#[test]
fn what_failed_under_an_alias_may_be_invoked_again_under_it() {
    let all = BTreeSet::from(["*".to_owned()]);
    assert_eq!(invokable(&template(), "SendAgainRole"), all);
}

/// A record given by its id is read with the token of its HubSpot account, which a person stores; with the same
/// token the account is told what became of it, and made ready for that. The gateway
/// verifies that account's signatures too.
#[test]
fn only_functions_that_call_hubspot_may_read_the_secrets_of_its_accounts() {
    let template = template();
    let mut readers = BTreeSet::new();
    for (name, statement) in statements(&template) {
        let resources = texts(&statement["Resource"]);
        if resources.iter().any(|arn| arn.contains(":books/hubspot/")) {
            assert_eq!(
                texts(&statement["Action"]),
                ["secretsmanager:GetSecretValue"],
                "{name}"
            );
            assert!(
                resources[0].ends_with(":secret:books/hubspot/*"),
                "{resources:?}"
            );
            readers.insert(name);
        }
    }
    let expected = [
        "ActionPolicy",
        "HubSpotGatewayRole",
        "ManageConnectionRole",
        "ReportOutcomeRole",
    ];
    assert_eq!(readers, BTreeSet::from(expected.map(str::to_owned)));
    assert!(!template.section("Resources").contains_key("HubSpotSecret"));
}

/// Nothing that it is told to write can lead to a company's books.
#[test]
fn the_function_that_tells_hubspot_can_read_no_token_of_quickbooks() {
    let template = template();
    let own = statements(&template).into_iter().filter(|(name, _)| {
        ["ReportOutcomeRole", "HubSpotFunctionPolicy"].contains(&name.as_str())
    });
    let secrets: Vec<Value> = own
        .filter(|(_, statement)| statement["Action"].to_string().contains("secretsmanager"))
        .map(|(_, statement)| statement["Resource"].clone())
        .collect();
    assert_eq!(secrets.len(), 1, "{secrets:?}");
    assert!(
        secrets[0].to_string().contains(":books/hubspot/"),
        "{secrets:?}"
    );
    let role = template.resources("AWS::IAM::Role").into_iter();
    let role = role.filter(|(name, _)| name == "ReportOutcomeRole");
    let policies: Vec<Value> = role
        .map(|(_, role)| role["ManagedPolicyArns"].clone())
        .collect();
    assert!(
        !Value::from(policies)
            .to_string()
            .contains("\"FunctionPolicy\"")
    );
}

/// The gateway starts and describes runs of one workflow, and puts events on one bus.
#[test]
fn the_gateway_may_start_one_workflow_and_reach_one_bus() {
    let template = template();
    let of_gateway = statements(&template)
        .into_iter()
        .filter(|(name, _)| name == "HubSpotGatewayRole");
    let allowed: Vec<(String, String)> = of_gateway
        .flat_map(|(_, statement)| {
            let resource = texts(&statement["Resource"]).concat();
            let actions = texts(&statement["Action"]).into_iter();
            let pairs = actions.map(|action| (action.to_owned(), resource.clone()));
            pairs.collect::<Vec<_>>()
        })
        .collect();
    let of = |service: &str| {
        let own = allowed
            .iter()
            .filter(|(action, _)| action.starts_with(service));
        own.map(|(action, resource)| (action.as_str(), resource.as_str()))
            .collect::<Vec<_>>()
    };
    let states = of("states:");
    assert_eq!(states[0], ("states:StartExecution", "QuickBooksAction"));
    // Runs near their end are found by a list.
    assert_eq!(states[1], ("states:ListExecutions", "QuickBooksAction"));
    assert_eq!(states[2].0, "states:DescribeExecution");
    assert!(
        states[2].1.ends_with(":execution:QuickBooksAction:*"),
        "{states:?}"
    );
    assert_eq!(states.len(), 3);
    let events = of("events:");
    assert_eq!(events.len(), 1);
    assert!(
        events[0].0 == "events:PutEvents" && events[0].1.ends_with(":EventBus"),
        "{events:?}"
    );
}

/// Whoever may have a run started again reaches the queue and the workflows of runs, and no other.
#[test]
fn a_connection_s_operations_start_the_workflows_of_actions_and_take_from_the_queue_of_failed_runs_alone()
 {
    let template = template();
    let own = statements(&template)
        .into_iter()
        .filter(|(name, _)| name == "ManageConnectionRole");
    let mut reached: BTreeSet<String> = BTreeSet::new();
    for (_, statement) in own {
        let actions = texts(&statement["Action"]);
        if actions.contains(&"states:StartExecution") {
            let expected = ["states:ListExecutions", "states:StartExecution"];
            assert_eq!(actions, expected);
            let resources = texts(&statement["Resource"]).into_iter();
            reached.extend(resources.map(str::to_owned));
        }
        if actions.iter().any(|action| action.starts_with("sqs:")) {
            assert_eq!(actions, ["sqs:ReceiveMessage", "sqs:DeleteMessage"]);
            let queue = texts(&statement["Resource"]).concat();
            assert!(queue.contains("FailedRunsQueue"), "{queue}");
        }
    }
    let expected = ["QuickBooksAction", "RefundPayment", "SettlePayment"];
    assert_eq!(reached, BTreeSet::from(expected.map(str::to_owned)));
}
