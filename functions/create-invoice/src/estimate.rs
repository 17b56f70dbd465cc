//! The estimate that was made of the same record: the invoice is linked to it, and QuickBooks closes it.

mod words;

use actions::commit::{Identity, is_elsewhere};
use actions::record::merged;
use actions::request::EnrolledRecord;
use actions::{ActionError, ReadInput, Subject};
use quickbooks::entity::LinkedTxn;
use quickbooks::{EntityKind, Fault};
use storage::{Connection, DocumentRef, EntryState, LedgerKey};

use crate::options::{FromEstimate, InvoiceOptions};
use words::{missing, not_linked, unfinished};

/// The ledger keys of the estimate of a record, also under the ids of those that were merged into it. One
/// that was made once per enrolment is not found: which enrolment made it is not known to this one.
pub(crate) fn keys(connection: &Connection, record: &EnrolledRecord) -> Vec<LedgerKey> {
    let object_type = record.object_type.to_string();
    let key = |id: &str| {
        let place = (object_type.as_str(), id);
        let estimate = EntityKind::Estimate;
        let identity = Identity::new(connection, "create-estimate", place, estimate, None);
        identity.key().clone()
    };
    let ids = merged::ids_of_enrolled(record).into_iter();
    ids.map(key).collect()
}

/// Links the invoice to the estimate, as the options say.
///
/// # Errors
///
/// [`ActionError::RecordIncomplete`] when the options require an estimate and none was made here,
/// [`ActionError::InProgress`] when one is being made.
pub(crate) fn link(
    asked: &ReadInput<'_, InvoiceOptions>,
    subject: &mut Subject,
) -> Result<(), ActionError> {
    let required = match asked.options.from_estimate {
        FromEstimate::No => return Ok(()),
        FromEstimate::IfMade => false,
        FromEstimate::Required => true,
    };
    let keys = keys(asked.connection, asked.record);
    // One of a company that the connection has left is not there to be linked to.
    let company = &asked.settings.company.realm_id;
    let entries = keys.iter().filter_map(|key| asked.entries.get(key));
    let entry = entries
        .filter(|entry| !is_elsewhere(&entry.value, company))
        .find(|entry| !matches!(entry.value.state, EntryState::Open));
    match entry.map(|entry| &entry.value.state) {
        Some(EntryState::Done { document, .. }) => subject.links.push(link_to(document)),
        Some(EntryState::Claimed { .. }) if required => return Err(unfinished(&subject.label)),
        Some(EntryState::Claimed { .. }) => subject.warnings.push(not_linked(&subject.label)),
        Some(EntryState::Open) | None if required => return Err(missing(&subject.label)),
        Some(EntryState::Open) | None => {}
    }
    Ok(())
}

fn link_to(document: &DocumentRef) -> LinkedTxn {
    LinkedTxn::to(EntityKind::Estimate, document.id.clone())
}

/// The way out when QuickBooks refuses the link, which it does when a person deleted the estimate.
///
/// The refusal has no code of its own: it is 6000 (any business rule), 610 (not found) or 620 (cannot
/// be linked), and where 6000 is said of other objects too, its text names the estimate, by its id or as such.
pub(crate) fn advice(subject: &Subject, fault: &Fault) -> Option<String> {
    let id = subject.links.first()?.txn_id.as_deref()?;
    let names = |text: &str| {
        text.split(|character: char| !character.is_ascii_digit())
            .any(|number| number == id)
    };
    let about_link = fault.errors.iter().any(|error| match error.code.as_str() {
        "610" | "620" => true,
        "6000" => names(&error.detail) || error.detail.to_lowercase().contains("estimate"),
        _ => false,
    });
    about_link.then(|| {
        format!(
            "the invoice was to be linked to estimate {id}: if that was deleted in QuickBooks, or is of another \
             customer since the record's contact or company was changed, set `options.from_estimate` to false, and \
             close the estimate by hand"
        )
    })
}
