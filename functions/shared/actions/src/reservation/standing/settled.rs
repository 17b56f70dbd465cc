//! The documents that a payment may settle.

use storage::{DocumentRef, HoldMode, Holder};

use super::given_back::record_of;
use super::{BookedSale, SaleStanding, Scope, State};
use crate::reservation::SaleRole;
use crate::settings::OneSalePer;

impl SaleStanding {
    /// Those of these documents that were made of a quote that the record names; all where none was.
    pub fn of_named_quotes(&self, booked: &[BookedSale]) -> Vec<BookedSale> {
        let is_named = |sale: &&BookedSale| {
            let record = record_of(&sale.unit);
            let mut named = self.keys.associated.iter();
            record.starts_with("quote/") && named.any(|key| key.0 == record)
        };
        let named: Vec<BookedSale> = booked.iter().filter(is_named).cloned().collect();
        if named.is_empty() {
            booked.to_vec()
        } else {
            named
        }
    }

    /// True for a document of a quote that the record does not name, where each quote is a sale of its own: it was made before
    /// that was set.
    pub fn is_of_other_quote(&self, sale: &BookedSale) -> bool {
        self.one_sale_per == OneSalePer::Record
            && record_of(&sale.unit).starts_with("quote/")
            && !self.is_associated_with(&sale.unit)
    }

    /// True for a document that holds something alone that is associated with the record.
    pub(in crate::reservation) fn holds_deal(&self, sale: &BookedSale) -> bool {
        self.keys.associated.iter().any(|key| {
            let mut holders = self.holders(key);
            holders.any(|holder| holder.unit == sale.unit && holder.mode == HoldMode::Exclusive)
        })
    }

    /// The holder of the document that is settled, as it holds what is found to be of its sale.
    pub(super) fn settled(&self, document: Option<&str>) -> Option<Holder> {
        let mut holders = self.conflicting(Scope::Usual);
        let is_it = |made: &DocumentRef| document.is_none_or(|id| made.id == id);
        let holder = holders
            .find(|holder| matches!(self.state(holder), State::Made(made, _) if is_it(made)))?;
        let mode = if self.is_whole(holder) {
            HoldMode::Exclusive
        } else {
            SaleRole::mode_of_associated(self.one_sale_per)
        };
        Some(Holder {
            mode,
            ..holder.clone()
        })
    }

    /// True for a holder that has what its record is associated with alone, since further payments settle its document.
    fn is_whole(&self, holder: &Holder) -> bool {
        self.keys.all().any(|key| {
            let held = self.reservations.get(key);
            let mut holders = held.into_iter().flat_map(|held| &held.value.holders);
            let is_associated = !holder.unit.ends_with(&format!("/{}", key.0));
            is_associated
                && holders.any(|other| {
                    other.entries == holder.entries && other.mode == HoldMode::Exclusive
                })
        })
    }
}
