//! No circle between the top-level modules of a crate, as their code imports each other.
//!
//! A module that imports an item through the crate's root depends on the module that the root has it from, and on the
//! root itself if the item is defined there. Code of tests is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::source::Source;

/// The circles of a crate whose root is this file, one text for each.
pub(crate) fn check(source: &Source, root: &Path) -> Vec<String> {
    let imports = imports(source);
    let circles = circles(&imports);
    let described = circles
        .iter()
        .map(|circle| described(root, circle, &imports));
    described.collect()
}

/// The sets of modules each of which imports from each other one, directly or through others.
fn circles<'s>(imports: &BTreeMap<Import<'s>, String>) -> BTreeSet<BTreeSet<&'s str>> {
    let modules: BTreeSet<&str> = imports.keys().map(|(from, _)| *from).collect();
    let reached: BTreeMap<&str, BTreeSet<&str>> = modules
        .into_iter()
        .map(|module| (module, reachable(module, imports)))
        .collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|set| set.contains(to));
    let circle_of = |module: &&'s str| {
        let both = reached.keys().copied();
        both.filter(|other| leads(module, other) && leads(other, module))
            .collect::<BTreeSet<_>>()
    };
    let circles = reached.keys().map(circle_of);
    circles.filter(|circle| !circle.is_empty()).collect()
}

/// The modules that a module imports from, directly or through others.
fn reachable<'s>(from: &str, imports: &BTreeMap<Import<'s>, String>) -> BTreeSet<&'s str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        let next = imports.keys().filter(|(from, _)| *from == module);
        for (_, to) in next {
            if reached.insert(*to) {
                open.push(*to);
            }
        }
    }
    reached
}

/// A module and one that it imports from, by their names.
type Import<'s> = (&'s str, &'s str);

/// Every import between two modules, with the first place where it stands.
fn imports(source: &Source) -> BTreeMap<Import<'_>, String> {
    let mut imports = BTreeMap::new();
    for reference in source.references() {
        for to in source.modules_of(&reference.to) {
            let from = source.top_level(&reference.from);
            if from != to {
                let place = || format!("{}:{}", reference.file.display(), reference.line);
                imports.entry((from, to)).or_insert_with(place);
            }
        }
    }
    imports
}

fn described(
    root: &Path,
    circle: &BTreeSet<&str>,
    imports: &BTreeMap<Import<'_>, String>,
) -> String {
    let names: Vec<&str> = circle.iter().copied().collect();
    let within = |(from, to): &Import<'_>| circle.contains(from) && circle.contains(to);
    let ties = imports.iter().filter(|(import, _)| within(import));
    let ties = ties.map(|((from, to), place)| format!("\n    {from} imports from {to}: {place}"));
    format!(
        "{}: a circle of {}{}",
        root.display(),
        names.join(", "),
        ties.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tempfile::TempDir;

    use super::{Source, check};

    /// A crate with these files, and its circles.
    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let folder = TempDir::new().unwrap();
        for (path, text) in files {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let root = Path::new(files[0].0);
        check(&Source::read(folder.path(), root).unwrap(), root)
    }

    #[test]
    fn two_modules_that_import_from_each_other_are_a_circle_with_its_places() {
        let found = circles(&[
            ("lib.rs", "mod a;\nmod b;\nmod c;"),
            ("a.rs", "use crate::b::B;\npub struct A;"),
            ("b.rs", "mod inner;\npub struct B;"),
            ("b/inner.rs", "\nuse super::super::a::A;"),
            ("c.rs", "use crate::{a::A, b::B};"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("a circle of a, b\n"), "{}", found[0]);
        assert!(found[0].contains("a imports from b: "), "{}", found[0]);
        assert!(found[0].contains("b/inner.rs:2"), "{}", found[0]);
    }

    #[test]
    fn a_circle_through_the_roots_re_exports_is_found() {
        for root in [
            "mod a;\nmod b;\npub use b::B;",
            "mod a;\nmod b;\npub use b::Other as B;",
            "mod a;\nmod b;\npub use b::*;",
            "mod a;\nmod b;\npub use crate::b::{B, C};",
        ] {
            let found = circles(&[
                ("lib.rs", root),
                ("a.rs", "use crate::B;\npub struct A;"),
                ("b.rs", "use crate::a::A;\npub struct B;"),
            ]);
            assert_eq!(found.len(), 1, "{root}");
        }
    }

    #[test]
    fn a_circle_of_three_is_found_without_a_use() {
        let found = circles(&[
            (
                "main.rs",
                "mod a { fn f() { crate::b::f() } }\nmod b;\nmod c;",
            ),
            ("b/mod.rs", "pub fn f(c: &crate::c::C) {}"),
            (
                "c.rs",
                "struct C;\nfn f() { println!(\"{}\", crate::a::X) }",
            ),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("a circle of a, b, c"), "{}", found[0]);
    }

    #[test]
    fn a_module_that_imports_what_the_root_makes_of_it_is_a_circle() {
        let found = circles(&[
            ("lib.rs", "mod a;\nuse a::A;\npub struct Root(A);"),
            ("a.rs", "use crate::Root;\npub struct A;"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("a circle of a, lib.rs"), "{}", found[0]);
    }

    #[test]
    fn the_code_of_tests_and_a_modules_own_parts_tie_no_circle() {
        let found = circles(&[
            (
                "lib.rs",
                "mod a;\nmod b;\npub use a::A;\npub use b::B;\npub const ONE: u8 = 1;",
            ),
            (
                "a.rs",
                "mod part;\npub struct A;\n#[cfg(test)]\nmod checks { use crate::b::B; }",
            ),
            (
                "a/part.rs",
                "use super::A;\n#[cfg(test)]\nuse crate::B;\nmod tests;",
            ),
            ("a/part/tests.rs", "use crate::b::B;"),
            ("b.rs", "use crate::{A, ONE};\npub(in crate::b) struct B;"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
