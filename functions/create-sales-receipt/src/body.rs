//! The body of a sales receipt, a pure function of what was asked, set and found.

use actions::record::payment;
use actions::subject::payment_method;
use actions::{ActionError, DraftInput};
use quickbooks::entity::SalesReceipt;
use serde_json::Value;
use storage::MappingKind;

use crate::options::SalesReceiptOptions;

/// The sales receipt to post.
pub(crate) fn sales_receipt(
    draft: DraftInput<'_, SalesReceiptOptions>,
) -> Result<Value, ActionError> {
    let paid = draft.subject.payment.as_ref();
    let method = draft.options.payment_method.as_ref();
    let method = payment_method::method(method, paid, &draft.settings.payments);
    let account = draft.options.deposit_account.as_ref();
    let sales_receipt = SalesReceipt {
        payment_method_ref: draft.reference(MappingKind::PaymentMethod, method),
        payment_ref_num: paid.and_then(payment::Payment::reference_number),
        deposit_to_account_ref: draft.reference(MappingKind::Account, account),
        customer_ref: draft.form.customer_ref,
        txn_date: Some(draft.header.txn_date),
        doc_number: draft.header.doc_number,
        currency_ref: draft.header.currency_ref,
        exchange_rate: draft.header.exchange_rate,
        customer_memo: draft.header.customer_memo,
        custom_field: draft.header.custom_field,
        global_tax_calculation: draft.header.global_tax_calculation,
        private_note: Some(draft.header.private_note),
        class_ref: draft.header.class_ref,
        department_ref: draft.header.department_ref,
        bill_email: draft.form.bill_email,
        apply_tax_after_discount: draft.form.apply_tax_after_discount,
        line: draft.form.lines,
        ..SalesReceipt::default()
    };
    serde_json::to_value(&sales_receipt).map_err(|error| ActionError::invalid(error.to_string()))
}
