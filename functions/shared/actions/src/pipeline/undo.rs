//! Deleting the documents that are made already, where one that belongs to them is refused for good.

use quickbooks::Transport;

use super::document_set::DocumentSet;
use super::{Run, Store};
use crate::ActionError;
use crate::action::Action;
use crate::books::environment::Environment;

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Deletes what was made already, since the next document that belongs to it failed for good;
    /// hands back why. A failure that a retry may mend leaves all as it is, to be finished, and so
    /// does a ledger that cannot be read, since it does not tell what was made.
    pub(super) async fn undo(&self, set: &DocumentSet, error: ActionError) -> ActionError {
        if error.is_retryable() || matches!(error, ActionError::LedgerCorrupt { .. }) {
            return error;
        }
        for (recorded, document) in set.recorded().rev() {
            let identity = self.prepared.identities.of(recorded.kind);
            let commit = match self.commit(&identity) {
                Ok(commit) => commit,
                Err(failure) => return failure,
            };
            match commit.undo(recorded, &self.prepared.redactor).await {
                Ok(true) => {}
                Ok(false) => return error.orphaned(&document.named()),
                Err(failure) if failure.is_retryable() => return failure,
                Err(failure) => return error.left_standing(&document.named(), &failure),
            }
        }
        error
    }
}
