//! The promises of the template, checked without an account.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod actions;
mod alarms;
mod dashboard;
mod deployer;
mod events;
mod functions;
mod ignored;
mod key_policy;
mod pages;
mod payments;
mod permissions;
mod pins;
mod public_address;
mod shell;
mod store_operations;
mod stores;
mod typed;
mod workflows;

use std::collections::BTreeSet;

use serde_json::Value;
use template::{Names, Resolver, Template};

const FUNCTION: &str = "AWS::Serverless::Function";
const STATE_MACHINE: &str = "AWS::StepFunctions::StateMachine";
const KEY: (&str, &str) = ("KmsKeyArn", "arn:aws:kms:us-east-1:123456789012:key/k");

fn template() -> Template {
    Template::read()
}

/// The resources of one type, resolved with a key of one's own.
fn resolved(template: &Template, kind: &str) -> Vec<(String, Value)> {
    let resolver = Resolver::new(template, &[KEY], function_names(template));
    let resources = template.resources(kind).into_iter();
    resources
        .map(|(name, properties)| (name, resolver.resolve(&properties)))
        .collect()
}

/// The resources that alarms watch a metric of, each by an alarm of its own or as part of a sum.
fn watched(template: &Template, namespace: &str, metric: &str) -> BTreeSet<String> {
    let alarms = resolved(template, "AWS::CloudWatch::Alarm");
    let metrics = alarms
        .iter()
        .flat_map(|(_, alarm)| match alarm["Metrics"].as_array() {
            Some(queries) => queries
                .iter()
                .map(|query| &query["MetricStat"]["Metric"])
                .collect(),
            None => vec![alarm],
        });
    metrics
        .filter(|found| found["Namespace"] == namespace && found["MetricName"] == metric)
        .map(|found| found["Dimensions"][0]["Value"].as_str().unwrap().to_owned())
        .collect()
}

/// The functions by their full names.
fn function_names(template: &Template) -> Names {
    let resolver = Resolver::new(template, &[], Names::default());
    let functions = template.resources(FUNCTION).into_iter();
    functions.fold(Names::default(), |names, (resource, properties)| {
        let name = resolver.resolve(&properties["FunctionName"]);
        let arn = format!("arn:aws:lambda:function:{}", name.as_str().unwrap());
        names.attribute(&resource, "Arn", &arn)
    })
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text],
        _ => Vec::new(),
    }
}
