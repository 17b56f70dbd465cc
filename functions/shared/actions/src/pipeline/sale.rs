//! The sale of a record: its state, and the reservations of a claim.

use storage::{LedgerKey, ReadRequest, ReservationPut, Reserve, Snapshot, SnapshotReader, Version};

use quickbooks::Transport;

use super::document_set::{DocumentSet, Recorded};
use super::given::Given;
use super::step::Start;
use super::stored::unreadable_store;
use super::{Run, Store};
use crate::ActionError;
use crate::action::Action;
use crate::books::environment::Environment;
use crate::commit::Identity;
use crate::request::ActionRequest;
use crate::reservation::{SaleKeys, SaleRole, SaleStanding};
use crate::settings::OncePer;

/// Reads the state of a record's sale. Where others hold it, their documents are read too: one more read,
/// and only then. What was made for an enrolment, where the record gets its documents once by now, is taken for these.
pub(super) async fn standing<A: Action, S: SnapshotReader>(
    store: &S,
    request: &ActionRequest,
    read: &ReadRequest,
    given: &mut Given<A>,
    snapshot: &mut Snapshot,
) -> Result<SaleStanding, ActionError> {
    let keys = SaleKeys::of(&request.record);
    let label = request.record.label();
    if A::SALE != SaleRole::Apart {
        keys.check(&label)?;
    }
    let unit = given.identities.unit();
    let mut sale = SaleStanding::of(keys, unit, given.settings.one_sale_per, snapshot);
    let is_once = A::once_per(&given.settings, &request.record.object_type) == OncePer::Record;
    if is_once {
        sale = sale.once(own_entries(given));
    }
    if A::takes_parts(&given.settings) {
        sale = sale.taking_parts();
    }
    let entries = sale.unread(&read.entries);
    if !entries.is_empty() {
        let further = ReadRequest {
            entries,
            ..ReadRequest::of(request.connection.clone())
        };
        let further = store.read(&further).await;
        let further = further.map_err(|error| unreadable_store(error, &label))?;
        sale.learn(further.entries);
    }
    let is_begun = given.identities.begun_with::<A>(snapshot).is_some();
    if !is_once || is_begun || A::SALE != SaleRole::Books {
        return Ok(sale);
    }
    let made = sale.made_for_enrolment().unwrap_or_default();
    let first = made.first().map(|(entry, _)| entry);
    let identities = first.and_then(|first| given.identities.of_enrolment::<A>(first));
    if let Some(identities) = identities {
        given.identities = identities;
        snapshot.entries.extend(made);
        sale = sale.once(own_entries(given));
    }
    Ok(sale)
}

/// The entries of the documents that an action makes of a record.
fn own_entries<A: Action>(given: &Given<A>) -> Vec<LedgerKey> {
    let documents = A::DOCUMENTS.iter();
    let own = documents.map(|document| given.identities.of(document).key().clone());
    own.collect()
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// The reservations to write with the claim of a document: with the first, those of the sale. A refund stands beside
    /// what is sold, so that the next one finds what was given back already.
    pub(super) fn reservations(
        &self,
        identity: &Identity,
        start: Start,
        set: &DocumentSet,
    ) -> Vec<ReservationPut> {
        if A::SALE == SaleRole::Apart || identity.document() != self.prepared.documents.first {
            return Vec::new();
        }
        let version = Version::after(start.expected);
        let scope = self.prepared.subject.scope;
        let settled = set.made().first().map(|invoice| invoice.id.as_str());
        self.sale
            .puts(&self.entries(), version, start.claims, scope, settled)
    }

    /// Reserves what the record of a document names by now and did not when that was made: whoever comes next is told
    /// of it. What has a document of its own by now is told to this one.
    ///
    /// # Errors
    ///
    /// [`ActionError::InProgress`] when the entry or a reservation was written since they were read.
    pub(super) async fn reserve_late(
        &self,
        identity: &Identity,
        recorded: &mut Recorded,
    ) -> Result<(), ActionError> {
        let (prepared, key) = (self.prepared, identity.key());
        let entry = self.snapshot.entries.get(key);
        let is_first = identity.document() == prepared.documents.first;
        let (SaleRole::Books | SaleRole::GivesBack, true, Some(entry)) = (A::SALE, is_first, entry)
        else {
            return Ok(());
        };
        let (subject, expected) = (&prepared.subject, Some(entry.version));
        let late = self
            .sale
            .late(&self.entries(), Version::after(expected), subject.scope);
        let told = late.warning(&subject.label);
        recorded.response.warnings.extend(told);
        if late.puts.is_empty() || prepared.common.dry_run {
            return Ok(());
        }
        let store = &self.engine.store;
        let put = store.put_with_reservations(
            &prepared.connection,
            key,
            expected,
            &entry.value,
            &late.puts,
        );
        match put.await? {
            Reserve::Written(version) => {
                recorded.entry.version = version;
                Ok(())
            }
            Reserve::Current(_) | Reserve::Contended => Err(ActionError::InProgress {
                detail: format!(
                    "{}: its document is made, and something that it names now is being booked at this moment: run \
                     it again",
                    subject.label
                ),
            }),
        }
    }

    /// The entries of the documents that belong together.
    fn entries(&self) -> Vec<LedgerKey> {
        let identities = &self.prepared.identities;
        let documents = self.prepared.documents.iter();
        let entries = documents.map(|document| identities.of(document).key().clone());
        entries.collect()
    }
}
