//! The connection's sync filter, which a contact must meet to be billed.

use hubspot::Record;

use crate::ActionError;
use crate::settings::{CustomerMatching, MatchingMode};

/// Checks a contact (or, when a company is billed, the company) against the connection's filter.
///
/// # Errors
///
/// [`ActionError::ContactNotEligible`] that names the conditions not met, without values.
pub fn check_eligible(
    label: &str,
    record: &Record,
    rules: &CustomerMatching,
) -> Result<(), ActionError> {
    if rules.mode == MatchingMode::Legacy {
        return Ok(());
    }
    let groups = &rules.filter_groups;
    match hubspot::matches(groups, &record.properties) {
        Ok(true) => Ok(()),
        Ok(false) => Err(ActionError::ContactNotEligible {
            message: format!(
                "{label} does not meet the connection's sync filter ({}): nothing was created; \
                 enrol only records that meet it, or change the filter",
                hubspot::unmet(groups, &record.properties).join("; ")
            ),
        }),
        Err(error) => Err(ActionError::SettingMissing {
            message: format!("the setting `customers.filter_groups` cannot be used: {error}"),
        }),
    }
}
