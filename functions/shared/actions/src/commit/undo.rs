//! Deleting a document that was made and recorded, since the one that belongs to it is refused.

use quickbooks::{EntityKind, Request, Transport};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use storage::{CompareAndPut, EntryState, Ledger, LedgerEntry, Tokens, Version};

use super::Commit;
use super::withdraw::{NOT_FOUND, is_stale};
use crate::ActionError;
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::text::redact::Redactor;

/// Deletions tried of a document that somebody saves between its reading and its deletion.
const TRIES: usize = 2;

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
        let (kind, generation) = (recorded.kind, recorded.generation);
        let deleted = self.delete_standing(kind, &recorded.id, generation, redactor);
        if !deleted.await? {
            return Ok(false);
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

    /// Deletes a document as it stands in QuickBooks now; `false` when it was settled there meanwhile, and so is left as
    /// it is. One that is gone already is no error.
    pub(super) async fn delete_standing(
        &self,
        kind: EntityKind,
        id: &str,
        generation: u32,
        redactor: &Redactor,
    ) -> Result<bool, ActionError> {
        let mut tries = TRIES;
        loop {
            tries -= 1;
            let document = match self.books.call(&Request::read(kind, id)).await {
                Ok(answer) => self.document(answer),
                Err(CallFailure::Rejected { fault, .. }) if fault.has_code(NOT_FOUND) => {
                    return Ok(true);
                }
                Err(failure) => return Err(failure.into_error(redactor)),
            };
            let document = document.map_err(|detail| ActionError::OutcomeUnknown { detail })?;
            if is_settled(&document) {
                return Ok(false);
            }
            match self.delete(&document, generation, redactor).await {
                Ok(()) => return Ok(true),
                Err(failure) if is_stale(&failure) && tries > 0 => {}
                Err(failure) => return Err(failure),
            }
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
