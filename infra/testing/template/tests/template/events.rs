//! Queues and rules.

use std::collections::BTreeSet;

use crate::{KEY, resolved, template, texts};
use template::{Names, Resolver};

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
        assert_eq!(own.resolve(&queue)["SqsManagedSseEnabled"], true, "{name}");
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
    let enabled = rules.filter(|(_, rule)| resolver.resolve(&rule["State"]) == "ENABLED");
    let names: Vec<String> = enabled.map(|(name, _)| name).collect();
    assert_eq!(names, ["InvoiceRequested"]);
}
