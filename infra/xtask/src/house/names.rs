//! The name of a crate is the name of its folder.

use crate::workspace::Package;

/// The folder of the stand-ins for HubSpot and QuickBooks. The plain names are those of the clients in `functions/shared`, so a
/// stand-in's name says what it is: `sandbox-quickbooks` in `infra/sandbox/quickbooks`.
const SANDBOXES: &str = "infra/sandbox/";

/// The packages that have another name than their folder.
pub(crate) fn check(packages: &[Package]) -> Vec<String> {
    let broken = packages.iter().filter_map(|package| {
        let wanted = wanted(&package.folder);
        (package.name != wanted).then(|| {
            format!(
                "{}: the crate is {}; by its folder it is {wanted}",
                package.folder, package.name
            )
        })
    });
    broken.collect()
}

fn wanted(folder: &str) -> String {
    if let Some(system) = folder.strip_prefix(SANDBOXES) {
        return format!("sandbox-{system}");
    }
    folder.rsplit('/').next().unwrap_or(folder).to_owned()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::Package;

    fn broken(name: &str, folder: &str) -> bool {
        let package = Package {
            name: name.to_owned(),
            folder: folder.to_owned(),
            ..Package::default()
        };
        !check(&[package]).is_empty()
    }

    #[test]
    fn a_crate_is_named_after_its_folder_and_a_sandbox_after_its_system_too() {
        assert!(!broken("simulation", "infra/testing/simulation"));
        assert!(broken("lambda-rehearsal", "infra/testing/lambda"));
        assert!(!broken("sandbox-quickbooks", "infra/sandbox/quickbooks"));
        assert!(broken("quickbooks", "infra/sandbox/quickbooks"));
    }
}
