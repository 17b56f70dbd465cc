//! Finding a document that was made and that the ledger has lost.

use quickbooks::Transport;
use storage::{Ledger, Tokens};

use super::lookup;
use super::post::{Before, Commit, Posted};
use super::protocol::Claimed;
use crate::ActionError;
use crate::books::environment::Environment;

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
            Ok(None) => return Ok(None),
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
}
