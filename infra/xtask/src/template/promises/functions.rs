//! Functions, their logs and their alarms.

use std::collections::BTreeSet;

use serde_json::json;

use super::{FUNCTION, resolved, template};

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
