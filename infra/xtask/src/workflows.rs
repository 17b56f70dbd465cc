//! The state machines and the rules, in moto's interpreter and in front of the local program's functions.

use components::{Tools, succeed};

use crate::error::XtaskError;
use crate::test_targets;

/// Installs moto, builds the local program and runs the tests of `infra/testing/workflows`.
///
/// Those start both themselves: moto's interpreter must be told the port at which the tests answer for Lambda.
pub(crate) fn check() -> Result<(), XtaskError> {
    Tools::install()?;
    let program = test_targets::program_of("program", "quickbooks-actions")?;
    let mut workflows = test_targets::named("workflows");
    Ok(succeed(workflows.env("LOCAL_PROGRAM", program))?)
}
