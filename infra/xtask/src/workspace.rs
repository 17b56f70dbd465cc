//! The workspace: its root, its files, its packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Target};

use crate::error::XtaskError;

/// A package of the workspace and the packages of the workspace it depends on.
#[derive(Debug, Default)]
pub(crate) struct Package {
    /// The package's name.
    pub(crate) name: String,
    /// Its folder from the workspace's root, such as `functions/create-invoice`.
    pub(crate) folder: String,
    /// The folders of the packages it is built from; tests' dependencies are not among them.
    pub(crate) built_from: Vec<String>,
    /// The files of its library and its programs with which their crates begin.
    pub(crate) roots: Vec<PathBuf>,
    /// The files with which its test targets begin.
    pub(crate) test_roots: Vec<PathBuf>,
}

/// The workspace's root.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .ancestors()
        .nth(2)
        .unwrap_or(manifest)
        .to_path_buf()
}

/// The cargo that runs this.
#[expect(clippy::disallowed_methods, reason = "cargo says by it where it is")]
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

fn metadata() -> Result<Metadata, XtaskError> {
    Ok(MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()?)
}

/// The packages of the workspace.
pub(crate) fn packages() -> Result<Vec<Package>, XtaskError> {
    let metadata = metadata()?;
    let folder = |path: &cargo_metadata::camino::Utf8Path| {
        let relative = path.strip_prefix(&metadata.workspace_root);
        relative.unwrap_or(path).to_string()
    };
    let sources = |package: &cargo_metadata::Package, are: fn(&Target) -> bool| {
        let targets = package.targets.iter().filter(|target| are(target));
        targets
            .map(|target| folder(&target.src_path).into())
            .collect()
    };
    let packages = metadata.packages.iter().map(|package| Package {
        name: package.name.to_string(),
        folder: folder(package.manifest_path.parent().unwrap_or("".into())),
        built_from: package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind != DependencyKind::Development)
            .filter_map(|dependency| dependency.path.as_deref().map(folder))
            .collect(),
        roots: sources(package, |target| target.is_lib() || target.is_bin()),
        test_roots: sources(package, Target::is_test),
    });
    Ok(packages.collect())
}

/// The files under version control or about to be: paths from the root.
pub(crate) fn files() -> Result<Vec<String>, XtaskError> {
    let arguments = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    let listed = output("git", &arguments)?;
    let paths = listed.split('\0').filter(|path| !path.is_empty());
    // A file that was just deleted is still in the index.
    Ok(paths
        .filter(|path| root().join(path).is_file())
        .map(ToOwned::to_owned)
        .collect())
}

/// The names of all packages that are linked into a package's program.
pub(crate) fn linked_packages(package: &str) -> Result<Vec<String>, XtaskError> {
    let arguments = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = output(&cargo(), &arguments)?;
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    Ok(names.map(ToOwned::to_owned).collect())
}

/// The text that a command of the workspace writes.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Result<String, XtaskError> {
    let failure = |detail| XtaskError::Command {
        command: format!("{program} {}", arguments.join(" ")),
        detail,
    };
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .map_err(|error| failure(error.to_string()))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(failure(message));
    }
    String::from_utf8(output.stdout).map_err(|error| failure(error.to_string()))
}
