//! The body of an invoice, a pure function of what was asked, set and found.

use actions::draft::header::Fill;
use actions::draft::{Body, to_body};
use actions::record::payer::is_email;
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

/// The longest list of addresses for copies, by Intuit's schema.
const MAX_COPIES: usize = 200;

fn copy_to(option: &str, addresses: Option<&str>) -> Result<Option<EmailAddress>, ActionError> {
    let Some(addresses) = addresses.map(str::trim) else {
        return Ok(None);
    };
    if addresses.chars().count() > MAX_COPIES {
        return Err(ActionError::invalid(format!(
            "`options.{option}` has more than the {MAX_COPIES} characters QuickBooks takes"
        )));
    }
    let each: Vec<&str> = addresses
        .split([',', ';'])
        .map(str::trim)
        .filter(|address| !address.is_empty())
        .collect();
    if each.is_empty() {
        return Ok(None);
    }
    if let Some(place) = each.iter().position(|address| !is_email(address)) {
        return Err(ActionError::invalid(format!(
            "`options.{option}`: address {} of {} is no e-mail address: correct it, or leave it out",
            place + 1,
            each.len()
        )));
    }
    Ok(Some(EmailAddress {
        address: Some(each.join(", ")),
    }))
}
