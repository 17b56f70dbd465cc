//! The refunds of a sale that was paid by several payments.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use storage::{EntryState, HoldMode, Holder};

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

    /// The amounts that the refunds of other payments have given back of a sale's document: by their unit. What a
    /// payment gave back that has a document of its own is of that one.
    ///
    /// # Errors
    ///
    /// The unit of a refund of which it is not known yet whether it was made.
    pub fn given_back_by_others(
        &self,
        sale: &BookedSale,
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
                    let response = recorded(entry).filter(|_| entry.company == sale.company);
                    let total = response.and_then(|response| response.refunded_total);
                    let total = total.and_then(|total| total.parse().ok());
                    given_back.extend(total.map(|total| (holder.unit.clone(), total)));
                }
            }
        }
        Ok(given_back)
    }

    /// True where the record of a refund was sold by this document: by one of a deal or a quote, by its own, or by one on
    /// which it was received; and by no other.
    fn is_sold_by(&self, refund: &str, sale: &BookedSale) -> bool {
        let record = record_of(refund);
        let mut documents = self.all_holders().filter(|holder| {
            record_of(&holder.unit) == record
                && !gives_back(&holder.unit)
                && holder.unit != sale.unit
                && !matches!(self.state(holder), State::Released)
        });
        let is_of_all = !sale.unit.contains("/payment/") || record_of(&sale.unit) == record;
        match documents.next() {
            None => is_of_all,
            Some(document) => document.mode == HoldMode::Beside,
        }
    }

    fn all_holders(&self) -> impl Iterator<Item = &Holder> {
        let held = self.keys.all().filter_map(|key| self.reservations.get(key));
        held.flat_map(|held| &held.value.holders)
    }
}

/// The record of a unit, such as `payment/3001`.
fn record_of(unit: &str) -> &str {
    unit.split_once('/').map_or(unit, |(_, record)| record)
}
