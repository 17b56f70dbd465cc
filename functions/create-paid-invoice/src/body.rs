//! The bodies of the invoice and of the payment that settles it, pure functions of what was asked, set
//! and found.

use actions::draft::header::Fill;
use actions::draft::{Body, to_body};
use actions::subject::payment_method;
use actions::{ActionError, DraftInput};
use quickbooks::entity::{Invoice, Line, LinkedTxn, Payment};
use quickbooks::{EntityKind, Reference};
use storage::MappingKind;

use crate::options::PaidInvoiceOptions;

/// The body of the document that the draft is of.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment without the invoice it settles.
pub(crate) fn body(draft: DraftInput<'_, PaidInvoiceOptions>) -> Result<Body, ActionError> {
    if draft.document == EntityKind::Payment {
        to_body(&settlement(draft)?)
    } else {
        to_body(&invoice(draft))
    }
}

/// The invoice: due on its day, where it is paid in full.
fn invoice(draft: DraftInput<'_, PaidInvoiceOptions>) -> Invoice {
    Invoice {
        due_date: draft.subject.due.map(|_| draft.header.txn_date),
        ..Invoice::filled(draft.header, draft.form)
    }
}

/// The payment, of what the buyer paid, applied to the invoice in full.
fn settlement(draft: DraftInput<'_, PaidInvoiceOptions>) -> Result<Payment, ActionError> {
    let (Some(invoice), Some(paid)) = (draft.made.first(), &draft.subject.payment) else {
        return Err(ActionError::invalid("there is no invoice to settle"));
    };
    let named = draft.options.payment_method.as_ref();
    let method = payment_method::method(named, Some(paid), &draft.settings.payments);
    let account = draft.options.deposit_account.as_ref();
    let link = LinkedTxn::to(EntityKind::Invoice, invoice.id.clone());
    let customer_ref = invoice.customer.clone().map(Reference::to);
    Ok(Payment {
        customer_ref: customer_ref.or(draft.form.customer_ref.clone()),
        total_amt: Some(paid.gross),
        line: vec![Line::payment(paid.gross, link)],
        payment_method_ref: draft.reference(MappingKind::PaymentMethod, method),
        payment_ref_num: paid.reference_number(),
        deposit_to_account_ref: draft.reference(MappingKind::Account, account),
        txn_date: Some(draft.header.txn_date),
        currency_ref: draft.header.currency_ref,
        exchange_rate: draft.header.exchange_rate,
        private_note: Some(draft.header.private_note),
        ..Payment::default()
    })
}
