//! Functions, their logs and their alarms.

use std::collections::BTreeSet;

use registry::RegisteredAction;
use serde_json::json;
use template::workspace;

use crate::{FUNCTION, resolved, template, watched};

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
            format!("functions/{}", full_name.replace("${NamePrefix}-", "")),
            folder
        );
    }
}

#[test]
fn every_function_is_watched_for_errors_and_throttles() {
    let template = template();
    let functions = template.resources(FUNCTION).into_iter();
    let functions: BTreeSet<String> = functions.map(|(name, _)| name).collect();
    for metric in ["Errors", "Throttles"] {
        let watched = watched(&template, "AWS/Lambda", metric);
        assert_eq!(watched, functions, "{metric}");
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

#[test]
fn every_alarm_tells_somebody_and_says_what_is_wrong() {
    for (name, alarm) in resolved(&template(), "AWS::CloudWatch::Alarm") {
        assert_eq!(alarm["AlarmActions"], json!(["AlarmTopic"]), "{name}");
        assert!(alarm["AlarmDescription"].is_string(), "{name}");
        assert!(alarm["TreatMissingData"].is_string(), "{name}");
    }
}

/// Each metric of each name is paid for, so six actions that are measured one by one cost six times as much.
#[test]
fn actions_are_measured_together_and_no_alarm_watches_one_of_them_alone() {
    let template = template();
    for action in RegisteredAction::ALL {
        let function = &template.section("Resources")[action.type_name()]["Properties"];
        let name = &function["Environment"]["Variables"]["METRICS_FUNCTION_NAME"];
        assert_eq!(
            *name,
            json!({ "Fn::Sub": "${NamePrefix}-actions" }),
            "{action}"
        );
    }
    for (name, alarm) in resolved(&template, "AWS::CloudWatch::Alarm") {
        let queries = alarm["Metrics"].as_array().into_iter().flatten();
        let metrics = queries
            .map(|query| &query["MetricStat"]["Metric"])
            .chain([&alarm]);
        for metric in metrics.filter(|metric| metric["Namespace"] == "QuickBooksActions") {
            let watched = metric["Dimensions"][0]["Value"].as_str().unwrap();
            let mut actions = RegisteredAction::ALL.iter();
            assert!(
                !actions.any(|action| action.type_name() == watched),
                "{name}: actions are measured under ${{NamePrefix}}-actions, so this would never be raised"
            );
        }
    }
}

/// Lambda's REPORT lines tell how long a start and an invocation took, and what is billed.
#[test]
fn lambda_s_own_reports_are_kept() {
    let globals = template().section("Globals");
    assert_eq!(
        globals["Function"]["LoggingConfig"]["SystemLogLevel"],
        "INFO"
    );
}

/// The text of a function's own code.
fn code(folder: &str) -> String {
    let files = std::fs::read_dir(workspace().join(folder).join("src")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|kind| kind == "rs"));
    files
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect()
}

#[test]
fn an_alarm_on_a_metric_of_ours_is_on_one_that_its_function_sends() {
    let template = template();
    let functions = template.resources(FUNCTION);
    let mut watched = Vec::new();
    for (name, alarm) in resolved(&template, "AWS::CloudWatch::Alarm") {
        if alarm["Namespace"] != "QuickBooksActions" {
            continue;
        }
        let metric = alarm["MetricName"].as_str().unwrap();
        let function = alarm["Dimensions"][0]["Value"].as_str().unwrap();
        let own = functions.iter().find(|(name, _)| name == function);
        let Some((_, own)) = own else {
            assert!(function.ends_with("-actions"), "{name}: {function}");
            continue;
        };
        let folder = own["CodeUri"].as_str().unwrap();
        let sent = code(folder).contains(&format!("\"{metric}\""));
        assert!(sent, "{name}: {function} does not send {metric}");
        watched.push(metric.to_owned());
    }
    for metric in [
        "BlockedRunsNearEnd",
        "CompletionsLate",
        "SignatureRefusals",
        "WebhookFailures",
    ] {
        assert!(watched.contains(&metric.to_owned()), "{metric}: no alarm");
    }
}

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html>
#[test]
fn no_alarm_computes_with_more_metrics_than_cloudwatch_allows() {
    for (name, alarm) in resolved(&template(), "AWS::CloudWatch::Alarm") {
        let queries = alarm["Metrics"].as_array().into_iter().flatten();
        let metrics = queries.filter(|query| query["MetricStat"].is_object());
        assert!(metrics.count() <= 10, "{name}");
    }
}

/// The gateway knows these routes and no others; API Gateway answers 404 to the rest.
#[test]
fn hubspot_reaches_the_gateway_by_its_routes_and_no_other_function() {
    let mut routes = Vec::new();
    for (name, function) in template().resources(FUNCTION) {
        for event in function["Events"]
            .as_object()
            .into_iter()
            .flat_map(serde_json::Map::values)
        {
            let properties = &event["Properties"];
            if properties["ApiId"] == json!({ "Ref": "HubSpotApi" }) {
                let text = |key: &str| properties[key].as_str().unwrap().to_owned();
                routes.push((name.clone(), text("Method"), text("Path")));
            }
        }
    }
    let paths = [
        "/hubspot/actions/{action}",
        "/hubspot/options/{field}",
        "/hubspot/webhooks",
    ];
    let known = paths.map(|path| {
        (
            "HubSpotGateway".to_owned(),
            "POST".to_owned(),
            path.to_owned(),
        )
    });
    routes.sort();
    assert_eq!(routes, known);
}
