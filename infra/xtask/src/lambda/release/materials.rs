//! The bill of materials of a release, in `CycloneDX`'s JSON: every crate that is linked, or that builds what is.
//!
//! <https://cyclonedx.org/docs/1.6/json/>

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Node, Package, PackageId};
use serde_json::{Value, json};

use crate::error::XtaskError;
use crate::workspace;

/// The bill of what these packages of the workspace are made of.
pub(super) fn of(packages: &[&str]) -> Result<String, XtaskError> {
    let mut command = MetadataCommand::new();
    command.current_dir(workspace::root());
    let metadata = command.other_options(vec!["--locked".to_owned()]).exec()?;
    Ok(format!("{:#}\n", bill(&metadata, packages)))
}

fn bill(metadata: &Metadata, packages: &[&str]) -> Value {
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let nodes: BTreeMap<&PackageId, &Node> = nodes.map(|node| (&node.id, node)).collect();
    let members = metadata.workspace_packages();
    let mut waiting: Vec<&PackageId> = members
        .iter()
        .filter(|package| packages.contains(&package.name.as_str()))
        .map(|package| &package.id)
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(nodes.get(id).copied().into_iter().flat_map(needed));
        }
    }
    let reached_packages: Vec<&Package> = metadata
        .packages
        .iter()
        .filter(|package| reached.contains(&package.id))
        .collect();
    let references: BTreeMap<&PackageId, String> = reached_packages
        .iter()
        .map(|package| (&package.id, reference(package)))
        .collect();
    let dependencies = reached.iter().filter_map(|id| {
        let on = nodes.get(*id).copied().into_iter().flat_map(needed);
        let on: BTreeSet<&String> = on.filter_map(|id| references.get(id)).collect();
        Some(json!({ "ref": references.get(*id)?, "dependsOn": on }))
    });
    let version = members.first().map(|package| package.version.to_string());
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "name": "quickbooks-actions", "version": version,
            "bom-ref": "quickbooks-actions",
        } },
        "components": reached_packages.iter().map(|package| component(package)).collect::<Value>(),
        "dependencies": dependencies.collect::<Value>(),
    })
}

/// The packages that one is built from; tests' are not among them.
fn needed(node: &Node) -> impl Iterator<Item = &PackageId> {
    let deps = node.deps.iter().filter(|dependency| {
        let mut kinds = dependency.dep_kinds.iter();
        kinds.any(|kind| kind.kind != DependencyKind::Development)
    });
    deps.map(|dependency| &dependency.pkg)
}

/// <https://github.com/package-url/purl-spec/blob/main/types-doc/cargo-definition.md>
fn reference(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

fn component(package: &Package) -> Value {
    let reference = reference(package);
    let mut component = json!({
        "type": "library",
        "bom-ref": reference,
        "name": package.name.as_str(),
        "version": package.version.to_string(),
        "purl": reference,
    });
    if let Some(licence) = &package.license {
        // An older way to write `OR`.
        component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    }
    component
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::of;

    #[test]
    fn the_bill_names_what_is_linked_with_licences_and_leaves_out_what_tests_need() {
        let bill: Value = serde_json::from_str(&of(&["create-invoice", "local"]).unwrap()).unwrap();
        assert_eq!(bill["bomFormat"], "CycloneDX");
        let components = bill["components"].as_array().unwrap();
        let names: Vec<&str> = components
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        for linked in ["create-invoice", "aws-sdk-dynamodb", "ring", "rust_decimal"] {
            assert!(names.contains(&linked), "{linked}");
        }
        for of_tests in ["proptest", "insta"] {
            assert!(!names.contains(&of_tests), "{of_tests}");
        }
        assert!(components.iter().all(|one| one["licenses"].is_array()));
        let known: Vec<&Value> = components.iter().map(|one| &one["bom-ref"]).collect();
        for dependency in bill["dependencies"].as_array().unwrap() {
            for on in dependency["dependsOn"].as_array().unwrap() {
                assert!(known.contains(&on), "{on}");
            }
        }
    }
}
