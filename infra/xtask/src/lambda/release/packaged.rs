//! The template of a package, which names built functions, and the files that go with it.

use std::fs;
use std::path::Path;

use ::release::{LICENCES, copy};

use crate::error::XtaskError;
use crate::workspace;

/// Files of the workspace that the commands of the pages use on a deployed stack, at the places they name.
const FILES: [&str; 5] = [
    "infra/README.md",
    "infra/samconfig.toml",
    "infra/shell.sh",
    "infra/kms-key-policy.json",
    "infra/deployer-policy.json",
];

/// Folders of the workspace that go whole.
const FOLDERS: [&str; 3] = [
    "infra/hubspot-app/project/",
    "infra/workflows/",
    "functions/create-invoice/events/",
];

/// The line by which SAM would build a function.
const BUILD: &str = "    Metadata: { BuildMethod: rust-cargolambda";

/// Writes template and files into the folder of a package.
pub(super) fn write(architecture: &str, folder: &Path) -> Result<(), XtaskError> {
    let root = workspace::root();
    let template = fs::read_to_string(root.join("template.yaml"))?;
    fs::write(folder.join("template.yaml"), of(&template, architecture)?)?;
    for file in FILES.iter().chain(&LICENCES) {
        copy(&root.join(file), &folder.join(file))?;
    }
    for file in workspace::files()? {
        if FOLDERS.iter().any(|folder| file.starts_with(folder)) {
            copy(&root.join(&file), &folder.join(&file))?;
        }
    }
    Ok(())
}

/// The template for functions that are built for this processor: their code is a zip, and nothing builds it.
fn of(template: &str, architecture: &str) -> Result<String, XtaskError> {
    let mut packaged = Vec::new();
    let (mut built, mut zips) = (0, 0);
    for line in template.lines() {
        if line.starts_with(BUILD) {
            built += 1;
            continue;
        }
        let is_code = line.trim_start().starts_with("CodeUri: functions/");
        zips += usize::from(is_code);
        packaged.push(if is_code {
            format!("{line}.zip")
        } else {
            line.to_owned()
        });
    }
    let packaged = packaged.join("\n") + "\n";
    let of_both = "    Default: arm64\n    AllowedValues: [arm64, x86_64]\n";
    if built != zips || zips == 0 || !packaged.contains(of_both) {
        return Err(XtaskError::Release(
            "template.yaml: its functions, or the parameter Architecture, are not written as they were".to_owned(),
        ));
    }
    let of_one = format!("    Default: {architecture}\n    AllowedValues: [{architecture}]\n");
    Ok(packaged.replace(of_both, &of_one))
}

#[cfg(test)]
mod tests {
    use super::{FILES, FOLDERS, of};
    use crate::workspace;

    #[test]
    fn every_file_that_a_command_of_the_page_names_is_in_a_package() {
        let page = std::fs::read_to_string(workspace::root().join("infra/README.md")).unwrap();
        let commands = page
            .lines()
            .filter_map(|line| line.trim().strip_prefix("$ "));
        let words = commands.flat_map(str::split_whitespace);
        let words = words.map(|word| word.trim_start_matches("file://"));
        let named: Vec<&str> = words
            .filter(|word| word.starts_with("infra/") || word.starts_with("functions/"))
            .collect();
        assert!(named.contains(&"infra/hubspot-app/project"), "{named:?}");
        for path in named {
            let folder = FOLDERS
                .iter()
                .any(|folder| format!("{path}/").starts_with(folder));
            assert!(folder || FILES.contains(&path), "{path}");
        }
    }

    #[test]
    fn a_package_s_template_names_built_functions_and_takes_no_other_processor() {
        let source = std::fs::read_to_string(workspace::root().join("template.yaml")).unwrap();
        let text = of(&source, "x86_64").unwrap();
        assert!(!text.contains("BuildMethod"));
        let packaged = ::template::Template::parse(&text);
        let parameters = packaged.section("Parameters");
        assert_eq!(parameters["Architecture"]["Default"], "x86_64");
        let functions = packaged.resources("AWS::Serverless::Function");
        let before = ::template::Template::parse(&source);
        assert_eq!(
            functions.len(),
            before.resources("AWS::Serverless::Function").len()
        );
        for (name, function) in functions {
            let code = function["CodeUri"].as_str().unwrap();
            let extension = std::path::Path::new(code).extension();
            assert!(extension.is_some_and(|it| it == "zip"), "{name}: {code}");
        }
    }
}
