//! The words about an estimate that is not there, or not yet known to be.

use actions::ActionError;
use actions::response::Warning;

/// The error where an estimate is required and none was made.
pub(super) fn missing(label: &str) -> ActionError {
    ActionError::incomplete(format!(
        "{label}: `options.from_estimate` is true, and no estimate was made of it here: create the \
         estimate first, or leave the option out"
    ))
}

/// The error where an estimate is required that may have been made.
pub(super) fn unfinished(label: &str) -> ActionError {
    ActionError::InProgress {
        detail: format!(
            "{label}: it is not known yet whether its estimate was made: run create-estimate for it \
             again, or set `options.from_estimate` to false"
        ),
    }
}

/// The warning where an estimate may have been made and is not required.
pub(super) fn not_linked(label: &str) -> Warning {
    Warning::new(
        "estimate_not_linked",
        format!(
            "{label}: it is not known yet whether its estimate was made, so the invoice is not linked to \
             one: close the estimate in QuickBooks by hand"
        ),
    )
}
