//! The deals of a payment that names its quotes alone: its sale is that of their deals.

use hubspot::{Answer, AssociationsRead, ObjectId, ObjectType, Request, StoredRecord, Transport};

use super::refusal::Refusal;
use super::{Calls, Clock};
use crate::request::properties::Associated::{Deals, Quotes};

impl<T: Transport + Sync, C: Clock> Calls<'_, T, C> {
    /// The deals of a payment's quotes, each once; none of another record, whose own lists say whose sale it is.
    ///
    /// One request, beside those for the lists. A quote has one deal, so nobody has pages of them.
    pub(super) async fn deals_of_quotes(
        &self,
        stored: &StoredRecord,
    ) -> Result<Vec<ObjectId>, Refusal> {
        if self.order.object_type != ObjectType::Payment {
            return Ok(Vec::new());
        }
        let inline = stored.associations(&ObjectType::Quote);
        let quotes = self.whole(&stored.id, Quotes, inline.clone()).await?;
        if quotes.is_empty() {
            return Ok(Vec::new());
        }
        let reads: Vec<AssociationsRead> = quotes.ids().cloned().map(Into::into).collect();
        let request = Request::association_batch(&ObjectType::Quote, &reads, &ObjectType::Deal);
        let batch = self.ask(&request, Answer::association_batch).await;
        let batch = batch.map_err(|refusal| refusal.of_list(self.order, Deals))?;
        if let Some(refused) = batch.refused.first() {
            return Err(Refusal::in_batch(self.order, Deals, refused));
        }
        // Of a quote without a deal HubSpot says so; one of which it says nothing may have one.
        if let Some(quote) = batch.unanswered.first() {
            return Err(Refusal::missing(self.order, Quotes, quote));
        }
        let mut deals: Vec<ObjectId> = Vec::new();
        for deal in batch.answered.iter().flat_map(|of| of.associations.ids()) {
            if !deals.contains(deal) {
                deals.push(deal.clone());
            }
        }
        Ok(deals)
    }
}
