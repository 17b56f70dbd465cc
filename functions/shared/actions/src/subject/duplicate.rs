//! Payments that are in the books already, by another way than this action.

use std::collections::HashMap;

use quickbooks::EntityKind;
use storage::{Connection, EntryState, LedgerEntry, LedgerKey, Versioned};

use crate::ActionError;
use crate::commit::Identity;
use crate::request::EnrolledRecord;
use crate::subject::ReadInput;

/// The actions that book a sale, and what they make of a deal, a quote or an invoice.
const SALES: [(&str, EntityKind); 2] = [
    ("create-invoice", EntityKind::Invoice),
    ("create-sales-receipt", EntityKind::SalesReceipt),
];

/// The actions that book a payment itself as a sale; two of them would book it twice.
const SALES_OF_PAYMENT: [(&str, EntityKind); 2] = [
    ("create-paid-invoice", EntityKind::Invoice),
    ("create-sales-receipt", EntityKind::SalesReceipt),
];

/// The ledger entries that show whether a payment, or its deal, quote or invoice, was booked here.
pub fn related_entries(connection: &Connection, record: &EnrolledRecord) -> Vec<LedgerKey> {
    let parents = [
        ("deal", &record.deals),
        ("quote", &record.quotes),
        ("invoice", &record.invoices),
    ];
    let key = |place: (&str, &str), (action, document): (&str, EntityKind)| {
        let identity = Identity::new(connection, action, place, document, None);
        identity.key().clone()
    };
    let own = SALES_OF_PAYMENT.map(|sale| key(("payment", &record.id), sale));
    let mut keys = own.to_vec();
    for (object_type, records) in parents {
        for parent in records {
            let place = (object_type, parent.id.as_str());
            keys.extend(SALES.map(|sale| key(place, sale)));
        }
    }
    keys
}

/// Refuses a payment that was booked another way: it came from a HubSpot invoice, it came from
/// QuickBooks, or it was booked here by another action, or its deal, quote or invoice was.
///
/// HubSpot's own actions leave this to a filter that the user must think of
/// (<https://knowledge.hubspot.com/integrations/use-quickbooks-online-actions-with-hubspot-workflows>).
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that says why it counts as a duplicate and how to book it anyway.
pub fn refuse_duplicate<O>(asked: &ReadInput<'_, O>) -> Result<(), ActionError> {
    let record = asked.record;
    if asked.begun {
        return Ok(());
    }
    let Some(reason) = reason(record, asked.entries, asked.connection) else {
        return Ok(());
    };
    Err(doubled(record, &reason))
}

/// Refuses the fee or a refund of a payment that other ways book whole: it came from QuickBooks, or
/// from a HubSpot invoice. HubSpot's page wants payments of invoices left out of every payment
/// workflow, those that book fees and refunds too.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that says why it counts as a duplicate and how to book it anyway.
pub fn refuse_booked_elsewhere(record: &EnrolledRecord) -> Result<(), ActionError> {
    match booked_elsewhere(record) {
        None => Ok(()),
        Some(reason) => Err(doubled(record, &reason)),
    }
}

fn doubled(record: &EnrolledRecord, reason: &str) -> ActionError {
    ActionError::invalid(format!(
        "{}: {reason}, so booking it would double it: nothing was created; leave such payments out of \
         the workflow, or set `options.book_anyway`",
        record.label()
    ))
}

fn from_quickbooks(record: &EnrolledRecord) -> Option<String> {
    let processor = record.properties.get("hs_processor_type");
    let is_quickbooks = processor.is_some_and(|name| name.eq_ignore_ascii_case("quickbooks"));
    is_quickbooks
        .then(|| "its `hs_processor_type` is quickbooks: it came from QuickBooks".to_owned())
}

/// Why the payment itself says that it is booked by another way.
fn booked_elsewhere(record: &EnrolledRecord) -> Option<String> {
    from_quickbooks(record).or_else(|| {
        let sources = ["hs_payment_source_app", "source"];
        let of_invoice = |name| {
            let source = record.properties.get(name);
            source.is_some_and(|source| source.eq_ignore_ascii_case("invoice"))
        };
        sources
            .into_iter()
            .any(of_invoice)
            .then(|| "its source is a HubSpot invoice, which is booked by itself".to_owned())
    })
}

fn reason(
    record: &EnrolledRecord,
    entries: &HashMap<LedgerKey, Versioned<LedgerEntry>>,
    connection: &Connection,
) -> Option<String> {
    if let Some(reason) = booked_elsewhere(record) {
        return Some(reason);
    }
    related_entries(connection, record)
        .into_iter()
        .find_map(|key| match &entries.get(&key)?.value.state {
            EntryState::Done { document, .. } => Some(format!(
                "{} {} was made of it, or of its deal, quote or invoice, before",
                document.entity, document.id
            )),
            EntryState::Claimed { .. } => {
                Some("a document is being made of it, or of its deal, quote or invoice".to_owned())
            }
            EntryState::Open => None,
        })
}
