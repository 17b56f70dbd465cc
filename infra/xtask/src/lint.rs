//! Formatting, lints, documentation and dependencies; a warning is a failure.

use std::io::Write;
use std::process::Command;

use components::{programs, succeed};

use crate::error::XtaskError;
use crate::step::{Step, run_all};
use crate::test_targets::ON_COMPONENTS;
use crate::workspace::{cargo, root};

/// Runs every check that reads the code and runs none of it.
pub(crate) fn check() -> Result<(), XtaskError> {
    run_all(&[
        Step::cargo("format", &["fmt", "--all", "--check"]),
        Step::cargo("clippy", &clippy(&["--all-targets"])),
        // `--all-targets` leaves out the test targets that run only when they are named.
        Step::cargo("clippy of tests", &clippy(&on_components())),
        documentation(),
    ])?;
    check_dependencies()
}

/// Checks licences, duplicates and origins of what the workspace is built from, and known vulnerabilities where the
/// database of them can be fetched.
fn check_dependencies() -> Result<(), XtaskError> {
    let deny = programs::cargo_deny(&cargo())?;
    let deny = |arguments: &[&str]| {
        let mut command = Command::new(&deny);
        command
            .args(["--workspace", "--config", ".cargo/deny.toml"])
            .args(["--log-level", "error"])
            .args(arguments)
            .current_dir(root());
        succeed(&mut command)
    };
    deny(&["check", "bans", "licenses", "sources"])?;
    if let Err(error) = deny(&["fetch", "db"]) {
        let skipped = "skipped: known vulnerabilities, whose database cannot be fetched";
        return Ok(writeln!(std::io::stderr(), "{skipped}: {error}")?);
    }
    Ok(deny(&["check", "advisories"])?)
}

fn clippy(targets: &[&'static str]) -> Vec<&'static str> {
    let workspace = ["clippy", "--workspace", "--all-features"];
    [&workspace, targets, &["--", "-D", "warnings"]].concat()
}

fn on_components() -> Vec<&'static str> {
    let targets = ON_COMPONENTS.iter();
    targets.flat_map(|target| ["--test", target]).collect()
}

/// Links of documentation must lead somewhere, those of private items too.
fn documentation() -> Step {
    let arguments = [
        "doc",
        "--workspace",
        "--all-features",
        "--no-deps",
        "--document-private-items",
        "--lib",
        // The programs that are no library's.
        "--bin",
        "quickbooks-actions",
        "--bin",
        "xtask",
        // Examples may use what tests use, so that dependencies are built with the features they have for clippy, and
        // not a second time.
        "--examples",
    ];
    Step::cargo("documentation", &arguments).env("RUSTDOCFLAGS", "-D warnings")
}
