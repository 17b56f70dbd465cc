//! What Amazon's own linters say of the template.

use components::{Tools, succeed};

use crate::error::XtaskError;
use crate::workspace;

/// Runs `cfn-lint` and `sam validate --lint`; a warning is a failure.
pub(crate) fn lint() -> Result<(), XtaskError> {
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
    Ok(())
}
