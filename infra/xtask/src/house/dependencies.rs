//! Dependencies between crates.

use crate::workspace::Package;

/// Libraries that could stand alone: they know nothing of this project.
const STANDALONE: [&str; 4] = ["json-fault", "quickbooks", "hubspot", "storage"];

/// The one of them that the others may be built from; it is about JSON, and could be anybody's.
const OF_ALL: &str = "functions/shared/json-fault";

/// The packages that are built from something they may not know.
pub(crate) fn check(packages: &[Package]) -> Vec<String> {
    let mut broken = Vec::new();
    for name in STANDALONE {
        if !packages.iter().any(|package| package.name == name) {
            broken.push(format!(
                "{name}: no package of this name; is the rule outdated?"
            ));
        }
    }
    for package in packages {
        for dependency in &package.built_from {
            if let Some(rule) = forbidden(package, dependency) {
                broken.push(format!(
                    "{}: depends on {dependency}; {rule}",
                    package.folder
                ));
            }
        }
    }
    broken
}

fn forbidden(package: &Package, dependency: &str) -> Option<&'static str> {
    if STANDALONE.contains(&package.name.as_str()) && dependency != OF_ALL {
        return Some("it must know nothing of this project");
    }
    if package.folder.starts_with("functions/") && dependency.starts_with("infra/") {
        return Some("functions may use infra in tests alone");
    }
    None
}

/// The local program runs on one machine and must not compile an AWS SDK.
pub(crate) fn check_local_program(linked: &[String]) -> Vec<String> {
    let of_aws = |name: &&String| name.starts_with("aws-sdk-") || name.starts_with("aws-config");
    let broken = linked.iter().filter(of_aws);
    broken
        .map(|name| format!("infra/local: links {name}; it must not contain an AWS SDK"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{check, check_local_program};
    use crate::workspace::Package;

    fn package(name: &str, folder: &str, built_from: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            folder: folder.to_owned(),
            built_from: built_from.iter().map(ToString::to_string).collect(),
            ..Package::default()
        }
    }

    fn standalone() -> Vec<Package> {
        ["quickbooks", "hubspot", "storage", "json-fault"]
            .map(|name| package(name, &format!("functions/shared/{name}"), &[]))
            .into()
    }

    #[test]
    fn a_standalone_library_may_depend_on_no_package_of_the_workspace_but_what_reads_json() {
        let mut packages = standalone();
        packages[0].built_from = vec!["functions/shared/json-fault".to_owned()];
        assert!(check(&packages).is_empty());
        packages[0]
            .built_from
            .push("functions/shared/hubspot".to_owned());
        let broken = check(&packages);
        assert_eq!(broken.len(), 1, "{broken:?}");
        assert!(broken[0].starts_with("functions/shared/quickbooks: depends on"));
    }

    #[test]
    fn a_function_may_not_be_built_from_infra() {
        let mut packages = standalone();
        packages.push(package(
            "local",
            "infra/local",
            &["functions/a", "infra/sandbox/b"],
        ));
        packages.push(package("a", "functions/a", &["functions/shared/storage"]));
        assert!(check(&packages).is_empty());
        packages.push(package("c", "functions/c", &["infra/sandbox/b"]));
        assert_eq!(check(&packages).len(), 1);
    }

    #[test]
    fn a_renamed_library_does_not_slip_out_of_its_rule() {
        assert_eq!(check(&standalone()[1..]).len(), 1);
    }

    #[test]
    fn the_local_program_may_not_link_an_aws_sdk() {
        let linked = ["tokio", "aws-sdk-dynamodb"].map(ToOwned::to_owned);
        assert_eq!(check_local_program(&linked).len(), 1);
        assert!(check_local_program(&linked[..1]).is_empty());
    }
}
