//! Errors that would end a run while a document of the record may have been posted.

use storage::{EntryState, Snapshot};
use tracing::Instrument;

use super::identities::Identities;
use super::phase::Phase;
use super::{Store, snapshot};
use crate::ActionError;
use crate::action::Action;
use crate::books::engine::Engine;
use crate::request::ActionRequest;

/// The error, where nothing of the record was posted whose outcome is not known.
///
/// Else it is no end: told as one, it invites another record for the same sale, while the document of this one may
/// stand.
pub(super) fn while_claimed<A: Action>(
    request: &ActionRequest,
    snapshot: &Snapshot,
    error: ActionError,
) -> ActionError {
    if error.is_retryable() || tells_of_it(&error) {
        return error;
    }
    let Some(document) = claimed::<A>(request, snapshot) else {
        return error;
    };
    ActionError::OutcomeUnknown {
        detail: format!(
            "{}: its {document} was sent to QuickBooks before and no answer came, and it cannot be finished as the \
             record is now ({error}): put that right, and enrol no other record for it",
            request.record.label()
        ),
    }
}

/// True for an error that itself tells of what was begun.
fn tells_of_it(error: &ActionError) -> bool {
    matches!(
        error,
        ActionError::IdempotencyConflict { .. } | ActionError::LedgerCorrupt { .. }
    )
}

/// The same for a record that could not be read, of which the store is asked first.
pub(super) async fn while_stored<A: Action, S: Store, T, E>(
    engine: &Engine<S, T, E>,
    request: &ActionRequest,
    error: ActionError,
) -> ActionError {
    if error.is_retryable() {
        return error;
    }
    let read = snapshot::read_request::<A>(request);
    let stored = engine.store.read(&read).instrument(Phase::Read.span());
    match stored.await {
        Ok(snapshot) => while_claimed::<A>(request, &snapshot, error),
        // What went wrong first is told; the next try asks again.
        Err(_) => error,
    }
}

/// The first document of the record, or of this enrolment of it, that was posted and not recorded.
fn claimed<A: Action>(
    request: &ActionRequest,
    snapshot: &Snapshot,
) -> Option<quickbooks::EntityKind> {
    Identities::all_of::<A>(request).find_map(|one| {
        A::DOCUMENTS.iter().find(|document| {
            let entry = snapshot.entries.get(one.of(*document).key());
            entry.is_some_and(|entry| matches!(entry.value.state, EntryState::Claimed { .. }))
        })
    })
}
