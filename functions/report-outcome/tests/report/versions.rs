//! An outcome under every version of HubSpot's API.

use hubspot::ApiVersion;
use sandbox_hubspot::{ObjectType, SandboxOptions, ValidationRule};
use serde_json::{Value, json};

use crate::stage::{Stage, booked, event};

const VERSIONS: [ApiVersion; 3] = [
    ApiVersion::Numbered,
    ApiVersion::MARCH_2026,
    ApiVersion::SEPTEMBER_2026,
];

async fn told(stage: &Stage) -> Value {
    let answer = stage.report(&event("deal", "9001", &booked())).await;
    serde_json::to_value(answer.unwrap()).unwrap()
}

#[tokio::test]
async fn an_outcome_is_told_the_same_under_every_version_of_the_api() {
    for version in VERSIONS {
        let outcomes = json!({"notes": "always"});
        let stage = Stage::under(version, SandboxOptions::default(), outcomes).await;
        stage.make_properties().await;
        for _ in 0..2 {
            let answer = told(&stage).await;
            for step in ["completion", "properties", "note"] {
                assert_eq!(answer[step], "done", "{version}: {answer}");
            }
        }
        let deal = stage.properties("deals", "9001");
        assert_eq!(deal["quickbooks_sale_number"], "1037", "{version}");
        assert_eq!(stage.notes().len(), 1, "{version}");
        let outputs = stage.portal.completions();
        let states = outputs
            .iter()
            .map(|(_, outputs)| &outputs["hs_execution_state"]);
        assert!(states.eq([&json!("SUCCESS"); 2]), "{version}: {outputs:?}");
    }
}

/// From 2026-09 on writes are checked against an account's rules for its values.
#[tokio::test]
async fn a_value_that_the_account_s_own_rule_refuses_is_told_in_a_note() {
    for version in VERSIONS {
        let rule = ValidationRule {
            object_type: ObjectType::Deals,
            property: "quickbooks_sale_number".to_owned(),
            longest: 3,
        };
        let options = SandboxOptions {
            validation_rules: vec![rule],
            ..SandboxOptions::default()
        };
        let stage = Stage::under(version, options, json!({})).await;
        stage.make_properties().await;
        let answer = told(&stage).await;
        assert_eq!(answer["completion"], "done", "{version}: {answer}");
        let is_refused = version == ApiVersion::SEPTEMBER_2026;
        let (properties, notes) = if is_refused {
            ("refused", 1)
        } else {
            ("done", 0)
        };
        assert_eq!(answer["properties"], properties, "{version}: {answer}");
        assert_eq!(stage.notes().len(), notes, "{version}");
    }
}
