//! The number of top-level modules in a crate: few enough to be taken in at one look.

use std::path::Path;

use super::source::Source;

/// A crate with more has modules that belong together, in a folder of their own.
const MOST_MODULES: usize = 16;

/// The complaint about a crate whose root is this file, if it has too many top-level modules. A file and its folder
/// are one; those of tests do not count.
pub(crate) fn check(source: &Source, root: &Path) -> Option<String> {
    let count = source.modules().len();
    (count > MOST_MODULES).then(|| {
        format!(
            "{}: {count} top-level modules; at most {MOST_MODULES}, so put what belongs together into folders",
            root.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tempfile::TempDir;

    use super::{MOST_MODULES, Source, check};

    /// The complaint about a crate of so many modules, one of which has a folder, and some of tests.
    fn complaint(modules: usize) -> Option<String> {
        let folder = TempDir::new().unwrap();
        let write =
            |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
        let mut lines = vec!["#[cfg(test)]\nmod scripted;\nmod tests;".to_owned()];
        for number in 0..modules {
            lines.push(format!("pub mod m{number};"));
            let part = if number == 0 { "mod part;" } else { "" };
            write(&format!("m{number}.rs"), part);
        }
        std::fs::create_dir(folder.path().join("m0")).unwrap();
        write("m0/part.rs", "");
        write("lib.rs", &lines.join("\n"));
        let root = Path::new("lib.rs");
        check(&Source::read(folder.path(), root).unwrap(), root)
    }

    #[test]
    fn a_crate_with_more_than_sixteen_top_level_modules_is_named() {
        assert_eq!(complaint(MOST_MODULES), None);
        let found = complaint(17).unwrap();
        assert!(
            found.starts_with("lib.rs: 17 top-level modules; "),
            "{found}"
        );
    }
}
