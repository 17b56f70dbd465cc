//! Finding a document that was made and that the ledger has lost.

use jiff::Timestamp;
use quickbooks::{EntityKind, Transport};
use storage::{Ledger, Tokens};

use super::lookup;
use super::post::{Before, Commit, Posted};
use super::protocol::Claimed;
use crate::ActionError;
use crate::books::environment::Environment;

/// A document that another action, or the same one of another record, may have made of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherDocument {
    /// The action.
    pub action: &'static str,
    /// Its record, such as `deal 9001`.
    pub record: String,
    /// The kind of document.
    pub kind: EntityKind,
    /// The marker in its private note.
    pub marker: String,
}

impl<S: Ledger + Tokens + Sync, T: Transport + Sync, E: Environment> Commit<'_, S, T, E> {
    /// The document of a claim, where the ledger may have lost it and QuickBooks has it. A claim for which QuickBooks
    /// cannot be asked is let go: nothing was posted under it here.
    pub(super) async fn find_lost(
        &self,
        claim: &Claimed,
        before: Before,
    ) -> Result<Option<Posted>, ActionError> {
        let Some(since) = self.incomplete_since else {
            return Ok(None);
        };
        let document = match self.look_up(claim, since.min(claim.claimed_at)).await {
            Ok(Some(document)) => document,
            Ok(None) => return self.refuse_second(claim, before, since).await,
            Err(error) => {
                self.release(claim, before).await;
                return Err(error);
            }
        };
        // The claim's own document is completed as any other.
        let is_own = before == Before::PerhapsPosted
            && lookup::is_created_since(&document, claim.claimed_at);
        Ok(Some(if is_own {
            Posted::Made(document)
        } else {
            Posted::Found(document)
        }))
    }

    /// Refuses a sale of which another document is there, that the ledger has lost with its reservation. A body that may have
    /// been posted is past that: its claim came first.
    async fn refuse_second(
        &self,
        claim: &Claimed,
        before: Before,
        since: Timestamp,
    ) -> Result<Option<Posted>, ActionError> {
        if before == Before::PerhapsPosted {
            return Ok(None);
        }
        let refusal = match self.look_up_other(since).await {
            Ok(None) => return Ok(None),
            Ok(Some((other, id))) => already_booked(other, &id),
            Err(error) => error,
        };
        self.release(claim, before).await;
        Err(refusal)
    }
}

fn already_booked(other: &OtherDocument, id: &str) -> ActionError {
    let OtherDocument {
        action,
        record,
        kind,
        marker: _,
    } = other;
    ActionError::AlreadyBooked {
        message: format!(
            "its sale has {kind} {id} ({action} of {record}) already, which the ledger had lost: nothing was created; run \
             {action} of {record} again, so that it is recorded, or set `options.book_anyway`"
        ),
    }
}
