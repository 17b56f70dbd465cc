//! Names in the template as SAM's own translator transforms it: two stacks of it in one account and region share none.
//!
//! The variable `TRANSFORMED` says where the transformed template is; `cargo xtask template` makes it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "the environment says where the transformed template is"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use template::{Names, Resolver, Template};

/// Names that are those of another resource, or that hold within one: a second stack has its own.
const WITHIN_ANOTHER: [(&str, &str); 6] = [
    ("AWS::ApiGatewayV2::Stage", "StageName"),
    ("AWS::Events::Rule", "EventBusName"),
    ("AWS::Lambda::EventInvokeConfig", "FunctionName"),
    ("AWS::Lambda::EventSourceMapping", "FunctionName"),
    ("AWS::Lambda::Permission", "FunctionName"),
    ("AWS::ApiGatewayV2::ApiMapping", "DomainName"),
];

/// The longest name of each type that is given names here.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/> has a page for each.
const LONGEST: [(&str, usize); 9] = [
    ("AWS::ApiGatewayV2::DomainName", 512),
    ("AWS::CloudWatch::Dashboard", 255),
    ("AWS::DynamoDB::Table", 255),
    ("AWS::Events::EventBus", 256),
    ("AWS::Lambda::Function", 64),
    ("AWS::Logs::LogGroup", 512),
    ("AWS::Scheduler::Schedule", 64),
    ("AWS::SecretsManager::Secret", 512),
    ("AWS::StepFunctions::StateMachine", 80),
];

fn transformed() -> Template {
    let path = std::env::var("TRANSFORMED");
    let path =
        path.unwrap_or_else(|_| panic!("TRANSFORMED is not set: run `cargo xtask template`"));
    Template::parse(&std::fs::read_to_string(path).unwrap())
}

/// The names that a stack with this prefix takes, by resource: its type and the name.
fn names(template: &Template, prefix: &str) -> BTreeMap<String, (String, String)> {
    let domain = format!("{prefix}.example.com");
    let certificate = "arn:aws:acm:us-east-1:123456789012:certificate/c";
    let given = [
        ("NamePrefix", prefix),
        ("PublicDomainName", &domain),
        ("PublicDomainCertificateArn", certificate),
    ];
    let resolver = Resolver::new(template, &given, Names::default());
    let mut names = BTreeMap::new();
    for (resource, definition) in template.section("Resources") {
        let kind = definition["Type"].as_str().unwrap().to_owned();
        let properties = definition["Properties"].as_object().into_iter().flatten();
        for (property, value) in properties {
            let is_name = property.ends_with("Name") && property != "MetricName";
            if is_name && !WITHIN_ANOTHER.contains(&(&kind, property)) {
                let name = resolver.resolve(value);
                let name = name.as_str().unwrap().to_owned();
                names.insert(format!("{resource}.{property}"), (kind.clone(), name));
            }
        }
    }
    names
}

#[test]
fn two_stacks_in_one_account_and_region_have_no_name_in_common() {
    let template = transformed();
    let (one, other) = (names(&template, "one"), names(&template, "other"));
    assert!(one.len() > 30, "{one:#?}");
    let taken: BTreeSet<_> = one.values().collect();
    let shared: Vec<_> = other
        .iter()
        .filter(|(_, name)| taken.contains(name))
        .collect();
    assert!(shared.is_empty(), "begin with ${{NamePrefix}}: {shared:#?}");
    for kind in [
        "AWS::Scheduler::Schedule",
        "AWS::Lambda::Function",
        "AWS::Events::EventBus",
    ] {
        assert!(
            one.values().any(|(found, _)| found == kind),
            "{kind} is not looked at"
        );
    }
}

#[test]
fn every_name_of_a_stack_begins_with_its_prefix() {
    for (resource, (_, name)) in names(&transformed(), "books") {
        let own = name.trim_start_matches("/aws/lambda/");
        let own = own.trim_start_matches("/aws/vendedlogs/states/");
        assert!(own.starts_with("books"), "{resource}: {name}");
    }
}

/// The limit of the parameter is the longest prefix with which every name fits, and no shorter.
#[test]
fn a_prefix_that_cloudformation_takes_leaves_no_name_too_long_and_no_longer_one_would() {
    let template = transformed();
    let parameter = &template.section("Parameters")["NamePrefix"];
    let longest_prefix = usize::try_from(parameter["MaxLength"].as_u64().unwrap()).unwrap();
    assert!(
        parameter.get("Default").is_none(),
        "two stacks would share it"
    );
    let told = parameter["ConstraintDescription"].as_str().unwrap();
    assert!(told.contains(&longest_prefix.to_string()), "{told}");
    let room = names(&template, &"p".repeat(longest_prefix))
        .into_iter()
        .map(|(resource, (kind, name))| {
            let limit = LONGEST.iter().find(|(found, _)| *found == kind);
            let (_, limit) = limit.unwrap_or_else(|| panic!("how long may a name of {kind} be?"));
            let room = limit.checked_sub(name.len());
            room.unwrap_or_else(|| panic!("{resource}: {name} is longer than {limit}"))
        });
    assert_eq!(room.min(), Some(0));
}

#[test]
fn what_is_deployed_stays_within_cloudformation_s_limits() {
    let template = transformed();
    // <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
    assert!(template.section("Resources").len() <= 500);
    assert!(template.section("Parameters").len() <= 200);
    assert!(template.section("Outputs").len() <= 200);
    let text = Value::from_iter(template.section("Resources")).to_string();
    assert!(text.len() < 1_000_000, "{}", text.len());
}
