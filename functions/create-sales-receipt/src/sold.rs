//! A sales receipt for a deal or a quote.

use actions::record::quote;
use actions::{ActionError, ReadInput, Subject};

use crate::options::SalesReceiptOptions;

/// The sale of a deal or a quote.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a quote that is no sale or is not paid; what was begun is
/// finished or repeated, whatever became of the quote since.
pub(crate) fn subject(asked: &ReadInput<'_, SalesReceiptOptions>) -> Result<Subject, ActionError> {
    if !asked.begun {
        quote::require_sold(asked.record)?;
        if !asked.options.book_anyway {
            quote::require_paid(asked.record)?;
        }
    }
    let mut sale = Subject::of_sale(asked)?;
    let statuses = ["hs_status", "hs_payment_status"];
    sale.warnings
        .extend(quote::status_not_loaded(asked.record, &statuses));
    sale.warnings.extend(quote::status_unknown(asked.record));
    if !asked.options.book_anyway {
        sale.warnings.extend(quote::quotes_unknown(asked.record));
    }
    Ok(sale)
}
