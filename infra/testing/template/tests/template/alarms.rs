//! Alarms for what stops the books in silence.

use std::collections::BTreeSet;

use registry::RegisteredAction;
use serde_json::{Value, json};
use template::{Names, Resolver};

use crate::{resolved, template, watched};

fn set<'n>(names: impl IntoIterator<Item = &'n str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn what_stops_books_in_silence_raises_an_alarm() {
    let template = template();
    let queues: Vec<String> = template
        .resources("AWS::SQS::Queue")
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    // Actions are measured together, under one name.
    let resolver = Resolver::new(&template, &[], Names::default());
    let actions = resolver.resolve(&json!({ "Fn::Sub": "${NamePrefix}-actions" }));
    let table = [
        // A consent that was revoked, tokens that cannot be refreshed, tokens that end.
        (
            "QuickBooksActions",
            "ReauthorizationsRequired",
            set(["RefreshTokens"]),
        ),
        (
            "QuickBooksActions",
            "RefreshFailures",
            set(["RefreshTokens"]),
        ),
        (
            "QuickBooksActions",
            "RefreshTokenDaysLeft",
            set(["RefreshTokens"]),
        ),
        ("AWS/Lambda", "Invocations", set(["RefreshTokens"])),
        // A quota that is used up for long, a door that answers nobody, runs that nobody looks after.
        (
            "QuickBooksActions",
            "QuickBooksThrottles",
            set(actions.as_str()),
        ),
        // What HubSpot does not ask for again, or only for a day.
        (
            "QuickBooksActions",
            "ExecutionsRefused",
            set(["HubSpotGateway"]),
        ),
        (
            "QuickBooksActions",
            "WebhookFailures",
            set(["HubSpotGateway"]),
        ),
        ("AWS/ApiGateway", "5xx", set(["ConnectApi", "HubSpotApi"])),
        (
            "AWS/SQS",
            "ApproximateAgeOfOldestMessage",
            set(queues.iter().map(String::as_str)),
        ),
    ];
    for (namespace, metric, expected) in table {
        assert_eq!(watched(&template, namespace, metric), expected, "{metric}");
    }
}

/// Events and invocations that can be left in no queue are gone, and nothing else tells of it.
#[test]
fn what_is_lost_on_its_way_to_a_queue_raises_an_alarm() {
    let template = template();
    let dimensions = |metric: &str| {
        let alarms = resolved(&template, "AWS::CloudWatch::Alarm").into_iter();
        let queries = alarms.filter_map(|(_, alarm)| alarm["Metrics"].as_array().cloned());
        let metrics = queries
            .flatten()
            .map(|query| query["MetricStat"]["Metric"].clone());
        let metrics = metrics.filter(|one| one["MetricName"] == metric);
        let values = metrics.map(|one| {
            let dimensions = one["Dimensions"].as_array().unwrap().clone();
            let pair = |one: &Value| format!("{}={}", one["Name"], one["Value"]).replace('"', "");
            dimensions.iter().map(pair).collect::<Vec<_>>().join(" ")
        });
        values.collect::<BTreeSet<_>>()
    };
    let rules = template.resources("AWS::Events::Rule").into_iter();
    let rules = rules.map(|(name, rule)| {
        let is_ours = !rule["EventBusName"].is_null();
        let bus = if is_ours {
            "EventBusName=EventBus "
        } else {
            ""
        };
        format!("{bus}RuleName={name}")
    });
    assert_eq!(
        dimensions("InvocationsFailedToBeSentToDlq"),
        rules.collect()
    );

    // Called by a rule or a schedule; an action by anybody who may.
    let actions = RegisteredAction::ALL
        .iter()
        .map(|action| action.type_name());
    let others = ["HubSpotGateway", "RefreshTokens", "ReportOutcome"];
    let functions = actions
        .chain(others)
        .map(|name| format!("FunctionName={name}"));
    assert_eq!(
        dimensions("DestinationDeliveryFailures"),
        functions.collect()
    );
}

/// A stack that was just made has no data at all.
#[test]
fn no_alarm_goes_off_right_after_a_first_deployment() {
    for (name, alarm) in resolved(&template(), "AWS::CloudWatch::Alarm") {
        let missing = alarm["TreatMissingData"].as_str().unwrap();
        assert!(
            matches!(missing, "notBreaching" | "missing"),
            "{name}: {missing}"
        );
        // An alarm begins with insufficient data; only that it comes to have too little is told.
        let tells = alarm["InsufficientDataActions"].is_array();
        assert_eq!(tells, missing == "missing", "{name}");
        // Nor is each told to be well: without data it goes from insufficient to OK within minutes.
        assert!(alarm["OKActions"].is_null(), "{name}");
        let below = alarm["ComparisonOperator"] == "LessThanThreshold";
        let counts = alarm["MetricName"] == "RefreshTokenDaysLeft";
        assert!(!below || counts || missing == "missing", "{name}");
    }
}

#[test]
fn the_tokens_are_looked_after_by_an_alarm_that_one_failure_raises() {
    let alarms = resolved(&template(), "AWS::CloudWatch::Alarm");
    let of = |name: &str| {
        let mut alarms = alarms.iter();
        alarms.find(|(alarm, _)| alarm == name).unwrap().1.clone()
    };
    assert_eq!(of("RefreshTokensErrorsAlarm")["Threshold"], 1);
    assert_eq!(of("ReauthorizationAlarm")["Threshold"], 1);
}
