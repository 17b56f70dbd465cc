//! The permissions of who deploys.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use template::read_file;

use crate::{KEY, resolved, template};

/// The services whose permissions go by another name than their resources' types.
const RENAMED: [(&str, &str); 2] = [("apigatewayv2", "apigateway"), ("stepfunctions", "states")];

#[test]
fn who_deploys_may_use_every_service_of_the_template_and_a_key_of_their_own() {
    let template = template();
    let resources = template.section("Resources");
    let kinds = resources.values().map(|resource| &resource["Type"]);
    let services = kinds.map(|kind| kind.as_str().unwrap().split("::").nth(1).unwrap());
    let services = services.filter(|service| *service != "Serverless");
    let mut needed: BTreeSet<String> = services.map(str::to_lowercase).collect();
    for (kind, named) in RENAMED {
        if needed.remove(kind) {
            needed.insert(named.to_owned());
        }
    }
    let tables = resolved(&template, "AWS::DynamoDB::Table");
    assert!(format!("{tables:?}").contains(KEY.1), "a key is used");
    needed.insert("kms".to_owned());

    let policy: Value = serde_json::from_str(&read_file("infra/deployer-policy.json")).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    let actions = statements
        .iter()
        .flat_map(|statement| match &statement["Action"] {
            Value::Array(actions) => actions.iter().collect(),
            one => vec![one],
        });
    let allowed = actions.map(|action| action.as_str().unwrap().split(':').next().unwrap());
    let allowed: BTreeSet<String> = allowed.map(str::to_owned).collect();
    let missing: Vec<&String> = needed.difference(&allowed).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// API Gateway makes a role of its own in an account that has no API or domain of one's own yet, in the name of who makes the first.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html>
#[test]
fn who_deploys_may_have_api_gateway_make_its_role_and_no_other_service() {
    let policy: Value = serde_json::from_str(&read_file("infra/deployer-policy.json")).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    let action = json!("iam:CreateServiceLinkedRole");
    let of_roles = |one: &&Value| texts_of(&one["Action"]).contains(&action);
    let roles: Vec<&Value> = statements.iter().filter(of_roles).collect();
    assert_eq!(roles.len(), 1);
    let service = "ops.apigateway.amazonaws.com";
    let condition = json!({ "StringEquals": { "iam:AWSServiceName": service } });
    assert_eq!(roles[0]["Condition"], condition);
    let resource = roles[0]["Resource"].as_str().unwrap();
    let role = format!("role/aws-service-role/{service}/AWSServiceRoleForAPIGateway");
    assert!(resource.ends_with(&role), "{resource}");
}

fn texts_of(value: &Value) -> Vec<Value> {
    value
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![value.clone()])
}
