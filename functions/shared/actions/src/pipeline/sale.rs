//! The sale of a record: its state, and the reservations of a claim.

use storage::{ReadRequest, ReservationPut, Snapshot, SnapshotReader, Version};

use quickbooks::Transport;

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
/// and only then.
pub(super) async fn standing<A: Action, S: SnapshotReader>(
    store: &S,
    request: &ActionRequest,
    read: &ReadRequest,
    given: &Given<A>,
    snapshot: &Snapshot,
) -> Result<SaleStanding, ActionError> {
    let keys = SaleKeys::of(&request.record);
    let label = request.record.label();
    if A::SALE != SaleRole::Apart {
        keys.check(&label)?;
    }
    let unit = given.identities.unit();
    let mut sale = SaleStanding::of(keys, unit, given.settings.one_sale_per, snapshot);
    if A::once_per(&given.settings) == OncePer::Record {
        let documents = A::DOCUMENTS.iter();
        let own = documents.map(|document| given.identities.of(document).key().clone());
        sale = sale.once(own.collect());
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
    Ok(sale)
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// The reservations to write with the claim of a document: with the first, those of the sale.
    pub(super) fn reservations(&self, identity: &Identity, start: Start) -> Vec<ReservationPut> {
        if A::SALE != SaleRole::Books || identity.document() != self.prepared.documents.first {
            return Vec::new();
        }
        let identities = &self.prepared.identities;
        let documents = self.prepared.documents.iter();
        let entries = documents.map(|document| identities.of(document).key().clone());
        let version = Version::after(start.expected);
        let scope = self.prepared.subject.scope;
        let entries: Vec<_> = entries.collect();
        self.sale.puts(&entries, version, start.claims, scope)
    }
}
