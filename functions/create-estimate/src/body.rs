//! The body of an estimate, a pure function of what was asked, set and found.

use actions::{ActionError, DraftInput};
use quickbooks::entity::Estimate;
use serde_json::Value;

use crate::options::{EstimateOptions, ExpirationDate};

/// The estimate to post.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] when it is asked to expire before its date.
pub(crate) fn estimate(draft: DraftInput<'_, EstimateOptions>) -> Result<Value, ActionError> {
    let (options, header, form) = (draft.options, draft.header, draft.form);
    if matches!(options.expiration_date, Some(ExpirationDate::On(date)) if date < header.txn_date) {
        return Err(ActionError::invalid(format!(
            "`options.expiration_date` is before the estimate's date, {}",
            header.txn_date
        )));
    }
    let estimate = Estimate {
        customer_ref: form.customer_ref,
        txn_date: Some(header.txn_date),
        expiration_date: draft.subject.expires,
        doc_number: header.doc_number,
        currency_ref: header.currency_ref,
        exchange_rate: header.exchange_rate,
        customer_memo: header.customer_memo,
        custom_field: header.custom_field,
        global_tax_calculation: header.global_tax_calculation,
        private_note: Some(header.private_note),
        class_ref: header.class_ref,
        department_ref: header.department_ref,
        bill_email: form.bill_email,
        apply_tax_after_discount: form.apply_tax_after_discount,
        line: form.lines,
        ..Estimate::default()
    };
    serde_json::to_value(&estimate).map_err(|error| ActionError::invalid(error.to_string()))
}
