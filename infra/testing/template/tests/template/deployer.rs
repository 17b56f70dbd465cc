//! The permissions of who deploys.

use std::collections::BTreeSet;

use serde_json::Value;
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
