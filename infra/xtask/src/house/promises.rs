//! The page of promises: every promise names tests, and every test it names exists.

use super::files::is_rust;

/// The page, from the root.
pub(crate) const PAGE: &str = "infra/PROMISES.md";

/// The part whose items are no promises.
const ENDS: &str = "## Where the promises end";

/// The folders in which a path on the page may begin.
const BEGINNINGS: [&str; 4] = ["functions", "functions/shared", "infra", "infra/testing"];

/// The faults of the page; `source` gives the text of a file at a path from the root, if it exists.
pub(crate) fn check(page: &str, source: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut unproved = None;
    let promises = page.lines().take_while(|line| *line != ENDS);
    for (line, number) in promises.zip(1_usize..) {
        if line.starts_with("- ") {
            broken.extend(unproved.replace(number).map(no_test));
        } else if let Some(item) = line.strip_prefix("  - ") {
            unproved = None;
            let fault = fault_of_test(item, &source);
            broken.extend(fault.map(|fault| format!("{PAGE}:{number}: {fault}")));
        }
    }
    broken.extend(unproved.map(no_test));
    broken
}

fn no_test(number: usize) -> String {
    format!("{PAGE}:{number}: a promise that no test proves")
}

/// The fault of an item below a promise, which is a test such as `` `a/tests/b.rs::it_holds` ``.
fn fault_of_test(item: &str, source: impl Fn(&str) -> Option<String>) -> Option<String> {
    let quoted = item
        .strip_prefix('`')
        .and_then(|item| item.strip_suffix('`'));
    let test = quoted.and_then(|text| text.split_once("::"));
    let Some((path, name)) = test.filter(|(path, _)| is_rust(path)) else {
        return Some(format!("{item} is no test"));
    };
    let mut found = BEGINNINGS
        .iter()
        .filter_map(|beginning| source(&format!("{beginning}/{path}")));
    match found.next() {
        None => Some(format!("there is no file {path}")),
        Some(file) if !has_function(&file, name) => Some(format!("{path} has no test {name}")),
        Some(_) => None,
    }
}

/// True if a source file defines the function; a promise of a contract may be generic.
fn has_function(text: &str, name: &str) -> bool {
    let ends = ['(', '<'];
    ends.iter()
        .any(|end| text.contains(&format!("fn {name}{end}")))
}

#[cfg(test)]
mod tests {
    use super::check;

    fn source(path: &str) -> Option<String> {
        let text = "#[test]\nfn it_holds() {}\npub async fn of_all<S>(store: &S) {}";
        (path == "functions/shared/a/b.rs").then(|| text.to_owned())
    }

    fn broken(items: &str) -> Vec<String> {
        check(&format!("# Promises\n\n{items}\n\n## More\n"), source)
    }

    #[test]
    fn a_promise_needs_a_test_that_exists() {
        let proved = "- it holds\n  always\n  - `a/b.rs::it_holds`\n  - `a/b.rs::of_all`";
        assert!(broken(proved).is_empty());
        let nothing = "infra/PROMISES.md:3: a promise that no test proves";
        for (items, expected) in [
            ("- it holds", nothing),
            (
                "- it holds\n- so does this\n  - `a/b.rs::it_holds`",
                nothing,
            ),
            ("- it holds\n  - a/b.rs", "PROMISES.md:4: a/b.rs is no test"),
            (
                "- it holds\n  - `a/c.rs::it_holds`",
                "there is no file a/c.rs",
            ),
            (
                "- it holds\n  - `a/b.rs::it_hold`",
                "a/b.rs has no test it_hold",
            ),
        ] {
            let broken = broken(items);
            assert_eq!(broken.len(), 1, "{broken:?}");
            assert!(broken[0].contains(expected), "{broken:?}");
        }
    }

    #[test]
    fn where_the_promises_end_nothing_needs_a_test() {
        assert!(broken("## Where the promises end\n\n- not this").is_empty());
    }
}
