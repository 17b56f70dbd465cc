//! Looking up a document that may have been made, to adopt it instead of making it again.

use jiff::Timestamp;
use quickbooks::{Query, Transport};
use serde_json::Value;
use storage::{Ledger, Tokens};

use super::Commit;
use super::lookup::{self, Wanted};
use super::protocol::Claimed;
use crate::ActionError;
use crate::books::CallFailure;
use crate::books::environment::Environment;

/// The outcome of one query.
enum Looked {
    /// The document was found.
    Found(Value),
    /// It is not among the rows.
    NotThere,
    /// QuickBooks refuses the query, so it says nothing.
    Refused,
}

impl<S: Ledger + Tokens + Sync, T: Transport + Sync, E: Environment> Commit<'_, S, T, E> {
    /// The document of a claim, if QuickBooks has it and it was created since then.
    ///
    /// # Errors
    ///
    /// [`ActionError::OutcomeUnknown`] when QuickBooks cannot be asked: then it is not known.
    pub(super) async fn look_up(
        &self,
        claim: &Claimed,
        since: Timestamp,
    ) -> Result<Option<Value>, ActionError> {
        let wanted = Wanted {
            document: self.identity.document(),
            body: &claim.body,
            marker: lookup::marker(&claim.body).unwrap_or_else(|| self.identity.marker()),
            since,
        };
        let queries = wanted.queries().ok_or_else(|| self.cannot_look_up())?;
        let mut is_answered = false;
        for query in queries {
            match self.look(&wanted, &query).await? {
                Looked::Found(document) => return Ok(Some(document)),
                Looked::NotThere => is_answered = true,
                Looked::Refused => {}
            }
        }
        if is_answered {
            Ok(None)
        } else {
            Err(self.cannot_look_up())
        }
    }

    async fn look(&self, wanted: &Wanted<'_>, query: &Query) -> Result<Looked, ActionError> {
        let mut number = 0;
        loop {
            let page = lookup::page(query, number).ok_or_else(|| self.cannot_look_up())?;
            let answer = match self.books.call(&page).await {
                Ok(answer) => answer,
                Err(CallFailure::Rejected { .. }) => return Ok(Looked::Refused),
                Err(CallFailure::NotDone(error)) => return Err(error),
                Err(CallFailure::Unknown { .. }) => return Err(self.cannot_look_up()),
            };
            let rows = lookup::rows(wanted.document, &answer.body);
            let rows = rows.ok_or_else(|| self.cannot_look_up())?;
            let is_last = rows.len() < lookup::PAGE as usize;
            if let Some(document) = wanted.find(rows) {
                return Ok(Looked::Found(document));
            }
            if is_last {
                return Ok(Looked::NotThere);
            }
            number += 1;
        }
    }

    fn cannot_look_up(&self) -> ActionError {
        let kind = self.identity.document();
        ActionError::OutcomeUnknown {
            detail: format!("the {kind} that may have been made cannot be looked up"),
        }
    }
}
