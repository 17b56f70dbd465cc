//! Deleting a document again that may not stand as QuickBooks made it.

use quickbooks::{Request, Transport};
use serde_json::Value;
use storage::{CompareAndPut, Ledger, Tokens};

use super::Commit;
use super::protocol::Claimed;
use crate::ActionError;
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::text::redact::Redactor;

/// QuickBooks' code for an object that is not there (any more).
pub(super) const NOT_FOUND: &str = "610";

/// QuickBooks' code for an object that was changed since it was read.
const STALE: &str = "5010";

/// True for the refusal of a version of a document that somebody has changed since.
pub(super) fn is_stale(failure: &ActionError) -> bool {
    matches!(failure, ActionError::QuickBooksRejected { code, .. } if code == STALE)
}

impl<S: Ledger + Tokens + Sync, T: Transport + Sync, E: Environment> Commit<'_, S, T, E> {
    /// Deletes the document of a claim, and opens the entry for a later attempt.
    ///
    /// The claim is kept until the deletion is known to be done: whoever takes it over after a crash
    /// is given the same document by the request id, and deletes it then.
    pub async fn withdraw(
        &self,
        claim: &Claimed,
        document: &Value,
        redactor: &Redactor,
    ) -> Result<(), ActionError> {
        let generation = claim.generation;
        if let Err(failure) = self.delete(document, generation, redactor).await {
            // The answer to a repeated request id shows the document as it was made, however often it was changed since.
            let id = document.get("Id").and_then(Value::as_str);
            let id = id.filter(|_| is_stale(&failure));
            let kind = self.identity.document();
            let deleted = match id {
                Some(id) => self.delete_standing(kind, id, generation, redactor).await?,
                None => false,
            };
            if !deleted {
                return Err(failure);
            }
        }
        self.open(claim).await
    }

    /// Deletes a document; one that is gone already is no error.
    pub(super) async fn delete(
        &self,
        document: &Value,
        generation: u32,
        redactor: &Redactor,
    ) -> Result<(), ActionError> {
        let text = |name: &str| {
            document
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        // QuickBooks may remember a refusal of this version of the document.
        let content = format!("withdraw {} {}", text("Id"), text("SyncToken"));
        let request_id = self
            .identity
            .batch_request_id(generation, content.as_bytes());
        let request_id = request_id.map_err(|error| ActionError::invalid(error.to_string()))?;
        let kind = self.identity.document();
        let request = Request::delete(kind, text("Id"), text("SyncToken"), &request_id);
        match self.books.call(&request).await {
            Ok(_) => Ok(()),
            Err(CallFailure::Rejected { fault, .. }) if fault.has_code(NOT_FOUND) => Ok(()),
            Err(failure) => {
                redactor.note_held(document);
                Err(failure.into_error(redactor))
            }
        }
    }

    async fn open(&self, claim: &Claimed) -> Result<(), ActionError> {
        let entry = claim.opened(claim.generation.saturating_add(1));
        match self.put(Some(claim.version), &entry).await? {
            CompareAndPut::Written(_) => Ok(()),
            CompareAndPut::Current(_) => Err(self.taken()),
        }
    }
}
