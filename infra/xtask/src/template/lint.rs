//! What Amazon's own linters say of the template.

use crate::error::XtaskError;
use crate::python::Tools;

/// Runs `cfn-lint` and `sam validate --lint`; a warning is a failure.
pub(crate) fn lint() -> Result<(), XtaskError> {
    let tools = Tools::install()?;
    tools.run("cfn-lint", &["template.yaml"])?;
    tools.run(
        "sam",
        &["validate", "--lint", "--template", "template.yaml"],
    )
}
