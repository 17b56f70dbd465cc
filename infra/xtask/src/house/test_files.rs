//! Files of tests that nothing builds: one beside the `main.rs` of a test target that does not declare it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The files beside a test target's `main.rs` that are neither declared in it nor a target of their own; `read` gives
/// the text of a file at a path from the root.
pub(crate) fn check(
    roots: &BTreeSet<PathBuf>,
    paths: &[String],
    read: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let mut broken = Vec::new();
    for root in roots.iter().filter(|root| root.ends_with("main.rs")) {
        let text = root.to_str().and_then(&read).unwrap_or_default();
        let beside = paths.iter().map(Path::new);
        let beside = beside.filter(|path| path.parent() == root.parent() && !roots.contains(*path));
        let stray = beside.filter_map(|path| Some((path, module(path)?)));
        let stray = stray.filter(|(_, name)| !declares(&text, name));
        broken.extend(stray.map(|(path, name)| {
            let (path, root) = (path.display(), root.display());
            format!("{path}: no test of it runs; write `mod {name};` in {root}")
        }));
    }
    broken
}

/// The module that a Rust file beside the root is.
fn module(path: &Path) -> Option<&str> {
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    is_rust.then(|| path.file_stem()?.to_str()).flatten()
}

fn declares(text: &str, module: &str) -> bool {
    let declaration = format!("mod {module};");
    text.lines().any(|line| line == declaration)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::check;

    #[test]
    fn a_file_of_tests_that_no_target_takes_in_is_named() {
        let roots = ["a/tests/main.rs", "a/tests/lambda.rs"].map(PathBuf::from);
        let files = [
            "main.rs",
            "lambda.rs",
            "counts.rs",
            "stray.rs",
            "deals/mod.rs",
        ];
        let paths = files.map(|file| format!("a/tests/{file}"));
        let read = |_: &str| Some("//! Tests.\n\nmod counts;\n// mod stray;\n".to_owned());
        let broken = check(&roots.into(), &paths, read);
        assert_eq!(
            broken,
            ["a/tests/stray.rs: no test of it runs; write `mod stray;` in a/tests/main.rs"]
        );
    }
}
