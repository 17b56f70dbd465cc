//! A sales receipt for a HubSpot payment: what is read of it, and the comparison of the totals.

use actions::draft::totals::QuickBooksTotals;
use actions::record::payment::Payment;
use actions::response::{self, Warning};
use actions::settings::{Mismatch, Settings};
use actions::subject::duplicate;
use actions::{ActionError, ReadInput, Subject};

use crate::options::SalesReceiptOptions;

/// The sale that a payment paid for.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment that was not charged or is in the books already; one
/// that was begun before is finished or repeated, whatever became of the payment since.
pub(crate) fn subject(asked: &ReadInput<'_, SalesReceiptOptions>) -> Result<Subject, ActionError> {
    let payment = Payment::read(asked.record, &asked.settings.company)?;
    if !asked.begun {
        payment.require_charged()?;
    }
    if !asked.begun && !asked.options.book_anyway {
        duplicate::refuse_booked_elsewhere(asked.record)?;
    }
    Subject::of_payment(asked, payment, asked.options.payment_method.as_ref())
}

/// Compares QuickBooks' total, with the tax it computed, with what the buyer paid.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] with both figures, where the settings refuse a difference.
pub(crate) fn accept(
    subject: &Subject,
    computed: &QuickBooksTotals,
    settings: &Settings,
) -> Result<Vec<Warning>, ActionError> {
    let Some(payment) = &subject.payment else {
        return Ok(Vec::new());
    };
    if computed.total == payment.gross {
        return Ok(Vec::new());
    }
    let amount = |value| response::amount(value, payment.decimals());
    let message = format!(
        "{}: {} was paid, and QuickBooks computes {} for it, of which {} is tax",
        payment.label,
        amount(payment.gross),
        amount(computed.total),
        amount(computed.tax)
    );
    match settings.amounts.on_mismatch {
        Mismatch::Warn => Ok(vec![Warning::new("paid_differs", message)]),
        Mismatch::Refuse => Err(ActionError::invalid(format!(
            "{message}: the sales receipt was deleted again; correct the line items or the tax rates"
        ))),
    }
}
