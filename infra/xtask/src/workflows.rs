//! The state machines and the rules, in moto's interpreter and in front of the actions themselves.

use components::{ACCOUNT, Tools, succeed};

use crate::error::XtaskError;
use crate::test_targets;

/// Installs moto and runs the tests of `infra/testing/workflows`.
///
/// Those start it themselves: moto's interpreter must be told the port at which the tests answer for Lambda.
pub(crate) fn check() -> Result<(), XtaskError> {
    Tools::install()?;
    let mut workflows = test_targets::named("workflows");
    Ok(succeed(workflows.envs(ACCOUNT))?)
}
