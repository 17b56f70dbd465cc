//! The body of a sales receipt, a pure function of what was asked, set and found.

use actions::draft::header::Fill;
use actions::draft::{Body, to_body};
use actions::record::payment::Payment;
use actions::subject::payment_method;
use actions::{ActionError, DraftInput};
use quickbooks::entity::SalesReceipt;
use storage::MappingKind;

use crate::options::SalesReceiptOptions;

/// The sales receipt to post.
pub(crate) fn sales_receipt(
    draft: DraftInput<'_, SalesReceiptOptions>,
) -> Result<Body, ActionError> {
    let (options, paid) = (draft.options, draft.subject.payment.as_ref());
    let named = options.payment_method.as_ref();
    let method = payment_method::method(named, paid, &draft.settings.payments);
    let account = options.deposit_account.as_ref();
    to_body(&SalesReceipt {
        payment_method_ref: draft.reference(MappingKind::PaymentMethod, method),
        payment_ref_num: paid.and_then(Payment::reference_number),
        deposit_to_account_ref: draft.reference(MappingKind::Account, account),
        ..SalesReceipt::filled(draft.header, draft.form)
    })
}
