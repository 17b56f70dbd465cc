//! Everything that can be known without QuickBooks: validated, priced, identified.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use storage::{Connection, MappingKey, MappingKind, Snapshot};

use super::Known;
use super::conflict::gone;
use super::fingerprint::{Fingerprint, ReadBy, fingerprint};
use super::given::Given;
use super::identities::Identities;
use super::needs::needs;
use super::sold_to::take_customer_of_sale;
use super::stored::Place;
use crate::action::{Action, Documents};
use crate::options::{self, CommonOptions, of_actions};
use crate::record::deal;
use crate::record::payer::{Emails, Party, Payer, check_eligible};
use crate::request::{ActionRequest, refuse_misplaced};
use crate::reservation::{SaleRole, SaleStanding, Scope};
use crate::resolve::{Needs, customer_key};
use crate::response::{ContentDigest, Warning};
use crate::settings::Settings;
use crate::subject::{ReadInput, Reading, Subject, duplicate};
use crate::text::redact::Redactor;
use crate::text::shortened;
use crate::{ActionError, Response};

/// A request that was read and validated, with everything it needs.
pub(super) struct Prepared<A: Action> {
    pub(super) connection: Connection,
    pub(super) settings: Arc<Settings>,
    pub(super) common: CommonOptions,
    pub(super) own: A::Options,
    pub(super) subject: Subject,
    /// The documents to make, in order.
    pub(super) documents: Documents,
    pub(super) fingerprint: String,
    /// The digest of what the fingerprint is of.
    pub(super) content: ContentDigest,
    pub(super) needs: Needs,
    pub(super) redactor: Redactor,
    pub(super) identities: Identities,
    pub(super) email: Option<String>,
    pub(super) now: Timestamp,
}

/// The outcome of preparing: there may be nothing to make a document of.
pub(super) enum Preparation<A: Action> {
    Ready(Box<Prepared<A>>),
    Nothing { reason: String },
}

/// Checks that the action takes this type of record.
pub(super) fn check_record<A: Action>(request: &ActionRequest) -> Result<(), ActionError> {
    let record = &request.record;
    if A::RECORDS.contains(&record.object_type) {
        let own = options::names::<A::Options>();
        let of_others: Vec<&str> = of_actions::every().map(|(name, _)| name).collect();
        return refuse_misplaced(request, &own, &of_others);
    }
    let records: Vec<String> = A::RECORDS.iter().map(ToString::to_string).collect();
    Err(ActionError::invalid(format!(
        "`record.object_type`: {} takes a {}, not this {}",
        A::NAME,
        records.join(" or a "),
        shortened(&record.object_type.to_string())
    )))
}

impl<A: Action> Prepared<A> {
    /// Validates a request by what was read for it.
    pub(super) fn of(
        request: &ActionRequest,
        given: Given<A>,
        sale: &SaleStanding,
        snapshot: &Snapshot,
        known: Known<'_>,
        now: Timestamp,
    ) -> Result<Preparation<A>, ActionError> {
        let Given {
            settings,
            common,
            own,
            identities,
        } = given;
        let recorded = recorded::<A>(&identities, &request.record.label(), snapshot)?;
        let begun_with = identities.begun_with::<A>(snapshot);
        let asked = ReadInput {
            connection: &request.connection,
            record: &request.record,
            common: &common,
            options: &own,
            given: &request.options,
            settings: &settings,
            entries: &snapshot.entries,
            sale,
            recorded: recorded.as_ref(),
            begun: begun_with.is_some(),
            begun_with,
            taxed_at: known.taxed_at,
            apart: known.apart,
            now,
        };
        if A::SALE == SaleRole::Books && !asked.begun && !A::books_anyway(&own) {
            A::check_sold(&asked)?;
        }
        let mut subject = match A::read(&asked)? {
            Reading::Subject(subject) => *subject,
            Reading::Nothing { reason } => {
                return match begun_with {
                    Some(document) => Err(gone(&reason, document, recorded.as_ref())),
                    None => Ok(Preparation::Nothing { reason }),
                };
            }
        };
        subject.warnings.extend(deal::lost(&request.record));
        // What is received on an invoice made before sells nothing, and whoever books anyway knows.
        if A::SALE == SaleRole::Books && subject.scope != Scope::Beside && !A::books_anyway(&own) {
            let invoiced = duplicate::invoiced_in_hubspot(&request.record);
            subject.warnings.extend(invoiced);
        }
        // Who gets a refund was a customer already.
        if subject.sold_to.is_none() {
            check_eligibility(request, subject.payer.as_ref(), &settings, snapshot)?;
        }
        let merged = check_merged(&subject, snapshot)?;
        subject.warnings.extend(merged);
        // A repeat is known by the payer, whoever the customer turns out to be.
        let by = ReadBy {
            common: &common,
            settings: &settings,
            identities: &identities,
            snapshot,
        };
        let Fingerprint { text, content } = fingerprint::<A>(request, &subject, by)?;
        let emails = emails(request, subject.payer.as_ref());
        let emails = if take_customer_of_sale(&mut subject, snapshot) {
            Emails::default()
        } else {
            emails
        };
        subject.warnings.extend(emails.left_out());
        let identities = match &subject.refund {
            Some(refund) => identities.with_part(refund.part()),
            None => identities,
        };
        let documents = subject.only.map_or(A::DOCUMENTS, Documents::one);
        let needs = needs::<A>(&subject, &common, &own, &settings, now)?;
        Ok(Preparation::Ready(Box::new(Self {
            identities,
            redactor: Redactor::of(request.record.people()).with_options(&request.options),
            email: emails.first,
            connection: request.connection.clone(),
            settings,
            common,
            own,
            subject,
            documents,
            fingerprint: text,
            content,
            needs,
            now,
        })))
    }
}

/// The response recorded for the action's first document, also while a further one is being made.
fn recorded<A: Action>(
    identities: &Identities,
    record: &str,
    snapshot: &Snapshot,
) -> Result<Option<Response>, ActionError> {
    let identity = identities.of(A::DOCUMENTS.first);
    let place = Place {
        record,
        identity: &identity,
    };
    let entry = snapshot.entries.get(identity.key());
    let recorded = entry.map(|entry| place.recorded_response(&entry.value));
    Ok(recorded.transpose()?.flatten())
}

/// A stored mapping wins: who is mapped was eligible, or was mapped by a person.
fn check_eligibility(
    request: &ActionRequest,
    payer: Option<&Payer>,
    settings: &Settings,
    snapshot: &Snapshot,
) -> Result<(), ActionError> {
    let Some(Payer::Party(party)) = payer else {
        return Ok(());
    };
    if snapshot.mappings.contains_key(&customer_key(party)) {
        return Ok(());
    }
    let record = &request.record;
    let (label, checked) = match (record.contacts.first(), record.companies.first()) {
        (Some(contact), _) => (format!("contact {}", contact.id), contact),
        (None, Some(company)) => (format!("company {}", company.id), company),
        (None, None) => return Ok(()),
    };
    check_eligible(&label, checked, &settings.customers)
}

/// Refuses a contact or company into which others were merged that are mapped to another customer each; where it has
/// a mapping of its own, that is taken, and the others are told.
fn check_merged(subject: &Subject, snapshot: &Snapshot) -> Result<Option<Warning>, ActionError> {
    let mut told = None;
    let parties = subject.party().into_iter().chain(subject.parent());
    for party in parties {
        let mapped = |source: String| {
            let kind = MappingKind::Customer;
            let mapping = snapshot.mappings.get(&MappingKey { kind, source })?;
            Some((mapping.key.source.clone(), mapping.quickbooks_id.clone()))
        };
        let all: Vec<(String, String)> = party.sources().into_iter().filter_map(mapped).collect();
        let is_its_own = all
            .first()
            .is_some_and(|(source, _)| *source == party.source());
        let ids: BTreeSet<&str> = all.iter().map(|(_, id)| id.as_str()).collect();
        if ids.len() < 2 {
            continue;
        }
        let ids: Vec<&str> = ids.into_iter().collect();
        if is_its_own {
            told = told.or_else(|| merged_customers(subject, party, &all));
        } else {
            return Err(ActionError::CustomerAmbiguous {
                message: format!(
                    "{}: {} was merged of some that are mapped to the QuickBooks customers {}: map it to one \
                     of them",
                    subject.label,
                    party.label(),
                    ids.join(", ")
                ),
            });
        }
    }
    Ok(told)
}

/// The warning that what was merged into a contact or company is mapped to another customer than it is itself.
fn merged_customers(
    subject: &Subject,
    party: &Party,
    mapped: &[(String, String)],
) -> Option<Warning> {
    let ((_, own), _) = mapped.split_first()?;
    let other = |(source, id): &(String, String)| format!("`{source}` to {id}");
    let others = mapped.iter().filter(|(_, id)| id != own);
    let others: Vec<String> = others.map(other).collect();
    Some(Warning::new(
        "merged_customers",
        format!(
            "{}: {} is mapped to the QuickBooks customer {own}, which is billed, and what was merged into it to \
             another: {}: merge these customers in QuickBooks, or delete the mapping",
            subject.label,
            party.label(),
            others.join(", ")
        ),
    ))
}

/// The e-mail addresses of who is billed.
fn emails(request: &ActionRequest, payer: Option<&Payer>) -> Emails {
    match payer {
        Some(Payer::Party(party)) => party.emails.clone(),
        Some(Payer::Fixed { .. }) => {
            let contact = request.record.contacts.first();
            contact.map(Emails::of).unwrap_or_default()
        }
        Some(Payer::OfSale(_)) | None => Emails::default(),
    }
}
