//! A HubSpot quote, of its own or a deal's: whether there is a sale, and whether it is paid.

mod status;

use hubspot::{ObjectType, Properties};

use self::status::{STATUS, Standing, is_same, is_unknown, unoffered, unsold};
use crate::ActionError;
use crate::request::EnrolledRecord;
use crate::response::Warning;

/// The values of `hs_payment_status` of a quote of which no money has come yet.
const UNPAID: [&str; 4] = ["PENDING", "PROCESSING", "PARTIALLY_PAID", "FAILED"];

/// Refuses a quote that is no sale; any other record passes.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_sold(record: &EnrolledRecord) -> Result<(), ActionError> {
    let Some((status, standing)) = own(record).and_then(unsold) else {
        return Ok(());
    };
    let yet = match standing {
        Standing::Unapproved => " yet",
        _ => "",
    };
    let what = format!("sold by it{yet}");
    Err(refused(record, status, &what, way_out(standing)))
}

/// Refuses a quote that was not approved, or is offered no longer: nobody is offered what it says. One that has expired
/// passes, since it shows what was offered, and so does any other record.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_offered(record: &EnrolledRecord) -> Result<(), ActionError> {
    let Some((status, standing)) = own(record).and_then(unoffered) else {
        return Ok(());
    };
    Err(refused(record, status, "offered by it", way_out(standing)))
}

fn refused(record: &EnrolledRecord, status: &str, what: &str, way_out: &str) -> ActionError {
    ActionError::invalid(format!(
        "{}: its `{STATUS}` is {status}, so nothing is {what}: nothing was created; {way_out}",
        record.label()
    ))
}

fn way_out(standing: Standing) -> &'static str {
    match standing {
        Standing::Approved | Standing::Unapproved => "enrol it once it is approved and published",
        Standing::Rejected => "enrol it once it is changed and approved",
        // A deal is booked whatever its quotes say.
        Standing::Expired | Standing::Withdrawn => {
            "where its deal is won all the same, enrol the deal"
        }
    }
}

/// The properties of a quote that is enrolled itself.
fn own(record: &EnrolledRecord) -> Option<&Properties> {
    (record.object_type == ObjectType::Quote).then_some(&record.properties)
}

/// Refuses a quote whose payment has not come, and a deal all of whose quotes wait for theirs; any other record passes.
///
/// A deal's quotes are mostly alternatives, of which one that nobody buys by decides nothing. Where one of the others
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
    let sold = quotes.filter(|quote| unsold(&quote.properties).is_none());
    let statuses: Option<Vec<_>> = sold
        .map(|quote| Some((&quote.id, unpaid(&quote.properties)?)))
        .collect();
    let (id, status) = statuses?.into_iter().next()?;
    Some((format!("its quote {id}'s"), status))
}

fn unpaid(quote: &Properties) -> Option<&'static str> {
    let status = quote.get("hs_payment_status")?;
    UNPAID.into_iter().find(|unpaid| is_same(status, unpaid))
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

/// The warning of a quote whose status is none that is known, so that nobody knows whether anything is sold or offered by it;
/// none of any other record.
pub fn status_unknown(record: &EnrolledRecord) -> Option<Warning> {
    own(record)
        .filter(|quote| is_unknown(quote))
        .map(|_| unknown(&record.label(), "its"))
}

/// The same of the quotes of a deal, where they decide whether it is paid.
pub fn quotes_unknown(deal: &EnrolledRecord) -> impl Iterator<Item = Warning> {
    let is_deal = deal.object_type == ObjectType::Deal;
    let quotes = deal.quotes.iter();
    let quotes = quotes.filter(move |quote| is_deal && is_unknown(&quote.properties));
    quotes.map(|quote| unknown(&deal.label(), &format!("its quote {}'s", quote.id)))
}

/// The status itself is left out: a text that is none of HubSpot's may be anything.
fn unknown(label: &str, whose: &str) -> Warning {
    Warning::new(
        "quote_status_unknown",
        format!(
            "{label}: {whose} `{STATUS}` is none of the statuses that are known here, so it was taken for one that may be bought \
             by: look at the quote in HubSpot, and where nobody buys by it, void the document in QuickBooks"
        ),
    )
}

#[cfg(test)]
mod tests;
