//! The body of an estimate, a pure function of what was asked, set and found.

use actions::draft::header::Fill;
use actions::draft::{Body, to_body};
use actions::{ActionError, DraftInput};
use quickbooks::entity::Estimate;

use crate::options::{EstimateOptions, ExpirationDate};

/// The estimate to post.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] when it is asked to expire before its date.
pub(crate) fn estimate(draft: DraftInput<'_, EstimateOptions>) -> Result<Body, ActionError> {
    let (asked, day) = (draft.options.expiration_date, draft.header.txn_date);
    if matches!(asked, Some(ExpirationDate::On(date)) if date < day) {
        return Err(ActionError::invalid(format!(
            "`options.expiration_date` is before the estimate's date, {day}"
        )));
    }
    to_body(&Estimate {
        expiration_date: draft.subject.expires,
        ..Estimate::filled(draft.header, draft.form)
    })
}
