//! The body of an invoice, a pure function of what was asked, set and found.

use actions::draft::header::Fill;
use actions::draft::{Body, to_body};
use actions::options::copies;
use actions::{ActionError, DraftInput};
use quickbooks::entity::{EmailAddress, EmailStatus, Invoice};
use storage::MappingKind;

use crate::options::{InvoiceOptions, SendEmail};

/// The invoice to post.
///
/// # Errors
///
/// [`ActionError::RecordIncomplete`] when it is to be e-mailed and there is no address;
/// [`ActionError::InvalidRequest`] when it would be due before its date.
pub(crate) fn invoice(draft: DraftInput<'_, InvoiceOptions>) -> Result<Body, ActionError> {
    let (options, day) = (draft.options, draft.header.txn_date);
    if options.send_email != SendEmail::No && draft.form.bill_email.is_none() {
        return Err(ActionError::incomplete(
            "`options.send_email`: the customer's contact has no e-mail address that QuickBooks takes: fill \
             in `email` in HubSpot, give it with a record that you give in full, or leave the option out",
        ));
    }
    if options.due_date.is_some_and(|due| due < day) {
        return Err(ActionError::invalid(format!(
            "`options.due_date` is before the invoice's date, {day}"
        )));
    }
    to_body(&Invoice {
        due_date: options.due_date,
        sales_term_ref: draft.reference(MappingKind::Term, options.payment_terms.as_ref()),
        email_status: (options.send_email == SendEmail::Later).then_some(EmailStatus::NeedToSend),
        bill_email_cc: copy_to("bill_email_cc", options.bill_email_cc.as_deref())?,
        bill_email_bcc: copy_to("bill_email_bcc", options.bill_email_bcc.as_deref())?,
        allow_online_credit_card_payment: options.online_card_payment,
        allow_online_ach_payment: options.online_bank_payment,
        linked_txn: draft.subject.links.clone(),
        ..Invoice::filled(draft.header, draft.form)
    })
}

fn copy_to(option: &str, addresses: Option<&str>) -> Result<Option<EmailAddress>, ActionError> {
    let Some(addresses) = addresses else {
        return Ok(None);
    };
    let each = copies(addresses)
        .map_err(|fault| ActionError::invalid(format!("`options.{option}`: {fault}")))?;
    if each.is_empty() {
        return Ok(None);
    }
    Ok(Some(EmailAddress {
        address: Some(each.join(", ")),
    }))
}
