//! Queues and rules.

use std::collections::BTreeSet;

use serde_json::json;

use crate::{FUNCTION, KEY, resolved, template, texts};
use template::{Names, Resolver};

/// The queue in which actions wait for their turn. Nothing in it waits for a person.
const TURNS: &str = "ActionsQueue";

/// The rule under the workflows.
const NET: &str = "RunEndedUnqueued";

#[test]
fn every_queue_is_encrypted_keeps_what_waits_for_two_weeks_and_has_an_alarm() {
    let template = template();
    let alarms = resolved(&template, "AWS::CloudWatch::Alarm");
    for (name, queue) in resolved(&template, "AWS::SQS::Queue") {
        assert_eq!(queue["KmsMasterKeyId"], KEY.1, "{name}");
        if name == TURNS {
            continue;
        }
        assert_eq!(queue["MessageRetentionPeriod"], 1_209_600, "{name}");
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

/// The limits: <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html>; the time that a message is hidden:
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
#[test]
fn so_many_actions_run_at_once_as_a_parameter_says_and_a_turn_that_nobody_can_take_is_kept() {
    let template = template();
    let functions = template.resources(FUNCTION);
    let mut sources = Vec::new();
    for (name, function) in &functions {
        let events = function["Events"].as_object().into_iter().flatten();
        let queues = events.filter(|(_, event)| event["Type"] == "SQS");
        sources.extend(queues.map(|(_, event)| (name.as_str(), &event["Properties"])));
    }
    let [(function, source)] = sources[..] else {
        panic!("one function takes from one queue: {sources:?}");
    };
    assert_eq!(function, "RunQueuedAction");
    assert_eq!(source["Queue"], json!({ "Fn::GetAtt": [TURNS, "Arn"] }));
    assert_eq!(source["BatchSize"], 1);
    let at_once = &source["ScalingConfig"]["MaximumConcurrency"];
    assert_eq!(*at_once, json!({ "Ref": "ActionsAtOnce" }));
    let parameter = &template.section("Parameters")["ActionsAtOnce"];
    assert_eq!(
        (&parameter["MinValue"], &parameter["MaxValue"]),
        (&json!(2), &json!(1_000))
    );
    // QuickBooks takes ten at once, and people need some of them.
    assert!(parameter["Default"].as_u64().unwrap() < 10);

    let queue = &template.section("Resources")[TURNS]["Properties"];
    let taker = functions.iter().find(|(name, _)| name == function).unwrap();
    let longest = taker.1["Timeout"].as_u64().unwrap();
    assert!(queue["VisibilityTimeout"].as_u64().unwrap() >= 6 * longest);
    let actions = template.section("Globals")["Function"]["Timeout"].as_u64();
    assert!(longest > actions.unwrap());
    let kept = json!({ "Fn::GetAtt": ["FailedInvocationsQueue", "Arn"] });
    assert_eq!(queue["RedrivePolicy"]["deadLetterTargetArn"], kept);
}

/// Lambda's own 429 counts as a receipt; QuickBooks' is told to the task, and its message is done with.
#[test]
fn a_turn_that_lambda_has_no_room_for_is_no_dead_letter_before_its_task_has_ended() {
    let queue = &template().section("Resources")[TURNS]["Properties"];
    let number = |value: &serde_json::Value| value.as_u64().unwrap();
    let receipts = number(&queue["RedrivePolicy"]["maxReceiveCount"]);
    let delivered_for = receipts * number(&queue["VisibilityTimeout"]);
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../workflows/quickbooks-action.asl.json"
    );
    let workflow = std::fs::read(path).unwrap();
    let workflow: serde_json::Value = serde_json::from_slice(&workflow).unwrap();
    let task = &workflow["States"]["Run the action"];
    assert!(delivered_for > number(&task["TimeoutSeconds"]));
    // Nor is it forgotten before.
    assert!(number(&queue["MessageRetentionPeriod"]) > delivered_for);
}

#[test]
fn every_rule_says_how_often_it_retries_and_where_it_leaves_what_it_cannot_deliver() {
    let template = template();
    let rules = resolved(&template, "AWS::Events::Rule");
    assert_eq!(rules.len(), 8);
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
fn the_queue_of_undelivered_events_takes_them_from_every_rule_and_from_the_bus() {
    let template = template();
    let policies = resolved(&template, "AWS::SQS::QueuePolicy");
    let sources: BTreeSet<String> = policies
        .iter()
        .flat_map(|(_, policy)| policy["PolicyDocument"]["Statement"].as_array().unwrap())
        .flat_map(|statement| texts(&statement["Condition"]["ArnEquals"]["aws:SourceArn"]))
        .map(|arn| arn.rsplit([':', '/']).next().unwrap().to_owned())
        .collect();
    let senders = ["AWS::Events::Rule", "AWS::Events::EventBus"];
    let senders = senders.iter().flat_map(|kind| template.resources(kind));
    assert_eq!(sources, senders.map(|(name, _)| name).collect());
}

#[test]
fn rules_that_book_money_are_off_until_somebody_switches_them_on() {
    let template = template();
    let resolver = Resolver::new(&template, &[], Names::default());
    let rules = template.resources("AWS::Events::Rule").into_iter();
    let enabled = rules.filter(|(_, rule)| resolver.resolve(&rule["State"]) == "ENABLED");
    let names: Vec<String> = enabled.map(|(name, _)| name).collect();
    // One is asked for by its sender; the others book nothing.
    let expected = ["InvoiceRequested", "RunCutOff", "RunEndedUnqueued"];
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(expected));
}

#[test]
fn rules_on_hubspot_s_changes_pass_a_record_s_type_and_id_and_nothing_else_of_it() {
    let mut count = 0;
    for (name, rule) in resolved(&template(), "AWS::Events::Rule") {
        if rule["EventPattern"]["source"] != serde_json::json!(["hubspot"]) {
            continue;
        }
        count += 1;
        for target in rule["Targets"].as_array().unwrap() {
            let paths = &target["InputTransformer"]["InputPathsMap"];
            let paths = paths.as_object().unwrap().values();
            let paths: BTreeSet<&str> = paths.map(|path| path.as_str().unwrap()).collect();
            let of_record = paths.iter().filter(|path| path.contains("record"));
            let of_record: Vec<_> = of_record.copied().collect();
            let wanted = ["$.detail.record.id", "$.detail.record.object_type"];
            assert_eq!(of_record, wanted, "{name}");
            assert!(!paths.contains("$.detail"), "{name}");
        }
    }
    assert_eq!(count, 5);
}

/// A run that ends in a state of its own has told HubSpot in it.
#[test]
fn hubspot_is_told_of_a_run_that_is_cut_off() {
    let template = template();
    let rules = resolved(&template, "AWS::Events::Rule");
    let (_, rule) = rules.iter().find(|(name, _)| name == "RunCutOff").unwrap();
    let detail = &rule["EventPattern"]["detail"];
    assert_eq!(detail["status"], json!(["FAILED", "TIMED_OUT", "ABORTED"]));
    let (_, net) = rules.iter().find(|(name, _)| name == NET).unwrap();
    let unqueued = &net["EventPattern"]["detail"]["cause"];
    assert_eq!(
        detail["cause"], *unqueued,
        "what is queued has told of itself"
    );
    let watched: BTreeSet<&str> = texts(&detail["stateMachineArn"]).into_iter().collect();
    let reporting = ["QuickBooksAction", "RefundPayment", "SettlePayment"];
    assert_eq!(watched, BTreeSet::from(reporting));
    let target = rule["Targets"][0]["Arn"].as_str().unwrap();
    assert!(target.ends_with("report-outcome"), "{target}");
}

#[test]
fn every_workflow_but_those_for_what_waits_is_above_the_net_which_alone_may_write_to_the_queue() {
    let template = template();
    let rules = resolved(&template, "AWS::Events::Rule");
    let (_, net) = rules.iter().find(|(name, _)| name == NET).unwrap();
    assert!(
        net["EventBusName"].is_null(),
        "AWS's events are on its own bus"
    );
    let watched = texts(&net["EventPattern"]["detail"]["stateMachineArn"]);
    let machines = template.resources(crate::STATE_MACHINE);
    for (name, machine) in &machines {
        // The net hears of no end of an Express execution.
        assert_ne!(machine["Type"], "EXPRESS", "{name}");
    }
    let machines: BTreeSet<String> = machines.into_iter().map(|(name, _)| name).collect();
    let watched = watched.into_iter().chain(["RunAgain", "SendAgain"]);
    assert_eq!(
        watched.map(ToOwned::to_owned).collect::<BTreeSet<_>>(),
        machines
    );
    let target = net["Targets"][0]["Arn"].as_str().unwrap();
    assert!(target.ends_with(":FailedRunsQueue"), "{target}");
    let policies = resolved(&template, "AWS::SQS::QueuePolicy");
    let statements = policies
        .iter()
        .flat_map(|(_, policy)| policy["PolicyDocument"]["Statement"].as_array().unwrap())
        .filter(|statement| statement["Effect"] == "Allow" && statement["Resource"] == target);
    let sources: Vec<&str> = statements
        .flat_map(|statement| texts(&statement["Condition"]["ArnEquals"]["aws:SourceArn"]))
        .collect();
    assert!(
        matches!(sources[..], [arn] if arn.ends_with(NET)),
        "{sources:?}"
    );
}
