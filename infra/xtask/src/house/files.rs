//! Files: their places, their lengths, and the paths that they must not name.

use std::collections::BTreeSet;

/// All that may stand at the top level.
const TOP_LEVEL: [&str; 16] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".devcontainer",
    ".editorconfig",
    ".github",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "functions",
    "infra",
    "rust-toolchain.toml",
    "template.yaml",
];

/// A source file that is longer holds more than one idea.
const MOST_LINES: usize = 400;

/// Half of the source files are no longer: most of them hold one small idea.
const MEDIAN_LINES: usize = 110;

/// Parents of people's home folders.
const HOMES: [&str; 4] = ["home", "root", "Users", "work"];

/// Folders below the build's own, which is nowhere the same.
const BUILDS: [&str; 2] = ["debug", "release"];

/// Entries of the top level that have no place there.
pub(crate) fn check_top_level(paths: &[String]) -> Vec<String> {
    let entries: BTreeSet<&str> = paths
        .iter()
        .filter_map(|path| path.split('/').next())
        .collect();
    let strangers = entries.iter().filter(|entry| !TOP_LEVEL.contains(entry));
    strangers
        .map(|entry| format!("{entry}: has no place at the top level"))
        .collect()
}

/// The rules that a text file breaks.
pub(crate) fn check_content(path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let lines = text.lines().count();
    if is_rust(path) && lines > MOST_LINES {
        broken.push(format!(
            "{path}: {lines} lines; at most {MOST_LINES}, so split it by idea"
        ));
    }
    for (index, line) in text.lines().enumerate() {
        if let Some(found) = machine_path(line) {
            let number = index + 1;
            broken.push(format!("{path}:{number}: {found} is a path of one machine"));
        }
    }
    broken
}

/// The complaint about the lengths of all source files, if half of them are long.
pub(crate) fn check_median(mut lengths: Vec<usize>) -> Option<String> {
    lengths.sort_unstable();
    let median = *lengths.get(lengths.len() / 2)?;
    (median > MEDIAN_LINES).then(|| {
        format!(
            "half of the source files have {median} lines or more; the median may be {MEDIAN_LINES}"
        )
    })
}

pub(super) fn is_rust(path: &str) -> bool {
    ends_in(path, "rs")
}

pub(super) fn is_page(path: &str) -> bool {
    ends_in(path, "md")
}

fn ends_in(path: &str, ending: &str) -> bool {
    std::path::Path::new(path)
        .extension()
        .is_some_and(|extension| extension == ending)
}

/// A home folder's or the build folder's path in a line.
fn machine_path(line: &str) -> Option<String> {
    let homes = HOMES.map(|home| format!("/{home}/"));
    let builds = BUILDS.map(|build| format!("target/{build}"));
    let home = homes.into_iter().find(|home| starts_a_path(line, home));
    home.or_else(|| builds.into_iter().find(|build| line.contains(build)))
}

/// True if an absolute path starts so; within a web address or a relative path it does not.
fn starts_a_path(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !(before.is_alphanumeric() || "-_.}/~*".contains(before)))
    })
}

#[cfg(test)]
mod tests {
    use super::{check_content, check_median, check_top_level};

    #[test]
    fn a_stranger_at_the_top_level_is_named() {
        let paths = ["README.md", "notes.txt", "functions/a/src/lib.rs"].map(ToOwned::to_owned);
        let broken = check_top_level(&paths);
        assert_eq!(broken, ["notes.txt: has no place at the top level"]);
    }

    #[test]
    fn a_source_file_has_400_lines_at_most() {
        let text = "\n".repeat(400);
        assert!(check_content("a.rs", &text).is_empty());
        assert_eq!(check_content("a.rs", &(text.clone() + "\n")).len(), 1);
        assert!(check_content("a.json", &(text + "\n")).is_empty());
    }

    #[test]
    fn half_of_the_source_files_have_110_lines_at_most() {
        assert_eq!(check_median(vec![400, 110, 3]), None);
        assert!(check_median(vec![400, 111, 3]).is_some());
        assert_eq!(check_median(Vec::new()), None);
    }

    #[test]
    fn a_path_of_one_machine_is_found_and_a_web_address_is_not() {
        let home = format!("open(\"/{}/ada/books\")", "home");
        let build = format!("./target/{}/program", "debug");
        for line in [home, build] {
            assert_eq!(check_content("a.md", &line).len(), 1, "{line}");
        }
        for line in ["https://example.com/home/page", "target/", "a/root/b"] {
            assert!(check_content("a.md", line).is_empty(), "{line}");
        }
    }
}
