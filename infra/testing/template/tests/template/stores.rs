//! Tables and secrets.

use serde_json::{Value, json};
use storage::aws::tables::{self, TableSchema};

use template::{ACCOUNT, Names, REGION, Resolver};

use crate::{KEY, resolved, template};

/// A table's keys as the storage library knows them, in the template's form.
fn keys(schema: &TableSchema, sort_key: Option<&str>) -> Value {
    let partition = json!({ "AttributeName": schema.partition_key, "KeyType": "HASH" });
    let sort = sort_key.map(|name| json!({ "AttributeName": name, "KeyType": "RANGE" }));
    [partition].into_iter().chain(sort).collect()
}

#[test]
fn every_table_can_be_recovered_is_encrypted_and_is_not_deleted_with_the_stack() {
    let template = template();
    let resources = template.section("Resources");
    let tables = resolved(&template, "AWS::DynamoDB::Table");
    assert_eq!(tables.len(), 4);
    for (name, table) in tables {
        assert_eq!(table["BillingMode"], "PAY_PER_REQUEST", "{name}");
        let recovery = &table["PointInTimeRecoverySpecification"];
        assert_eq!(recovery["PointInTimeRecoveryEnabled"], true, "{name}");
        assert_eq!(table["SSESpecification"]["KMSMasterKeyId"], KEY.1, "{name}");
        assert_eq!(table["DeletionProtectionEnabled"], "true", "{name}");
        // A first deployment that fails leaves nothing behind; everything else does.
        let policy = &resources[&name]["DeletionPolicy"];
        assert_eq!(policy, "RetainExceptOnCreate", "{name}");
        assert_eq!(resources[&name]["UpdateReplacePolicy"], "Retain", "{name}");
    }
}

#[test]
fn every_table_has_the_keys_that_the_storage_library_uses() {
    let tables = resolved(&template(), "AWS::DynamoDB::Table");
    let schemas = [
        ("MappingsTable", tables::MAPPINGS),
        ("SettingsTable", tables::SETTINGS),
        ("LedgerTable", tables::LEDGER),
        ("LeasesTable", tables::LEASES),
    ];
    for (name, schema) in schemas {
        let (_, table) = tables.iter().find(|(found, _)| found == name).unwrap();
        assert_eq!(table["KeySchema"], keys(&schema, schema.sort_key), "{name}");
        let expiry = schema.time_to_live.map_or(Value::Null, Value::from);
        assert_eq!(
            table["TimeToLiveSpecification"]["AttributeName"], expiry,
            "{name}"
        );
        let indexes = &table["LocalSecondaryIndexes"];
        assert!(indexes.is_null(), "{name} is capped at 10 GB a connection");
        let attributes = [Some(schema.partition_key), schema.sort_key];
        let definitions = attributes
            .into_iter()
            .flatten()
            .map(|attribute| json!({ "AttributeName": attribute, "AttributeType": "S" }));
        assert_eq!(
            table["AttributeDefinitions"],
            definitions.collect::<Value>(),
            "{name}"
        );
    }
}

/// A ledger that was restored, or that an earlier stack has left, is the one that functions use and may use.
#[test]
fn a_table_that_is_there_is_used_and_none_is_made() {
    let template = template();
    let resources = template.section("Resources");
    let variables = template.section("Globals")["Function"]["Environment"]["Variables"].clone();
    for (kind, variable) in [
        ("Mappings", "MAPPINGS_TABLE"),
        ("Settings", "SETTINGS_TABLE"),
        ("Ledger", "LEDGER_TABLE"),
        ("Leases", "LEASES_TABLE"),
    ] {
        let (table, parameter) = (format!("{kind}Table"), format!("Existing{kind}Table"));
        assert_eq!(resources[&table]["Condition"], format!("Makes{table}"));
        let named = |given: &[(&str, &str)]| {
            let resolver = Resolver::new(&template, given, Names::default());
            resolver.resolve(&variables)[variable].clone()
        };
        assert_eq!(named(&[]), table);
        assert_eq!(named(&[(&parameter, "restored")]), "restored");

        let resolver = Resolver::new(&template, &[(&parameter, "restored")], Names::default());
        let policies = template.resources("AWS::IAM::ManagedPolicy").into_iter();
        let policies = policies.chain(template.resources("AWS::IAM::Role"));
        let policies: Vec<_> = policies
            .map(|(_, policy)| resolver.resolve(&policy).to_string())
            .collect();
        let policies = policies.concat();
        let arn = format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/restored");
        assert!(policies.contains(&arn), "{kind}");
        assert!(!policies.contains(&table), "{kind}");
    }
}

/// Connections' secrets are made at run time, by functions that learn of the key by this variable.
#[test]
fn a_key_of_one_s_own_is_that_of_secrets_made_at_run_time_too() {
    let template = template();
    let variables = template.section("Globals")["Function"]["Environment"]["Variables"].clone();
    for (given, expected) in [(vec![], Value::Null), (vec![KEY], KEY.1.into())] {
        let resolver = Resolver::new(&template, &given, Names::default());
        assert_eq!(resolver.resolve(&variables)["KMS_KEY_ARN"], expected);
    }
}

#[test]
fn no_secret_has_a_value_in_the_template() {
    for (name, secret) in resolved(&template(), "AWS::SecretsManager::Secret") {
        let value: Value = serde_json::from_str(secret["SecretString"].as_str().unwrap()).unwrap();
        let fields = value.as_object().unwrap();
        assert!(fields.values().all(|field| field == ""), "{name}");
        assert!(
            secret["Name"].as_str().unwrap().starts_with("books/"),
            "{name}"
        );
    }
}
