//! The errors for a record of which something else was made, or begun, before.

use super::prepare::Prepared;
use crate::action::Action;
use crate::{ActionError, Response};

impl<A: Action> Prepared<A> {
    /// The error for a record whose document was made with other content.
    pub(super) fn conflict(&self, recorded: &Response) -> ActionError {
        let document = recorded.document.as_ref();
        let id = document.and_then(|document| document.id.as_deref());
        let kind = document.map_or("a document", |document| &document.kind);
        let (label, booked) = (&self.subject.label, self.identities.label());
        let merged = (*label != booked).then(|| format!(", as {booked}, which was merged into it"));
        ActionError::IdempotencyConflict {
            message: format!(
                "{label}: {kind} {} was made of it before{}, with other content: nothing was written; \
                 change that document in QuickBooks, or undo the change in HubSpot",
                id.unwrap_or("unknown"),
                merged.unwrap_or_default()
            ),
        }
    }

    /// The error for what was begun in a company that the connection has left since.
    pub(super) fn begun_elsewhere(&self, company: &str) -> ActionError {
        ActionError::IdempotencyConflict {
            message: format!(
                "{}: a document was begun of it in QuickBooks company {company}, which the connection \
                 has left since, and whether it was made is not known here: nothing was written; look \
                 there, or connect that company again, where a retry finds it out",
                self.subject.label
            ),
        }
    }
}
