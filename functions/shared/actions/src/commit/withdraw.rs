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
        self.delete(document, claim.generation, redactor).await?;
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
