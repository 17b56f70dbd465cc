//! Test targets that are run by name: those that need components.

use std::path::PathBuf;
use std::process::Command;

use components::succeed;

use crate::error::XtaskError;
use crate::workspace::{self, cargo, root};

/// The test targets that run only when they are named, so that clippy has to be told of them.
pub(crate) const ON_COMPONENTS: [&str; 5] = ["aws", "browser", "clients", "lambda", "workflows"];

/// The command that runs the tests of this name in every package, built as the tests of the workspace are, so that
/// nothing is built a second time.
pub(crate) fn named(name: &str) -> Command {
    let mut test = Command::new(cargo());
    test.args(["test", "--workspace", "--all-features", "--test", name]);
    test.current_dir(root());
    test
}

/// Builds the program that the tests of this name run, with them, and gives its path.
pub(crate) fn program_of(tests: &str, program: &str) -> Result<PathBuf, XtaskError> {
    succeed(named(tests).args(["--quiet", "--no-run"]))?;
    Ok(workspace::target()?.join("debug").join(program))
}
