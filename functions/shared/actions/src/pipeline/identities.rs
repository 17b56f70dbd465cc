//! The identities of the documents that an action makes of one record.

use quickbooks::EntityKind;
use storage::{Connection, EntryState, LedgerKey, Snapshot};

use crate::action::Action;
use crate::commit::Identity;
use crate::record::merged;
use crate::request::{ActionRequest, EnrolledRecord};
use crate::settings::{OncePer, Settings};

/// The identities of the documents of one record, or of one enrolment of it.
#[derive(Clone)]
pub(super) struct Identities {
    connection: Connection,
    action: &'static str,
    object_type: String,
    id: String,
    enrollment: Option<String>,
    part: Option<String>,
}

impl Identities {
    /// Those of an action's documents of a record, or of one enrolment of it.
    pub(super) fn new<A: Action>(request: &ActionRequest, enrollment: Option<&str>) -> Self {
        Self {
            connection: request.connection.clone(),
            action: A::NAME,
            object_type: request.record.object_type.to_string(),
            id: request.record.id.clone(),
            enrollment: enrollment.map(str::to_owned),
            part: None,
        }
    }

    /// Those of the unit that gets one document as the settings say: the record, or its enrolment.
    ///
    /// A run that is of no enrolment, such as one that a change of the record started, is of the record: a change that
    /// comes a second time asks for no second document.
    pub(super) fn once<A: Action>(request: &ActionRequest, settings: &Settings) -> Self {
        let enrollment = match A::once_per(settings, &request.record.object_type) {
            OncePer::Record => None,
            OncePer::Enrollment => request.run.enrollment(),
        };
        Self::new::<A>(request, enrollment.as_deref())
    }

    /// Those of the record and of the enrolment that the request names, each under every id that the record ever had.
    pub(super) fn all_of<A: Action>(request: &ActionRequest) -> impl Iterator<Item = Self> {
        let enrollment = request.run.enrollment();
        let own = [None, enrollment.as_deref()].map(|one| Self::new::<A>(request, one));
        let record = &request.record;
        own.into_iter().flat_map(|one| one.of_all_ids(record))
    }

    /// The same for the enrolment that an entry of the first document is of; none where it is of another record or of no enrolment.
    pub(super) fn of_enrolment<A: Action>(&self, entry: &LedgerKey) -> Option<Self> {
        let whole = self.of(A::DOCUMENTS.first);
        let of_enrolment = entry.0.strip_prefix(&whole.key().0)?;
        let enrollment = of_enrolment.strip_prefix('/')?.to_owned();
        Some(Self {
            enrollment: Some(enrollment),
            ..self.clone()
        })
    }

    /// The unit that reserves a sale: the action and the record, whichever enrolment it is.
    pub(super) fn unit(&self) -> String {
        format!("{}/{}/{}", self.action, self.object_type, self.id)
    }

    /// The same under each id the record ever had, its own first.
    pub(super) fn of_all_ids(&self, record: &EnrolledRecord) -> impl Iterator<Item = Self> + use<> {
        let under = |id: &str| Self {
            id: id.to_owned(),
            ..self.clone()
        };
        let all: Vec<Self> = merged::ids_of_enrolled(record)
            .into_iter()
            .map(under)
            .collect();
        all.into_iter()
    }

    /// The same under the id under which something was begun, of those the record ever had: what was
    /// booked of a record before it was merged into another one counts for that. A document that is made
    /// goes before one that may be.
    pub(super) fn under_any_id<A: Action>(
        self,
        record: &EnrolledRecord,
        snapshot: &Snapshot,
    ) -> Self {
        if self.begun_with::<A>(snapshot).is_some() {
            return self;
        }
        let begun = self.of_all_ids(record);
        let mut begun: Vec<Self> = begun
            .filter(|one| one.begun_with::<A>(snapshot).is_some())
            .collect();
        begun.sort_by_key(|one| !one.is_made::<A>(snapshot));
        begun.into_iter().next().unwrap_or(self)
    }

    /// The record of the documents as messages name it, such as `deal 9001`.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.object_type, self.id)
    }

    /// The same for one of several documents that the record gets one after the other.
    pub(super) fn with_part(self, part: String) -> Self {
        let part = Some(part);
        Self { part, ..self }
    }

    /// The identity of one of the documents.
    pub(super) fn of(&self, document: EntityKind) -> Identity {
        let record = (self.object_type.as_str(), self.id.as_str());
        let enrollment = self.enrollment.as_deref();
        let whole = Identity::new(&self.connection, self.action, record, document, enrollment);
        match &self.part {
            Some(part) => whole.with_part(part),
            None => whole,
        }
    }

    fn is_made<A: Action>(&self, snapshot: &Snapshot) -> bool {
        let entry = snapshot.entries.get(self.of(A::DOCUMENTS.first).key());
        entry.is_some_and(|entry| matches!(entry.value.state, EntryState::Done { .. }))
    }

    /// The first of the action's documents that was posted, or may have been.
    pub(super) fn begun_with<A: Action>(&self, snapshot: &Snapshot) -> Option<EntityKind> {
        A::DOCUMENTS.iter().find(|document| {
            let entry = snapshot.entries.get(self.of(*document).key());
            entry.is_some_and(|entry| !matches!(entry.value.state, EntryState::Open))
        })
    }
}
