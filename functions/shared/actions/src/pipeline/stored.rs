//! Reading what the ledger holds; what cannot be read is corruption, which no retry mends.

use storage::{EntryState, LedgerEntry, StorageError};

use super::context::Context;
use crate::commit::{Identity, made_before};
use crate::{ActionError, Response};

/// The record and the ledger entry of a document, as errors name them.
pub(super) struct Place<'p> {
    /// The record, such as `deal 9001`.
    pub(super) record: &'p str,
    /// The document, for the key of its entry.
    pub(super) identity: &'p Identity,
}

impl Place<'_> {
    /// The response of a document that an entry says is made.
    pub(super) fn response(&self, text: &str) -> Result<Response, ActionError> {
        serde_json::from_str(text).map_err(|error| self.unreadable(&error))
    }

    /// The response recorded for the document of an entry, also while a further one is being made;
    /// none where nothing was made yet.
    pub(super) fn recorded_response(
        &self,
        entry: &LedgerEntry,
    ) -> Result<Option<Response>, ActionError> {
        let made = made_before(entry).map_err(|error| self.unreadable(&error))?;
        match made.map(|entry| entry.state) {
            Some(EntryState::Done { response, .. }) => self.response(&response).map(Some),
            Some(EntryState::Open | EntryState::Claimed { .. }) | None => Ok(None),
        }
    }

    /// The context of a claim.
    pub(super) fn context(&self, text: &str) -> Result<Context, ActionError> {
        serde_json::from_str(text).map_err(|error| self.unreadable(&error))
    }

    /// The error for JSON text that cannot be read. Its own words may quote what is stored, so only
    /// its kind and its place are told.
    pub(super) fn unreadable(&self, error: &serde_json::Error) -> ActionError {
        self.corrupt(&format!(
            "{:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    }

    /// The error for an entry that cannot be used.
    pub(super) fn corrupt(&self, detail: &str) -> ActionError {
        ActionError::LedgerCorrupt {
            message: format!(
                "{}: its ledger entry `{}` cannot be read ({detail}), so it is not known what was made \
                 of it, and nothing was written: look for its document in QuickBooks, and restore the \
                 entry from a backup of the ledger before trying again",
                self.record,
                self.identity.key().0
            ),
        }
    }
}

/// The error of a store that did not give what was asked for a record.
pub(super) fn unreadable_store(error: StorageError, record: &str) -> ActionError {
    match ActionError::from(error) {
        ActionError::LedgerCorrupt { message } => ActionError::LedgerCorrupt {
            message: format!("{record}: {message}"),
        },
        other => other,
    }
}
