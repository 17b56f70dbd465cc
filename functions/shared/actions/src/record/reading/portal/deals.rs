//! The deals of a payment that names none: its sale is that of the deals of its quotes and HubSpot invoices.

use futures_util::future::try_join;
use hubspot::{Answer, AssociationsRead, ObjectId, ObjectType, Request, StoredRecord, Transport};

use super::refusal::Refusal;
use super::{Calls, Clock};
use crate::request::properties::Associated::{self, Deals, Invoices, Quotes};

impl<T: Transport + Sync, C: Clock> Calls<'_, T, C> {
    /// The deals of a payment's quotes and HubSpot invoices, each once; none of another record, whose own lists say whose
    /// sale it is.
    pub(super) async fn deals_of_sale(
        &self,
        stored: &StoredRecord,
    ) -> Result<Vec<ObjectId>, Refusal> {
        if self.order.object_type != ObjectType::Payment {
            return Ok(Vec::new());
        }
        let (of_quotes, of_invoices) = (
            self.deals_of(stored, Quotes),
            self.deals_of(stored, Invoices),
        );
        let (of_quotes, of_invoices) = try_join(of_quotes, of_invoices).await?;
        let mut deals: Vec<ObjectId> = Vec::new();
        for deal in of_quotes.into_iter().chain(of_invoices) {
            if !deals.contains(&deal) {
                deals.push(deal);
            }
        }
        Ok(deals)
    }

    /// The deals of all objects of a list.
    ///
    /// One request, beside those for the lists, where there are any. Each has one deal, so nobody has pages of them.
    async fn deals_of(
        &self,
        stored: &StoredRecord,
        list: Associated,
    ) -> Result<Vec<ObjectId>, Refusal> {
        let object_type = list.object_type();
        let inline = stored.associations(&object_type);
        let named = self.whole(&stored.id, list, inline.clone()).await?;
        if named.is_empty() {
            return Ok(Vec::new());
        }
        let reads: Vec<AssociationsRead> = named.ids().cloned().map(Into::into).collect();
        let request = Request::association_batch(&object_type, &reads, &ObjectType::Deal);
        let batch = self.ask(&request, Answer::association_batch).await;
        let batch = batch.map_err(|refusal| refusal.of_list(self.order, Deals))?;
        if let Some(refused) = batch.refused.first() {
            return Err(Refusal::in_batch(self.order, Deals, refused));
        }
        // Of one without a deal HubSpot says so; one of which it says nothing may have one.
        if let Some(unanswered) = batch.unanswered.first() {
            return Err(Refusal::missing(self.order, list, unanswered));
        }
        let answered = batch.answered.iter();
        let deals = answered.flat_map(|of| of.associations.ids().cloned());
        Ok(deals.collect())
    }
}
