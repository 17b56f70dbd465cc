//! The rules of the house: dependencies between crates and between modules, names, files and documentation.

mod actions;
mod circles;
mod crowding;
mod dependencies;
mod documentation;
mod files;
mod names;
mod pages;
mod promises;
mod source;
mod test_files;

use std::collections::BTreeMap;
use std::io::Write;

use crate::error::XtaskError;
use crate::workspace;
use source::Source;

/// Checks every rule and lists every place that breaks one.
pub(crate) fn check() -> Result<(), XtaskError> {
    let packages = workspace::packages()?;
    let paths = workspace::files()?;
    let mut broken = dependencies::check(&packages);
    broken.extend(dependencies::check_local_program(
        &workspace::linked_packages("local")?,
    ));
    broken.extend(names::check(&packages));
    for root in packages.iter().flat_map(|package| &package.roots) {
        let source = Source::read(&workspace::root(), root)?;
        broken.extend(circles::check(&source, root));
        broken.extend(crowding::check(&source, root));
    }
    broken.extend(files::check_top_level(&paths));
    let mut pages = BTreeMap::new();
    let mut lengths = Vec::new();
    for path in &paths {
        let content = std::fs::read(workspace::root().join(path))?;
        // What is not text has neither lines nor paths.
        if let Ok(text) = String::from_utf8(content) {
            broken.extend(files::check_content(path, &text));
            if files::is_rust(path) {
                broken.extend(documentation::check(path, &text));
                lengths.push(text.lines().count());
            }
            if files::is_page(path) {
                pages.insert(path.clone(), text);
            }
        }
    }
    broken.extend(files::check_median(lengths));
    broken.extend(pages::check(&pages, &paths));
    let read = |path: &str| std::fs::read_to_string(workspace::root().join(path)).ok();
    let test_roots = packages
        .iter()
        .flat_map(|package| package.test_roots.clone());
    broken.extend(actions::check(&paths, read));
    broken.extend(test_files::check(&test_roots.collect(), &paths, read));
    match read(promises::PAGE) {
        Some(page) => broken.extend(promises::check(&page, read)),
        None => broken.push(format!("{}: there is no such page", promises::PAGE)),
    }
    report(&broken, packages.len(), paths.len())
}

fn report(broken: &[String], packages: usize, files: usize) -> Result<(), XtaskError> {
    let mut stderr = std::io::stderr();
    for place in broken {
        writeln!(stderr, "{place}")?;
    }
    if !broken.is_empty() {
        return Err(XtaskError::HouseRules(broken.len()));
    }
    writeln!(stderr, "ok      house: {packages} packages, {files} files")?;
    Ok(())
}
