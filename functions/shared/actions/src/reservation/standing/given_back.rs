//! The refunds of a sale that was paid by several payments.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use storage::{DocumentRef, EntryState, HoldMode, Holder};

use super::late::SETTLES;
use super::paid_sale::PaidSale;
use super::{BookedSale, SaleStanding, State, recorded};

/// The action whose documents give back of a sale.
const REFUNDS: &str = "create-refund-receipt/";

/// True for a unit that gives back of a sale and sells nothing.
pub(super) fn gives_back(unit: &str) -> bool {
    unit.starts_with(REFUNDS)
}

impl SaleStanding {
    /// True where the record's own document is claimed: it is finished whatever has become of its sale.
    pub fn is_begun(&self) -> bool {
        let own = self.once.iter().flatten();
        let mut entries = own.filter_map(|key| self.entries.get(key));
        entries.any(|entry| matches!(entry.value.state, EntryState::Claimed { .. }))
    }

    /// The amounts that the refunds of other payments have given back of the same sale: by their unit. What a payment gave
    /// back that has a document of its own is of that one.
    ///
    /// # Errors
    ///
    /// The unit of a refund of which it is not known yet whether it was made.
    pub fn given_back_by_others(
        &self,
        sale: &PaidSale,
    ) -> Result<BTreeMap<String, Decimal>, String> {
        let mut given_back = BTreeMap::new();
        for holder in self.all_holders() {
            let is_of_sale = gives_back(&holder.unit)
                && holder.unit != self.unit
                && self.is_sold_by(&holder.unit, sale);
            if !is_of_sale {
                continue;
            }
            match self.state(holder) {
                State::Released => {}
                State::InProgress => return Err(holder.unit.clone()),
                State::Made(_, entry) => {
                    let is_of_company = |sale: &BookedSale| sale.company == entry.company;
                    let is_here = sale.documents.iter().any(is_of_company);
                    let response = recorded(entry).filter(|_| is_here);
                    let total = response.and_then(|response| response.refunded_total);
                    let total = total.and_then(|total| total.parse().ok());
                    given_back.extend(total.map(|total| (holder.unit.clone(), total)));
                }
            }
        }
        Ok(given_back)
    }

    /// True where the record of a refund has the same sale: by what was made of it, by an invoice on which it was received,
    /// or, like a payment that was not received here itself, by what was made of their deal or quote.
    fn is_sold_by(&self, refund: &str, sale: &PaidSale) -> bool {
        let record = record_of(refund);
        let own = self.all_holders().filter(|holder| {
            record_of(&holder.unit) == record
                && !gives_back(&holder.unit)
                && !matches!(self.state(holder), State::Released)
        });
        let own: Vec<&Holder> = own.collect();
        let mut documents = sale.documents.iter();
        if own.is_empty() {
            return sale.own.is_empty()
                && documents.any(|sold| self.gives_back_of(refund, &sold.document));
        }
        let is_of_sale = |holder: &Holder, sold: &BookedSale| {
            if holder.mode == HoldMode::Beside {
                return self.is_received_on(holder, &sold.document);
            }
            // Whoever has a document of its own was not received on one that was there before, but booked beside it.
            holder.unit == sold.unit && sold.document.entity != SETTLES
        };
        // What those who were received here give back is of what they paid, and none of the room that they left.
        !sale.own.is_empty()
            && documents.any(|sold| own.iter().any(|holder| is_of_sale(holder, sold)))
    }

    /// True where a refund gives back of something of which the document is the sale, whichever of the two was first.
    fn gives_back_of(&self, refund: &str, document: &DocumentRef) -> bool {
        self.keys.all().any(|key| {
            let mut sold = self.holders(key);
            sold.any(|holder| self.is_sale_of(key, holder, document))
                && self.holders(key).any(|holder| holder.unit == refund)
        })
    }

    pub(super) fn all_holders(&self) -> impl Iterator<Item = &Holder> {
        let held = self.keys.all().filter_map(|key| self.reservations.get(key));
        held.flat_map(|held| &held.value.holders)
    }
}

/// The record of a unit, such as `payment/3001`.
pub(super) fn record_of(unit: &str) -> &str {
    unit.split_once('/').map_or(unit, |(_, record)| record)
}
