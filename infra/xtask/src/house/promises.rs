//! The page of promises: every promise names tests, and every test it names exists and is run.

use super::files::is_rust;

/// The page, from the root.
pub(crate) const PAGE: &str = "infra/PROMISES.md";

/// The part whose items are no promises.
const ENDS: &str = "## Where the promises end";

/// The folders in which a path on the page may begin.
const BEGINNINGS: [&str; 4] = ["functions", "functions/shared", "infra", "infra/testing"];

/// A file of tests that a command of its own runs, and no run of the continuous integration.
const NEVER_RUN: &str = "/tests/gateway-cost/";

/// A folder of tests that are functions, which other tests call with a store each.
const CALLED: &str = "/contract/";

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
        Some(_) if path.contains(NEVER_RUN) => Some(format!("{path} is run by hand alone")),
        Some(file) if !has_test(path, &file, name) => Some(format!("{path} has no test {name}")),
        Some(_) => None,
    }
}

/// True if a source file has the test: a function with the attribute of one, a row of which a macro makes one, or a
/// function of a contract, which may be generic.
fn has_test(path: &str, text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let defines = |line: &str| {
        ['(', '<']
            .iter()
            .any(|end| line.contains(&format!("fn {name}{end}")))
    };
    let mut places = (0..lines.len()).filter(|&place| defines(lines[place]));
    let is_row =
        |line: &&str| line.starts_with(&format!("{name}: \"")) || **line == format!("{name}:");
    if path.contains(CALLED) {
        return places.next().is_some();
    }
    places.any(|place| is_test(&lines[..place]))
        || (text.contains("fn $test()") && lines.iter().any(is_row))
}

/// True if the last of these lines, down to an empty one, make a test of the function that follows.
fn is_test(before: &[&str]) -> bool {
    let own = before.iter().rev().take_while(|line| !line.is_empty());
    let attributes = ["#[test]", "#[tokio::test"];
    own.into_iter().any(|line| {
        attributes
            .iter()
            .any(|attribute| line.starts_with(attribute))
    })
}

#[cfg(test)]
mod tests {
    use super::check;

    fn source(path: &str) -> Option<String> {
        let text = "#[test]\nfn it_holds() {}\n\npub async fn of_all<S>(store: &S) {}\n\n#[tokio::test]\n#[ignore]\n\
            async fn later() {}";
        let rows = "cases! {\n    two_at_once: \"2\",\n    three_at_once:\n        \"3\",\n}\nfn $test() {";
        match path {
            "functions/shared/a/b.rs"
            | "functions/a/contract/b.rs"
            | "infra/a/tests/gateway-cost/b.rs" => Some(text.to_owned()),
            "infra/testing/a/rows.rs" => Some(rows.to_owned()),
            _ => None,
        }
    }

    fn broken(items: &str) -> Vec<String> {
        check(&format!("# Promises\n\n{items}\n\n## More\n"), source)
    }

    #[test]
    fn a_promise_needs_a_test_that_exists() {
        let proved = "- it holds\n  always\n  - `a/b.rs::it_holds`\n  - `a/contract/b.rs::of_all`\n  - `a/b.rs::later`\n  \
            - `a/rows.rs::two_at_once`\n  - `a/rows.rs::three_at_once`";
        assert_eq!(broken(proved), [""; 0]);
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
            (
                "- it holds\n  - `a/b.rs::of_all`",
                "a/b.rs has no test of_all",
            ),
            (
                "- it holds\n  - `a/rows.rs::four_at_once`",
                "a/rows.rs has no test four_at_once",
            ),
            (
                "- it holds\n  - `a/tests/gateway-cost/b.rs::it_holds`",
                "is run by hand alone",
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
