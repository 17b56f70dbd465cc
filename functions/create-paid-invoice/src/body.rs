//! The bodies of the invoice and of the payment that settles it, pure functions of what was asked, set
//! and found.

use actions::subject::payment_method;
use actions::{ActionError, DraftInput};
use quickbooks::entity::{Invoice, Line, LinkedTxn, Payment};
use quickbooks::{EntityKind, Reference};
use serde::Serialize;
use serde_json::Value;
use storage::MappingKind;

use crate::options::PaidInvoiceOptions;

/// The body of the document that the draft is of.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment without the invoice it settles.
pub(crate) fn body(draft: DraftInput<'_, PaidInvoiceOptions>) -> Result<Value, ActionError> {
    if draft.document == EntityKind::Payment {
        to_value(&settlement(draft)?)
    } else {
        to_value(&invoice(draft))
    }
}

/// The invoice: due on its day, since it is paid.
fn invoice(draft: DraftInput<'_, PaidInvoiceOptions>) -> Invoice {
    let (header, form) = (draft.header, draft.form);
    Invoice {
        customer_ref: form.customer_ref,
        txn_date: Some(header.txn_date),
        due_date: Some(header.txn_date),
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
        ..Invoice::default()
    }
}

/// The payment, of what the buyer paid, applied to the invoice in full.
fn settlement(draft: DraftInput<'_, PaidInvoiceOptions>) -> Result<Payment, ActionError> {
    let (Some(invoice), Some(paid)) = (draft.made.first(), &draft.subject.payment) else {
        return Err(ActionError::invalid("there is no invoice to settle"));
    };
    let method = draft.options.payment_method.as_ref();
    let method = payment_method::method(method, Some(paid), &draft.settings.payments);
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

fn to_value(body: &impl Serialize) -> Result<Value, ActionError> {
    serde_json::to_value(body).map_err(|error| ActionError::invalid(error.to_string()))
}
