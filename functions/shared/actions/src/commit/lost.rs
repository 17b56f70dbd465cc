//! Finding a document that was made and that the ledger has lost, or another in whose place it would stand.

use jiff::Timestamp;
use quickbooks::{EntityKind, Transport};
use serde_json::Value;
use storage::{Ledger, Tokens};

use super::lookup;
use super::post::{Before, Commit, Posted};
use super::protocol::Claimed;
use crate::ActionError;
use crate::books::environment::Environment;
use crate::response::named;

/// A document that may have been made, and beside which the one that is due would be one too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherDocument {
    /// The action.
    pub action: &'static str,
    /// Its record, such as `deal 9001`.
    pub record: String,
    /// The kind of document.
    pub kind: EntityKind,
    /// The text in its private note by which it is known.
    pub marker: String,
    /// Its relation to the document that is due.
    pub relation: Relation,
}

/// The relation of a document to the one that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Another action, or the same one of another record, made it of the same sale.
    SameSale,
    /// It is the payment of the invoice that is due, made before it: so it is on another invoice.
    Settlement,
    /// It is an earlier part of the refund.
    EarlierRefund {
        /// QuickBooks' id of the part that the ledger has: it tells of all before that one, too.
        recorded: Option<String>,
    },
}

impl OtherDocument {
    /// True for the row that is this document.
    pub(super) fn is(&self, row: &Value) -> bool {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let is_unknown = match &self.relation {
            Relation::SameSale | Relation::Settlement => true,
            Relation::EarlierRefund { recorded } => recorded
                .as_deref()
                .is_none_or(|recorded| is_later(text("Id"), recorded)),
        };
        is_unknown && text("PrivateNote").contains(&self.marker)
    }

    fn refusal(&self, id: &str) -> ActionError {
        let Self {
            action,
            record,
            kind,
            relation,
            marker: _,
        } = self;
        let message = match relation {
            Relation::SameSale => format!(
                "its sale has {}, by {action} of {record}, already, which the ledger had lost: nothing was created; run \
                 {action} of {record} again, so that it is recorded, or set `options.book_anyway`",
                named(kind.name(), None, id)
            ),
            Relation::Settlement => format!(
                "{kind} {id} in QuickBooks is of this payment already, on an invoice that is not one of its own, and the ledger \
                 had lost it: nothing was created; run what made the invoice of its sale again, and then this payment without \
                 `options.book_anyway`, so that both are recorded"
            ),
            Relation::EarlierRefund { .. } => format!(
                "{kind} {id} in QuickBooks is an earlier part of this refund, which the ledger had lost: nothing was created; run \
                 {action} of {record} as it was then, with the `hs_refunds_amount` up to the latest such receipt, so that it is \
                 recorded, and then this; or book the rest in QuickBooks by hand, and leave {record} out of the workflow from then on"
            ),
        };
        ActionError::AlreadyBooked { message }
    }
}

/// True for a document that was made after another: QuickBooks counts its ids up.
fn is_later(id: &str, than: &str) -> bool {
    match (id.parse::<u64>(), than.parse::<u64>()) {
        (Ok(id), Ok(than)) => id > than,
        (Ok(_) | Err(_), _) => id != than,
    }
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

    /// True where the ledger has lost the document, and QuickBooks has it under its mark.
    ///
    /// # Errors
    ///
    /// [`ActionError::OutcomeUnknown`] when QuickBooks cannot be asked: then it is not known.
    pub async fn is_lost(&self) -> Result<bool, ActionError> {
        let Some(since) = self.incomplete_since else {
            return Ok(false);
        };
        let marker = self.identity.marker();
        self.is_marked_since(&marker, since).await
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
            Ok(Some((other, id))) => other.refusal(&id),
            Err(error) => error,
        };
        self.release(claim, before).await;
        Err(refusal)
    }
}
