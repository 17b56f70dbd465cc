//! The store's operations: whoever asks for one is allowed what DynamoDB wants for it. No emulator refuses anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use registry::RegisteredAction;
use serde_json::Value;
use template::{Template, workspace};

use crate::permissions::statements;
use crate::{FUNCTION, resolved, template, texts};

/// Every operation of the store that reaches a table, with the table and the permissions it takes, as `storage/src/aws`
/// sends it. A transaction needs no permission beyond those of its writes.
const OPERATIONS: [(&str, &str, &[&str]); 23] = [
    ("acquire_lease", "LeasesTable", &["PutItem"]),
    ("compare_and_put", "LedgerTable", &["PutItem", "UpdateItem"]),
    (
        "delete_mappings",
        "MappingsTable",
        &["BatchWriteItem", "UpdateItem"],
    ),
    ("delete_tokens", "LeasesTable", &["UpdateItem"]),
    ("entries_of", "LedgerTable", &["Query"]),
    ("failed_runs", "LeasesTable", &["Query"]),
    (
        "find_by_document",
        "LedgerTable",
        &["GetItem", "BatchGetItem"],
    ),
    ("forget_failed_run", "LeasesTable", &["DeleteItem"]),
    ("get_settings", "SettingsTable", &["GetItem"]),
    ("has_entries", "LedgerTable", &["Query"]),
    ("keep_failed_run", "LeasesTable", &["PutItem"]),
    ("keep_failure", "LeasesTable", &["PutItem"]),
    ("last_failure", "LeasesTable", &["GetItem"]),
    ("list_connections", "SettingsTable", &["Scan"]),
    ("list_mappings", "MappingsTable", &["Query"]),
    ("load_tokens", "LeasesTable", &["GetItem"]),
    ("page_of_entries", "LedgerTable", &["Query"]),
    (
        "put_mappings",
        "MappingsTable",
        &["BatchWriteItem", "UpdateItem"],
    ),
    ("put_settings", "SettingsTable", &["PutItem"]),
    (
        "put_with_reservations",
        "LedgerTable",
        &["PutItem", "UpdateItem"],
    ),
    ("record_used_up", "LeasesTable", &["UpdateItem"]),
    ("release_lease", "LeasesTable", &["DeleteItem"]),
    ("store_tokens", "LeasesTable", &["PutItem"]),
];

/// The tables of the one read that brings settings, mappings, entries and quotas together.
const SNAPSHOT: [&str; 4] = [
    "LeasesTable",
    "LedgerTable",
    "MappingsTable",
    "SettingsTable",
];

/// A refresh of tokens, and what failed last of a connection.
const TOKENS: &[&str] = &[
    "acquire_lease",
    "keep_failure",
    "load_tokens",
    "release_lease",
    "store_tokens",
];

/// A function that creates a document; `actions` asks for all.
const ACTION: &[&str] = &[
    "acquire_lease",
    "compare_and_put",
    "delete_mappings",
    "find_by_document",
    "forget_failed_run",
    "get_settings",
    "keep_failed_run",
    "keep_failure",
    "load_tokens",
    "put_mappings",
    "put_with_reservations",
    "record_used_up",
    "release_lease",
    "snapshot",
    "store_tokens",
];

/// Every function but those of actions: its folder, and what libraries ask the store for on its behalf. What its own
/// source asks for is read there.
const BESIDE_ACTIONS: [(&str, &str, &[&str]); 7] = [
    ("ConnectQuickBooks", "connect-quickbooks", TOKENS),
    ("HubSpotGateway", "hubspot-gateway", &["list_connections"]),
    ("ListOptions", "list-options", TOKENS),
    ("ManageConnection", "manage-connection", TOKENS),
    ("RefreshTokens", "refresh-tokens", TOKENS),
    (
        "ReportOutcome",
        "report-outcome",
        &["keep_failed_run", "snapshot"],
    ),
    ("RunQueuedAction", "run-queued-action", &[]),
];

/// The text of the source below a folder, without its tests.
fn source(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&source(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs")
            && path.file_name().is_some_and(|name| name != "tests.rs")
        {
            let file = fs::read_to_string(&path).unwrap();
            let own = file.split("#[cfg(test)]").next().unwrap_or_default();
            text.push_str(own);
        }
    }
    text
}

/// The permissions of a function on tables, each with the table's resource.
fn allowed(template: &Template, function: &str) -> BTreeSet<(String, String)> {
    let functions = template.resources(FUNCTION).into_iter();
    let mut own = functions.filter(|(name, _)| name == function);
    let (_, properties) = own.next().unwrap();
    let role = properties["Role"]["Fn::GetAtt"][0].as_str().unwrap();
    let roles = resolved(template, "AWS::IAM::Role");
    let (_, found) = roles.iter().find(|(name, _)| name == role).unwrap();
    let mut holders: Vec<&str> = texts(&found["ManagedPolicyArns"]);
    holders.push(role);
    let mut allowed = BTreeSet::new();
    for (_, statement) in statements(template)
        .iter()
        .filter(|(name, _)| holders.contains(&name.as_str()))
    {
        allowed.extend(pairs(statement));
    }
    allowed
}

fn pairs(statement: &Value) -> Vec<(String, String)> {
    let actions = texts(&statement["Action"]).into_iter();
    let actions = actions.filter_map(|action| action.strip_prefix("dynamodb:"));
    let pairs = actions.flat_map(|action| {
        let tables = texts(&statement["Resource"]).into_iter();
        tables.map(move |arn| {
            let table = arn.rsplit(':').next().unwrap_or_default();
            (table.to_owned(), action.to_owned())
        })
    });
    pairs.collect()
}

#[test]
fn every_function_is_allowed_what_its_operations_of_the_store_take() {
    let template = template();
    let all: BTreeSet<String> = template
        .resources(FUNCTION)
        .into_iter()
        .map(|it| it.0)
        .collect();
    let actions = RegisteredAction::ALL.iter();
    let actions = actions.map(|action| (action.type_name(), action.name(), ACTION));
    let functions: Vec<_> = BESIDE_ACTIONS.into_iter().chain(actions).collect();
    let listed: BTreeSet<String> = functions.iter().map(|it| it.0.to_owned()).collect();
    assert_eq!(listed, all);
    let mut missing = Vec::new();
    for (function, folder, of_libraries) in functions {
        let allowed = allowed(&template, function);
        let source = source(&workspace().join("functions").join(folder).join("src"));
        let asks =
            |name: &str| of_libraries.contains(&name) || source.contains(&format!(".{name}("));
        for (operation, table, permissions) in OPERATIONS.into_iter().filter(|it| asks(it.0)) {
            for permission in permissions {
                if !allowed.contains(&(table.to_owned(), (*permission).to_owned())) {
                    missing.push(format!("{function}: {operation}: {permission} on {table}"));
                }
            }
        }
        for table in SNAPSHOT.into_iter().filter(|_| asks("snapshot")) {
            if !allowed.contains(&(table.to_owned(), "BatchGetItem".to_owned())) {
                missing.push(format!("{function}: the snapshot: BatchGetItem on {table}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
