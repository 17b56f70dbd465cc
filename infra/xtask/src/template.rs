//! The SAM template: Amazon's linters, and the tests of `infra/testing/template`.

use components::{Tools, succeed};

use crate::error::XtaskError;
use crate::test_targets;
use crate::workspace;

/// Runs `cfn-lint`, `sam validate --lint` and the tests; a warning is a failure.
pub(crate) fn check() -> Result<(), XtaskError> {
    let tools = Tools::install()?;
    let commands: [(&str, &[&str]); 2] = [
        ("cfn-lint", &["template.yaml"]),
        (
            "sam",
            &["validate", "--lint", "--template", "template.yaml"],
        ),
    ];
    for (tool, arguments) in commands {
        let mut command = tools.command(tool);
        succeed(command.args(arguments).current_dir(workspace::root()))?;
    }
    Ok(succeed(&mut test_targets::named("template"))?)
}
