//! Deleting a document that was made and recorded, since the one that belongs to it is refused.

use quickbooks::{EntityKind, Request, Transport};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use storage::{CompareAndPut, EntryState, Ledger, LedgerEntry, Tokens, Version};

use super::Commit;
use super::withdraw::NOT_FOUND;
use crate::ActionError;
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::text::redact::Redactor;

/// A document that QuickBooks has and the ledger too.
#[derive(Clone, Debug)]
pub struct RecordedDocument {
    /// Its kind.
    pub kind: EntityKind,
    /// QuickBooks' id.
    pub id: String,
    /// The version of its ledger entry.
    pub version: Version,
    /// The generation of the request id it was made under.
    pub generation: u32,
    /// The company it stands in.
    pub company: String,
    /// The fingerprint of the content it was made of.
    pub fingerprint: String,
}

/// The fields that show that somebody paid on a document, as far as QuickBooks says.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Settled {
    total_amt: Option<Decimal>,
    balance: Option<Decimal>,
}

impl<S: Ledger + Tokens + Sync, T: Transport + Sync, E: Environment> Commit<'_, S, T, E> {
    /// Deletes a document and opens its entry for a later attempt; `false` when it was settled in
    /// QuickBooks meanwhile, and so is left as it is.
    ///
    /// After a crash half-way the entry still names the deleted document: the next attempt is
    /// refused over it, comes here again, and finds it gone.
    pub async fn undo(
        &self,
        recorded: &RecordedDocument,
        redactor: &Redactor,
    ) -> Result<bool, ActionError> {
        let request = Request::read(recorded.kind, &recorded.id);
        match self.books.call(&request).await {
            Ok(answer) => {
                let document = self
                    .document(answer)
                    .map_err(|detail| ActionError::OutcomeUnknown { detail })?;
                if is_settled(&document) {
                    return Ok(false);
                }
                self.delete(&document, recorded.generation, redactor)
                    .await?;
            }
            Err(CallFailure::Rejected { fault, .. }) if fault.has_code(NOT_FOUND) => {}
            Err(failure) => return Err(failure.into_error(redactor)),
        }
        let open = LedgerEntry {
            fingerprint: recorded.fingerprint.clone(),
            generation: recorded.generation.saturating_add(1),
            company: recorded.company.clone(),
            state: EntryState::Open,
        };
        match self.put(Some(recorded.version), &open).await? {
            CompareAndPut::Written(_) => Ok(true),
            CompareAndPut::Current(_) => Err(self.taken()),
        }
    }
}

/// True when something was paid on a document; one that cannot be read counts as paid.
fn is_settled(document: &Value) -> bool {
    match Settled::deserialize(document) {
        Ok(Settled {
            total_amt: Some(total),
            balance: Some(balance),
        }) => total != balance,
        Ok(_) | Err(_) => true,
    }
}
