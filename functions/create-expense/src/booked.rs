//! A payment of a HubSpot invoice: its fee is booked where the payment itself is booked here.

use actions::request::EnrolledRecord;
use actions::reservation::{in_progress, usual_entries};
use actions::subject::duplicate::{is_of_hubspot_invoice, refuse_from_quickbooks};
use actions::{ActionError, ReadInput};
use quickbooks::EntityKind;
use storage::{Connection, EntryState, LedgerKey};

use crate::options::ExpenseOptions;

/// The documents by which money that has come is booked.
const RECEIVED: [EntityKind; 2] = [EntityKind::Payment, EntityKind::SalesReceipt];

/// The entries that tell whether a payment of a HubSpot invoice is booked here; none of another, whose fee is booked
/// whatever became of it.
pub(crate) fn entries(connection: &Connection, record: &EnrolledRecord) -> Vec<LedgerKey> {
    if !is_of_hubspot_invoice(record) {
        return Vec::new();
    }
    let mut entries = usual_entries(connection, record);
    // By its invoice alone nothing has come of a deal's or a quote's money.
    entries.retain(|entry| !entry.0.starts_with("create-invoice/"));
    entries
}

/// Refuses the fee of a payment that other ways book whole.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for one that came from QuickBooks, or from a HubSpot invoice and is not booked here;
/// [`ActionError::InProgress`] while it is not known yet whether that is.
pub(crate) fn refuse_booked_elsewhere(
    asked: &ReadInput<'_, ExpenseOptions>,
) -> Result<(), ActionError> {
    refuse_from_quickbooks(asked.record)?;
    if !is_of_hubspot_invoice(asked.record) {
        return Ok(());
    }
    let label = asked.record.label();
    let mut at_work = None;
    for key in entries(asked.connection, asked.record) {
        match asked.entries.get(&key).map(|entry| &entry.value) {
            Some(entry) if matches!(entry.state, EntryState::Claimed { .. }) => {
                at_work = key.0.rsplit_once('/').map(|(unit, _)| unit.to_owned());
            }
            Some(entry) if entry.company == asked.settings.company.realm_id => {
                if let EntryState::Done { document, .. } = &entry.state
                    && RECEIVED.iter().any(|kind| document.entity == kind.name())
                {
                    return Ok(());
                }
            }
            Some(_) | None => {}
        }
    }
    Err(match at_work {
        Some(unit) => in_progress(&label, &unit),
        None => not_booked(&label),
    })
}

fn not_booked(label: &str) -> ActionError {
    ActionError::invalid(format!(
        "{label}: its source is a HubSpot invoice, and the payment is not booked here: HubSpot's own sync may bring it to \
         QuickBooks, and its fee with it: nothing was created; where its deal or quote is invoiced here, let \
         create-paid-invoice receive the payment first, else leave such payments out of the workflow, or set \
         `options.book_anyway`, which books the fee"
    ))
}
