//! The page of promises: every promise names tests, and every test it names exists.

use super::files::is_rust;

/// The page, from the root.
pub(crate) const PAGE: &str = "infra/PROMISES.md";

/// The head of a table whose rows are promises.
const HEAD: &str = "| promise | proved by |";

/// The faults of the page; `source` gives the text of a file, if it exists.
pub(crate) fn check(page: &str, source: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut is_promise = false;
    for (index, line) in page.lines().enumerate() {
        let place = format!("{PAGE}:{}", index + 1);
        let tests: Vec<_> = tests_in(line).collect();
        is_promise = line.starts_with('|') && (is_promise || line == HEAD);
        let is_row = is_promise && line != HEAD && !line.starts_with("|--");
        if is_row && tests.is_empty() {
            broken.push(format!("{place}: a promise that no test proves"));
        }
        for (path, name) in tests {
            match source(path) {
                None => broken.push(format!("{place}: there is no file {path}")),
                Some(text) if !has_function(&text, name) => {
                    broken.push(format!("{place}: {path} has no test {name}"));
                }
                Some(_) => {}
            }
        }
    }
    broken
}

/// The tests that a line names, such as `` `a/tests/b.rs::it_holds` ``.
fn tests_in(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter_map(|text| {
        let (path, name) = text.split_once("::")?;
        is_rust(path).then_some((path, name))
    })
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
        (path == "a/b.rs").then(|| text.to_owned())
    }

    fn broken(row: &str) -> Vec<String> {
        check(
            &format!("# Promises\n\n| promise | proved by |\n|---|---|\n{row}\n\n| a | b |\n"),
            source,
        )
    }

    #[test]
    fn a_promise_needs_a_test_that_exists() {
        assert!(broken("| it holds | `a/b.rs::it_holds`, `a/b.rs::of_all` |").is_empty());
        for (row, fault) in [
            (
                "| it holds | |",
                "infra/PROMISES.md:5: a promise that no test proves",
            ),
            (
                "| it holds | `a/c.rs::it_holds` |",
                "there is no file a/c.rs",
            ),
            (
                "| it holds | `a/b.rs::it_hold` |",
                "a/b.rs has no test it_hold",
            ),
        ] {
            let broken = broken(row);
            assert_eq!(broken.len(), 1, "{broken:?}");
            assert!(broken[0].contains(fault), "{broken:?}");
        }
    }

    #[test]
    fn other_tables_need_no_tests() {
        assert!(check("| limit | why |\n|---|---|\n| one | two |\n", source).is_empty());
    }
}
