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

    /// The first of the other documents that was made since, and that the ledger has lost.
    ///
    /// # Errors
    ///
    /// [`ActionError::OutcomeUnknown`] when QuickBooks cannot be asked: then it is not known.
    pub(super) async fn look_up_other(
        &self,
        since: Timestamp,
    ) -> Result<Option<(&OtherDocument, String)>, ActionError> {
        let mut asked: Vec<EntityKind> = Vec::new();
        for OtherDocument { kind, .. } in &self.others {
            if asked.contains(kind) {
                continue;
            }
            asked.push(*kind);
            let others = || self.others.iter().filter(|other| other.kind == *kind);
            let find = |row: &Value| others().find(|other| other.is(row));
            let found = self.find_since(*kind, since, find).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// True where a document of the claim's kind carries a marker and was created since.
    pub(super) async fn is_marked_since(
        &self,
        marker: &str,
        since: Timestamp,
    ) -> Result<bool, ActionError> {
        let is_marked = |row: &Value| {
            let note = row.get("PrivateNote").and_then(Value::as_str)?;
            note.contains(marker).then_some(())
        };
        let found = self.find_since(self.identity.document(), since, is_marked);
        Ok(found.await?.is_some())
    }

    /// The first document of a kind created since in which something is found, and its id.
    async fn find_since<F>(
        &self,
        kind: EntityKind,
        since: Timestamp,
        find: impl Fn(&Value) -> Option<F>,
    ) -> Result<Option<(F, String)>, ActionError> {
        let query = lookup::created_since(kind, since);
        let find = |rows: Vec<Value>| {
            rows.iter()
                .find_map(|row| Some((find(row)?, row.get("Id")?.as_str()?.to_owned())))
        };
        match self.look(kind, &query, find).await? {
            Looked::Found(found) => Ok(Some(found)),
            Looked::NotThere => Ok(None),
            Looked::Refused => Err(self.cannot_look_up()),
        }
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
