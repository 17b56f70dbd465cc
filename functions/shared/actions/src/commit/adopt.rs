//! Looking up a document that may have been made, to adopt it instead of making it again.

use jiff::Timestamp;
use quickbooks::{EntityKind, Query, Transport};
use serde_json::Value;
use storage::{Ledger, Tokens};

use super::Commit;
use super::lookup::{self, Wanted};
use super::lost::OtherDocument;
use super::protocol::Claimed;
use crate::ActionError;
use crate::books::CallFailure;
use crate::books::environment::Environment;

/// The outcome of one query.
enum Looked<F> {
    /// The document was found.
    Found(F),
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
            let find = |rows| wanted.find(rows);
            match self.look(wanted.document, &query, find).await? {
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

    /// The first document of the same sale that another unit has made since, and that the ledger has lost.
    ///
    /// # Errors
    ///
    /// [`ActionError::OutcomeUnknown`] when QuickBooks cannot be asked: then it is not known.
    pub(super) async fn look_up_other(
        &self,
        since: Timestamp,
    ) -> Result<Option<(&OtherDocument, String)>, ActionError> {
        for kind in [EntityKind::Invoice, EntityKind::SalesReceipt] {
            let others = self.others.iter().filter(|other| other.kind == kind);
            let others: Vec<&OtherDocument> = others.collect();
            if others.is_empty() {
                continue;
            }
            let markers: Vec<&str> = others.iter().map(|other| other.marker.as_str()).collect();
            let query = lookup::created_since(kind, since);
            let find = |rows: Vec<Value>| lookup::marked(&rows, &markers);
            match self.look(kind, &query, find).await? {
                Looked::Found((place, id)) => {
                    return Ok(others.get(place).map(|other| (*other, id)));
                }
                Looked::NotThere => {}
                Looked::Refused => return Err(self.cannot_look_up()),
            }
        }
        Ok(None)
    }

    async fn look<F>(
        &self,
        kind: EntityKind,
        query: &Query,
        find: impl Fn(Vec<Value>) -> Option<F>,
    ) -> Result<Looked<F>, ActionError> {
        let mut number = 0;
        loop {
            let page = lookup::page(query, number).ok_or_else(|| self.cannot_look_up())?;
            let answer = match self.books.call(&page).await {
                Ok(answer) => answer,
                Err(CallFailure::Rejected { .. }) => return Ok(Looked::Refused),
                Err(CallFailure::NotDone(error)) => return Err(error),
                Err(CallFailure::Unknown { .. }) => return Err(self.cannot_look_up()),
            };
            let rows = answer.into_objects(kind);
            let rows = rows.ok_or_else(|| self.cannot_look_up())?;
            let is_last = rows.len() < lookup::PAGE as usize;
            if let Some(found) = find(rows) {
                return Ok(Looked::Found(found));
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
