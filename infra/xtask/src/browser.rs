//! The pages of the local program, used in Chromium.

use components::succeed;

use crate::error::XtaskError;
use crate::test_targets;

/// Runs the tests that use the pages; they start Chromium themselves, and say what to install where there is none.
pub(crate) fn check() -> Result<(), XtaskError> {
    Ok(succeed(&mut test_targets::named("browser"))?)
}
