//! The versions of tools that the pages tell to install.

use components::PACKAGES;
use template::read_file;

use crate::ignored::tracked;

/// The packages of a text that stand with a version, as pip takes them: `aws-sam-cli==1.170.0`.
fn pinned(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|one: char| one.is_whitespace() || "`\"',;".contains(one));
    words.filter(|word| {
        word.split_once("==").is_some_and(|(name, version)| {
            !name.is_empty() && version.starts_with(|one: char| one.is_ascii_digit())
        })
    })
}

/// A version that nobody tried would be told to whoever deploys.
#[test]
fn the_pages_name_the_versions_that_the_tests_use() {
    let mut named = 0;
    for page in tracked(&["*.md"]) {
        for package in pinned(&read_file(&page)) {
            assert!(
                PACKAGES.contains(&package),
                "{page}: {package}: {PACKAGES:?}"
            );
            named += 1;
        }
    }
    assert!(named >= 3, "{named}");
}

#[test]
fn every_tool_that_a_command_of_the_page_installs_has_its_version() {
    let page = read_file("infra/README.md");
    let commands = page.lines().filter(|line| line.starts_with("$ "));
    let installed = commands.flat_map(|line| line.split("uv tool install ").skip(1));
    let installed: Vec<&str> = installed
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    assert!(installed.len() >= 3, "{installed:?}");
    for tool in installed {
        assert_eq!(pinned(tool).collect::<Vec<_>>(), [tool]);
    }
}
