//! A HubSpot quote, of its own or a deal's: whether there is a sale, and whether it is paid.

use hubspot::{ObjectType, Properties};

use crate::ActionError;
use crate::request::EnrolledRecord;
use crate::response::Warning;

/// The values of `hs_status` of a quote that nobody has bought by: a draft, one that waits for approval
/// within the company, and one that was not approved.
const UNSOLD: [&str; 3] = ["DRAFT", "PENDING_APPROVAL", REJECTED];

/// The value of `hs_status` of a quote that was not approved.
const REJECTED: &str = "REJECTED";

/// The values of `hs_payment_status` of a quote of which no money has come yet.
const UNPAID: [&str; 4] = ["PENDING", "PROCESSING", "PARTIALLY_PAID", "FAILED"];

/// Refuses a quote that is no sale; any other record passes.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_sold(record: &EnrolledRecord) -> Result<(), ActionError> {
    let Some(status) = status_among(record, "hs_status", &UNSOLD) else {
        return Ok(());
    };
    let (yet, way_out) = if status == REJECTED {
        ("", "changed and approved")
    } else {
        (" yet", "approved and published")
    };
    Err(ActionError::invalid(format!(
        "{}: its `hs_status` is {status}, so nothing is sold by it{yet}: nothing was created; enrol it once it is \
         {way_out}",
        record.label()
    )))
}

/// Refuses a quote that was not approved: nobody is offered what it says. Any other record passes.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_offered(record: &EnrolledRecord) -> Result<(), ActionError> {
    let Some(status) = status_among(record, "hs_status", &[REJECTED]) else {
        return Ok(());
    };
    Err(ActionError::invalid(format!(
        "{}: its `hs_status` is {status}, so nothing is offered by it: nothing was created; enrol it once it \
         is changed and approved",
        record.label()
    )))
}

/// Refuses a quote whose payment has not come, and a deal all of whose quotes wait for theirs; any other record passes.
///
/// A deal's quotes are mostly alternatives, of which a draft or a rejected one decides nothing. Where one of the others
/// asks for no payment, or has it, the deal may be paid.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_paid(record: &EnrolledRecord) -> Result<(), ActionError> {
    let unpaid = match record.object_type {
        ObjectType::Quote => unpaid(&record.properties).map(|status| ("its".to_owned(), status)),
        ObjectType::Deal => unpaid_quote_of(record),
        _ => None,
    };
    let Some((whose, status)) = unpaid else {
        return Ok(());
    };
    Err(ActionError::invalid(format!(
        "{}: {whose} `hs_payment_status` is {status}, and a sales receipt is for money that has come: \
         nothing was created; enrol it once it is paid, make an invoice, or, where it was paid outside \
         HubSpot, set `options.book_anyway`",
        record.label()
    )))
}

/// The first quote of a deal, as messages name it, and the status of its payment, where all that may be bought by wait
/// for theirs.
fn unpaid_quote_of(deal: &EnrolledRecord) -> Option<(String, &'static str)> {
    let quotes = deal.quotes.iter();
    let sold = quotes.filter(|quote| one_of(&quote.properties, "hs_status", &UNSOLD).is_none());
    let statuses: Option<Vec<_>> = sold
        .map(|quote| Some((&quote.id, unpaid(&quote.properties)?)))
        .collect();
    let (id, status) = statuses?.into_iter().next()?;
    Some((format!("its quote {id}'s"), status))
}

fn unpaid(quote: &Properties) -> Option<&'static str> {
    one_of(quote, "hs_payment_status", &UNPAID)
}

/// The warning of a quote that was given without a status, so that nobody knows whether anything is sold by it, or paid; none of
/// any other record. One that is empty in HubSpot is known.
pub fn status_not_loaded(record: &EnrolledRecord, statuses: &[&str]) -> Option<Warning> {
    let mut statuses = statuses.iter();
    let status = statuses.find(|name| !record.properties.has(name))?;
    (record.object_type == ObjectType::Quote).then(|| {
        Warning::new(
            "quote_status_not_loaded",
            format!(
                "{}: its `{status}` is not in the record, so one that is not sold, or not paid, would be booked like this one: \
                 load it too",
                record.label()
            ),
        )
    })
}

fn status_among(
    record: &EnrolledRecord,
    property: &str,
    statuses: &[&'static str],
) -> Option<&'static str> {
    let is_quote = record.object_type == ObjectType::Quote;
    is_quote.then(|| one_of(&record.properties, property, statuses))?
}

fn one_of(
    properties: &Properties,
    property: &str,
    statuses: &[&'static str],
) -> Option<&'static str> {
    let found = properties.get(property)?;
    let mut statuses = statuses.iter().copied();
    // Exports write `Pending approval`.
    let found = found.replace([' ', '-'], "_");
    statuses.find(|status| found.eq_ignore_ascii_case(status))
}

#[cfg(test)]
mod tests;
