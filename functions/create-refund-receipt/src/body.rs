//! The body of a refund receipt, a pure function of what was asked, set and found.

use actions::record::payment::Payment;
use actions::subject::payment_method;
use actions::{ActionError, DraftInput};
use quickbooks::entity::RefundReceipt;
use serde_json::Value;
use storage::MappingKind;

use crate::options::RefundOptions;

/// The refund receipt to post.
pub(crate) fn refund_receipt(draft: DraftInput<'_, RefundOptions>) -> Result<Value, ActionError> {
    let paid = draft.subject.payment.as_ref();
    let method = draft.options.payment_method.as_ref();
    let method = payment_method::method(method, paid, &draft.settings.payments);
    let payment_method_ref = draft.reference(MappingKind::PaymentMethod, method);
    let account = draft.options.account()?;
    let deposit_to_account_ref = draft.reference(MappingKind::Account, Some(account));
    let (header, form) = (draft.header, draft.form);
    let receipt = RefundReceipt {
        customer_ref: form.customer_ref,
        deposit_to_account_ref,
        payment_method_ref,
        payment_ref_num: paid.and_then(Payment::reference_number),
        txn_date: Some(header.txn_date),
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
        ..RefundReceipt::default()
    };
    serde_json::to_value(&receipt).map_err(|error| ActionError::invalid(error.to_string()))
}
